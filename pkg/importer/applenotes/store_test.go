package applenotes_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// dumpOf reads a folder of files and returns everything as text.
func dumpOf(t *testing.T, files map[string]string) (importertest.Result, string) {
	t.Helper()
	got := importertest.Read(t, applenotes.Importer{}, importertest.Folder(t, files))
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	return got, importertest.Dump(got)
}

// bodyOf returns the Markdown of the only note of a store with that text.
func bodyOf(t *testing.T, blob []byte) string {
	t.Helper()
	b := newStore(t, newColumns)
	b.note("Title", blob, row{})
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	if len(got.Notes) != 1 {
		t.Fatal(dump)
	}
	return string(markdown.Write(got.Notes[0]))
}

// TestBlobs reads texts that Notes itself wrote.
func TestBlobs(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	paths, err := filepath.Glob(filepath.Join(corpus, "apple-notes/cloud-notes-parser-blobs/*.bin"))
	if err != nil || len(paths) != 17 {
		t.Fatal(len(paths), err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(p)
		b := newStore(t, newColumns)
		if strings.Contains(name, "table") {
			b.add(entAttachment, row{"ZIDENTIFIER": uuid("table"), "ZTYPEUTI": "com.apple.notes.table", "ZMERGEABLEDATA1": data})
			b.note(name, spansOf(t, s("Table\n"), s("\ufffc", attached(uuid("table"), "com.apple.notes.table"))), row{})
		} else {
			b.note(name, data, row{})
		}
		_, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
		t.Log(name, "\n"+dump)
	}
	_ = fmt.Sprint
	_ = note.Text{}
}
