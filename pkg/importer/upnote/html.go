package upnote

import (
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
func (r *reader) page(n *note.Note, src string, at at) []note.Block {
	if doc, err := xhtml.Parse(strings.NewReader(src)); err == nil { // else it is nested too deeply, which the reader tells of
		root := find(doc, func(x *xhtml.Node) bool { return hasClass(x, "shine-editor") })
		if root == nil {
			root = find(doc, func(x *xhtml.Node) bool { return x.Data == "body" })
		}
		r.convert(root, at)
		var sb strings.Builder
		for c := root.FirstChild; c != nil && err == nil; c = c.NextSibling {
			err = xhtml.Render(&sb, c)
		}
		if err == nil {
			src = sb.String()
		}
	}
	blocks := html.Fragment(src, html.Options{File: at.place, Item: at.item, Note: string(n.ID), Report: r.sink, Location: r.opts.Location})
	r.follow(n, blocks, at)
	return blocks
}

// follow makes addresses inside the app tags, and references to notes and attachments.
func (r *reader) follow(n *note.Note, blocks []note.Block, at at) {
	note.RewriteInlines(blocks, func(in []note.Inline) []note.Inline {
		for i, node := range in {
			switch node := node.(type) {
			case *note.Link:
				if tag := tagOf(node.Ref); tag != "" {
					in[i] = &note.Hashtag{Name: tag}
					continue
				}
				r.link(node, n, at)
			case *note.Embed:
				r.local(&node.Ref, n, at)
			}
		}
		return in
	})
}

const tagScheme = "x-upnote-tag:"

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

// colour matches a class that paints text.
var colour = regexp.MustCompile(`^shine-(highlight|text)-([a-z]+)$`)

// convert turns UpNote's elements below n into HTML.
func (r *reader) convert(n *xhtml.Node, at at) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != xhtml.ElementNode {
			continue
		}
		switch {
		case c.Data == "a" && attr(c, "data-upnote-tag") != "":
			set(c, "a", xhtml.Attribute{Key: "href", Val: tagScheme + url.PathEscape(strings.TrimLeft(attr(c, "data-upnote-tag"), "#"))})
		case c.Data == "a" && attr(c, "data-note-id") != "":
			r.noteLink(c, at)
		case c.Data == "pre" && attr(c, "data-code-language") != "":
			set(c, "pre", xhtml.Attribute{Key: "data-lang", Val: attr(c, "data-code-language")})
		case hasClass(c, "shine-collapsible-section"):
			section(c)
		default:
			paint(c)
		}
		r.convert(c, at)
	}
}

// noteLink keeps the identifier of a link to a note, unless the page that it names is there.
func (r *reader) noteLink(a *xhtml.Node, at at) {
	if at.dir != "" && r.pages[path.Join(at.dir, html.Address(attr(a, "href")).Target)] != "" {
		set(a, "a", xhtml.Attribute{Key: "href", Val: attr(a, "href")})
		return
	}
	set(a, "a", xhtml.Attribute{Key: "href", Val: "upnote://x-callback-url/openNote?noteId=" + url.QueryEscape(attr(a, "data-note-id"))})
}

// paint makes classes that colour text styles of the same colour.
func paint(n *xhtml.Node) {
	style := attr(n, "style")
	for class := range strings.FieldsSeq(attr(n, "class")) {
		m := colour.FindStringSubmatch(class)
		if m == nil {
			continue
		}
		switch m[1] {
		case "highlight":
			n.Data, n.DataAtom = "mark", 0
			style += ";background-color:" + m[2]
		default:
			style += ";color:" + m[2]
		}
		n.Attr = []xhtml.Attribute{{Key: "style", Val: style}}
	}
}

// section makes a collapsible section one of HTML, whose summary is its first child.
func section(n *xhtml.Node) {
	set(n, "details")
	title := findTitle(n)
	if title == nil {
		return
	}
	summary := &xhtml.Node{Type: xhtml.ElementNode, Data: "summary"}
	for c := title.FirstChild; c != nil; c = title.FirstChild {
		title.RemoveChild(c)
		summary.AppendChild(c)
	}
	title.Parent.RemoveChild(title)
	n.InsertBefore(summary, n.FirstChild)
}

// findTitle finds the title of a section, not that of one inside it.
func findTitle(n *xhtml.Node) *xhtml.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != xhtml.ElementNode || hasClass(c, "shine-collapsible-section"):
		case hasClass(c, "shine-section-title-inner"):
			return c
		default:
			if found := findTitle(c); found != nil {
				return found
			}
		}
	}
	return nil
}

var (
	noteID  = regexp.MustCompile(`(?i)^upnote://x-callback-url/openNote\?(?:[^#]*&)?noteId=([^&#]+)`)
	tagLink = regexp.MustCompile(`(?i)^upnote://x-callback-url/tag/view\?(?:[^#]*&)?tag=([^&#]+)`)
)

// tagOf returns the tag that an address inside the app shows, "" for none.
func tagOf(ref note.Ref) string {
	name, ok := strings.CutPrefix(ref.Target, tagScheme)
	if m := tagLink.FindStringSubmatch(ref.Target); m != nil {
		name, ok = m[1], true
	}
	if !ok || ref.Kind != note.RefURL {
		return ""
	}
	if plain, err := url.QueryUnescape(strings.ReplaceAll(name, "+", "%2B")); err == nil {
		name = plain
	}
	return importer.CleanTag(name)
}

// link reads the address of a link: of a note in the app, of a page of an export, or of a file.
// The app writes a note's title for a link to it, which is no text of the author's then.
func (r *reader) link(l *note.Link, n *note.Note, at at) {
	text := importer.OneLine(note.PlainText(l.Inlines))
	if m := noteID.FindStringSubmatch(l.Ref.Target); m != nil && l.Ref.Kind == note.RefURL {
		id := m[1]
		if plain, err := url.QueryUnescape(id); err == nil {
			id = plain
		}
		title := r.titles[id]
		l.Bare = title != "" && title == text
		if title == "" {
			title = text
		}
		l.Ref = note.Ref{Kind: note.RefNote, Target: key(id), Title: title}
		return
	}
	if l.Ref.Kind == note.RefPath && at.dir != "" {
		if id := r.pages[path.Join(at.dir, l.Ref.Target)]; id != "" {
			name := path.Base(l.Ref.Target)
			name = strings.TrimSuffix(name, path.Ext(name))
			l.Bare = text == name
			l.Ref = note.Ref{Kind: note.RefNote, Target: string(id), Title: name, Headings: l.Ref.Headings}
			return
		}
	}
	r.local(&l.Ref, n, at)
}
