package onenote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// An export is everything of OneNote in one source.
type export struct {
	src  *importer.Source
	opts importer.Options
	sink importer.Sink

	sections []*opened
	orders   []order
	pages    map[string]bool // GUIDs of all pages that become notes
	results  []*result       // in the order of sections and pages

	companions map[string]bool // folders of what exported pages show; nil: not yet known
}

// A member is a file of a source or of a package in it.
type member struct {
	importer.File
	inside string // the item inside the file, for the ledger; empty for the file itself
	path   string // slash path among the notebook's files
	time   time.Time
	reader io.ReaderAt
	size   int64
}

// item returns the name of something in the member as the ledger has it.
func (m member) item(name string) string {
	if m.inside == "" {
		return name
	}
	if name == "" {
		return m.inside
	}
	return m.inside + " " + name
}

// An opened is a section that could be opened.
type opened struct {
	member
	store  *store.Store
	guid   store.GUID
	pages  []*page
	newest time.Time
	err    error
	locked bool
}

// open opens all files and lists the pages of the sections.
func (e *export) open(ctx context.Context) error {
	files := e.src.Files()
	kinds := make([]kind, len(files))
	if err := importer.InParallel(ctx, len(files), func(i int) { kinds[i] = kindOf(files[i]) }); err != nil {
		return err
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch kinds[i] {
		case section, contents:
			m := member{File: f, path: f.Path, time: f.ModTime}
			var err error
			if m.reader, m.size, err = e.src.ReaderAt(f); err != nil {
				importer.Fail(e.sink, e.src, f, ledger.Note, err)
				continue
			}
			e.member(m)
		case cabinet:
			e.cabinet(f)
		case sealed:
			e.report(diag.Pos{File: f.Place}, "I006", diag.Warning, "the section is encrypted by rights management", "open it in OneNote with an account that may read it, and export it as .onepkg or .one")
			importer.LeaveOut(e.sink, e.src, f, ledger.Note, "locked")
		case archive, webPage:
			e.exported(f, kinds[i])
		case otherArchive:
			e.exported(f, archive)
		case word:
			e.word(f)
		case damaged:
			importer.Fail(e.sink, e.src, f, ledger.Note, errors.New("it does not begin as a file of OneNote does"))
		case unreadable:
			_, err := f.Head(1 << 20)
			importer.Fail(e.sink, e.src, f, ledger.Note, cmp.Or(err, errors.New("it cannot be read")))
		default:
			e.beside(f, files, kinds)
		}
	}
	return nil
}

// member opens a section or a table of contents.
func (e *export) member(m member) {
	s, err := store.Open(m.reader, m.size)
	switch {
	case err != nil:
		e.fail(m, "", ledger.Note, err)
	case s.Kind == store.Contents:
		e.contents(m, s)
	default:
		o := &opened{member: m, store: s}
		o.list()
		o.err = errors.Join(o.err, s.Damage())
		e.sections = append(e.sections, o)
	}
}

// send gives the notes to the sink, with paths that do not depend on the order of files, and
// accounts for the rest.
func (e *export) send() {
	e.givePaths()
	for _, r := range e.results {
		for _, a := range r.attachments {
			e.sink.Attachment(a)
		}
		e.sink.Note(r.note)
	}
}

func (e *export) fail(m member, item string, kind ledger.Kind, err error) {
	if name := m.item(item); name != "" {
		importer.FailItem(e.sink, e.src, m.File, name, kind, err, nil)
		return
	}
	importer.Fail(e.sink, e.src, m.File, kind, err)
}

func (e *export) leaveOut(m member, item string, kind ledger.Kind, rule string) {
	if name := m.item(item); name != "" {
		importer.LeaveOutItem(e.sink, e.src, m.File, name, kind, rule)
		return
	}
	importer.LeaveOut(e.sink, e.src, m.File, kind, rule)
}

func (e *export) report(pos diag.Pos, code string, severity diag.Severity, message, hint string) {
	e.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: pos, Message: message, Hint: hint})
}

// A result is a note that was made, with the attachments that it shows.
type result struct {
	note        *note.Note
	section     *opened
	attachments []note.Attachment
}

// name returns what a section is called: its file without extension, and for a backup without
// what the backup adds.
func (m member) name() string {
	base := path.Base(m.path)
	if b := backupName.FindStringSubmatch(base); b != nil {
		base = b[1]
	}
	if ext := path.Ext(base); strings.EqualFold(ext, ".one") {
		base = strings.TrimSuffix(base, ext)
	}
	return importer.OneLine(base)
}

// notebook returns the folders around the section and the section itself.
func (m member) notebook() []string {
	var out []string
	if dir := path.Dir(m.path); dir != "." {
		out = strings.Split(dir, "/")
	}
	if name := m.name(); name != "" {
		out = append(out, name)
	}
	return out
}

func (m member) String() string { return fmt.Sprintf("%s %s", m.Path, m.inside) }
