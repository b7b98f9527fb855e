package upnote

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"strings"

	xhtml "golang.org/x/net/html"

	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// page reads the HTML of a note: UpNote's own classes and attributes become elements of HTML
// first.
func (r *reader) page(n *note.Note, src, place, item string) []note.Block {
	doc, err := xhtml.Parse(strings.NewReader(src))
	if err != nil {
		r.report(place, item, "I007", "the note's markup is nested too deeply and is shown without it", "", n.ID)
		return importer.PlainText(src)
	}
	root := find(doc, func(x *xhtml.Node) bool { return hasClass(x, "shine-editor") })
	if root == nil {
		root = find(doc, func(x *xhtml.Node) bool { return x.Data == "body" })
	}
	w := &converter{note: n}
	w.convert(root)
	var buf bytes.Buffer
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if err := xhtml.Render(&buf, c); err != nil {
			return importer.PlainText(src)
		}
	}
	blocks := html.Fragment(buf.String(), html.Options{File: place, Item: item, Note: string(n.ID), Report: r.sink, Location: r.opts.Location})
	note.RewriteInlines(blocks, func(in []note.Inline) []note.Inline {
		for i, node := range in {
			switch node := node.(type) {
			case *note.Link:
				if name, ok := strings.CutPrefix(node.Ref.Target, tagScheme); ok {
					if plain, err := url.PathUnescape(name); err == nil {
						name = plain
					}
					in[i] = &note.Hashtag{Name: importer.CleanTag(name)}
					continue
				}
				r.link(node)
			case *note.Embed:
				r.embed(n, node, place, item)
			}
		}
		return in
	})
	return blocks
}

const tagScheme = "x-upnote-tag:"

// A converter turns UpNote's elements into HTML.
type converter struct{ note *note.Note }

func find(n *xhtml.Node, is func(*xhtml.Node) bool) *xhtml.Node {
	if n.Type == xhtml.ElementNode && is(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := find(c, is); f != nil {
			return f
		}
	}
	return nil
}

func attr(n *xhtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *xhtml.Node, class string) bool {
	for c := range strings.FieldsSeq(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

func set(n *xhtml.Node, name string, attrs ...xhtml.Attribute) {
	n.Data, n.DataAtom, n.Attr = name, 0, attrs
}

// colour matches the classes that paint text.
var colour = regexp.MustCompile(`(?:^|\s)shine-(highlight|text)-([a-z]+)(?:\s|$)`)

func (w *converter) convert(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != xhtml.ElementNode {
			continue
		}
		class := attr(c, "class")
		switch {
		case c.Data == "a" && attr(c, "data-upnote-tag") != "":
			set(c, "a", xhtml.Attribute{Key: "href", Val: tagScheme + url.PathEscape(strings.TrimLeft(attr(c, "data-upnote-tag"), "#"))})
		case c.Data == "a" && attr(c, "data-note-id") != "":
			set(c, "a", xhtml.Attribute{Key: "href", Val: "upnote://x-callback-url/openNote?noteId=" + attr(c, "data-note-id")})
		case c.Data == "li" && attr(c, "data-checked") != "":
			box := &xhtml.Node{Type: xhtml.ElementNode, Data: "input", Attr: []xhtml.Attribute{{Key: "type", Val: "checkbox"}}}
			if attr(c, "data-checked") == "true" {
				box.Attr = append(box.Attr, xhtml.Attribute{Key: "checked"})
			}
			c.InsertBefore(box, c.FirstChild)
		case c.Data == "pre" && attr(c, "data-code-language") != "":
			set(c, "pre", xhtml.Attribute{Key: "data-lang", Val: attr(c, "data-code-language")})
		case hasClass(c, "shine-collapsible-section"):
			set(c, "details")
		case hasClass(c, "shine-section-title-inner"):
			set(c, "summary")
			lift(c)
		case colour.MatchString(class):
			m := colour.FindStringSubmatch(class)
			if m[1] == "highlight" {
				set(c, "mark", xhtml.Attribute{Key: "style", Val: "background-color:" + m[2]})
			} else {
				set(c, "span", xhtml.Attribute{Key: "style", Val: "color:" + m[2]})
			}
		}
		w.convert(c)
	}
}

// lift takes a summary out of the boxes around it: HTML wants it as the first child of its
// details.
func lift(n *xhtml.Node) {
	box := n.Parent
	for box != nil && box.Data != "details" {
		box = box.Parent
	}
	if box == nil || n.Parent == box {
		return
	}
	// The walk goes on behind n, which has no siblings of its own here.
	place := &xhtml.Node{Type: xhtml.TextNode}
	n.Parent.InsertBefore(place, n)
	n.Parent.RemoveChild(n)
	copied := &xhtml.Node{Type: xhtml.ElementNode, Data: "summary"}
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		copied.AppendChild(c)
	}
	box.InsertBefore(copied, box.FirstChild)
}

