package evernote

import (
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// joinLines makes one paragraph of lines that stand below each other. Evernote's editor keeps each
// line in a <div> of its own and shows no space between two of them; an empty one separates
// paragraphs. What was clipped from the web is left as it is: there a <div> is anything.
func joinLines(n *xhtml.Node) {
	var first *xhtml.Node
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == xhtml.TextNode && strings.TrimSpace(c.Data) == "" && first != nil && next != nil:
		case !isLine(c):
			first = nil
			if style := attr(c, "style"); c.Type == xhtml.ElementNode && value(style, "--en-clipped-content") == "" && !styled(style, "en-codeblock") {
				joinLines(c)
			}
		default:
			indent(c)
			trimBreak(c)
			if first == nil {
				first = c
				break
			}
			first.AppendChild(newElement(atom.Br))
			n.RemoveChild(c)
			line := newElement(atom.Span, c.Attr...)
			move(line, c)
			first.AppendChild(line)
		}
		c = next
	}
}

// move makes the children of from those of to.
func move(to, from *xhtml.Node) {
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		to.AppendChild(c)
	}
}

// inLine are the elements that a line may hold.
var inLine = map[atom.Atom]bool{atom.A: true, atom.B: true, atom.Big: true, atom.Br: true, atom.Code: true, atom.Del: true, atom.Em: true, atom.Font: true,
	atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Mark: true, atom.S: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true,
	atom.Sub: true, atom.Sup: true, atom.Tt: true, atom.U: true}

// isLine reports whether n is a line of words as the editor writes them.
func isLine(n *xhtml.Node) bool {
	if n.Type != xhtml.ElementNode || n.Data != "div" || attr(n, "align") != "" {
		return false
	}
	for part := range strings.SplitSeq(attr(n, "style"), ";") {
		name, _, _ := strings.Cut(part, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "", "padding-left", "margin-left", "color", "font-size", "font-family", "font-weight", "font-style", "text-decoration", "line-height", "--en-fontfamily", "--en-paragraph":
		default:
			return false
		}
	}
	words := false
	return isInLine(n, &words) && words
}

// isInLine reports whether everything in n may stand in a line, and finds out whether there are words.
func isInLine(n *xhtml.Node, words *bool) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.TextNode:
			*words = *words || strings.Trim(c.Data, " \u00a0\u200b\ufeff\n\r\t") != ""
		case c.Type == xhtml.ElementNode && !inLine[c.DataAtom]:
			return false
		}
		if !isInLine(c, words) {
			return false
		}
	}
	return true
}

// trimBreak takes off the break that ends a line, which the end of its <div> does as well.
func trimBreak(n *xhtml.Node) {
	if last := n.LastChild; last != nil && last.Data == "br" && last.Type == xhtml.ElementNode {
		n.RemoveChild(last)
	}
}

// indent keeps the indentation of a line, 40 pixels a level, as wide spaces.
func indent(n *xhtml.Node) {
	style := attr(n, "style")
	if style == "" {
		return
	}
	width, err := strconv.ParseFloat(strings.TrimSuffix(value(style, "padding-left"), "px"), 64)
	if err != nil || width < 20 || width > 4000 {
		return
	}
	level := int(width/40 + 0.5)
	n.InsertBefore(&xhtml.Node{Type: xhtml.TextNode, Data: strings.Repeat("\u2003\u2003", level)}, n.FirstChild)
}
