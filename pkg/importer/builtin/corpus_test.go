package builtin_test

import (
	"os"
	"path/filepath"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/builtin"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
)

// TestCorpus reads real vaults and exports: each is recognised for what it is, and every file of
// it is accounted for.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	for _, tt := range []struct {
		path, format string
		notes        int // Markdown files as the corpus counts them, at least
		failed       int
	}{
		{"obsidian/elky84-obsidian-template-ko", "obsidian", 46, 0},
		{"obsidian/kepano-vault", "obsidian", 100, 0},
		{"obsidian/oldwinter-knowledge-garden", "obsidian", 2800, 0},
		{"obsidian/quartz-docs", "folder", 111, 0},
		{"foam/foam-docs", "folder", 90, 0},
		{"dendron/dendron-site", "folder", 1012, 0},
		{"html/obsidian-importer", "folder", 6, 0},
		{"org/go-org-testdata", "org", 15, 0},
		{"google-keep/obsidian-importer", "keep", 14, 1},
		{"google-keep/obsidian-importer/notes", "keep", 13, 0},
		{"apple-notes/plaso-notesv7", "apple-notes", 3, 0},
		{"dayone/dayone-to-obsidian", "dayone", 1, 1},
		{"onenote/obsidian-importer/one", "onenote", 10, 0},
	} {
		t.Run(tt.path, func(t *testing.T) {
			dir := filepath.Join(corpus, tt.path)
			imp, candidates := detect(t, dir)
			if imp.Format().Name != tt.format {
				t.Errorf("taken for %s: %+v", imp.Format().Name, candidates)
			}
			got := importertest.Read(t, imp, dir)
			importertest.AddsUp(t, dir, got)
			if len(got.Notes) < tt.notes || got.Failed() != tt.failed {
				t.Errorf("%d notes, want %d; %d failed, want %d", len(got.Notes), tt.notes, got.Failed(), tt.failed)
			}
			words := 0
			for _, n := range got.Notes {
				note.Walk(n.Body, func(node any) bool {
					if text, ok := node.(*note.Text); ok {
						words += len(text.Value)
					}
					return true
				})
			}
			codes := map[string]int{}
			for _, d := range got.Diagnostics {
				codes[d.Code]++
			}
			t.Logf("%d notes, %d attachments, %d bytes of text, diagnostics %v", len(got.Notes), len(got.Attachments), words, codes)
		})
	}
}

func detect(t *testing.T, path string) (importer.Importer, []importer.Candidate) {
	t.Helper()
	sources, err := importer.Open([]string{path}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer sources[0].Close()
	imp, candidates, err := importer.Detect(sources[0], builtin.Importers(), "")
	if err != nil {
		t.Fatal(err)
	}
	return imp, candidates
}