var (
	noteID    = regexp.MustCompile(`(?i)^upnote://x-callback-url/openNote\?(?:.*&)?noteId=([^&#]+)`)
	tagLink   = regexp.MustCompile(`(?i)^upnote://x-callback-url/tag/view\?(?:.*&)?tag=([^&#]+)`)
	localFile = regexp.MustCompile(`(?i)^(?:https?://localhost(?::\d+)?/|upnote://|file://).*?([^/?#]+)(?:[?#].*)?$`)
)

// link reads UpNote's addresses.
func (r *reader) link(l *note.Link) {
	if m := noteID.FindStringSubmatch(l.Ref.Target); m != nil {
		l.Ref = note.Ref{Kind: note.RefNote, Target: key(m[1]), Title: importer.OneLine(note.PlainText(l.Inlines))}
		return
	}
	if m := tagLink.FindStringSubmatch(l.Ref.Target); m != nil {
		return
	}
	if f, ok := r.local(l.Ref); ok {
		l.Ref = note.Ref{Kind: note.RefAttachment, Target: r.opts.Space + "/" + f.Path}
	}
}

// local returns the file of the backup that a reference names by its base name.
func (r *reader) local(ref note.Ref) (importer.File, bool) {
	name := ""
	switch m := localFile.FindStringSubmatch(ref.Target); {
	case ref.Kind == note.RefURL && m != nil:
		name = m[1]
		if plain, err := url.PathUnescape(name); err == nil {
			name = plain
		}
	case ref.Kind == note.RefPath:
		name = path.Base(ref.Target)
	default:
		return importer.File{}, false
	}
	for _, try := range []string{name, strings.ReplaceAll(name, "__", ".")} {
		if f, ok := r.files[strings.ToLower(try)]; ok {
			return f, true
		}
	}
	return importer.File{}, false
}

// embed finds a picture among the files. Where there are none at all, the backup was made without
// them, and that is told once.
func (r *reader) embed(n *note.Note, e *note.Embed, place, item string) {
	if f, ok := r.local(e.Ref); ok {
		e.Ref = note.Ref{Kind: note.RefAttachment, Target: r.opts.Space + "/" + f.Path}
		return
	}
	if e.Ref.Kind == note.RefURL && !localFile.MatchString(e.Ref.Target) || strings.HasPrefix(e.Ref.Target, "data:") {
		return
	}
	e.Ref = note.Ref{Kind: note.RefAttachment, Target: r.opts.Space + "/files/" + path.Base(e.Ref.Target)}
	switch {
	case len(r.files) > 0:
		r.report(place, item, "I003", "a file that the note shows is not in the backup", "make the backup again", n.ID)
	case !r.told:
		r.told = true
		r.report(place, item, "I003", "the backup holds none of the files that notes show", "switch “Backup attachments” on in UpNote's settings, and make the backup again", n.ID)
	}
}
