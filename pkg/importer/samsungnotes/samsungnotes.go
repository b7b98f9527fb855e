// Package samsungnotes reads the files that Samsung Notes saves: .sdocx, and the texts, PDFs and
// pictures that it saves beside them.
//
// A file is one note. What cannot be read of it is kept as the file itself, and what its author
// locked never is.
package samsungnotes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/importer"
	office "memopress/pkg/importer/document"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads files of Samsung Notes. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "samsung-notes", Title: "Samsung Notes", Korean: "삼성 노트", Accepts: []string{"sdocx", "folder", "zip"},
		HowTo: importer.HowTo{
			English: "Choose the notes, then ⋮ › Save as file › Samsung Notes file, and give the folder of them. Unlock locked notes first. Folders and pins are not in these files.",
			Korean:  "노트를 골라 ⋮ › 파일로 저장 › 삼성 노트 파일을 누르고 그 폴더를 준다. 잠긴 노트는 먼저 잠금을 푼다. 폴더와 고정 표시는 파일에 들어 있지 않다.",
		}}
}

// Detect looks for .sdocx files, which are zip archives.
func (Importer) Detect(src *importer.Source) importer.Match {
	own, others, example := 0, 0, ""
	for _, f := range src.Files() {
		switch extension(f.Path) {
		case ".sdocx":
			if head, err := f.Head(4); own == 0 && (err != nil || string(head) != "PK\x03\x04") {
				continue
			}
			if own++; example == "" {
				example = f.Path
			}
		case ".md", ".markdown", ".html", ".enex", ".json":
			others++
		}
	}
	switch {
	case own == 0:
		return importer.Match{}
	case others > own:
		return importer.Match{Score: 12, Reason: fmt.Sprintf("%d files of Samsung Notes among %d notes of others", own, others)}
	}
	return importer.Match{Score: 90, Reason: fmt.Sprintf("%d files of Samsung Notes, such as %s", own, example)}
}

func extension(p string) string { return strings.ToLower(path.Ext(p)) }

// A reader reads one source.
type reader struct {
	src  *importer.Source
	opts importer.Options
	sink importer.Sink
	docs []*document
	by   map[string]*document // by path without the ending
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := &reader{src: src, opts: opts, sink: sink, by: map[string]*document{}}
	var rest []importer.File
	for _, f := range src.Files() {
		if extension(f.Path) != ".sdocx" {
			rest = append(rest, f)
			continue
		}
		d := &document{reader: r, file: f}
		r.docs = append(r.docs, d)
		r.by[stem(f.Path)] = d
	}
	if err := importer.InParallel(ctx, len(r.docs), func(i int) { r.docs[i].read() }); err != nil {
		return err
	}
	var loose []*note.Note
	for _, f := range rest {
		if n := r.loose(f); n != nil {
			loose = append(loose, n)
		}
	}
	r.send(loose)
	return ctx.Err()
}

// send gives the notes their paths, those of .sdocx files in the order of their creation.
func (r *reader) send(loose []*note.Note) {
	read := slices.DeleteFunc(r.docs, func(d *document) bool { return d.note == nil })
	slices.SortStableFunc(read, func(a, b *document) int {
		return cmp.Or(a.note.Created.Compare(b.note.Created), cmp.Compare(a.note.ID, b.note.ID))
	})
	var paths importer.Paths
	give := func(n *note.Note) {
		n.Path = paths.Give(n.Notebook, n.Title, ".md")
		n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
		r.sink.Note(n)
	}
	for _, d := range read {
		give(d.note)
	}
	for _, n := range loose {
		give(n)
	}
}

func stem(p string) string { return strings.TrimSuffix(p, path.Ext(p)) }

// saved is the time that the app adds to the names of files that it saves.
var saved = regexp.MustCompile(`_\d{6}_\d{6}(?: ?\(\d+\))?$`)

// nameOf is the title that a file's name tells.
func nameOf(p string) string {
	name := stem(path.Base(p))
	if s := importer.OneLine(saved.ReplaceAllString(name, "")); s != "" {
		return s
	}
	return cmp.Or(importer.OneLine(name), "_")
}

// notebookOf is the folder that a file lies in.
func notebookOf(p string) []string {
	if dir := path.Dir(p); dir != "." {
		return strings.Split(dir, "/")
	}
	return nil
}

// loose takes a file beside the .sdocx files: the note that it becomes, nil for none.
func (r *reader) loose(f importer.File) *note.Note {
	twin := r.by[stem(f.Path)]
	switch extension(f.Path) {
	case ".txt":
		if twin != nil && twin.note != nil && twin.typed {
			importer.LeaveOut(r.sink, r.src, f, ledger.Other, "twin of a note")
			return nil
		}
		text, err := f.Text(r.opts.Encoding, r.sink)
		if err != nil {
			importer.Fail(r.sink, r.src, f, ledger.Note, err)
			return nil
		}
		n := r.fileNote(f, twin)
		n.Body = importer.PlainText(string(text))
		return n
	case ".docx":
		return r.word(f, twin)
	case ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".pptx", ".m4a":
		a := importer.FileAttachment(r.src, f, r.opts.Space, f.Path)
		if twin != nil && twin.note != nil {
			r.sink.Attachment(a)
			twin.note.Body = append(twin.note.Body, embed(a.Key))
			return nil
		}
		n := r.fileNote(f, twin)
		n.Source.Item, a.Source.Item = "note", "file"
		r.sink.Attachment(a)
		n.Body = []note.Block{embed(a.Key)}
		return n
	case ".sdoc", ".snb", ".spd":
		importer.Fail(r.sink, r.src, f, ledger.Note, fmt.Errorf("%s is an older format: open it in Samsung Notes and save it as a Samsung Notes file", extension(f.Path)))
	case ".yaml":
		importer.LeaveOut(r.sink, r.src, f, ledger.Other, "settings of memopress")
	default:
		r.sink.Attachment(importer.FileAttachment(r.src, f, r.opts.Space, f.Path))
	}
	return nil
}

// word reads a note that was saved as a document of Word. Its file is accounted for here unless it
// becomes the note that is returned.
func (r *reader) word(f importer.File, twin *document) *note.Note {
	if twin != nil && twin.note != nil && twin.typed {
		importer.LeaveOut(r.sink, r.src, f, ledger.Other, "twin of a note")
		return nil
	}
	n, files, damaged, err := office.Note(r.src, f, f.Path, r.opts, r.sink)
	if err != nil {
		importer.Fail(r.sink, r.src, f, ledger.Note, err)
		return nil
	}
	for _, part := range damaged {
		importer.FailItem(r.sink, r.src, f, part, ledger.Attachment, errors.New("this part of the document is missing or damaged"), nil)
	}
	for _, a := range files {
		r.sink.Attachment(a)
	}
	n.Visibility = r.fileNote(f, twin).Visibility
	return n
}

// fileNote is the note that a file without more of a note becomes. What was saved from a note
// that is locked stays private.
func (r *reader) fileNote(f importer.File, twin *document) *note.Note {
	n := importer.FileNote(r.src, f, r.opts.Space, f.Path)
	n.Title = nameOf(f.Path)
	if twin != nil && twin.locked {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "locked"}
	}
	return n
}

func embed(key string) note.Block {
	return &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: key}}}}
}
