package onenote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/onenote"
)

func corpus(t *testing.T) string {
	dir := os.Getenv("MEMOPRESS_CORPUS")
	if dir == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	return filepath.Join(dir, "onenote/obsidian-importer")
}

func TestSuite(t *testing.T) {
	dir := corpus(t)
	suite := importertest.Suite{Name: "onenote", Explained: map[string]string{
		"handwriting_recognition.one": "the strokes are all there, but our drawing of them has other bytes",
	}}
	cases, err := filepath.Glob(filepath.Join(dir, "one/expected/*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		got := importertest.Read(t, onenote.Importer{}, filepath.Join(dir, "one", filepath.Base(c)))
		var want strings.Builder
		pages, err := filepath.Glob(filepath.Join(c, "*/*.md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			text, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(string(text)[4:], "---\n")
			want.WriteString(body + "\n\n")
		}
		score := importertest.Compare(want.String(), got.Notes...)
		score.Files(t, c, got.Attachments)
		suite.Add(filepath.Base(c), score)
		if testing.Verbose() {
			t.Log(importertest.Dump(got))
		}
	}
	suite.Check(t)
}

// TestWebSuite reads pages as the online service gives them.
func TestWebSuite(t *testing.T) {
	dir := filepath.Join(corpus(t), "api-html")
	got := importertest.Read(t, onenote.Importer{}, filepath.Join(dir, "indented-lists.html"))
	want, err := os.ReadFile(filepath.Join(dir, "expected/indented-lists.md"))
	if err != nil {
		t.Fatal(err)
	}
	suite := importertest.Suite{Name: "onenote pages of the online service"}
	suite.Add("indented-lists", importertest.Compare(string(want), got.Notes...))
	suite.Check(t)
	if testing.Verbose() {
		t.Log(importertest.Dump(got))
	}
}
