package evernote

import (
	"fmt"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/html/tree"
)

// An enml reads the content of one note: XHTML with elements of Evernote's own, which become
// such of HTML first (the DTD is enml2.dtd).
type enml struct {
	*file
	note    *note.Note
	item    string
	rec     *record
	media   map[string]string // keys by hash
	used    map[string]bool   // hashes that the content shows
	locked  []locked
	links   []*guidLink
	groups  map[string]bool // task groups that were shown
	missing bool            // a task group without tasks was told of
}

// A locked is text that its author encrypted.
type locked struct{ hint, cipher string }

// mediaScheme stands before a hash in the addresses that en-media become.
const mediaScheme = "x-evernote-media:"

// read returns the note's body. Attachments that the content does not show come at its end, as
// the app shows them.
func (w *enml) read() []note.Block {
	w.used, w.groups = map[string]bool{}, map[string]bool{}
	blocks := w.fragment(w.rec.content)
	blocks = append(blocks, w.otherTasks()...)
	for _, r := range w.rec.resources {
		if r.hash != "" && !w.used[w.media[r.hash]] {
			w.used[w.media[r.hash]] = true
			blocks = append(blocks, &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: w.media[r.hash]}}}})
		}
	}
	return blocks
}

func (w *enml) fragment(content string) []note.Block {
	content = clean(content)
	opts := html.Options{File: w.Place, Item: w.item, Note: string(w.note.ID), Report: w.sink, Location: w.opts.Location}
	var blocks []note.Block
	p := tree.NewParser()
	defer p.Close()
	if body := bodyOf(p, content); body != nil {
		joinLines(body)
		w.element(body)
		blocks = html.Tree(body, opts)
	} else { // it is nested too deeply, which the reader tells of
		blocks = html.Fragment(tree.Closed(content), opts)
	}
	w.references(blocks)
	return w.unlock(blocks)
}

// bodyOf parses a text and returns the element that holds it, without parents and attributes; nil
// for a text that is nested too deeply, or has frames instead.
func bodyOf(p *tree.Parser, content string) *xhtml.Node {
	doc, err := p.XHTML(content)
	if err != nil {
		return nil
	}
	body := find(doc, "body")
	if body != nil {
		body.Parent.RemoveChild(body)
		body.Attr = nil
	}
	return body
}

func find(n *xhtml.Node, name string) *xhtml.Node {
	if n.Type == xhtml.ElementNode && n.Data == name {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := find(c, name); f != nil {
			return f
		}
	}
	return nil
}

// element turns what is below n into HTML.
func (w *enml) element(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == xhtml.ElementNode {
			w.convert(c)
		}
		c = next
	}
}

func (w *enml) convert(n *xhtml.Node) {
	style := attr(n, "style")
	switch {
	case n.Data == "en-todo":
		checkbox(n)
		lift(n)
	case n.Data == "en-media":
		w.mediaElement(n)
		lift(n)
	case n.Data == "en-crypt":
		w.crypt(n)
		return
	case n.Data == "div" && styled(style, "en-codeblock"):
		w.code(n, style)
		return
	case n.Data == "div" && styled(style, "en-task-group"):
		w.taskGroup(n, value(style, "--en-id"))
		return
	case n.Data == "pre" || n.Data == "code":
		n.Attr = nil // a class would name a language, which Evernote does not do this way
	case n.Data == "a" && n.FirstChild == nil && attr(n, "href") != "":
		n.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: attr(n, "href")}) // a link that shows nothing is no link
	case (n.Data == "ul" || n.Data == "ol") && styled(style, "en-todo"):
		for li := n.FirstChild; li != nil; li = li.NextSibling {
			if li.Type == xhtml.ElementNode && li.Data == "li" {
				box := newElement(atom.Input, xhtml.Attribute{Key: "type", Val: "checkbox"})
				if value(attr(li, "style"), "--en-checked") == "true" {
					box.Attr = append(box.Attr, xhtml.Attribute{Key: "checked"})
				}
				li.InsertBefore(box, li.FirstChild)
			}
		}
	case n.Data == "span" && (strings.Contains(style, "-evernote-highlight:") || strings.Contains(style, "--en-highlight:")):
		highlight(n, style)
	}
	if address := value(style, "--en-clipped-source-url"); address != "" && w.rec.values["source-url"] == "" {
		w.rec.values["source-url"] = address
	}
	w.element(n)
}

