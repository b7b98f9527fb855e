// Package document reads one file of an office program as a note: docx, odt, rtf and csv.
//
// The file is one item of its source: the note, the pictures inside it and, for a table read row
// by row, each row are items of that file ("file#item"), so that it is accounted for once. A file
// that is encrypted or damaged is an error, never an empty note.
package document

import (
	"errors"
	"fmt"
	"path"
	"slices"
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

// A Kind is a kind of document that this package reads.
type Kind string

// The kinds.
const (
	None Kind = ""
	DOCX Kind = "docx"
	ODT  Kind = "odt"
	RTF  Kind = "rtf"
	CSV  Kind = "csv"
)

// KindOf returns the kind of a file by its name.
func KindOf(p string) Kind {
	base := path.Base(p)
	if strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".~lock.") {
		return None // what an office program leaves while a document is open
	}
	switch strings.ToLower(path.Ext(p)) {
	case ".docx", ".docm", ".dotx":
		return DOCX
	case ".odt", ".ott":
		return ODT
	case ".rtf":
		return RTF
	case ".csv", ".tsv":
		return CSV
	}
	return None
}

// Read reads the file f, which lies at p in the space of opts, and sends what it holds to sink:
// a note and its pictures, or with opts.Rows a note for each row of a table. It accounts for the
// file, also when it cannot be read.
func Read(src *importer.Source, f importer.File, p string, opts importer.Options, sink importer.Sink) {
	if KindOf(p) == CSV && opts.Rows {
		rows, err := Rows(src, f, p, opts, sink)
		if err != nil {
			importer.Fail(sink, src, f, ledger.Note, err)
			return
		}
		for _, n := range rows {
			sink.Note(n)
		}
		return
	}
	n, files, damaged, err := Note(src, f, p, opts, sink)
	switch {
	case errors.Is(err, office.ErrLocked):
		sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I006", Pos: diag.Pos{File: f.Place}, Message: err.Error(),
			Hint: "open it in its program, save it without a password, and export again"})
		importer.LeaveOut(sink, src, f, ledger.Note, "locked")
	case err != nil:
		importer.Fail(sink, src, f, ledger.Note, err)
	default:
		for _, part := range damaged {
			importer.FailItem(sink, src, f, part, ledger.Attachment, errors.New("this part of the document is missing or damaged"), nil)
		}
		for _, a := range files {
			sink.Attachment(a)
		}
		sink.Note(n)
	}
}

// Note reads a file as one note with the pictures inside it, and names the parts of it that are
// missing or damaged. The caller sends them on.
func Note(src *importer.Source, f importer.File, p string, opts importer.Options, r diag.Reporter) (n *note.Note, files []note.Attachment, damaged []string, err error) {
	n = importer.FileNote(src, f, opts.Space, p)
	if KindOf(p) == CSV {
		files, err := table(n, src, f, p, opts, r)
		return n, files, nil, err
	}
	oo := office.Options{File: f.Place, Note: string(n.ID), Report: r, Location: opts.Location}
	d, pack, err := read(f, KindOf(p), oo)
	if err != nil {
		return nil, nil, nil, err
	}
	fill(n, d)
	files = pictures(n, d, src, f, p, pack)
	if len(d.Damaged) > 0 {
		n.Source.Item = "text"
	}
	for _, a := range files {
		switch strings.ToLower(path.Ext(a.Name)) {
		case ".emf", ".wmf", ".pict", ".dib":
			oo.Tell(diag.Info, "the picture "+a.Name+" is in a format that browsers do not show", "save it as PNG in the document")
		}
	}
	return n, files, d.Damaged, nil
}

// read reads a document of a kind. pack is the package that its pictures are in, nil for none.
func read(f importer.File, kind Kind, opts office.Options) (*office.Document, *pack, error) {
	if kind == RTF {
		raw, err := f.Read(importer.MaxNoteFile)
		if err != nil {
			return nil, nil, err
		}
		d, err := rtf.Read(raw, opts)
		return d, nil, err
	}
	p, err := openPack(f)
	if err != nil {
		return nil, nil, err
	}
	defer p.close()
	var d *office.Document
	if kind == DOCX {
		d, err = docx.Read(p.part, opts)
	} else {
		d, err = odt.Read(p.part, opts)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path.Base(f.Path), err)
	}
	return d, p, nil
}

// fill puts what a document says about itself, and its text, into a note.
func fill(n *note.Note, d *office.Document) {
	n.Title, n.Body, n.Lang = d.Title, d.Blocks, d.Lang
	if n.Title == "" {
		n.Title = n.Name
	}
	n.Created, n.Updated = importer.Sensible(d.Created), importer.Sensible(d.Updated)
	for _, k := range d.Keywords {
		if t := importer.CleanTag(k); t != "" && !slices.Contains(n.Tags, t) {
			n.Tags = append(n.Tags, t)
		}
	}
	for _, p := range []struct{ name, value string }{{"subject", d.Subject}, {"note-author", d.Author}, {"last-editor", d.Editor}} {
		if p.value != "" {
			n.Properties = append(n.Properties, importer.TextProperty(p.name, p.value))
		}
	}
}

// pictures makes attachments of the pictures in a document, and the embeds of n mean them.
func pictures(n *note.Note, d *office.Document, src *importer.Source, f importer.File, p string, pack *pack) []note.Attachment {
	keys := map[string]string{}
	taken := map[string]bool{}
	var out []note.Attachment
	for _, pic := range d.Pictures {
		base := importer.Segment(path.Base(pic.Name))
		for i := 2; taken[strings.ToLower(base)]; i++ {
			base = fmt.Sprintf("%d %s", i, importer.Segment(path.Base(pic.Name)))
		}
		taken[strings.ToLower(base)] = true
		a := importer.FileAttachment(src, f, n.Space, p+"/"+base)
		a.Size, a.Open = pic.Size, pic.Open
		if pack != nil {
			a.Open = pack.reopen(pic.Name)
		}
		a.Source.Item = pic.Name
		keys[pic.Name] = a.Key
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil
	}
	n.Source.Item = "text"
	note.Walk(n.Body, func(node any) bool {
		if e, ok := node.(*note.Embed); ok && e.Ref.Kind == note.RefAttachment {
			e.Ref.Target = keys[e.Ref.Target]
		}
		return true
	})
	return out
}
