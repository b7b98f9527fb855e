package html

import (
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/note"
)

// inlineElement reads an element in running text. With w.inline set n may be a block element:
// then it is text with white space around it.
func (w *walker) inlineElement(n *xhtml.Node) {
	if checked, ok := checkbox(n); ok {
		if w.run.lines > 0 {
			w.flush()
		}
		w.run.leaf(boxTag(checked), w.wraps)
		w.children(n) // <en-todo/> does not close itself in HTML: the line stands in it
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.lineBreak()
	case atom.Img, atom.Image:
		if in := image(n.Attr, place{}); in != nil {
			w.run.leaf(in, w.wraps)
		}
	case atom.Audio, atom.Video, atom.Iframe, atom.Embed, atom.Object:
		w.media(n)
	case atom.A:
		w.link(n)
	case atom.Code, atom.Tt:
		w.codeSpan(n)
	case atom.Kbd, atom.Samp, atom.Var, atom.Abbr, atom.Cite, atom.Q, atom.Dfn, atom.Small, atom.Time, atom.Ruby, atom.Rt,
		atom.Rp, atom.Bdi, atom.Bdo, atom.Data:
		wraps := w.wrapsOf(n)
		if tag, ok := openTag(n.Data, n.Attr, place{}); ok {
			wraps = append(wraps, &wrap{tag: tag})
		}
		w.within(wraps, func() { w.children(n) })
	case atom.Script:
		w.script(n)
	case atom.Style, atom.Template, atom.Textarea:
		w.b.drop(n.Data)
	case atom.Title, atom.Meta, atom.Link, atom.Base, atom.Head, atom.Wbr, atom.Col, atom.Colgroup, atom.Source, atom.Track, atom.Param:
		// Nothing to see; a title in the body is a drawing's tooltip.
	case atom.Input, atom.Button, atom.Select:
		w.b.drop(n.Data)
		w.within(w.wrapsOf(n), func() { w.children(n) })
	case atom.Math:
		w.math(n)
	default:
		w.other(n)
	}
}

// other reads an element whose content counts and whose name does not.
func (w *walker) other(n *xhtml.Node) {
	if tex := katex(n); tex != nil {
		w.formula(tex.Data, hasClass(n, "katex-display") || n.Parent != nil && hasClass(n.Parent, "katex-display"))
		return
	}
	if n.DataAtom == 0 && n.Namespace == "" && !strings.HasPrefix(n.Data, "en-") {
		w.b.drop(n.Data)
	}
	block := isBlockElement(n)
	if block {
		w.run.space = true
	}
	w.within(w.wrapsOf(n), func() { w.children(n) })
	if block {
		w.run.space = true
	}
}

// lineBreak counts <br>. Two of them end a paragraph.
func (w *walker) lineBreak() {
	w.run.lines++
	if w.run.lines > 1 && !w.inline {
		w.run.lines = 0
		w.flush()
	}
}

func (w *walker) link(n *xhtml.Node) {
	href, ok := lookup(n.Attr, "href")
	wraps := w.wrapsOf(n)
	if ok && cleanAddress(href) != "" {
		wraps = append([]*wrap{{link: &note.Link{Ref: Address(href), Title: clean(attr(n.Attr, "title"))}}}, wraps...)
	}
	w.within(wraps, func() { w.children(n) })
}

// codeSpan reads <code>: its text alone where it holds only text, else, with links or images in
// it, a pair of tags around them.
func (w *walker) codeSpan(n *xhtml.Node) {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A || c.DataAtom == atom.Img || c.DataAtom == atom.Br {
			tag, _ := note.OpenTag("code")
			w.within([]*wrap{{tag: tag}}, func() { w.children(n) })
			return
		}
	}
	text := textOf(n)
	if !w.pre {
		if text != "" && isSpace(text[0]) {
			w.run.space = true
		}
		end := text != "" && isSpace(text[len(text)-1])
		text = collapse(text)
		defer func() { w.run.space = w.run.space || end }()
	}
	if text = strings.ReplaceAll(strings.ReplaceAll(text, "\n", " "), "\u00a0", " "); strings.TrimSpace(text) != "" {
		w.within(w.wrapsOf(n), func() { w.run.leaf(&note.CodeSpan{Text: text}, w.wraps) })
	}
}

// media reads what browsers play or frame. What stands inside is for browsers that cannot.
func (w *walker) media(n *xhtml.Node) {
	src := attr(n.Attr, "src")
	if n.DataAtom == atom.Object {
		src = attr(n.Attr, "data")
	}
	for c := n.FirstChild; c != nil && src == ""; c = c.NextSibling {
		if c.DataAtom == atom.Source {
			src = attr(c.Attr, "src")
		}
	}
	if src = cleanAddress(src); src == "" {
		w.children(n)
		return
	}
	e := &note.Embed{
		Ref: Address(src), Alt: strings.Join(strings.Fields(clean(attr(n.Attr, "title"))), " "),
		Width: pixels(attr(n.Attr, "width")), Height: pixels(attr(n.Attr, "height")),
	}
	w.run.leaf(e, w.wraps)
}

// script drops a script, except the formulas that MathJax keeps in some.
func (w *walker) script(n *xhtml.Node) {
	kind := attr(n.Attr, "type")
	if n.FirstChild != nil && strings.HasPrefix(kind, "math/tex") {
		w.formula(n.FirstChild.Data, strings.Contains(kind, "display"))
		return
	}
	w.b.drop(n.Data)
}

func (w *walker) formula(tex string, display bool) {
	trimmed := strings.TrimSpace(tex)
	if backslashes := len(trimmed) - len(strings.TrimRight(trimmed, `\`)); backslashes%2 == 1 && len(tex) > len(trimmed) {
		trimmed += " " // "\ " is a space in LaTeX
	}
	if tex = trimmed; tex != "" {
		if display && !w.inline {
			w.add(&note.Math{Text: tex})
			return
		}
		w.run.leaf(&note.MathSpan{Text: tex, Display: display}, w.wraps)
	}
}

// math reads MathML: the LaTeX that it was made from where it tells, else its text.
func (w *walker) math(n *xhtml.Node) {
	if tex := annotation(n); tex != nil {
		w.formula(tex.Data, attr(n.Attr, "display") == "block")
		return
	}
	if alt := attr(n.Attr, "alttext"); alt != "" {
		w.formula(alt, attr(n.Attr, "display") == "block")
		return
	}
	w.run.text(textOf(n), w.wraps)
}

// katex finds the LaTeX in what KaTeX makes of a formula, which is there twice.
func katex(n *xhtml.Node) *xhtml.Node {
	if !hasClass(n, "katex") && !hasClass(n, "katex-display") {
		return nil
	}
	return annotation(n)
}

func annotation(n *xhtml.Node) *xhtml.Node {
	for c := range n.Descendants() {
		if c.Data == "annotation" && attr(c.Attr, "encoding") == "application/x-tex" && c.FirstChild != nil && c.FirstChild.Type == xhtml.TextNode {
			return c.FirstChild
		}
	}
	return nil
}

func hasClass(n *xhtml.Node, class string) bool {
	for c := range strings.FieldsSeq(attr(n.Attr, "class")) {
		if c == class {
			return true
		}
	}
	return false
}
