package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"memopress/pkg/note"
)

// lowerer turns the goldmark tree into note blocks.
type lowerer struct {
	*state
	text    []byte // running text that is not yet an inline
	id      string // the block id met in the block being lowered
	inLink  int    // links around what is being lowered
	inTable bool
	depth   int // styles and links around what is being lowered
}

// blocks lowers the children of n.
func (l *lowerer) blocks(n ast.Node) []note.Block {
	if !n.HasChildren() {
		return nil
	}
	out := make([]note.Block, 0, n.ChildCount())
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			out = l.addParagraph(out, c)
		default:
			if b := l.block(c); b != nil {
				out = append(out, b)
			}
		}
	}
	return out
}

// block lowers one block; nil for one that leaves nothing.
func (l *lowerer) block(n ast.Node) note.Block {
	switch n := n.(type) {
	case *ast.Heading:
		h := &note.Heading{Level: n.Level, Inlines: l.inlines(n)}
		h.ID = l.takeID()
		return h
	case *ast.List:
		return l.lowerList(n)
	case *quote:
		return l.lowerQuote(n)
	case *ast.FencedCodeBlock:
		return l.lowerFence(n)
	case *ast.CodeBlock:
		return &note.Code{Text: l.lines(n)}
	case *ast.ThematicBreak:
		return &note.Rule{}
	case *ast.HTMLBlock:
		return l.lowerHTMLBlock(n)
	case *table:
		return l.lowerTable(n)
	case *mathBlock:
		return l.lowerMath(n)
	case *footnote:
		return l.lowerFootnote(n)
	case *extast.DefinitionList:
		return l.lowerDefinitions(n)
	case *plain:
		return l.lowerPlain([]byte(l.lines(n)))
	}
	return nil // comments
}

// addParagraph lowers a paragraph. One that is nothing but a block id names the block before it.
func (l *lowerer) addParagraph(out []note.Block, n ast.Node) []note.Block {
	inlines := l.inlines(n)
	id := l.takeID()
	switch {
	case len(inlines) > 0:
		return append(out, &note.Paragraph{Inlines: inlines, ID: id})
	case id != "" && !giveID(out, id):
		return append(out, &note.Paragraph{Inlines: []note.Inline{&note.Anchor{ID: id}}})
	}
	return out
}

func (l *lowerer) takeID() string {
	id := l.id
	l.id = ""
	return id
}

// isDescription reports whether n explains a term, and whether tightly.
func isDescription(n ast.Node) (tight, ok bool) {
	d, ok := n.(*extast.DefinitionDescription)
	return ok && d.IsTight, ok
}
