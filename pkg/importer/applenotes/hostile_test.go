package applenotes_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/importertest"
)

// failsBriefly reads a note with that text: it fails, the note beside it does not, and no time is
// lost on it.
func failsBriefly(t *testing.T, name string, blob []byte) {
	t.Helper()
	b := newStore(t, newColumns)
	b.note("bad", blob, row{})
	b.note("좋은 메모", spansOf(t, s("좋은 메모\n"), s("text")), row{})
	data := b.bytes()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": data})
	if len(got.Notes) != 1 || got.Failed() != 1 {
		t.Errorf("%s: %s", name, dump)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("%s: it took %v", name, took)
	}
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 300<<20 {
		t.Errorf("%s: it took %d MB", name, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

func TestHostileTexts(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	for range 100 {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole := spansOf(t, s("text"))
	manyRuns := bytes.Repeat(sub(5, num(1, 1)), 600_000)
	for name, blob := range map[string][]byte{
		"gzip bomb":     bomb.Bytes(),
		"cut gzip":      whole[:len(whole)-9],
		"changed gzip":  append(bytes.Clone(whole[:20]), append([]byte{whole[20] ^ 0xff}, whole[21:]...)...),
		"huge length":   append([]byte{2<<3 | 2}, binary.AppendUvarint(nil, 1<<62)...),
		"no protobuf":   []byte("plain text that is no protobuf \xff\xff\xff"),
		"no text in it": num(1, 0),
		"endless runs":  zipped(t, sub(2, sub(3, append(str(2, "x"), manyRuns...)))),
	} {
		failsBriefly(t, name, blob)
	}
}

// Lengths of runs that are wrong lose no text.
func TestRunLengths(t *testing.T) {
	for name, runs := range map[string][]byte{
		"too long": sub(5, num(1, 1<<30), bold), "negative": sub(5, append([]byte{1 << 3}, binary.AppendUvarint(nil, 1<<64-5)...)),
		"too short": sub(5, num(1, 1)), "none": nil,
	} {
		got := bodyOf(t, zipped(t, sub(2, sub(3, append(str(2, "T\nall the words 모두"), runs...)))))
		if !strings.Contains(got, "all the words 모두") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A table that refers to one entry again and again ends: be it many small ones or one large one.
func TestHostileTable(t *testing.T) {
	object := func(i int) []byte { return num(6, i) }
	pair := func(k, v int) []byte { return sub(1, sub(1, object(k)), sub(2, object(v))) }
	const set, columns, rows, id, cell = 1, 2, 3, 4, 5
	for name, entries := range map[string][2][]byte{
		"many pairs": {bytes.Repeat(pair(id, rows), 50_000), bytes.Repeat(pair(id, rows), 50_000)},
		"large cell": {pair(id, rows), bytes.Repeat(pair(id, cell), 20_000)},
	} {
		blob := graphOf(t, []string{
			string(sub(13, num(1, 12), sub(3, num(1, 3), sub(2, object(set))), sub(3, num(1, 5), sub(2, object(set))), sub(3, num(1, 6), sub(2, object(columns))))),
			string(sub(16, sub(1, sub(1, sub(2, num(1, 0), str(2, "u"))), sub(2, pair(id, id))), sub(2, pair(id, id)))),
			string(sub(6, entries[0])), string(sub(6, entries[1])),
			string(sub(13, num(1, 2), sub(3, num(1, 4), sub(2, num(2, 0))))),
			string(sub(10, textOf(s(strings.Repeat("x", 1<<20))))),
		}, []string{"identity", "crTableColumnDirection", "self", "crRows", "UUIDIndex", "crColumns", "cellColumns"}, []string{"u"})
		start := time.Now()
		got := bodyOf(t, spansOf(t, s("Title\n", style(0)), s("\ufffc", attached(uuid("t"), "com.apple.notes.table")), s("\nafter\n")), func(b *storeBuilder) {
			b.add(entAttachment, row{"ZIDENTIFIER": uuid("t"), "ZTYPEUTI": "com.apple.notes.table", "ZMERGEABLEDATA1": blob, "ZSUMMARY": "words"})
		})
		has(t, got, "words", "after")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: it took %v", name, took)
		}
	}
}

// A view or a virtual table in the place of a table of Notes is not read: it could compute
// forever.
func TestHostileSchema(t *testing.T) {
	b := newStore(t, newColumns)
	b.exec("ALTER TABLE ZICNOTEDATA RENAME TO other")
	b.exec(`CREATE VIEW ZICNOTEDATA AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n AS Z_PK, n AS ZNOTE, x'00' AS ZDATA FROM r`)
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	if len(got.Notes) != 0 || got.Failed() != 1 {
		t.Error(dump)
	}
}

// Lists and quotes that nest without end, and lines without end, stay fast.
func TestHostileText(t *testing.T) {
	var spans []span
	for i := range 20_000 {
		spans = append(spans, s("item\n", style(100+i%4, indent(i%40), num(8, i%2))))
	}
	spans = append(spans, s(strings.Repeat("word ", 200_000)))
	start := time.Now()
	got := bodyOf(t, spansOf(t, spans...))
	if n := strings.Count(got, "item"); n < 19_999 {
		t.Errorf("%d items", n)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// FuzzText reads any bytes as the text of a note.
func FuzzText(f *testing.F) {
	f.Add(spansOf(f, s("제목 🧳\n", style(0)), s("a", bold), s("b\n", style(103, indent(2), checked(1))), s("\ufffc", attached(uuid("t"), "com.apple.notes.table"))))
	f.Add(append(num(1, 0), sub(2, sub(3, textOf(s("plain\n", style(4)), s("x", sub(10, float(1, 1))))))...))
	f.Fuzz(func(t *testing.T, blob []byte) { applenotes.ReadText(blob) })
}

// FuzzTable reads any bytes as the data of a table and of a gallery.
func FuzzTable(f *testing.F) {
	f.Add(tableOf(f, true, true, []string{"가", "b"}, []string{"c", ""}))
	f.Add(galleryOf(f, uuid("a"), uuid("b")))
	f.Fuzz(func(t *testing.T, blob []byte) { applenotes.ReadTable(blob) })
}

// TestChangedStores changes bytes of a store at random: whatever is left of it is accounted for, soon.
// A fuzzer cannot do it: SQLite is too large a program for one to watch.
func TestChangedStores(t *testing.T) {
	data := []byte(example(t)["NoteStore.sqlite"])
	random := rand.New(rand.NewPCG(7, 8))
	for i := range 600 {
		changed := bytes.Clone(data)
		for range 1 + random.IntN(20) {
			changed[random.IntN(len(changed))] = byte(random.IntN(256))
		}
		if i%10 == 0 {
			changed = changed[:random.IntN(len(changed))]
		}
		start := time.Now()
		dir := importertest.Folder(t, map[string]string{"NoteStore.sqlite": string(changed)})
		importertest.AddsUp(t, dir, importertest.Read(t, applenotes.Importer{}, dir))
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("variant %d took %v", i, took)
		}
	}
}

// FuzzLog reads any bytes as a write-ahead log.
func FuzzLog(f *testing.F) {
	f.Add([]byte("\x37\x7f\x06\x82\x00\x2d\xe2\x18\x00\x00\x04\x00"))
	f.Fuzz(func(t *testing.T, data []byte) { applenotes.ReadLog(data) })
}

// FuzzPage reads any bytes as HTML of Notes, FuzzPlain as a text of the privacy archive, FuzzIndex
// as its index.
func FuzzPage(f *testing.F) {
	f.Add([]byte(`<div>a</div><div>b</div><div><br></div><ul class="Apple-dash-list"><li>x</li></ul>`))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, applenotes.Importer{}, "메모.html", data) })
}

func FuzzPlain(f *testing.F) {
	f.Add([]byte("제목\n\t◦\t우유\n\t\t✓\t빵\n￼\n1. x"))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, applenotes.Importer{}, "메모/메모.txt", data) })
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("# T\n[x](applenotes:note/7e7f62c1-1111-2222-3333-444455556666) ^[a](b: c)"))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, applenotes.Importer{}, "메모.md", data) })
}
