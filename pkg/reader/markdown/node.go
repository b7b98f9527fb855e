package markdown

import (
	"github.com/yuin/goldmark/ast"

	"memopress/pkg/note"
)

// The goldmark nodes of this package. They are told apart by their Go types, so one kind is
// enough for each of the two families.
var (
	kindInline = ast.NewNodeKind("MemopressInline")
	kindBlock  = ast.NewNodeKind("MemopressBlock")
)

type inlineNode struct{ ast.BaseInline }

func (*inlineNode) Kind() ast.NodeKind { return kindInline }

func (*inlineNode) Dump([]byte, int) {}

type blockNode struct{ ast.BaseBlock }

func (*blockNode) Kind() ast.NodeKind { return kindBlock }

func (*blockNode) Dump([]byte, int) {}

// leaf is an inline without children that its parser lowered at once. A nil inline is
// something that leaves nothing, such as a comment.
type leaf struct {
	inlineNode
	inline note.Inline
}

// styled is inline text in a style.
type styled struct {
	inlineNode
	style note.Style
}
