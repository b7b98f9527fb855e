package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The guards. goldmark alone can be made to use all memory by a note of 100 KB; with these,
// time and memory stay linear. Each hit is reported as M002 and keeps the words.
//
// The limits on references, footnotes and table cells stand beside what they limit.
const (
	maxNote       = 2 << 20  // bytes of a note; a larger one is read as plain paragraphs
	maxDepth      = 32       // containers in each other; a deeper mark stays text
	maxParagraph  = 16 << 10 // bytes of a paragraph; a longer one loses its markup
	maxContinues  = 500_000  // lines × open lists that a note may go on over
	maxPlainLinks = 20_000   // wikilinks in text whose markup is not read; further ones are text
	maxStyles     = 100      // styles, links and so on in each other; deeper ones lose their mark
)

// tooDeep reports whether a container must not open inside parent, and says so.
func (s *state) tooDeep(parent ast.Node, offset int) bool {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		switch n.(type) {
		case *quote, *ast.ListItem, *footnote, *extast.DefinitionDescription:
			depth++
		}
	}
	if depth < maxDepth {
		return false
	}
	s.report(offset, "quotes and lists nest more than 32 deep; deeper marks stay text", "nest less")
	return true
}

// goOn lets a container go on over the next line, as long as the note has not used up what it
// may: goldmark keeps 24 bytes for each container and line, and a blank line is one byte.
func (s *state) goOn(reader text.Reader) parser.State {
	s.continues++
	if s.continues > maxContinues {
		_, at := reader.Position()
		s.report(at.Start, "the lists of this note go on over too many lines; the rest is cut up", hintSplit)
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// guarded is a container parser of goldmark that keeps to the limits.
type guarded struct{ parser.BlockParser }

func (p guarded) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, position := reader.Position()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node == nil || !stateOf(pc).tooDeep(parent, position.Start) {
		return node, state
	}
	reader.SetPosition(line, position)
	return nil, parser.NoChildren
}

func (p guarded) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	state := p.BlockParser.Continue(node, reader, pc)
	if state&parser.Continue == 0 {
		return state
	}
	if stateOf(pc).goOn(reader) == parser.Close {
		return parser.Close
	}
	return state
}

// shortHeading is goldmark's parser of # headings without lines longer than a paragraph may be.
type shortHeading struct{ parser.BlockParser }

func (p shortHeading) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := reader.PeekLine(); len(line) > maxParagraph {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// plain is a paragraph that is too long to be read for markup.
type plain struct{ blockNode }

func (*plain) IsRaw() bool { return true }

// longParagraph turns paragraphs that are too long into plain ones. It runs after what takes
// reference definitions and tables out of them.
type longParagraph struct{}

func (longParagraph) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	size := 0
	lines := node.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		size += line.Len()
	}
	if size <= maxParagraph {
		return
	}
	stateOf(pc).report(lines.At(0).Start, "a paragraph is longer than 16 KB; its markup is not read", "split it by blank lines")
	n := &plain{}
	n.SetLines(lines)
	node.Parent().ReplaceChild(node.Parent(), node, n)
}
