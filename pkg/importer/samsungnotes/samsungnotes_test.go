package samsungnotes_test

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/samsungnotes"
	"memopress/pkg/ledger"
	"memopress/pkg/writer/markdown"
)

var update = flag.Lookup("update") // package importertest defines it

func read(t *testing.T, files map[string]string) (importertest.Result, string) {
	t.Helper()
	dir := importertest.Folder(t, files)
	got := importertest.Read(t, samsungnotes.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	return got, importertest.Dump(got)
}

func has(t *testing.T, dump string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(dump, w) {
			t.Errorf("no %q in\n%s", w, dump)
		}
	}
}

func hasNot(t *testing.T, dump string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(dump, w) {
			t.Errorf("%q in\n%s", w, dump)
		}
	}
}

var day = time.Date(2026, 8, 4, 12, 58, 18, 0, time.UTC)

// typed is a note of text in all its styles.
func typed() memo {
	body := rich{text: "첫 줄 😀 굵게 and slanted\nhttps://example.org/a 그리고 mail@example.org\n\n우유\n빵\n호밀\n하나\n둘\n점\n그림 \ufffc 뒤\n끝"}
	body.on("굵게", 5, u8(1))
	body.on("slanted", 6, u8(1))
	body.on("and", 7, join(u8(1), zero(7)))
	body.on("점", 20, u8(1))
	body.on("끝", 17, u32(0xFFFFF000))
	body.on("첫", 1, u32(0xFFFF0000))
	body.on("줄", 1, u32(0xFF252525))
	body.on("mail@example.org", 9, u32(2))
	body.line(5, 3, 6, 2, 0)
	body.line(5, 4, 5, 2, 1)
	body.line(2, 5, 6, 1, 0)
	body.line(5, 6, 8, 4, 0)
	body.line(5, 8, 9, 8, 0)
	body.objects = [][]byte{pictureObject(3, 0)}
	return memo{id: "n-1", title: rich{text: "장보기 Shopping"}, body: body, created: day, voice: "회의 녹음", attach: "표.pdf", media: []file{
		{3, 1, "3@pic.png", "png"}, {4, 0, "4@gone.png", "removed"}, {5, 1, "5@cache.spi", "spi"}, {8, 1, "8@v.m4a", "m4a"}, {9, 1, "9@x.pdf", "pdf"}},
		pages: []paper{{tags: []string{"집", "#shop"}}}}
}

func TestTyped(t *testing.T) {
	got, dump := read(t, map[string]string{"장보기_260804_125818.sdocx": typed().bytes(t)})
	has(t, dump, "==== samsung-notes:n-1", "title: 장보기 Shopping", "path: 장보기 Shopping.md", "created: 2026-08-04T12:58:18Z", "updated: 2026-08-04T12:59:18Z",
		"😀 **굵게** <u>and</u> *slanted*", "https://example.org/a 그리고 <mail@example.org>", "- [ ] 우유\n- [x] 빵\n  - [ ] 호밀\n", "1. 하나\n2. 둘\n", "~~점~~",
		"그림 ![", "뒤", "shop", "집", "![회의 녹음.m4a](", "![표.pdf](",
		"media/5@cache.spi: left out picture of a page", "attachment export/장보기_260804_125818.sdocx/media/4@gone.png")
	if len(got.Diagnostics) != 0 || len(got.Attachments) != 4 || strings.Contains(dump, "![](") && strings.Contains(dump, "gone.png)") {
		t.Error(dump)
	}
	names := ""
	for _, a := range got.Attachments {
		names += a.Name + " "
	}
	if names != "pic.png gone.png 회의 녹음.m4a 표.pdf " {
		t.Error(names)
	}
}

