package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"memopress/pkg/note"
)

// quote is a block quotation, or a callout when it begins "[!type]". Its first child is then
// the title.
type quote struct {
	blockNode
	callout *note.Callout
}

// calloutTitle holds the line of a callout's title.
type calloutTitle struct{ blockNode }

// quoteParser is goldmark's parser of quotes, which sees at the end whether it was a callout.
type quoteParser struct {
	parser.BlockParser
	dialect Dialect
}

func (p quoteParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := guarded{p.BlockParser}.Open(parent, reader, pc)
	if node != nil {
		return &quote{}, state
	}
	return nil, state
}

func (p quoteParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	if p.dialect == CommonMark {
		return
	}
	q := node.(*quote)
	first := q.FirstChild()
	switch first.(type) {
	case *ast.Paragraph:
	case *ast.Heading: // "[!note] Title" above "---"
	default:
		return
	}
	lines := first.Lines()
	if lines.Len() == 0 {
		return
	}
	segment := lines.At(0)
	callout, n := calloutMark(segment.Value(reader.Source()), p.dialect)
	if callout == nil {
		return
	}
	q.callout = callout
	title := &calloutTitle{}
	segment = segment.WithStart(segment.Start + n)
	segment = segment.TrimLeftSpace(reader.Source())
	segment = segment.TrimRightSpace(reader.Source())
	if !segment.IsEmpty() {
		title.Lines().Append(segment)
	}
	q.InsertBefore(q, first, title)
	if h, ok := first.(*ast.Heading); ok {
		q.InsertAfter(q, h, ast.NewThematicBreak())
		if lines.Len() > 1 {
			para := ast.NewParagraph()
			para.SetLines(lines)
			q.InsertBefore(q, h, para)
			first, lines = para, para.Lines()
		}
		q.RemoveChild(q, h)
	}
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 && first.Parent() != nil {
		q.RemoveChild(q, first)
	}
}

// calloutMark reads "[!type|metadata]+" at the start of a line. n is its length.
//
// GitHub's alerts are five of the types, alone on their line.
func calloutMark(line []byte, dialect Dialect) (c *note.Callout, n int) {
	if !bytes.HasPrefix(line, []byte("[!")) {
		return nil, 0
	}
	end := bytes.IndexByte(line, ']')
	if end < 0 {
		return nil, 0
	}
	name, metadata, _ := strings.Cut(string(line[2:end]), "|")
	c = &note.Callout{
		Type:     strings.ToLower(strings.TrimSpace(name)),
		Metadata: strings.TrimSpace(metadata),
	}
	n = end + 1
	if c.Type == "" || strings.Contains(c.Type, "[") {
		return nil, 0
	}
	if dialect == GFM {
		if !isAlert(c.Type) || metadata != "" || !util.IsBlank(line[n:]) {
			return nil, 0
		}
		return c, n
	}
	if n < len(line) {
		switch line[n] {
		case '+':
			c.Fold = note.FoldOpen
			n++
		case '-':
			c.Fold = note.FoldShut
			n++
		}
	}
	return c, n
}

func isAlert(name string) bool {
	switch name {
	case "note", "tip", "important", "warning", "caution":
		return true
	}
	return false
}

func (l *lowerer) lowerQuote(n *quote) note.Block {
	if n.callout == nil {
		return &note.Quote{Blocks: l.blocks(n)}
	}
	c := *n.callout
	title := n.FirstChild()
	c.Title = l.inlines(title)
	l.takeID() // a title has no id
	n.RemoveChild(n, title)
	c.Blocks = l.blocks(n)
	return &c
}
