package dayone_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/dayone"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, dayone.Importer{}) }

// Damage in the middle of a journal keeps what stands before it.
func TestDamage(t *testing.T) {
	whole := `{"metadata":{"version":"1.0"},"entries":[{"uuid":"A","creationDate":"2024-05-03T22:10:00Z","text":"하나"},{"uuid":"B","text":"둘"}]}`
	for _, tt := range []struct {
		json          string
		notes, failed int
	}{
		{whole, 2, 0},
		{"\ufeff" + whole, 2, 0},
		{whole[:len(whole)-4], 1, 1},
		{whole[:60], 0, 1},
		{whole + "x", 2, 1},
		{`{"metadata":{"version":"1.0"},"entries":`, 0, 1},
		{`{"metadata":{"version":"1.0"},"entries":[]}`, 0, 0},
		{`{"metadata":{"version":"1.0"},"entries":[1,"x",null,{"uuid":7,"text":"셋"},{"text":5}]}`, 1, 4},
		{`{"other":1}`, 0, 0},
	} {
		dir := importertest.Folder(t, map[string]string{"일기.json": tt.json})
		got := importertest.Read(t, dayone.Importer{}, dir)
		importertest.AddsUp(t, dir, got)
		if len(got.Notes) != tt.notes || got.Failed() != tt.failed {
			t.Errorf("%s: %d notes, %d failed\n%s", tt.json, len(got.Notes), got.Failed(), importertest.Dump(got))
		}
	}
}

// Other JSON is no journal.
func TestDetect(t *testing.T) {
	for text, want := range map[string]bool{
		`{"metadata":{"version":"1.0"},"entries":[{"uuid":"A"}]}`:                  true,
		`{"entries" : [ {"text":"x","creationDate" : "2024-01-01T00:00:00Z"}]}`:    true,
		`{"title":"메모","textContent":"x","createdTimestampUsec":1690000000000000}`: false,
		`{"entries":[{"name":"x"}]}`:                                               false,
		`[{"title":"page","children":[]}]`:                                         false,
		`{"metadata":{"version":"1.0"}}`:                                           false,
	} {
		sources, err := importer.Open([]string{importertest.Folder(t, map[string]string{"a.json": text})}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if got := (dayone.Importer{}).Detect(sources[0]).Score > 0; got != want {
			t.Errorf("%s: %v", text, got)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}

// A large journal is read entry by entry, and soon.
func TestLarge(t *testing.T) {
	var sb strings.Builder
	sb.WriteString(`{"metadata":{"version":"1.0"},"entries":[`)
	const n = 5_000
	for i := range n {
		if i > 0 {
			sb.WriteByte(',')
		}
		fmt.Fprintf(&sb, `{"uuid":"%032X","creationDate":"2024-05-03T22:10:00Z","text":"같은 제목\n본문 %d \\- 끝"}`, i+1, i)
	}
	sb.WriteString("]}")
	start := time.Now()
	got := importertest.Read(t, dayone.Importer{}, importertest.Folder(t, map[string]string{"a.json": sb.String()}))
	if entries := len(regexp.MustCompile(`"uuid"`).FindAllString(sb.String(), -1)); len(got.Notes) != entries || got.Failed() > 0 {
		t.Errorf("%d notes of %d", len(got.Notes), entries)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestCorpus reads a journal with one entry of each kind of file, and one that is broken.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "dayone/dayone-to-obsidian")
	got := importertest.Read(t, dayone.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	if len(got.Notes) != 1 || got.Failed() != 1 || len(got.Attachments) != 4 {
		t.Fatal(importertest.Dump(got))
	}
	n := got.Notes[0]
	properties := map[string]string{}
	for _, p := range n.Properties {
		properties[p.Name] = p.Value[0].Text
	}
	if n.Title != "test text" || n.Created.Format(time.RFC3339) != "2018-04-21T18:57:04+01:00" || n.Path != "MyJournal/test text.md" {
		t.Errorf("%+v", n)
	}
	for name, want := range map[string]string{"place": "221B Baker Street, London, UK", "latitude": "51.523788", "weather": "11 °C, Mostly Cloudy", "device": "My iPhone"} {
		if properties[name] != want {
			t.Errorf("%s: %q", name, properties[name])
		}
	}
	embeds := map[string]bool{}
	note.Walk(n.Body, func(node any) bool {
		if e, ok := node.(*note.Embed); ok {
			embeds[e.Ref.Target] = true
		}
		return true
	})
	for _, a := range got.Attachments {
		if !embeds[a.Key] {
			t.Errorf("%s is not shown", a.Key)
		}
	}
}

// FuzzJournal reads any bytes as a journal: it has an account whatever it holds, and each note a
// title.
func FuzzJournal(f *testing.F) {
	f.Add([]byte(`{"metadata":{"version":"1.0"},"entries":[{"uuid":"A","text":"a\\. ![](dayone-moment://X)","photos":[{"identifier":"X","md5":"1"}],"tags":["x"],"timeZone":"Asia/Seoul","creationDate":"2024-05-03T22:10:00Z"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { read(t, data) })
}

// FuzzRich reads any text as the rich text of an entry.
func FuzzRich(f *testing.F) {
	f.Add(`{"contents":[{"text":"a\nb\n","attributes":{"bold":true,"line":{"listStyle":"checkbox","indentLevel":2}}},{"embeddedObjects":[{"type":"photo","identifier":"X"}]}]}`)
	f.Fuzz(func(t *testing.T, rich string) {
		read(t, fmt.Appendf(nil, `{"metadata":{"version":"1.0"},"entries":[{"uuid":"A","richText":%q}]}`, rich))
	})
}

// FuzzText reads any text as that of an entry.
func FuzzText(f *testing.F) {
	f.Add("# a\n\u200b\n![](dayone-moment:/video/X) dayone://view?entryId=5BA8A0499775E5B7AB050CE5A5A32F87")
	f.Fuzz(func(t *testing.T, text string) {
		read(t, fmt.Appendf(nil, `{"metadata":{"version":"1.0"},"entries":[{"uuid":"A","text":%q}]}`, text))
	})
}

func read(t *testing.T, data []byte) {
	src := importer.NewSource("in", []importer.File{{Path: "일기.json", RawPath: "일기.json", Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}})
	c := importer.NewCollector(diag.Discard)
	if err := (dayone.Importer{}).Import(t.Context(), src, importer.Options{Space: "s", Location: time.UTC}, c); err != nil {
		t.Fatal(err)
	}
	notes, _ := c.Finish()
	if len(c.Ledger.Entries()) == 0 {
		t.Error("no account")
	}
	for _, n := range notes {
		if n.Title == "" || n.Path == "" || n.ID == "" {
			t.Errorf("%+v", n)
		}
	}
}
