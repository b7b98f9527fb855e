package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var commentMark = []byte("%%")

// commentParser reads %%comments%% inside a paragraph. They leave nothing.
type commentParser struct{}

func (commentParser) Trigger() []byte { return []byte("%") }

func (commentParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	s := stateOf(pc)
	if !bytes.HasPrefix(line, commentMark) || segment.Start < s.failed.comment {
		return nil
	}
	block.Advance(2)
	for {
		line, segment = block.PeekLine()
		if line == nil {
			s.failed.comment = segment.Stop
			return nil
		}
		if i := bytes.Index(line, commentMark); i >= 0 {
			block.Advance(i + 2)
			return &leaf{}
		}
		block.AdvanceLine()
	}
}

// comment is a block that leaves nothing: a %% comment %% that starts a line and goes on over
// its end, or reference definitions.
type comment struct{ blockNode }

func (*comment) IsRaw() bool { return true }

// commentBlockParser reads comments that start a line. They hide everything, blank lines and
// blocks included, up to the closing mark or the end of what they stand in.
type commentBlockParser struct{}

func (commentBlockParser) Trigger() []byte { return []byte("%") }

func (commentBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	line = line[pc.BlockOffset():]
	if !bytes.HasPrefix(line, commentMark) || bytes.Contains(line[2:], commentMark) {
		return nil, parser.NoChildren // one that ends on its line is inline
	}
	reader.AdvanceToEOL()
	return &comment{}, parser.NoChildren
}

func (commentBlockParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	i := bytes.Index(line, commentMark)
	if i < 0 {
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	if util.IsBlank(line[i+2:]) {
		reader.AdvanceToEOL()
	} else {
		reader.Advance(i + 2) // what follows is a block of its own
	}
	return parser.Close
}

func (commentBlockParser) Close(ast.Node, text.Reader, parser.Context) {}

func (commentBlockParser) CanInterruptParagraph() bool { return true }

func (commentBlockParser) CanAcceptIndentedLine() bool { return false }
