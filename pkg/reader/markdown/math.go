package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"memopress/pkg/note"
)

// mathParser reads $inline$ and $$displayed$$ formulas inside a paragraph.
//
// The rule for one dollar is pandoc's: no space after the opening one, none before the next
// one, and no digit after that. So "$5 and $6" and "가격 $5 *and* $6" are prices.
type mathParser struct{}

func (mathParser) Trigger() []byte { return []byte("$") }

func (mathParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	s := stateOf(pc)
	n := 1
	if len(line) > 1 && line[1] == '$' {
		n = 2
	}
	if n == 1 && (len(line) == 1 || isSpace(rune(line[1]))) {
		return nil
	}
	if n == 2 && segment.Start < s.failed.display {
		return dollars(block, segment, n)
	}
	at, position := block.Position()
	block.Advance(n)
	formula, ok := formula(block, n == 2)
	if n == 1 && len(formula) > 2 && formula[0] == '`' && formula[len(formula)-1] == '`' {
		formula = formula[1 : len(formula)-1] // GitHub's other way to write it
	}
	formula = bytes.TrimSpace(formula)
	if ok && len(formula) > 0 {
		return &leaf{inline: &note.MathSpan{Text: string(formula), Display: n == 2}}
	}
	if _, end := block.Position(); !ok && n == 2 {
		s.failed.display = end.Stop
	}
	block.SetPosition(at, position)
	return dollars(block, segment, n)
}

// dollars makes text of n marks that open nothing: the second of two must not open either.
func dollars(block text.Reader, segment text.Segment, n int) ast.Node {
	if n == 1 {
		return nil
	}
	block.Advance(n)
	return ast.NewTextSegment(segment.WithStop(segment.Start + n))
}

// formula reads up to and over the closing mark, which may stand on a later line.
func formula(block text.Reader, display bool) (found []byte, ok bool) {
	for {
		line, _ := block.PeekLine()
		if line == nil {
			return nil, false
		}
		i := nextDollar(line, display)
		switch {
		case i < 0:
			found = append(found, line...)
			block.AdvanceLine()
		case display:
			block.Advance(i + 2)
			return append(found, line[:i]...), true
		case i == 0 || isSpace(rune(line[i-1])) || i+1 < len(line) && line[i+1] >= '0' && line[i+1] <= '9':
			return nil, false
		default:
			block.Advance(i + 1)
			return append(found, line[:i]...), true
		}
	}
}

// nextDollar returns where the next mark stands in line, or -1.
func nextDollar(line []byte, display bool) int {
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] == '$' && (!display || i+1 < len(line) && line[i+1] == '$'):
			return i
		}
	}
	return -1
}

// mathBlock is a displayed formula that starts a line; its lines are the formula.
type mathBlock struct {
	blockNode
	closed bool
}

func (*mathBlock) IsRaw() bool { return true }

// mathBlockParser reads $$ … $$ that starts a line. Blank lines may stand in it.
type mathBlockParser struct{}

// maxFormula is how far away the closing mark of a formula is looked for.
const maxFormula = 16 << 10

func (mathBlockParser) Trigger() []byte { return []byte("$") }

func (mathBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	offset := pc.BlockOffset()
	if !bytes.HasPrefix(line[offset:], []byte("$$")) {
		return nil, parser.NoChildren
	}
	rest := line[offset+2:]
	start := segment.Start + offset + 2 - segment.Padding
	node := &mathBlock{}
	if i := bytes.Index(rest, []byte("$$")); i >= 0 {
		if !util.IsBlank(rest[i+2:]) || len(bytes.TrimSpace(rest[:i])) == 0 {
			return nil, parser.NoChildren // text goes on: inline
		}
		node.closed = true
		node.Lines().Append(text.NewSegment(start, start+i))
	} else {
		ahead := reader.Source()[segment.Stop:]
		if !bytes.Contains(ahead[:min(len(ahead), maxFormula)], []byte("$$")) {
			return nil, parser.NoChildren
		}
		node.Lines().Append(text.NewSegment(start, segment.Stop))
	}
	reader.AdvanceToEOL()
	return node, parser.NoChildren
}

func (mathBlockParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*mathBlock)
	if n.closed {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	i := bytes.Index(line, []byte("$$"))
	if i < 0 {
		n.Lines().Append(segment)
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	n.closed = true
	n.Lines().Append(text.NewSegmentPadding(segment.Start, segment.Start+i-segment.Padding, segment.Padding))
	if util.IsBlank(line[i+2:]) {
		reader.AdvanceToEOL()
	} else {
		reader.Advance(i + 2) // what follows is a block of its own
	}
	return parser.Close
}

// Close turns a formula that what it stands in cut off back into a paragraph.
func (mathBlockParser) Close(node ast.Node, reader text.Reader, _ parser.Context) {
	n := node.(*mathBlock)
	if n.closed {
		return
	}
	para := ast.NewParagraph()
	first := n.Lines().At(0)
	first.Start -= 2
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		if i == 0 {
			line = first
		}
		line = line.TrimLeftSpace(reader.Source())
		if !line.IsEmpty() {
			para.Lines().Append(line)
		}
	}
	n.Parent().ReplaceChild(n.Parent(), n, para)
}

func (mathBlockParser) CanInterruptParagraph() bool { return true }

func (mathBlockParser) CanAcceptIndentedLine() bool { return false }

func (l *lowerer) lowerMath(n *mathBlock) note.Block {
	return &note.Math{Text: string(bytes.TrimSpace(n.Lines().Value(l.src)))}
}
