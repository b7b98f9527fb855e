package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"memopress/pkg/note"
)

// footnote is "[^label]: text" with what is indented below it.
type footnote struct {
	blockNode
	label string
}

// maxFootnotes is how many footnotes a note may have.
const maxFootnotes = 10_000

// footnoteParser reads footnote definitions. goldmark's own looks through all of them for each
// reference, and moves them to the end.
type footnoteParser struct{}

func (footnoteParser) Trigger() []byte { return []byte("[") }

func (footnoteParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	offset := pc.BlockOffset()
	label, n := footnoteLabel(line[offset:])
	if n == 0 || offset+n >= len(line) || line[offset+n] != ':' {
		return nil, parser.NoChildren
	}
	s := stateOf(pc)
	if s.tooDeep(parent, segment.Start) {
		return nil, parser.NoChildren
	}
	if len(s.footnotes) >= maxFootnotes {
		s.report(segment.Start, "the note has more than 10,000 footnotes; the rest stay text", hintSplit)
		return nil, parser.NoChildren
	}
	if s.footnotes == nil {
		s.footnotes = map[string]string{}
	}
	key := normalLabel(label)
	if _, ok := s.footnotes[key]; !ok {
		s.footnotes[key] = string(label)
	}
	n += offset + 1
	if rest := line[n:]; !util.IsBlank(rest) {
		n += util.TrimLeftSpaceLength(rest) // spaces here make no code block
	}
	reader.Advance(n)
	return &footnote{label: s.footnotes[key]}, parser.HasChildren
}

// footnoteLabel reads "[^label]". n is its length, 0 when there is none.
func footnoteLabel(s []byte) (label []byte, n int) {
	if len(s) < 4 || s[0] != '[' || s[1] != '^' {
		return nil, 0
	}
	for i := 2; i < len(s) && i <= maxLabel; i++ {
		switch c := s[i]; {
		case c == ']' && i > 2:
			return s[2:i], i + 1
		case c == '[' || c == ']' || c <= ' ':
			return nil, 0
		case c == '\\':
			i++
		}
	}
	return nil, 0
}

func (footnoteParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return stateOf(pc).goOn(reader)
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if pos < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

func (footnoteParser) Close(ast.Node, text.Reader, parser.Context) {}

func (footnoteParser) CanInterruptParagraph() bool { return true }

func (footnoteParser) CanAcceptIndentedLine() bool { return false }

// footnoteRefParser reads [^label] where there is such a footnote; else it is text.
type footnoteRefParser struct{}

func (footnoteRefParser) Trigger() []byte { return []byte("[") }

func (footnoteRefParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	label, ok := stateOf(pc).footnoteAt(line)
	if !ok {
		return nil
	}
	_, n := footnoteLabel(line)
	block.Advance(n)
	return &leaf{inline: &note.FootnoteRef{Label: label}}
}

// footnoteAt returns the label of the defined footnote that s begins with a mark of.
func (s *state) footnoteAt(line []byte) (label string, ok bool) {
	if len(s.footnotes) == 0 {
		return "", false
	}
	written, n := footnoteLabel(line)
	if n == 0 {
		return "", false
	}
	label, ok = s.footnotes[normalLabel(written)]
	return label, ok
}

func (l *lowerer) lowerFootnote(n *footnote) note.Block {
	return &note.Footnote{Label: n.label, Blocks: l.blocks(n)}
}
