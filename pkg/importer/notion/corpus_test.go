package notion_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/notion"
	"memopress/pkg/note"
)

func corpusDir(t *testing.T) string {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	return filepath.Join(corpus, "notion/obsidian-importer/zip")
}

// TestSuite compares with what the authors of another converter expect of the same export.
func TestSuite(t *testing.T) {
	dir := corpusDir(t)
	suite := importertest.Suite{Name: "notion/obsidian-importer", Explained: map[string]string{
		"Block Reference": "words of the other converter's own syntax ([!important]), and a link of an image to itself that stands twice there",
	}}
	got := importertest.Read(t, notion.Importer{}, filepath.Join(dir, "notion-testspace.zip"))
	byTitle := map[string]*note.Note{}
	for _, n := range got.Notes {
		byTitle[n.Title] = n
	}
	for _, title := range []string{"Attachment Tests", "Block Reference", "Formatting Tests", "Notion-Testspace"} {
		want, err := os.ReadFile(filepath.Join(dir, "expected/notion-testspace", title+".md"))
		if err != nil || byTitle[title] == nil {
			t.Fatalf("%s: %v", title, err)
		}
		suite.Add(title, importertest.Compare(string(want), byTitle[title]))
	}
	want, err := os.ReadFile(filepath.Join(dir, "expected/database-row.md"))
	if err != nil {
		t.Fatal(err)
	}
	row := importertest.Read(t, notion.Importer{}, filepath.Join(dir, "database-row.html"))
	suite.Add("database-row", importertest.Compare(string(want), row.Notes...))
	suite.Check(t)
}

// TestMarkdownExport counts what a real Markdown & CSV export holds and what became of it.
func TestMarkdownExport(t *testing.T) {
	got := importertest.Read(t, notion.Importer{}, filepath.Join(corpusDir(t), "Notion.Test.Export.zip"))
	if got.Err != nil || got.Failed() > 0 {
		t.Fatal(got.Err, got.Failed())
	}
	rows, linked, created := 0, 0, 0
	id := regexp.MustCompile(`^notion:[0-9a-f]{32}$`)
	for _, n := range got.Notes {
		if strings.Contains(n.Title, "152bb52") || !id.MatchString(string(n.ID)) {
			t.Errorf("%s: %q", n.ID, n.Title)
		}
		if len(n.Notebook) > 0 && n.Notebook[0] == "Habit Tracker" {
			rows++
			if len(n.Properties) < 3 {
				t.Errorf("%s: %+v", n.Title, n.Properties)
			}
		}
		if n.Title == "Habit Tracker" {
			note.Walk(n.Body, func(node any) bool {
				if l, ok := node.(*note.Link); ok && l.Ref.Kind == note.RefNote {
					linked++
				}
				return true
			})
		}
		if n.Source.Item != "" {
			created++
		}
	}
	t.Logf("%d notes, %d rows, %d of them linked, %d without a page of their own, %d entries, diagnostics %v", len(got.Notes), rows, linked, created, len(got.Ledger), got.Diagnostics)
	// The folder of rows holds 270 files, the CSV one row less.
	if n := members(t, filepath.Join(corpusDir(t), "Notion.Test.Export.zip")); len(got.Ledger) != n {
		t.Errorf("%d of %d files are accounted for", len(got.Ledger), n)
	}
	if len(got.Notes) != 279 || rows != 270 || linked != 269 || created != 0 {
		t.Errorf("%d notes, %d rows, %d linked", len(got.Notes), rows, linked)
	}
}

// members counts the files in the parts that an archive holds.
func members(t *testing.T, p string) int {
	t.Helper()
	outer, err := zip.OpenReader(p)
	if err != nil {
		t.Fatal(err)
	}
	defer outer.Close()
	n := 0
	for _, part := range outer.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		inner, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range inner.File {
			if !strings.HasSuffix(f.Name, "/") {
				n++
			}
		}
	}
	return n
}

// TestDetectReal recognises each real export.
func TestDetectReal(t *testing.T) {
	for _, name := range []string{"Notion.Test.Export.zip", "notion-testspace.zip", "database-row.html"} {
		sources, err := importer.Open([]string{filepath.Join(corpusDir(t), name)}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (notion.Importer{}).Detect(sources[0]); m.Score < 90 {
			t.Errorf("%s: %+v", name, m)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}
