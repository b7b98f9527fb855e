// Package odt reads text documents of LibreOffice and its kin (OpenDocument 1.3) into the neutral
// tree of package note.
//
// Headings are known by their outline level; deleted text that is still tracked, comments and
// hidden text are left out and told of. Nothing outside the document is opened, and no document
// makes the reader panic or use more than a bounded multiple of its size.
package odt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// A Part opens a file of the package by its path, such as "content.xml", and says how many bytes
// it has. The error of one that is not there wraps fs.ErrNotExist.
type Part func(name string) (content io.ReadCloser, size int64, err error)

// ErrNoDocument is wrapped by the error for a package that holds no text document.
var ErrNoDocument = errors.New("it holds no text document")

// Read reads the document in a package.
func Read(open Part, opts office.Options) (*office.Document, error) {
	d := &document{open: open, opts: opts, doc: &office.Document{}, styles: map[string]*style{}, lists: map[string]*listStyle{}, fonts: map[string]string{},
		numbers: map[string]int{}, pictures: map[string]bool{}, lost: map[string]int{}}
	if d.optional("META-INF/manifest.xml").Find("encryption-data") != nil {
		return nil, office.ErrLocked
	}
	root, err := d.xml("content.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoDocument
	}
	if err != nil {
		return nil, fmt.Errorf("content.xml: %w", err)
	}
	text := root.Child("office:body").Child("office:text")
	if text == nil {
		return nil, ErrNoDocument
	}
	d.properties()
	for _, n := range []*office.Node{d.optional("styles.xml"), root} {
		d.readStyles(n)
	}
	d.inheritAll()
	d.bookmarks = bookmarksOf(text)
	w := &writer{document: d}
	w.blocks(text)
	d.doc.Blocks = append(w.flow.Finish(), d.notes...)
	if d.title != "" { // what stands above the text is newer than the properties of a template
		d.doc.Title = d.title
	}
	for what, n := range d.lost {
		severity := diag.Info
		if !strings.HasPrefix(what, "comment") && !strings.HasPrefix(what, "hidden") {
			severity = diag.Warning
		}
		opts.Tell(severity, fmt.Sprintf("left out of the document: %s (%d)", what, n), "")
	}
	return d.doc, nil
}

// A document is one document being read.
type document struct {
	open      Part
	opts      office.Options
	doc       *office.Document
	styles    map[string]*style
	lists     map[string]*listStyle
	fonts     map[string]string
	numbers   map[string]int    // the last number of a list, by its name or style
	bookmarks map[string]string // names that links lead to → block ids
	title     string
	notes     []note.Block
	pictures  map[string]bool
	lost      map[string]int
}

// short gives the prefixes that this package writes names with: those that the standard uses.
func short(space string) string {
	if space == "http://www.w3.org/1999/xlink" {
		return "xlink"
	}
	if space == "http://www.w3.org/1998/Math/MathML" || space == "http://purl.org/dc/elements/1.1/" {
		return ""
	}
	if rest, ok := strings.CutPrefix(space, "urn:oasis:names:tc:opendocument:xmlns:"); ok {
		name, _, _ := strings.Cut(rest, ":")
		switch name {
		case "drawing":
			return "draw"
		case "xsl-fo-compatible":
			return "fo"
		case "svg-compatible":
			return "svg"
		case "manifest":
			return ""
		}
		return name
	}
	if strings.HasPrefix(space, "urn:org:documentfoundation:names:experimental:office:") {
		return "loext"
	}
	return ""
}

func (d *document) xml(name string) (*office.Node, error) {
	r, _, err := d.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return office.ParseXML(r, short)
}

// optional is xml for a part that the document can do without. One that is damaged is entered as
// such.
func (d *document) optional(name string) *office.Node {
	n, err := d.xml(name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			d.doc.Damage(name)
		}
		return nil
	}
	return n
}

// properties reads what the document says about itself.
func (d *document) properties() {
	m := d.optional("meta.xml").Child("office:meta")
	if m == nil {
		return
	}
	text := func(name string) string { return office.OneLine(m.Child(name).Plain()) }
	d.doc.Title, d.doc.Subject, d.doc.Lang = text("title"), text("subject"), text("language")
	if d.doc.Subject == "" {
		d.doc.Subject = text("description")
	}
	d.doc.Author, d.doc.Editor = text("meta:initial-creator"), text("creator")
	if d.doc.Author == "" {
		d.doc.Author = d.doc.Editor
	}
	m.Each("meta:keyword", func(k *office.Node) { d.doc.Keywords = append(d.doc.Keywords, office.Words(k.Plain()+",")...) })
	d.doc.Created = office.Time(text("meta:creation-date"), d.opts.Location)
	d.doc.Updated = office.Time(text("date"), d.opts.Location)
}

// picture returns the reference of a file of the package, and enters it into the document.
func (d *document) picture(name string) (note.Ref, bool) {
	name = path.Clean(strings.TrimPrefix(name, "./"))
	if !d.pictures[name] {
		r, size, err := d.open(name)
		if err != nil {
			d.doc.Damage(name)
			return note.Ref{}, false
		}
		if err := r.Close(); err != nil {
			return note.Ref{}, false
		}
		d.pictures[name] = true
		d.doc.Pictures = append(d.doc.Pictures, office.Picture{Name: name, Size: size, Open: func() (io.ReadCloser, error) {
			r, _, err := d.open(name)
			return r, err
		}})
	}
	return note.Ref{Kind: note.RefAttachment, Target: name}, true
}
