package onenote

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/date"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/mhtml"
)

// exported reads a page that OneNote wrote as a web page or a web archive.
func (e *export) exported(f importer.File, k kind) {
	n := importer.FileNote(e.src, f, e.opts.Space, f.Path)
	opts := html.Options{File: f.Place, Note: string(n.ID), Report: e.sink, Location: e.opts.Location, Encoding: e.opts.Encoding, Prepare: prepare}
	var doc html.Document
	var attachments []note.Attachment
	var err error
	if k == archive {
		doc, attachments, err = e.webArchive(f, n, opts)
	} else {
		doc, err = webDocument(f, opts)
	}
	if err != nil {
		importer.Fail(e.sink, e.src, f, ledger.Note, err)
		return
	}
	n.Body, n.Created, n.Updated, n.Lang = doc.Blocks, importer.Sensible(doc.Created), importer.Sensible(doc.Updated), doc.Lang
	n.Title = doc.Title
	hashtags(n.Body)
	e.trim(n)
	n.Title = cmp.Or(n.Title, importer.TitleOf(n.Body), n.Name)
	for _, a := range attachments {
		e.sink.Attachment(a)
	}
	e.sink.Note(n)
}

func webDocument(f importer.File, opts html.Options) (html.Document, error) {
	raw, err := f.Read(importer.MaxNoteFile)
	if err != nil {
		return html.Document{}, err
	}
	return html.Parse(raw, opts), nil
}

// webArchive reads a web archive. The files that its page shows become attachments.
func (e *export) webArchive(f importer.File, n *note.Note, opts html.Options) (html.Document, []note.Attachment, error) {
	r, size, err := e.src.ReaderAt(f)
	if err != nil {
		return html.Document{}, nil, err
	}
	a, err := mhtml.Read(r, size)
	if err != nil {
		return html.Document{}, nil, err
	}
	key := func(i int) string { return fmt.Sprintf("%s#%d", n.ID, i) }
	doc, shown, err := a.Document(opts, func(i int) note.Ref { return note.Ref{Kind: note.RefAttachment, Target: key(i)} })
	if err != nil {
		return html.Document{}, nil, err
	}
	n.Source.Item = "page"
	if a.Cut {
		importer.FailItem(e.sink, e.src, f, "end", ledger.Other, errors.New("the archive is cut short"), nil)
	}
	e.unresolved(f, doc.Blocks)
	var out []note.Attachment
	var paths importer.Paths
	for i, p := range a.Parts {
		if i != a.Page && !slices.Contains(shown, i) {
			importer.LeaveOutItem(e.sink, e.src, f, fmt.Sprintf("%s, part %d", p.Name, i), ledger.Other, "not shown on the page")
		}
	}
	for _, i := range shown {
		p := a.Parts[i]
		name := fileName(p.Name, p.MediaType, "file", i)
		ext := path.Ext(name)
		at := paths.Give(append(slices.Clone(n.Notebook), n.Name+" files"), strings.TrimSuffix(name, ext), ext)
		out = append(out, note.Attachment{Key: key(i), Name: path.Base(at), Path: at, Space: e.opts.Space, MediaType: p.MediaType, Size: -1,
			Open:   func() (io.ReadCloser, error) { return io.NopCloser(p.Open()), nil },
			Source: note.Source{Input: e.src.Name, File: f.Path, Item: fmt.Sprintf("%s, part %d", name, i)}})
	}
	return doc, out, nil
}

// unresolved accounts for the pictures that an archive shows and does not hold.
func (e *export) unresolved(f importer.File, blocks []note.Block) {
	note.Walk(blocks, func(node any) bool {
		if embed, ok := node.(*note.Embed); ok && embed.Ref.Kind != note.RefAttachment && !strings.HasPrefix(embed.Ref.Target, "http") && !strings.HasPrefix(embed.Ref.Target, "data:") {
			importer.FailItem(e.sink, e.src, f, embed.Ref.Target, ledger.Attachment, errors.New("it is not in the archive"), nil)
		}
		return true
	})
}

// beside takes a file that is none of OneNote's: what an exported page shows lies in a folder
// beside it that has its name.
func (e *export) beside(f importer.File, files []importer.File, kinds []kind) {
	if e.companions == nil {
		e.companions = map[string]bool{}
		for i, page := range files {
			if kinds[i] == webPage {
				stem := strings.TrimSuffix(page.Path, path.Ext(page.Path))
				for _, suffix := range []string{"_files", ".files", "-files", "_파일"} {
					e.companions[stem+suffix] = true
				}
			}
		}
	}
	switch {
	case !e.companions[path.Dir(f.Path)]:
		importer.LeaveOut(e.sink, e.src, f, ledger.Other, "not of OneNote")
	case helper[strings.ToLower(path.Ext(f.Path))]:
		importer.LeaveOut(e.sink, e.src, f, ledger.Other, "file of an exported page")
	default:
		e.sink.Attachment(importer.FileAttachment(e.src, f, e.opts.Space, f.Path))
	}
}

