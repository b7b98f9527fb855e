package onenote

import (
	"bytes"
	"cmp"
	"errors"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/document"
	"memopress/pkg/internal/office"
	"memopress/pkg/ledger"
)

// fromOneNote reports whether a document of Word says that OneNote wrote it.
func fromOneNote(src *importer.Source, f importer.File) bool {
	in, err := src.OpenNested(f, diag.Discard)
	if err != nil {
		return false
	}
	for _, name := range []string{"docProps/app.xml", "docProps/core.xml"} {
		if text, err := in.ReadFile(name, 64<<10); err == nil && bytes.Contains(text, []byte("OneNote")) {
			return true
		}
	}
	return false
}

// word reads a page that OneNote wrote as a document of Word.
func (e *export) word(f importer.File) {
	n, files, damage, err := document.Note(e.src, f, f.Path, e.opts, e.sink)
	switch {
	case errors.Is(err, office.ErrLocked):
		e.report(diag.Pos{File: f.Place}, "I006", diag.Warning, err.Error(), "open it in Word, save it without a password, and export again")
		importer.LeaveOut(e.sink, e.src, f, ledger.Note, "locked")
		return
	case err != nil:
		importer.Fail(e.sink, e.src, f, ledger.Note, err)
		return
	}
	for _, part := range damage {
		importer.FailItem(e.sink, e.src, f, part, ledger.Attachment, errors.New("this part of the document is missing or damaged"), nil)
	}
	for _, a := range files {
		e.sink.Attachment(a)
	}
	if n.Title == n.Name {
		n.Title = "" // the page begins with its own
	}
	e.trim(n)
	n.Title = cmp.Or(n.Title, n.Name)
	e.sink.Note(n)
}
