// Package docx reads documents of Word (Office Open XML, ECMA-376) into the neutral tree of
// package note.
//
// A heading is known by its outline level, whatever its style is called; tracked changes are
// read as accepted; comments and hidden text are left out and told of. Nothing outside the
// document is opened, and no document makes the reader panic or use more than a bounded multiple
// of its size.
package docx

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

// A Part opens a file of the package by its path, such as "word/document.xml", and says how many
// bytes it has. The error of one that is not there wraps fs.ErrNotExist.
type Part func(name string) (content io.ReadCloser, size int64, err error)

// ErrNoDocument is wrapped by the error for a package that holds no document of Word.
var ErrNoDocument = errors.New("it holds no document of Word")

// Read reads the document in a package.
func Read(open Part, opts office.Options) (*office.Document, error) {
	d := &document{open: open, opts: opts, doc: &office.Document{}, lost: map[string]int{}, pictures: map[string]bool{}, sizes: map[string]int64{}}
	main, err := d.mainPart()
	if err != nil {
		return nil, err
	}
	root, err := d.xml(main)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", main, err)
	}
	body := root.Child("w:body")
	if body == nil {
		return nil, fmt.Errorf("%s: %w", main, ErrNoDocument)
	}
	d.main = main
	d.properties()
	d.readStyles()
	d.readNumbering()
	d.bookmarks = bookmarksOf(root)
	w := &writer{document: d, part: main, rels: d.relations(main)}
	d.rels = w.rels
	w.blocks(body)
	d.doc.Blocks = append(w.finish(), d.notes()...)
	if d.title != "" { // what stands above the text is newer than the properties of a template
		d.doc.Title = d.title
	}
	d.tell()
	return d.doc, nil
}

// A document is one document being read.
type document struct {
	open      Part
	opts      office.Options
	doc       *office.Document
	main      string
	rels      map[string]relation
	styles    map[string]*style
	plain     string // the style of paragraphs that name none
	lists     map[string]*numbering
	counters  map[string][]int
	bookmarks map[string]string // names that links lead to → block ids
	title     string            // text of the first paragraph in the style of titles
	refs      []footnote        // in order of their first mark
	labels    map[string]bool
	pictures  map[string]bool
	sizes     map[string]int64
	lost      map[string]int // what is left out → how often
}

// short gives the prefixes that this package writes names with. The strict form of the standard
// has other addresses than the usual one.
func short(space string) string {
	switch {
	case strings.HasSuffix(space, "/wordprocessingml/main"):
		return "w"
	case strings.HasSuffix(space, "/officeDocument/math"), strings.HasSuffix(space, "/officeDocument/2006/math"):
		return "m"
	case strings.HasSuffix(space, "/drawingml/main"):
		return "a"
	case strings.HasSuffix(space, "/drawingml/wordprocessingDrawing"):
		return "wp"
	case strings.HasSuffix(space, "/officeDocument/relationships"):
		return "r"
	case strings.HasSuffix(space, "/wordprocessingml/2006/main"):
		return "w"
	case strings.HasSuffix(space, "/drawingml/2006/main"):
		return "a"
	case strings.HasSuffix(space, "/drawingml/2006/wordprocessingDrawing"):
		return "wp"
	case strings.HasSuffix(space, "/officeDocument/2006/relationships"):
		return "r"
	case strings.HasSuffix(space, "/word/2010/wordml"):
		return "w14"
	case space == "urn:schemas-microsoft-com:vml":
		return "v"
	case space == "urn:schemas-microsoft-com:office:office":
		return "o"
	case strings.HasSuffix(space, "/markup-compatibility/2006"):
		return "mc"
	case space == "w", space == "m", space == "a", space == "wp", space == "r", space == "w14", space == "v", space == "o", space == "mc":
		return space // a prefix that was not declared
	}
	return ""
}

// xml reads a part.
func (d *document) xml(name string) (*office.Node, error) {
	r, _, err := d.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return office.ParseXML(r, short)
}

// optional is xml for a part that the document can do without. One that is damaged, or missing
// although the document names it, is entered as such.
func (d *document) optional(name string) *office.Node {
	if name == "" {
		return nil
	}
	n, err := d.xml(name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(name, "docProps/") && !strings.HasSuffix(name, ".rels") {
			d.doc.Damage(name)
		}
		return nil
	}
	return n
}

// A relation is what an id in a part stands for.
type relation struct {
	kind     string // the last part of its type: "image", "hyperlink"
	target   string // a path in the package, or an address when external
	external bool
}

// relations reads the relations of a part.
func (d *document) relations(part string) map[string]relation {
	out := map[string]relation{}
	dir, base := path.Split(part)
	n := d.optional(dir + "_rels/" + base + ".rels")
	n.Each("Relationship", func(r *office.Node) {
		rel := relation{kind: path.Base(r.Attr("Type")), target: r.Attr("Target"), external: strings.EqualFold(r.Attr("TargetMode"), "External")}
		if !rel.external {
			if strings.HasPrefix(rel.target, "/") {
				rel.target = path.Clean(rel.target[1:])
			} else {
				rel.target = path.Join(dir, rel.target)
			}
		}
		out[r.Attr("Id")] = rel
	})
	return out
}

// mainPart finds the document itself.
func (d *document) mainPart() (string, error) {
	for _, rel := range d.relations("") {
		if rel.kind == "officeDocument" && !rel.external {
			return rel.target, nil
		}
	}
	const usual = "word/document.xml"
	r, _, err := d.open(usual)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", ErrNoDocument
	case err != nil:
		return "", err
	}
	return usual, r.Close()
}

// partOf returns the part that belongs to the document by a relation of that kind, "" for none.
func (d *document) partOf(kind string) string {
	found := ""
	for _, rel := range d.relations(d.main) {
		if rel.kind == kind && !rel.external && (found == "" || rel.target < found) {
			found = rel.target
		}
	}
	return found
}

// properties reads what the document says about itself.
func (d *document) properties() {
	n := d.optional("docProps/core.xml")
	if n == nil {
		return
	}
	text := func(name string) string { return office.OneLine(n.Child(name).Plain()) }
	d.doc.Title, d.doc.Subject, d.doc.Author, d.doc.Editor = text("title"), text("subject"), text("creator"), text("lastModifiedBy")
	if d.doc.Subject == "" {
		d.doc.Subject = text("description")
	}
	d.doc.Keywords = office.Words(text("keywords"))
	d.doc.Created = office.Time(text("created"), d.opts.Location)
	d.doc.Updated = office.Time(text("modified"), d.opts.Location)
}

// tell reports what was left out or simplified.
func (d *document) tell() {
	for _, what := range []string{"comment", "hidden text", "chart or drawing", "embedded document"} {
		if n := d.lost[what]; n > 0 {
			severity := diag.Info
			if what == "chart or drawing" || what == "embedded document" {
				severity = diag.Warning
			}
			d.opts.Tell(severity, fmt.Sprintf("left out of the document: %s (%d)", what, n), "")
			delete(d.lost, what)
		}
	}
	for what, n := range d.lost {
		d.opts.Tell(diag.Warning, fmt.Sprintf("left out of the document: %s (%d)", what, n), "")
	}
}

// picture returns the reference of a file of the package, and enters it into the document.
func (d *document) picture(name string) (note.Ref, bool) {
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
