package builtin_test

import (
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/importer/importertest"
)

// TestExamples reads the examples of this project: nothing of them fails, nothing is guessed.
func TestExamples(t *testing.T) {
	for _, tt := range []struct{ name, format string }{
		{"wiki-en", "obsidian"},
		{"wiki-ko", "obsidian"},
		{"docs", "folder"},
		{"keep-takeout", "keep"},
		{"notion-export", "notion"},
		{"apple-notes", "apple-notes"},
		{"dayone-export", "dayone"},
		{"joplin-export", "joplin"},
		{"bear-backup", "bear"},
		{"upnote-backup", "upnote"},
		{"roam-export", "roam"},
		{"logseq-graph", "logseq"},
		{"telegram-saved", "telegram"},
		{"evernote-export", "evernote"},
		{"samsung-notes", "samsung-notes"},
		{"simplenote-export", "simplenote"},
		{"standard-notes-backup", "standard-notes"},
		{"textbundle-notes", "textbundle"},
		{"kakaotalk-self", "kakaotalk"},
		{"onenote-section", "onenote"},
		{"org-roam", "org"},
		{"office-documents", "office"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := "../../../examples/" + tt.name
			imp, _ := detect(t, dir)
			if got := imp.Format().Name; got != tt.format {
				t.Errorf("taken for %s", got)
			}
			got := importertest.Read(t, imp, dir)
			importertest.AddsUp(t, dir, got)
			if got.Failed() > 0 {
				t.Errorf("%d items failed", got.Failed())
			}
			for _, d := range got.Diagnostics {
				if d.Severity != diag.Info {
					t.Errorf("%s %s: %s", d.Code, d.Pos.File, d.Message)
				}
			}
		})
	}
}