// A handwritten note has a body of newlines: its strokes are drawn; those that cannot be read are
// in the file itself, which is attached.
func TestHandwritten(t *testing.T) {
	m := memo{id: "h", created: day, body: rich{text: "\n\n\n"}, media: []file{{2, 1, "2@doc.pdf", "%PDF-"}, {1, 1, "1@a.jpg", "jpg"}},
		pages: []paper{{pdf: 2, objects: [][]byte{pageObject(1, ink([2]float64{10, 10}, [2]float64{20, 5.5})), pageObject(3, pictureObject(1, 90)), pageObject(2, rich{text: "상자 속의 글"}.shape(0, 50))}}}}
	got, dump := read(t, map[string]string{"필기_260804_125818.sdocx": m.bytes(t)})
	has(t, dump, "title: 필기", "2@doc.pdf)", "상자 속의 글", ".page.svg)")
	hasNot(t, dump, "I007", "#original")
	if at := func(s string) int { return strings.Index(dump, s) }; at("doc.pdf)") > at("상자") || at("상자") > at("1@a.jpg)") || at("1@a.jpg)") > at(".svg)") {
		t.Error("not in their order:", dump)
	}
	for _, a := range got.Attachments {
		if strings.HasSuffix(a.Name, ".svg") {
			r, err := a.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil || !strings.Contains(string(data), `M10.0 10.0L20.0 5.5"`) || !strings.Contains(string(data), `stroke="#203080"`) {
				t.Errorf("%s, %v", data, err)
			}
		}
	}
	m.pages[0].objects[0] = pageObject(1, []byte("not a stroke"))
	_, dump = read(t, map[string]string{"필기_260804_125818.sdocx": m.bytes(t)})
	has(t, dump, "title: 필기", "info I007", "#original: imported", "](export/필기_260804_125818.sdocx)")
	m.author = "Someone"
	_, dump = read(t, map[string]string{"필기_260804_125818.sdocx": m.bytes(t)})
	has(t, dump, "info I007", "#original: imported", "note-author: Someone")
	hasNot(t, dump, "](export/필기_260804_125818.sdocx)")
	m = memo{id: "e", created: day, body: rich{text: "\n"}}
	_, dump = read(t, map[string]string{"빈.sdocx": m.bytes(t)})
	has(t, dump, "title: 빈", "](export/빈.sdocx)", "I007")
}

// A locked note is left out, is no attachment, and what was saved of it stays private.
func TestLocked(t *testing.T) {
	m := typed()
	m.locked = true
	whole := m.bytes(t)
	m.noTag, m.tail = true, true
	tail := m.bytes(t)
	m.bad = func(b []byte) []byte { return b[:50] }
	for name, data := range map[string]string{"member": whole, "tail": tail, "damaged": m.bytes(t), "no archive": strings.Repeat("cipher", 50) + string(m.tag())} {
		got, dump := read(t, map[string]string{"비밀.sdocx": data, "비밀.pdf": "%PDF", "비밀.txt": "비밀"})
		has(t, dump, "left out locked", "warning I006", "visibility: private: locked")
		hasNot(t, dump, "장보기", "#original")
		if len(got.Notes) != 2 || len(got.Attachments) != 1 || got.Failed() != 0 {
			t.Errorf("%s: %s", name, dump)
		}
		for _, n := range got.Notes {
			if n.Visibility.Rule != "locked" {
				t.Errorf("%s: %s", name, n.Path)
			}
		}
	}
}

// A version that is not known, and a layout that is not, degrade to the title and the file.
func TestUnknownVersion(t *testing.T) {
	m := typed()
	m.least = 9000
	_, dump := read(t, map[string]string{"a.sdocx": m.bytes(t)})
	has(t, dump, "==== samsung-notes:n-1", "title: 장보기 Shopping", "info I007", "#original: imported", "](export/a.sdocx)", "pic.png)", "created: 2026")
	hasNot(t, dump, "우유")
	m.least = 0
	m.bad = func(b []byte) []byte { return b[:len(b)*2/3] }
	_, dump = read(t, map[string]string{"a.sdocx": m.bytes(t)})
	has(t, dump, "title: 장보기 Shopping", "info I007", "#original: imported", "](export/a.sdocx)")
	m.bad = func([]byte) []byte { return nil }
	_, dump = read(t, map[string]string{"메모_260804_125818.sdocx": m.bytes(t)})
	has(t, dump, "title: 메모\n", "#original: imported")
	hasNot(t, dump, "](export/메모_260804_125818.sdocx)")
	m.noTag = true // nothing says that it is not locked
	got, dump := read(t, map[string]string{"a.sdocx": m.bytes(t)})
	if got.Failed() != 1 || len(got.Notes) != 0 {
		t.Error(dump)
	}
}

// What the app saved as text, PDF and pictures beside .sdocx files.
func TestLoose(t *testing.T) {
	hand := memo{id: "h", title: rich{text: "필기"}, created: day, body: rich{text: "\n"}, pages: []paper{{objects: [][]byte{pageObject(1, ink([2]float64{1, 1}))}}}}
	got, dump := read(t, map[string]string{"a.sdocx": typed().bytes(t), "a.txt": "twin", "필기.sdocx": hand.bytes(t), "필기.pdf": "%PDF", "글_260804_125818.txt": "\ufeff한 줄\r\n두 줄",
		"cp.txt": "\xb8\xde\xb8\xf0\xc0\xe5", "문서_260804_125818.pdf": "%PDF", "그림.jpg": "jpg", "옛.sdoc": "x", "memopress.yaml": "", "쪽/같은.sdocx": func() string { m := typed(); m.id = "n-2"; return m.bytes(t) }()})
	has(t, dump, "a.txt: left out twin of a note", "title: 글\n", "한 줄", "메모장", "title: 문서\n", "](export/문서_260804_125818.pdf)", "title: 그림\n", "옛.sdoc: failed", "](export/필기.pdf)", "path: 쪽/장보기 Shopping.md")
	if len(got.Notes) != 7 || got.Failed() != 1 {
		t.Error(len(got.Notes), dump)
	}
}

