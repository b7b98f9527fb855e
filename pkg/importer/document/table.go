package document

import (
	"fmt"
	"path"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/csv"
	"memopress/pkg/reader/markdown"
)

// table reads a table of text as one note or, where the options ask for it, each row as one.
func table(src *importer.Source, f importer.File, p string, opts importer.Options, sink importer.Sink) {
	text, err := f.Text(opts.Encoding, sink)
	var t *csv.Table
	if err == nil {
		t, err = csv.Read(text)
	}
	if err != nil {
		importer.Fail(sink, src, f, ledger.Note, err)
		return
	}
	if opts.Rows && t.Header != nil && len(t.Rows) > 0 {
		rows(src, f, p, t, opts, sink)
		return
	}
	n := importer.FileNote(src, f, opts.Space, p)
	n.Title = n.Name
	if len(t.Rows) > 0 || t.Header != nil {
		n.Body = []note.Block{t.Block()}
	}
	sink.Note(n)
}

// rows makes each row a note: its title and text from the columns that are called so, the rest as
// properties. Its identity is its title, so that a row that moves stays the same note.
func rows(src *importer.Source, f importer.File, p string, t *csv.Table, opts importer.Options, sink importer.Sink) {
	folder := strings.TrimSuffix(p, path.Ext(p))
	var paths importer.Paths
	for i, row := range t.Rows {
		item := fmt.Sprintf("row %d", i+1)
		title := importer.OneLine(row[t.TitleColumn()])
		if title == "" {
			title = item
		}
		at := paths.Give(strings.Split(folder, "/"), title, ".md")
		n := &note.Note{ID: note.ID(opts.Space + "/" + p + "#" + strings.TrimSuffix(path.Base(at), ".md")), Title: title, Path: at, Space: opts.Space,
			Name: strings.TrimSuffix(path.Base(at), ".md"), Notebook: strings.Split(path.Dir(at), "/"), Tags: t.Tags(i), Properties: t.Properties(i),
			Source: note.Source{Input: src.Name, File: f.Path, Item: item}}
		if b := t.BodyColumn(); b >= 0 {
			n.Body = markdown.Parse([]byte(row[b]), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true, Emoji: opts.Emoji, SmartPunct: opts.SmartPunct,
				File: f.Place, Note: string(n.ID), Report: sink})
		}
		sink.Note(n)
	}
}
