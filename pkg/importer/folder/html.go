package folder

import (
	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// html reads an HTML file. A first heading that repeats the title is taken off.
func (r *reader) html(n *note.Note, f importer.File, report diag.Reporter) error {
	raw, err := f.Read(importer.MaxNoteFile)
	if err != nil {
		return err
	}
	doc := html.Parse(raw, html.Options{File: f.Place, Note: string(n.ID), Report: report, Location: r.opts.Location, Encoding: r.opts.Encoding})
	n.Title, n.Lang, n.Body = oneLine(doc.Title), doc.Lang, doc.Blocks
	n.Created, n.Updated = doc.Created, doc.Updated
	n.Summary = oneLine(doc.Meta["description"])
	takeHeading(n)
	return nil
}
