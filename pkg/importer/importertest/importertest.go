// Package importertest checks what every importer promises, whatever app it reads.
//
// The promises: nothing is lost without a word (every file of the input is in the ledger exactly
// once, and damage makes failures, never a smaller export); the same input gives the same notes
// with the same IDs, in whatever container it comes; the input is only read; cancelling ends the
// work; and no bytes make an importer panic.
package importertest

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// A Fixture is a small export.
type Fixture struct {
	Name  string
	Files map[string]string // content by slash path
	// Failures is how many of its files cannot be read even when the export is whole.
	Failures int
	// Log says that the files are logs: a file that was cut is a shorter log, as whole as the
	// longer one, so that losing items of it cannot be noticed.
	Log bool
}

// Space is the space of the notes that the tests of this package read.
const Space = "export"

// A Result is what an importer made of a source.
type Result struct {
	Input       string
	Notes       []*note.Note
	Attachments []note.Attachment
	Ledger      []ledger.Entry
	Diagnostics []diag.Diagnostic
	Err         error // of opening or importing
}

// Failed returns how many items failed.
func (r Result) Failed() int {
	n := 0
	for _, e := range r.Ledger {
		if e.State == ledger.Failed {
			n++
		}
	}
	return n
}

// Read reads an input with imp, as a build does. Attachments can be opened until the test ends.
func Read(t testing.TB, imp importer.Importer, path string) Result {
	t.Helper()
	return read(t, t.Context(), imp, path)
}

func read(t testing.TB, ctx context.Context, imp importer.Importer, path string) Result {
	t.Helper()
	var list diag.List
	sources, err := importer.Open([]string{path}, importer.OpenOptions{}, &list)
	if err != nil {
		return Result{Input: path, Err: err, Diagnostics: list.Sorted()}
	}
	src := sources[0]
	t.Cleanup(func() {
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	})
	c := importer.NewCollector(&list)
	for _, e := range src.Skipped() {
		c.Account(e)
	}
	err = imp.Import(ctx, src, importer.Options{Space: Space, Location: time.UTC}, c)
	r := Result{Input: path, Err: err}
	r.Notes, r.Attachments = c.Finish()
	r.Ledger, r.Diagnostics = c.Ledger.Entries(), list.Sorted()
	return r
}

// One reads data as the only file of a source and checks that it becomes one note with a title, or
// one failure. It is the body of an importer's fuzz target.
func One(t *testing.T, imp importer.Importer, name string, data []byte) {
	src := importer.NewSource("in", []importer.File{{Path: name, RawPath: name, Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}})
	c := importer.NewCollector(diag.Discard)
	if err := imp.Import(t.Context(), src, importer.Options{Space: Space, Location: time.UTC}, c); err != nil {
		t.Fatal(err)
	}
	notes, _ := c.Finish()
	if entries := c.Ledger.Entries(); len(entries) != 1 || len(notes) == 1 && notes[0].Title == "" {
		t.Errorf("%d entries, %+v", len(entries), notes)
	}
}

// damaged reports whether the ledger says that the archive itself, or a member of it that no
// importer saw, cannot be read.
func (r Result) damaged() bool {
	return slices.ContainsFunc(r.Ledger, func(e ledger.Entry) bool { return e.State == ledger.Failed && strings.HasPrefix(e.Item, r.Input) })
}

// Run checks imp with each of the fixtures.
func Run(t *testing.T, imp importer.Importer, fixtures ...Fixture) {
	for _, f := range fixtures {
		t.Run(f.Name, func(t *testing.T) {
			t.Run("detected", func(t *testing.T) { detected(t, imp, f) })
			t.Run("adds up", func(t *testing.T) { addsUp(t, imp, f) })
			t.Run("same twice", func(t *testing.T) { sameTwice(t, imp, f) })
			t.Run("stable", func(t *testing.T) { stable(t, imp, f) })
			t.Run("only reads", func(t *testing.T) { onlyReads(t, imp, f) })
			t.Run("cancelled", func(t *testing.T) { cancelled(t, imp, f) })
			t.Run("broken files", func(t *testing.T) { brokenFiles(t, imp, f) })
			t.Run("broken archives", func(t *testing.T) { brokenArchives(t, imp, f) })
		})
	}
}
