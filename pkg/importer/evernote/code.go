package evernote

import (
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/note"
)

// code makes a block of code of the lines inside n. Attachments and locked text that stand between
// the lines come behind it.
func (w *enml) code(n *xhtml.Node, style string) {
	lang := value(style, "--en-syntaxLanguage")
	if lang == "" {
		lang = value(style, "--en-codeblockLanguage")
	}
	var sb strings.Builder
	lines(&sb, n)
	text := strings.ReplaceAll(strings.Trim(sb.String(), "\n"), "\u00a0", " ")
	code := newElement(atom.Code)
	if lang = strings.ToLower(lang); lang != "" && lang != "plaintext" && lang != "auto" && lang != note.Encrypted {
		code.Attr = []xhtml.Attribute{{Key: "class", Val: "language-" + lang}}
	}
	code.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: text})
	w.behind(n)
	clear(n)
	become(n, atom.Pre)
	n.Attr = nil
	n.AppendChild(code)
}

// behind moves what is no text in a block of code behind it.
func (w *enml) behind(n *xhtml.Node) {
	var own []*xhtml.Node
	for c := range n.Descendants() {
		if c.Data == "en-media" || c.Data == "en-crypt" || c.Data == "img" {
			own = append(own, c)
		}
	}
	at := n.NextSibling
	for _, c := range own {
		c.Parent.RemoveChild(c)
		box := newElement(atom.Div)
		box.AppendChild(c)
		n.Parent.InsertBefore(box, at)
		w.convert(c)
	}
}

func clear(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
}

// lines writes the text below n with a line for each block.
func lines(sb *strings.Builder, n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.TextNode:
			sb.WriteString(strings.Trim(c.Data, "\r\n"))
		case c.Type != xhtml.ElementNode:
		case c.Data == "en-media" || c.Data == "en-crypt":
		case c.Data == "br":
			if c.Parent.FirstChild != c || c.Parent.LastChild != c { // alone in its line it is that line
				sb.WriteByte('\n')
			}
		case c.Data == "div" || c.Data == "p" || c.Data == "li" || c.Data == "pre":
			if s := sb.String(); s != "" && !strings.HasSuffix(s, "\n") {
				sb.WriteByte('\n')
			}
			lines(sb, c)
			sb.WriteByte('\n')
		default:
			lines(sb, c)
		}
	}
}
