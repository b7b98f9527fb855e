package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/note"
)

// blockID is "^id" at the end of a block.
type blockID struct {
	inlineNode
	id string
}

// blockIDParser reads block ids: Latin letters, digits and "-" after "^", at the very end of a
// paragraph, list item or heading, after a space, alone on the line, or after a full-width
// full stop, which Chinese and Japanese notes put no space behind.
type blockIDParser struct{}

func (blockIDParser) Trigger() []byte { return []byte("^") }

func (blockIDParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	if _, ok := parent.(*cell); ok || !isSpace(before) && !isFullWidthPunct(before) {
		return nil
	}
	line, _ := block.PeekLine()
	id, ok := soleID(line)
	if !ok {
		return nil
	}
	at, position := block.Position()
	block.AdvanceLine()
	if next, _ := block.PeekLine(); next != nil {
		block.SetPosition(at, position)
		return nil
	}
	block.SetPosition(at, position)
	block.Advance(1 + len(id))
	return &blockID{id: string(id)}
}

// soleID returns the id of a line that is nothing but "^id".
func soleID(line []byte) (id []byte, ok bool) {
	line = bytes.TrimSpace(line)
	if len(line) < 2 || line[0] != '^' {
		return nil, false
	}
	for _, c := range line[1:] {
		if !isAlphanumeric(c) && c != '-' {
			return nil, false
		}
	}
	return line[1:], true
}

// giveID gives an id that stood on a line of its own to the block before it. It reports whether
// that block could take it.
func giveID(out []note.Block, id string) bool {
	if len(out) == 0 {
		return false
	}
	var at *string
	switch b := out[len(out)-1].(type) {
	case *note.Paragraph:
		at = &b.ID
	case *note.Heading:
		at = &b.ID
	case *note.List:
		at = &b.ID
	case *note.Quote:
		at = &b.ID
	case *note.Callout:
		at = &b.ID
	case *note.Code:
		at = &b.ID
	case *note.Math:
		at = &b.ID
	case *note.Table:
		at = &b.ID
	case *note.Definitions:
		at = &b.ID
	case *note.Diagram:
		at = &b.ID
	case *note.Query:
		at = &b.ID
	}
	if at == nil || *at != "" {
		return false
	}
	*at = id
	return true
}
