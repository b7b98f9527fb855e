package textbundle_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/textbundle"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, textbundle.Importer{}) }

func packed(t testing.TB, names map[string]string) string {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true}) // as Ulysses does: UTF-8 that is not said
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// A .textpack is one note, as a file of a folder and as an input by itself; a damaged one is one
// failure.
func TestTextPack(t *testing.T) {
	pack := packed(t, map[string]string{"한글.textbundle/info.json": `{"version":2}`, "한글.textbundle/text.md": "# 한글 — 글\n\n![](assets/그림.png)", "한글.textbundle/assets/그림.png": "png"})
	dir := importertest.Folder(t, map[string]string{"꾸러미.textpack": pack, "깨진.textpack": pack[:100]})
	got := importertest.Read(t, textbundle.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	if len(got.Notes) != 1 || got.Notes[0].Title != "한글 — 글" || len(got.Attachments) != 1 || got.Failed() != 1 {
		t.Error(importertest.Dump(got))
	}
	one := importertest.Read(t, textbundle.Importer{}, filepath.Join(dir, "꾸러미.textpack"))
	if len(one.Notes) != 1 || len(one.Attachments) != 1 || one.Failed() != 0 {
		t.Error(importertest.Dump(one))
	}
	if r, err := one.Attachments[0].Open(); err != nil || r.Close() != nil {
		t.Error(err)
	}
}

// TestCorpus scores bundles of others against what another converter's authors expect. That
// converter loses the names in Ulysses' archive; here they are whole.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "textbundle/obsidian-importer")
	suite := importertest.Suite{Name: "textbundle", Explained: map[string]string{}}
	for name, input := range map[string]string{"example": "example.textpack", "example 2": "example 2.textpack", "Textbundle Example v1": "Textbundle Example v1.textbundle",
		"Textbundle Example v2": "Textbundle Example v2.textbundle", "Ulysses Export": "Ulysses Export.zip"} {
		got := importertest.Read(t, textbundle.Importer{}, filepath.Join(dir, input))
		expected, err := filepath.Glob(filepath.Join(dir, "expected", name, "*.md"))
		if err != nil || len(expected) == 0 || len(expected) != len(got.Notes) {
			t.Fatalf("%s: %d expected, %d notes, %v, %s", name, len(expected), len(got.Notes), err, importertest.Dump(got))
		}
		for _, p := range expected {
			want, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.NewReplacer("Textbundle/assets/", "assets/", "`![[", "`![](", "]]`", ")`").Replace(string(want))
			best := importertest.Score{Words: importertest.Ratio{Of: 1}}
			for _, n := range got.Notes {
				if s := importertest.Compare(text, n); s.Least() >= best.Least() {
					best = s
				}
			}
			suite.Add(name+"/"+filepath.Base(p), best)
		}
		for _, n := range got.Notes {
			if strings.Contains(n.Path, "Γ") {
				t.Errorf("%s: a name in the wrong encoding", n.Path)
			}
		}
	}
	suite.Check(t)
}

// A bundle whose input is its own folder is one note.
func TestOneBundle(t *testing.T) {
	got := importertest.Read(t, textbundle.Importer{}, importertest.Folder(t, map[string]string{"info.json": "{}", "text.md": "# 하나\n\n[[둘]] ![](assets/a.png)", "assets/a.png": "x"}))
	if len(got.Notes) != 1 || got.Notes[0].Title != "하나" || len(got.Attachments) != 1 {
		t.Fatal(importertest.Dump(got))
	}
	embed := got.Notes[0].Body[1].(*note.Paragraph).Inlines[2].(*note.Embed)
	if embed.Ref.Target != got.Attachments[0].Key {
		t.Errorf("%+v, %+v", embed.Ref, got.Attachments[0])
	}
}

// Whatever a .textpack holds, it is accounted for.
func FuzzTextPack(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte(packed(f, map[string]string{"a.textbundle/text.md": "# 글", "a.textbundle/info.json": "{}"})))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := importertest.Folder(t, map[string]string{"꾸러미.textpack": string(data)})
		importertest.AddsUp(t, dir, importertest.Read(t, textbundle.Importer{}, dir))
	})
}
