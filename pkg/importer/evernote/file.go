package evernote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// A file is one ENEX file being read.
type file struct {
	*export
	importer.File
	data     func() (io.ReaderAt, error)
	notebook []string
	named    string // the file's own name without its ending, where it may be that of its only note
	first    *found
	texts    []*enml           // notes whose text was not read yet
	waiting  int               // bytes of them
	count    int               // of notes
	lost     bool              // elements of a note stand outside one, and that was told of
	root     string            // the element around the notes, once it was read
	closed   bool              // its end was read
	books    map[string]string // names of notebooks by their identifiers; only NixNote has them
}

// file reads the notes of one file. What cannot be read of one note does not keep the next from
// being read.
func (e *export) file(ctx context.Context, in importer.File) {
	f := &file{export: e, File: in, books: map[string]string{}}
	f.notebook, f.named = notebookOf(strings.TrimPrefix(in.Path, e.src.Wrapper()+"/"))
	f.data = sync.OnceValues(func() (io.ReaderAt, error) {
		r, _, err := e.src.ReaderAt(in)
		return r, err
	})
	r, err := in.Open()
	if err != nil {
		importer.Fail(e.sink, e.src, in, ledger.Note, err)
		return
	}
	defer r.Close()
	stream := &failing{r: r}
	s := newScanner(stream)
	f.records(ctx, s, stream)
	if err := f.readTexts(ctx); err == nil {
		f.loneNote()
	}
}

// records reads the notes one after the other, until the file ends or cannot be read any more.
func (f *file) records(ctx context.Context, s *scanner, stream *failing) {
	for ctx.Err() == nil {
		t, err := s.next()
		if err != nil {
			f.end(stream.err, err)
			return
		}
		if t.kind != startTag || t.name != "note" || t.empty {
			f.outside(s, t)
			continue
		}
		f.lost = false
		f.count++
		item := fmt.Sprintf("note %d", f.count)
		read := s.readNote
		if f.root == nixRoot {
			read = s.readNix
		}
		rec, err := read(t.from)
		if stream.err != nil {
			err = stream.err
		}
		if err != nil {
			f.failed(item, rec.from, rec.to, err)
			if errors.Is(err, errEnds) || stream.err != nil {
				return
			}
			continue
		}
		f.note(item, rec)
		if f.waiting > maxWaiting || len(f.texts) == maxNotes {
			if err := f.readTexts(ctx); err != nil {
				return // ctx has ended
			}
		}
	}
}

// outside takes a token between notes.
func (f *file) outside(s *scanner, t token) {
	switch {
	case t.name != "en-export" && t.name != nixRoot:
		if f.root == nixRoot && t.kind == startTag {
			f.aside(s, t)
			return
		}
		f.astray(t)
	case t.kind == startTag && f.root == "":
		f.root, f.closed = t.name, t.empty
	case t.kind == endTag:
		f.closed = true
	}
}

// astray fails what stands between notes and is none, once for each run of it: a note whose own
// tags are damaged.
func (f *file) astray(t token) {
	ours := t.name == "note" || t.name == ""
	if t.kind == textPiece && (f.count > 0 || f.lost) && strings.TrimSpace(string(t.text)) != "" {
		ours = false
	}
	if ours || f.lost {
		return
	}
	f.lost = true
	f.count++
	importer.FailItem(f.sink, f.src, f.File, fmt.Sprintf("note %d", f.count), ledger.Note, fmt.Errorf("<%s> stands outside a note: the note's own tag is damaged", t.name), nil)
}

// failing remembers the error that ended a stream, so that damage is not taken for the end.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// end accounts for a file that holds no note, or whose end is damaged or missing.
func (f *file) end(damage, err error) {
	switch {
	case damage != nil:
		importer.FailItem(f.sink, f.src, f.File, "the rest", ledger.Note, fmt.Errorf("read %s: %w", f.RawPath, damage), nil)
	case !errors.Is(err, io.EOF):
		importer.FailItem(f.sink, f.src, f.File, "the rest", ledger.Note, err, nil)
	case f.count == 0 && f.closed:
		importer.LeaveOut(f.sink, f.src, f.File, ledger.Other, "a notebook without notes")
	case f.count == 0:
		importer.Fail(f.sink, f.src, f.File, ledger.Note, errors.New("the file holds no note of Evernote"))
	case !f.closed:
		importer.FailItem(f.sink, f.src, f.File, "the rest", ledger.Note, errors.New("the file ends without the end of the export: notes may be missing"), nil)
	}
}

// loneNote takes the notebook away that is none: a file that holds a single note and has its
// title was exported as that note, and evernote-backup writes one such file for each.
func (f *file) loneNote() {
	if f.count == 1 && f.first != nil && f.named != "" && importer.Segment(f.first.Title) == importer.Segment(f.named) && slices.Equal(f.first.Notebook, f.notebook) {
		f.first.Notebook = f.notebook[:len(f.notebook)-1]
	}
}

// maxRaw is how much of a note that failed is kept for the report folder, in bytes.
const maxRaw = 64 << 20

// failed accounts for a note that cannot be read. Its source stays in the file between two
// offsets, where the report folder finds it.
func (f *file) failed(item string, from, to int64, err error) {
	f.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I001", Pos: diag.Pos{File: f.Place, Item: item}, Message: err.Error(),
		Hint: "it is accounted for as failed; the rest goes on"})
	f.sink.Account(ledger.Entry{Source: f.src.Name, Item: f.Path + "#" + item, Kind: ledger.Note, State: ledger.Failed, Reason: err.Error(),
		Raw: func() (io.ReadCloser, error) {
			r, err := f.data()
			if err != nil {
				return nil, err
			}
			return io.NopCloser(io.NewSectionReader(r, from, min(to-from, maxRaw))), nil
		}})
}

// notebookOf returns the stack and the notebook that a file's name says: "Stack@@@Notebook.enex",
// or "Stack/Notebook.enex". own is the name itself where it says only one of them.
func notebookOf(p string) (notebook []string, own string) {
	if dir := path.Dir(p); dir != "." {
		notebook = strings.Split(dir, "/")
	}
	base := path.Base(p)
	parts := strings.Split(strings.TrimSuffix(base, path.Ext(base)), "@@@")
	for _, part := range parts {
		if part = importer.OneLine(part); part != "" {
			notebook = append(notebook, part)
			own = part
		}
	}
	if len(parts) > 1 {
		own = ""
	}
	return notebook, own
}