// A single file is an input, and one that was cut is one failure.
func TestOne(t *testing.T) {
	data := typed().bytes(t)
	dir := importertest.Folder(t, map[string]string{"a.sdocx": data, "b/b.sdocx": data[:len(data)/2]})
	if got := importertest.Read(t, samsungnotes.Importer{}, filepath.Join(dir, "a.sdocx")); len(got.Notes) != 1 {
		t.Error(importertest.Dump(got))
	}
	if got := importertest.Read(t, samsungnotes.Importer{}, filepath.Join(dir, "b")); got.Failed() != 1 || len(got.Ledger) != 1 {
		t.Error(importertest.Dump(got))
	}
}

func TestConformance(t *testing.T) {
	second := memo{id: "n-2", title: rich{text: "장보기 shopping"}, created: day.Add(time.Hour), body: rich{text: "둘"}, place: []float64{37.5, 127}, tail: true}
	importertest.Run(t, samsungnotes.Importer{}, importertest.Fixture{Name: "typed", Files: map[string]string{"가/장보기.sdocx": typed().bytes(t), "b.sdocx": second.bytes(t), "메모.txt": "글"}})
}

const exampleFolder = "../../../examples/samsung-notes"

// TestExample compares the example with what is written here; with -update it is written again.
func TestExample(t *testing.T) {
	files := example(t)
	if update.Value.String() == "true" {
		for name, data := range files {
			p := filepath.Join(exampleFolder, name)
			if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := importertest.Dump(importertest.Result{Notes: importertest.Read(t, samsungnotes.Importer{}, importertest.Folder(t, files)).Notes})
	got := importertest.Dump(importertest.Result{Notes: importertest.Read(t, samsungnotes.Importer{}, exampleFolder).Notes})
	if want != got {
		t.Errorf("the example is not what is written here; run with -update\n%s", got)
	}
}

// whole reads a file from memory and checks that it became one note, or one failure.
func whole(t *testing.T, data string) {
	src := importer.NewSource("in", []importer.File{{Path: "메모.sdocx", RawPath: "메모.sdocx", Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(data)), nil }}})
	c := importer.NewCollector(diag.Discard)
	if err := (samsungnotes.Importer{}).Import(t.Context(), src, importer.Options{Space: "s", Location: time.UTC}, c); err != nil {
		t.Fatal(err)
	}
	notes, _ := c.Finish()
	accounts := 0
	for _, e := range c.Ledger.Entries() {
		if e.Kind == ledger.Note {
			accounts++
		}
	}
	if accounts != 1 || len(notes) == 1 && (notes[0].Title == "" || len(notes[0].Body) == 0) {
		t.Errorf("%d accounts, %+v", accounts, notes)
	}
	for _, n := range notes {
		markdown.Write(n)
	}
	if err := src.Close(); err != nil {
		t.Error(err)
	}
}

// FuzzNote reads whatever note.note holds.
func FuzzNote(f *testing.F) {
	m := typed()
	f.Add(m.note())
	f.Add(memo{id: "h", body: rich{text: "\n"}, place: []float64{1, 2}, author: "a"}.note())
	f.Fuzz(func(t *testing.T, data []byte) {
		m := typed()
		m.bad = func([]byte) []byte { return data }
		whole(t, m.bytes(t))
	})
}

// FuzzPage reads whatever a .page file holds; pages are walked by sizes of their own.
func FuzzPage(f *testing.F) {
	p := paper{tags: []string{"집"}, pdf: 2, objects: [][]byte{pageObject(1, ink([2]float64{1, 1}, [2]float64{2, 2})), pageObject(3, pictureObject(1, 9)), pageObject(2, rich{text: "글"}.shape(0, 5))}}
	f.Add(p.bytes("p"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := memo{id: "p", created: day, media: []file{{1, 1, "1@a.png", "png"}}, raw: data}
		whole(t, m.bytes(t))
	})
}
