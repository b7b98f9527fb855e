package applenotes

import (
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tidyPage prepares HTML of Notes for the reader of HTML: each line is a <div> there, an empty
// one an empty line, and the state of a checklist is in a class. It returns src itself where the
// tree builder refuses it.
func tidyPage(src string) string {
	root, err := xhtml.ParseWithOptions(strings.NewReader(src), xhtml.ParseOptionEnableScripting(false))
	if err != nil {
		return src
	}
	var containers []*xhtml.Node
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Body, atom.Div, atom.Td, atom.Blockquote:
			containers = append(containers, n)
		case atom.Li:
			checkItem(n)
		}
	}
	for _, n := range slices.Backward(containers) {
		joinLines(n)
	}
	var sb strings.Builder
	if err := xhtml.Render(&sb, root); err != nil {
		return src
	}
	return sb.String()
}

// checkItem states whether an item of a checklist is done in the way that the reader knows.
func checkItem(n *xhtml.Node) {
	list := n.Parent
	if list == nil || hasAttr(n, "data-checked") {
		return
	}
	classes := attrOf(list, "class") + " " + attrOf(n, "class")
	if !strings.Contains(attrOf(list, "class"), "com-apple-note-checklist") && !strings.Contains(classes, "Apple-checked") {
		return
	}
	state := "false"
	for _, c := range strings.Fields(classes) {
		if c == "done" || c == "checked" || c == "Apple-checked" {
			state = "true"
		}
	}
	n.Attr = append(n.Attr, xhtml.Attribute{Key: "data-checked", Val: state})
}

func attrOf(n *xhtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *xhtml.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a xhtml.Attribute) bool { return a.Key == name })
}

// joinLines makes one paragraph of the lines that follow each other among the children of n.
func joinLines(n *xhtml.Node) {
	var open *xhtml.Node // the paragraph that further lines go into
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == xhtml.TextNode && strings.TrimSpace(c.Data) == "":
		case !isLine(c):
			open = nil
		case isEmptyLine(c):
			n.RemoveChild(c)
			open = nil
		case open == nil:
			c.Data, c.DataAtom = "p", atom.P
			open = c
		default:
			open.AppendChild(&xhtml.Node{Type: xhtml.ElementNode, Data: "br", DataAtom: atom.Br})
			for c.FirstChild != nil {
				child := c.FirstChild
				c.RemoveChild(child)
				open.AppendChild(child)
			}
			n.RemoveChild(c)
		}
		c = next
	}
}

// isLine reports whether n is a line of running text: a <div> without blocks and styles.
func isLine(n *xhtml.Node) bool {
	if n.Type != xhtml.ElementNode || n.DataAtom != atom.Div || hasAttr(n, "style") {
		return false
	}
	for c := range n.ChildNodes() {
		switch c.DataAtom {
		case atom.Div, atom.P, atom.Ul, atom.Ol, atom.Table, atom.Pre, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr, atom.Object:
			return false
		case atom.B, atom.Font, atom.Span, atom.I, atom.U:
			if !isInline(c) {
				return false
			}
		}
	}
	return true
}

// isInline reports whether there is no heading in an inline element, as Notes writes them.
func isInline(n *xhtml.Node) bool {
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.Div, atom.Ul, atom.Ol, atom.Table:
			return false
		}
	}
	return true
}

func isEmptyLine(n *xhtml.Node) bool {
	for c := range n.Descendants() {
		if c.Type == xhtml.TextNode && strings.TrimSpace(strings.ReplaceAll(c.Data, "\u00a0", " ")) != "" || c.DataAtom == atom.Img || c.DataAtom == atom.Object {
			return false
		}
	}
	return true
}
