// Package document reads one office document as a note and its attachments: what the importers of
// plain folders, of office documents, of OneNote and of Samsung Notes share.
//
// Whatever a file holds, Read sends exactly one account of it: a note, several for the rows of a
// table, or a failure.
package document

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/internal/office"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/docx"
	"memopress/pkg/reader/odt"
	"memopress/pkg/reader/rtf"
)

// Is reports whether a path is that of a document that Read reads.
func Is(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".docx", ".odt", ".rtf", ".csv", ".tsv":
		return true
	}
	return false
}

// IsTable reports whether a path is that of a table of text.
func IsTable(p string) bool {
	ext := strings.ToLower(path.Ext(p))
	return ext == ".csv" || ext == ".tsv"
}

// Read reads the document f, whose path in the space of the options is p, and sends what it is.
func Read(src *importer.Source, f importer.File, p string, opts importer.Options, sink importer.Sink) {
	if IsTable(p) {
		table(src, f, p, opts, sink)
		return
	}
	n := importer.FileNote(src, f, opts.Space, p)
	doc, err := read(src, f, n, opts, sink)
	switch {
	case errors.Is(err, office.ErrLocked):
		sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I006", Pos: diag.Pos{File: f.Place}, Message: "the document is encrypted", Hint: "save it without a password"})
		importer.LeaveOut(sink, src, f, ledger.Note, "locked")
		return
	case err != nil:
		importer.Fail(sink, src, f, ledger.Note, err)
		return
	}
	apply(n, doc)
	for _, pic := range doc.Pictures {
		sink.Attachment(picture(n, pic))
	}
	sink.Note(n)
}

// maxRTF is how large a document in Rich Text Format may be, in bytes: pictures stand in it as
// text.
const maxRTF = 256 << 20

func read(src *importer.Source, f importer.File, n *note.Note, opts importer.Options, sink importer.Sink) (*office.Document, error) {
	o := office.Options{File: f.Place, Note: string(n.ID), Report: sink, Location: opts.Location}
	if strings.EqualFold(path.Ext(f.Path), ".rtf") {
		data, err := f.Read(maxRTF)
		if err != nil {
			return nil, err
		}
		return rtf.Read(data, o)
	}
	if head, err := f.Head(8); err == nil && string(head) == "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" { // OLE around a package is how Office encrypts
		return nil, office.ErrLocked
	}
	in, err := src.OpenNested(f, sink)
	if err != nil {
		return nil, err
	}
	part := func(name string) (io.ReadCloser, int64, error) {
		inner, ok := in.Lookup(name)
		if !ok {
			return nil, 0, fmt.Errorf("%s: %w", name, importer.ErrNotExist)
		}
		r, err := inner.Open()
		return r, inner.Size, err
	}
	if strings.EqualFold(path.Ext(f.Path), ".odt") {
		return odt.Read(part, o)
	}
	return docx.Read(part, o)
}

// apply writes what a document says into its note.
func apply(n *note.Note, doc *office.Document) {
	n.Title, n.Summary, n.Lang = doc.Title, doc.Subject, doc.Lang
	n.Created, n.Updated, n.Body = importer.Sensible(doc.Created), importer.Sensible(doc.Updated), doc.Blocks
	if n.Title == "" {
		n.Title = n.Name
	}
	for _, k := range doc.Keywords {
		if t := importer.CleanTag(k); t != "" {
			n.Tags = append(n.Tags, t)
		}
	}
	for _, p := range [][2]string{{"note-author", doc.Author}, {"last-editor", doc.Editor}} {
		if p[1] != "" {
			n.Properties = append(n.Properties, importer.TextProperty(p[0], p[1]))
		}
	}
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Embed:
			follow(n, &node.Ref)
		case *note.Link:
			follow(n, &node.Ref)
		}
		return true
	})
}

func follow(n *note.Note, r *note.Ref) {
	if r.Kind == note.RefAttachment {
		r.Target = key(n, r.Target)
	}
}

func key(n *note.Note, name string) string { return string(n.ID) + "#" + name }

// picture is a file inside the document as an attachment.
func picture(n *note.Note, pic office.Picture) note.Attachment {
	base := path.Base(pic.Name)
	return note.Attachment{Key: key(n, pic.Name), Name: base, Path: strings.TrimSuffix(n.Path, path.Ext(n.Path)) + " files/" + base, Space: n.Space, Size: pic.Size, Open: pic.Open,
		Source: note.Source{Input: n.Source.Input, File: n.Source.File, Item: pic.Name}}
}