// highlight makes n a <mark>, in its colour unless that is the usual yellow.
func highlight(n *xhtml.Node, style string) {
	colour := value(style, "background-color")
	if colour == "" {
		colour = value(style, "--en-highlight")
	}
	var rest []string
	for part := range strings.SplitSeq(style, ";") {
		if name, _, _ := strings.Cut(part, ":"); !strings.Contains(name, "background") && strings.TrimSpace(name) != "" {
			rest = append(rest, part)
		}
	}
	if colour != "" && colour != "yellow" && colour != "true" {
		rest = append(rest, "background-color:"+colour)
	}
	become(n, atom.Mark)
	n.Attr = []xhtml.Attribute{{Key: "style", Val: strings.Join(rest, ";")}}
}

// styled reports whether a style switches one of Evernote's own properties on.
func styled(style, name string) bool {
	if style == "" {
		return false
	}
	for _, prefix := range []string{"--", "-", "-ever"} {
		key := prefix + name
		if prefix == "-ever" {
			key = strings.Replace(name, "en-", "-evernote-", 1)
		}
		if value(style, key) == "true" {
			return true
		}
	}
	return false
}

// value returns a property's value in a style.
func value(style, name string) string {
	for part := range strings.SplitSeq(style, ";") {
		if k, v, ok := strings.Cut(part, ":"); ok && strings.EqualFold(strings.TrimSpace(k), name) {
			return strings.Trim(strings.TrimSpace(v), `"'`)
		}
	}
	return ""
}

func attr(n *xhtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// newElement returns an element as the parser makes it.
func newElement(name atom.Atom, attrs ...xhtml.Attribute) *xhtml.Node {
	return &xhtml.Node{Type: xhtml.ElementNode, Data: name.String(), DataAtom: name, Attr: attrs}
}

// become makes n another element; its attributes stay.
func become(n *xhtml.Node, name atom.Atom) { n.Data, n.DataAtom = name.String(), name }

// checkbox makes n a checkbox.
func checkbox(n *xhtml.Node) {
	become(n, atom.Input)
	if attr(n, "checked") != "true" {
		n.Attr = nil
	}
	n.Attr = append(n.Attr, xhtml.Attribute{Key: "type", Val: "checkbox"})
}

// lift puts what stands inside an element that has no content behind it.
func lift(n *xhtml.Node) {
	for c := n.LastChild; c != nil; c = n.LastChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n.NextSibling)
	}
}

// mediaElement makes en-media an image whose address names the attachment.
func (w *enml) mediaElement(n *xhtml.Node) {
	hash := strings.ToLower(strings.TrimSpace(attr(n, "hash")))
	img := []xhtml.Attribute{{Key: "src", Val: mediaScheme + hash}}
	for _, name := range []string{"alt", "title"} {
		if v := attr(n, name); v != "" {
			img = append(img, xhtml.Attribute{Key: name, Val: v})
		}
	}
	for _, name := range []string{"width", "height"} {
		if v, err := strconv.ParseFloat(strings.TrimSuffix(attr(n, name), "px"), 64); err == nil && v >= 1 && v < 10000 {
			img = append(img, xhtml.Attribute{Key: name, Val: strconv.Itoa(int(v))})
		}
	}
	become(n, atom.Img)
	n.Attr = img
}

// references makes addresses of attachments and notes references.
func (w *enml) references(blocks []note.Block) {
	follow := func(r *note.Ref) {
		hash, ok := strings.CutPrefix(r.Target, mediaScheme)
		if r.Kind != note.RefURL || !ok {
			return
		}
		r.Kind, r.Target = note.RefAttachment, w.media[hash]
		if r.Target == "" {
			r.Target = fmt.Sprintf("%s/%s", w.note.ID, hash)
			w.report(w.file, w.item, "I003", diag.Warning, "the note shows an attachment that is not in the export", "export the notebook again", w.note.ID)
		}
		w.used[r.Target] = true
	}
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Embed:
			follow(&node.Ref)
		case *note.Link:
			if g := guidOf(node.Ref.Target); g != "" && node.Ref.Kind == note.RefURL {
				w.links = append(w.links, &guidLink{link: node, guid: g, text: importer.OneLine(note.PlainText(node.Inlines))})
			}
		case *note.Tag:
			for _, a := range node.Attrs() {
				if a.Ref != nil {
					follow(a.Ref)
				}
			}
		}
		return true
	})
}
