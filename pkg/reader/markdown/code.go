package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"memopress/pkg/note"
)

// lowerFence lowers a fenced block by the first word of its info string.
func (l *lowerer) lowerFence(n *ast.FencedCodeBlock) note.Block {
	lang, info := "", ""
	if n.Info != nil {
		lang = unescape(n.Info.Segment.Value(l.src))
		if i := strings.IndexAny(lang, " \t"); i >= 0 {
			lang, info = lang[:i], strings.TrimSpace(lang[i:])
		}
	}
	source := l.lines(n)
	if l.opts.Dialect != CommonMark {
		switch strings.ToLower(lang) {
		case "math":
			return &note.Math{Text: strings.TrimSpace(source)}
		case "mermaid":
			return &note.Diagram{Lang: "mermaid", Text: source}
		}
	}
	if l.opts.Dialect == Obsidian {
		switch name := strings.ToLower(lang); name {
		case "dataview", "dataviewjs", "base", "query", "tasks":
			return &note.Query{Lang: name, Text: source}
		}
	}
	return &note.Code{Lang: lang, Info: info, Text: source}
}

// lines returns the source of a raw block.
func (l *lowerer) lines(n ast.Node) string {
	lines := n.Lines()
	var sb strings.Builder
	for i := range lines.Len() {
		line := lines.At(i)
		sb.Write(line.Value(l.src))
	}
	return sb.String()
}

// lowerCode lowers a code span: its line ends are spaces.
func (l *lowerer) lowerCode(n *ast.CodeSpan) note.Inline {
	var sb strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		value := c.(*ast.Text).Segment.Value(l.src)
		if bytes.HasSuffix(value, []byte("\n")) {
			sb.Write(value[:len(value)-1])
			sb.WriteByte(' ')
			continue
		}
		sb.Write(value)
	}
	return &note.CodeSpan{Text: l.unbar(sb.String())}
}