// helper are the extensions of what OneNote puts beside pictures.
var helper = map[string]bool{".xml": true, ".thmx": true, ".css": true, ".js": true}

// madeWith matches the line that OneNote writes below a page that it exports.
var madeWith = regexp.MustCompile(`(?i)^.{0,30}\bMicrosoft (?:Office )?OneNote(?: \d{4})?.{0,20}$`)

// trim takes off what the export adds to a page: its title once more, its date and time, and the
// line that praises OneNote.
func (e *export) trim(n *note.Note) {
	for len(n.Body) > 0 && madeWith.MatchString(lineOf(n.Body[len(n.Body)-1])) {
		n.Body = n.Body[:len(n.Body)-1]
	}
	if len(n.Body) > 0 {
		if first := lineOf(n.Body[0]); first != "" && (n.Title == "" || first == n.Title) {
			n.Title, n.Body = first, n.Body[1:]
		}
	}
	if len(n.Body) < 2 {
		return
	}
	day, clock := weekday.ReplaceAllString(lineOf(n.Body[0]), ""), lineOf(n.Body[1])
	if t, ok := date.Parse(strings.TrimSpace(day+" "+clock), e.opts.Location); ok && clock != "" {
		if n.Created.IsZero() {
			n.Created = t
		}
		n.Body = n.Body[2:]
	}
}

// weekday is the name of a day around a date.
var weekday = regexp.MustCompile(`(?i)^(?:[a-z]+day|[월화수목금토일]요일),?\s*|\s*\(?[월화수목금토일]요일\)?$`)

func lineOf(b note.Block) string {
	if p, ok := b.(*note.Paragraph); ok {
		return importer.OneLine(note.PlainText(p.Inlines))
	}
	if d, ok := b.(*note.Div); ok && len(d.Blocks) == 1 {
		return lineOf(d.Blocks[0])
	}
	return ""
}

// prepare turns OneNote's tags, which the pages of its online service state in an attribute, into
// check boxes and hashtags.
func prepare(root *xhtml.Node) {
	var tagged []*xhtml.Node
	for n := range root.Descendants() {
		if n.Type == xhtml.ElementNode && attribute(n, "data-tag") != "" {
			tagged = append(tagged, n)
		}
	}
	for _, n := range tagged {
		for tag := range strings.SplitSeq(attribute(n, "data-tag"), ",") {
			name, state, _ := strings.Cut(strings.TrimSpace(tag), ":")
			switch {
			case strings.HasPrefix(name, "to-do"), state == "completed":
				box := &xhtml.Node{Type: xhtml.ElementNode, Data: "input", DataAtom: atom.Input, Attr: []xhtml.Attribute{{Key: "type", Val: "checkbox"}}}
				if state == "completed" {
					box.Attr = append(box.Attr, xhtml.Attribute{Key: "checked"})
				}
				into := paragraphOf(n)
				into.InsertBefore(box, into.FirstChild)
			case name != "":
				into := paragraphOf(n)
				into.InsertBefore(&xhtml.Node{Type: xhtml.TextNode, Data: " " + tagMark + name}, firstList(into))
			}
		}
	}
}

// tagMark stands before the name of a tag until the page is read: a letter for private use.
const tagMark = "\ue0f0"

// hashtags makes hashtags of the marks that prepare left.
func hashtags(blocks []note.Block) {
	split := func(inlines []note.Inline) []note.Inline {
		var out []note.Inline
		for _, in := range inlines {
			t, ok := in.(*note.Text)
			if !ok || !strings.Contains(t.Value, tagMark) {
				out = append(out, in)
				continue
			}
			for i, part := range strings.Split(t.Value, tagMark) {
				name, rest := "", part
				if i > 0 {
					name, rest, _ = strings.Cut(part, " ")
				}
				if name = importer.CleanTag(name); name != "" {
					out = append(out, &note.Hashtag{Name: name})
				}
				if rest != "" {
					out = append(out, &note.Text{Value: rest})
				}
			}
		}
		return out
	}
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Paragraph:
			node.Inlines = split(node.Inlines)
		case *note.Heading:
			node.Inlines = split(node.Inlines)
		}
		return true
	})
}

// paragraphOf returns the paragraph of an item of a list that has one.
func paragraphOf(n *xhtml.Node) *xhtml.Node {
	if n.DataAtom != atom.Li {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.TextNode && strings.TrimSpace(c.Data) == "":
		case c.DataAtom == atom.P:
			return c
		default:
			return n
		}
	}
	return n
}

// firstList returns the first list inside n, before which its text ends.
func firstList(n *xhtml.Node) *xhtml.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Ul || c.DataAtom == atom.Ol {
			return c
		}
	}
	return nil
}

func attribute(n *xhtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
