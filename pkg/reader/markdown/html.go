package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// lowerHTMLBlock lowers a block of HTML to its tokens; nil when nothing is left of it, as of a
// comment. A <details> before Markdown and the </details> after it are blocks of their own.
func (l *lowerer) lowerHTMLBlock(n *ast.HTMLBlock) note.Block {
	if n.Lines().Len() == 0 {
		return nil
	}
	src := l.lines(n)
	if n.HasClosure() {
		src += string(n.ClosureLine.Value(l.src))
	}
	inlines := html.Tokens(src, l.htmlOptions(n.Lines().At(0).Start))
	if isBlank(inlines) {
		return nil
	}
	return &note.HTML{Inlines: inlines}
}

// lowerHTML lowers a tag or comment in running text.
func (l *lowerer) lowerHTML(out []note.Inline, n *ast.RawHTML) []note.Inline {
	src := ""
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		src += string(segment.Value(l.src))
	}
	return append(out, html.Tokens(src, l.htmlOptions(n.Segments.At(0).Start))...)
}

// silentTag returns the element's name when n opens one whose content is no text for readers.
func (l *lowerer) silentTag(n ast.Node) string {
	for _, name := range []string{"script", "style", "textarea", "template"} {
		if l.isTag(n, "<"+name) {
			return name
		}
	}
	return ""
}

// closing returns the closing tag of that name among the siblings after n, nil when there is none.
func (l *lowerer) closing(n ast.Node, name string) ast.Node {
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if l.isTag(c, "</"+name) {
			return c
		}
	}
	return nil
}

// isTag reports whether n is a raw tag that begins so, in any case of letters.
func (l *lowerer) isTag(n ast.Node, start string) bool {
	raw, ok := n.(*ast.RawHTML)
	if !ok {
		return false
	}
	first := raw.Segments.At(0)
	src := l.src[first.Start:first.Stop]
	return len(src) > len(start) && strings.EqualFold(string(src[:len(start)]), start) && !isAlphanumeric(src[len(start)]) && src[len(start)] != '-'
}

func (l *lowerer) htmlOptions(offset int) html.Options {
	line, column := l.place(offset)
	return html.Options{File: l.opts.File, Note: l.opts.Note, Line: line, Column: column, Report: l.opts.Report}
}
