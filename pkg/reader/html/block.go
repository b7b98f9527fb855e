package html

import (
	"slices"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/note"
)

// isBlockElement reports whether n stands on lines of its own.
func isBlockElement(n *xhtml.Node) bool {
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Details,
		atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav,
		atom.Ol, atom.P, atom.Pre, atom.Search, atom.Section, atom.Summary, atom.Table, atom.Ul, atom.Caption,
		atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot, atom.Option, atom.Optgroup,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return n.Data == "en-note" || n.Data == "listing" || n.Data == "xmp" || n.Data == "plaintext"
}

// block reads n when it is a block element.
func (w *walker) block(n *xhtml.Node) bool {
	if !isBlockElement(n) {
		return false
	}
	if (n.DataAtom == atom.Div || n.DataAtom == atom.P) && w.b.look(n).display == "inline" {
		return false
	}
	wraps := w.wrapsOf(n)
	inner := slices.Concat(w.wraps, wraps)
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.heading(n, inner)
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		w.add(w.list(n, inner))
	case atom.Table:
		w.table(n, inner)
	case atom.Pre, atom.Listing, atom.Xmp, atom.Plaintext:
		w.code(n)
	case atom.Blockquote:
		if blocks := w.b.blocks(n, inner...); len(blocks) > 0 {
			w.add(&note.Quote{Blocks: blocks})
		}
	case atom.Details:
		w.details(n, inner)
	case atom.Dl:
		w.definitions(n, inner)
	case atom.Hr:
		w.add(&note.Rule{})
	case atom.Form:
		w.b.drop(n.Data)
		w.contents(n, wraps)
	default:
		w.contents(n, wraps)
	}
	return true
}

// contents reads an element that only groups what is in it.
func (w *walker) contents(n *xhtml.Node, wraps []*wrap) {
	w.flush()
	pre := w.pre
	w.pre = w.b.keepsSpace(n)
	w.within(wraps, func() { w.children(n) })
	w.flush()
	w.pre = pre
}

func (w *walker) heading(n *xhtml.Node, wraps []*wrap) {
	inlines := w.b.inlines(n, wraps...)
	if len(inlines) == 0 || isBlank(inlines) {
		return
	}
	h := &note.Heading{Level: int(n.Data[1] - '0'), Inlines: inlines}
	if id := attr(n.Attr, "id"); w.b.document || w.b.isTarget(id) {
		h.ID = id
	}
	w.add(h)
}

func (w *walker) details(n *xhtml.Node, wraps []*wrap) {
	d := &note.Details{}
	_, d.Open = lookup(n.Attr, "open")
	rest := w.b.walker(wraps)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Summary && d.Summary == nil {
			d.Summary = w.b.inlines(c, wraps...)
			continue
		}
		rest.node(c)
	}
	rest.flush()
	d.Blocks = rest.done()
	w.add(d)
}

func (w *walker) definitions(n *xhtml.Node, wraps []*wrap) {
	d := &note.Definitions{}
	var read func(*xhtml.Node)
	read = func(n *xhtml.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Dt:
				d.Items = append(d.Items, note.Definition{Term: w.b.inlines(c, wraps...), Tight: true})
			case atom.Dd:
				if len(d.Items) == 0 {
					d.Items = append(d.Items, note.Definition{Tight: true})
				}
				last := &d.Items[len(d.Items)-1]
				last.Details = append(last.Details, w.b.blocks(c, wraps...))
				last.Tight = last.Tight && !hasChild(c, atom.P)
			default:
				if c.DataAtom == atom.Div {
					read(c)
				} else if strings.TrimSpace(textOf(c)) != "" {
					d.Items = append(d.Items, note.Definition{Term: w.b.inlinesOf(c, wraps...), Tight: true})
				}
			}
		}
	}
	read(n)
	if len(d.Items) > 0 {
		w.add(d)
	}
}

// inlinesOf reads n itself as running text.
func (b *builder) inlinesOf(n *xhtml.Node, wraps ...*wrap) []note.Inline {
	w := b.walker(wraps)
	w.inline = true
	w.node(n)
	out := w.run.take()
	w.done()
	return out
}

func hasChild(n *xhtml.Node, a atom.Atom) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == a {
			return true
		}
	}
	return false
}

// code reads preformatted text. A language is found in the classes of <pre>, of a <code> in it,
// or of the element around it.
func (w *walker) code(n *xhtml.Node) {
	var sb strings.Builder
	preText(&sb, n)
	text := strings.ReplaceAll(sb.String(), "\u00a0", " ")
	if strings.TrimSpace(text) == "" {
		return
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	lang := ""
	for _, e := range []*xhtml.Node{firstElement(n), n, n.Parent} {
		if e != nil && lang == "" {
			lang = codeLanguage(e)
		}
	}
	if strings.EqualFold(lang, "mermaid") {
		w.add(&note.Diagram{Lang: "mermaid", Text: text})
		return
	}
	w.add(&note.Code{Lang: lang, Text: text})
}

func preText(sb *strings.Builder, n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.TextNode:
			sb.WriteString(c.Data)
		case c.DataAtom == atom.Br:
			sb.WriteByte('\n')
		case c.DataAtom == atom.Img:
			sb.WriteString(attr(c.Attr, "alt"))
		case silent[c.Data]:
		default:
			if (c.DataAtom == atom.Div || c.DataAtom == atom.P || c.DataAtom == atom.Li) && sb.Len() > 0 && !strings.HasSuffix(sb.String(), "\n") {
				sb.WriteByte('\n') // editors put each line into an element
			}
			preText(sb, c)
		}
	}
}

func firstElement(n *xhtml.Node) *xhtml.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode {
			return c
		}
	}
	return nil
}

func codeLanguage(n *xhtml.Node) string {
	for _, name := range []string{"data-lang", "data-language"} {
		if l := strings.TrimSpace(attr(n.Attr, name)); l != "" && !strings.ContainsAny(l, " `\n") {
			return strings.Clone(l)
		}
	}
	classes := strings.Fields(attr(n.Attr, "class"))
	for i, c := range classes {
		for _, prefix := range []string{"language-", "lang-", "highlight-source-", "brush:"} {
			if l, ok := strings.CutPrefix(c, prefix); ok && l != "" {
				return strings.Clone(strings.Trim(l, ";`"))
			} else if ok && i+1 < len(classes) {
				return strings.Clone(strings.Trim(classes[i+1], ";`"))
			}
		}
		if c == "mermaid" {
			return c
		}
	}
	return ""
}

// textOf returns all text in n.
func textOf(n *xhtml.Node) string {
	if n.Type == xhtml.TextNode {
		return n.Data
	}
	var sb strings.Builder
	for c := range n.Descendants() {
		if c.Type == xhtml.TextNode && !silent[c.Parent.Data] {
			sb.WriteString(c.Data)
		}
	}
	return sb.String()
}

func number(s string, least, most int) int {
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < least {
		return 0
	}
	return min(n, most)
}
