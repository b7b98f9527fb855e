// Package evernote reads Evernote's exports: ENEX files, one or many, also those that
// evernote-backup writes with identifiers and notebooks.
//
// A file is read once as a stream: what is in memory at any time is one note's text, never an
// attachment. Attachments are known by where their base64 stands in the file.
package evernote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads ENEX files. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "evernote", Title: "Evernote", Accepts: []string{"enex", "folder", "zip"},
		HowTo: importer.HowTo{
			English: "In the desktop app select a notebook › Export notebook… › ENEX, one file for each notebook, and give all of them. Links between notes are found by title; with evernote-backup --add-guid by identifier. Text that you encrypted needs --password.",
			Korean:  "데스크톱 앱에서 노트북 › 노트북 내보내기… › ENEX. 노트북마다 파일 하나씩 모두 함께 준다. 노트 사이의 링크는 제목으로 찾고, evernote-backup --add-guid로 내보내면 식별자로 찾는다. 암호화한 글에는 --password가 필요하다.",
		}}
}

var head = regexp.MustCompile(`(?i)<!DOCTYPE\s+en-export|<en-export[\s>]`)

func isENEX(f importer.File) bool {
	if ext := strings.ToLower(path.Ext(f.Path)); ext != ".enex" && ext != ".xml" {
		return false
	}
	data, err := f.Head(4 << 10)
	return err == nil && head.Match(data)
}

// Detect looks for ENEX files.
func (Importer) Detect(src *importer.Source) importer.Match {
	found, others := "", 0
	for _, f := range src.Files() {
		switch {
		case strings.EqualFold(path.Ext(f.Path), ".md"):
			others++
		case found == "" && isENEX(f):
			found = f.Path
		}
	}
	switch {
	case found == "":
		return importer.Match{}
	case others > 5:
		return importer.Match{Score: 15, Reason: fmt.Sprintf("an export of Evernote (%s) among %d Markdown files", found, others)}
	}
	return importer.Match{Score: 95, Reason: "exports of Evernote, such as " + found}
}

// An export is being read.
type export struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	notes []*found
	ids   map[note.ID]bool
}

// A found is a note with what links need.
type found struct {
	*note.Note
	toc   bool // a table of contents, whose links carry titles that were right when it was made
	links []*guidLink
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	e := &export{src: src, opts: opts, sink: sink, ids: map[note.ID]bool{}}
	for _, f := range src.Files() {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch {
		case f.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of memopress")
		case isENEX(f) || strings.EqualFold(path.Ext(f.Path), ".enex"):
			e.file(ctx, f)
		default:
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, f.Path))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	e.follow()
	var paths importer.Paths
	for _, n := range e.notes {
		n.Path = paths.Give(n.Notebook, n.Title, ".md")
		n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
		sink.Note(n.Note)
	}
	return nil
}

// A file is one ENEX file being read.
type file struct {
	*export
	importer.File
	data     func() (io.ReaderAt, error)
	notebook []string
	paths    importer.Paths // of attachments
	count    int            // of notes
	lost     bool           // elements of a note stand outside one, and that was told of
}

// astray fails what stands between notes and is none, once for each run of it: a note whose own
// tags are damaged.
func (f *file) astray(t token) {
	ours := t.name == "en-export" || t.name == "note" || t.name == ""
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

// file reads the notes of one file. What cannot be read of one note does not keep the next from
// being read.
func (e *export) file(ctx context.Context, in importer.File) {
	f := &file{export: e, File: in, notebook: notebookOf(in.Path)}
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
	for ctx.Err() == nil {
		t, err := s.next()
		if err != nil {
			f.end(stream.err, err)
			return
		}
		if t.kind != startTag || t.name != "note" || t.empty {
			f.astray(t)
			continue
		}
		f.lost = false
		f.count++
		item := fmt.Sprintf("note %d", f.count)
		rec, err := s.readNote(t.from)
		if stream.err != nil {
			err = stream.err
		}
		if err != nil {
			e.failed(f, item, rec, err)
			if errors.Is(err, errEnds) || stream.err != nil {
				return
			}
			continue
		}
		f.note(item, rec)
	}
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

// end accounts for a file that holds no note, or whose end is damaged.
func (f *file) end(damage, err error) {
	switch {
	case damage != nil:
		importer.FailItem(f.sink, f.src, f.File, "the rest", ledger.Note, fmt.Errorf("read %s: %w", f.RawPath, damage), nil)
	case !errors.Is(err, io.EOF):
		importer.FailItem(f.sink, f.src, f.File, "the rest", ledger.Note, err, nil)
	case f.count == 0:
		importer.Fail(f.sink, f.src, f.File, ledger.Note, errors.New("the file holds no note of Evernote"))
	}
}

// maxRaw is how much of a note that failed is kept for the report folder, in bytes.
const maxRaw = 64 << 20

// failed accounts for a note that cannot be read. Its source stays in the file, where the report
// folder finds it.
func (e *export) failed(f *file, item string, rec *record, err error) {
	e.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I001", Pos: diag.Pos{File: f.Place, Item: item}, Message: err.Error(),
		Hint: "it is accounted for as failed; the rest goes on"})
	e.sink.Account(ledger.Entry{Source: e.src.Name, Item: f.Path + "#" + item, Kind: ledger.Note, State: ledger.Failed, Reason: err.Error(),
		Raw: func() (io.ReadCloser, error) {
			r, err := f.data()
			if err != nil {
				return nil, err
			}
			return io.NopCloser(io.NewSectionReader(r, rec.from, min(rec.to-rec.from, maxRaw))), nil
		}})
}

// notebookOf returns the stack and the notebook that a file's name says: "Stack@@@Notebook.enex".
func notebookOf(p string) []string {
	var out []string
	if dir := path.Dir(p); dir != "." {
		out = strings.Split(dir, "/")
	}
	base := path.Base(p)
	for part := range strings.SplitSeq(strings.TrimSuffix(base, path.Ext(base)), "@@@") {
		if part = importer.OneLine(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (e *export) report(f *file, item, code string, severity diag.Severity, message, hint string, id note.ID) {
	e.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: diag.Pos{File: f.Place, Item: item}, Message: message, Hint: hint, Note: string(id)})
}

// clean takes out what XML does not allow and what would hide in names.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' {
			return -1
		}
		return r
	}, string(bytes.ToValidUTF8([]byte(s), []byte("\ufffd"))))
}
