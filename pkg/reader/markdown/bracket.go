package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"memopress/pkg/note"
)

// A bracket is an opened "[", "![" or "^[" whose "]" has not come yet.
type bracket struct {
	inlineNode
	segment  text.Segment
	char     byte       // '[', '!' or '^'
	inactive bool       // stands before a link in whose text it would be
	nested   bool       // a bracket was opened after it, so what follows is no label
	delims   *delimiter // the last delimiter before it
	prev     *bracket
}

// link is a Markdown link or image; its children are the text.
type link struct {
	inlineNode
	image       bool
	target      reference
	start, stop int // what it takes up in the source
}

// inlineNote is "^[a footnote written in place]".
type inlineNote struct{ inlineNode }

// reference is a link's destination and title as written, not unescaped.
type reference struct {
	destination []byte
	title       []byte
}

// maxReferences is how many bytes the references of a note may expand to beyond its own size.
// Without it a long address in one definition makes a page 6,000 times the note.
const maxReferences = 100 << 10

// maxLabel is CommonMark's limit on the length of a link label.
const maxLabel = 999

// bracketParser reads links, images and inline footnotes. goldmark has a link parser, but it
// looks through the text of each link for other links and for its delimiters from the start.
type bracketParser struct{ dialect Dialect }

func (p bracketParser) Trigger() []byte { return []byte("[]!^") }

func (p bracketParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := stateOf(pc)
	line, segment := block.PeekLine()
	switch c := line[0]; {
	case c == ']':
		return p.close(parent, block, s)
	case c == '[':
		return p.open(block, s, segment, c, 1)
	case c == '^' && p.dialect != Obsidian:
		return nil
	case len(line) > 1 && line[1] == '[':
		if _, ok := s.footnoteAt(line[1:]); ok {
			return nil // an exclamation mark before a footnote
		}
		return p.open(block, s, segment, c, 2)
	}
	return nil
}

func (p bracketParser) open(block text.Reader, s *state, segment text.Segment, char byte, n int) ast.Node {
	b := &bracket{segment: segment.WithStop(segment.Start + n), char: char, delims: s.delims, prev: s.brackets}
	if b.prev != nil {
		b.prev.nested = true
	}
	s.brackets = b
	block.Advance(n)
	return b
}

func (p bracketParser) close(parent ast.Node, block text.Reader, s *state) ast.Node {
	b := s.brackets
	if b == nil {
		return nil
	}
	s.brackets = b.prev
	_, segment := block.PeekLine()
	end := segment.Start
	block.Advance(1)
	if b.char == '^' {
		if b.NextSibling() == nil {
			b.drop()
			return nil
		}
		n := &inlineNote{}
		p.take(n, b, s)
		return n
	}
	if b.inactive {
		b.drop()
		return nil
	}
	target, ok := inlineTarget(block)
	if !ok {
		target, ok = p.referenceTarget(block, s, b, end)
	}
	if !ok {
		b.drop()
		return nil
	}
	_, after := block.Position()
	n := &link{image: b.char == '!', target: target, start: b.segment.Start, stop: max(after.Start, end+1)}
	p.take(n, b, s)
	if !n.image {
		s.deactivate()
	}
	return n
}

// deactivate keeps the open brackets from becoming links around the one that was just read.
func (s *state) deactivate() {
	for b := s.brackets; b != nil; b = b.prev {
		if b.char == '[' {
			if b.inactive {
				return // and so are all before it
			}
			b.inactive = true
		}
	}
}

// take moves what stands after the bracket into n and puts an end to the bracket.
func (p bracketParser) take(n ast.Node, b *bracket, s *state) {
	s.pairDelimiters(b.delims)
	n.(interface{ SetPos(int) }).SetPos(b.segment.Start)
	moveBetween(n, b, nil)
	b.Parent().RemoveChild(b.Parent(), b)
}

// drop turns the bracket into text.
func (b *bracket) drop() { ast.MergeOrReplaceTextSegment(b.Parent(), b, b.segment) }

func (p bracketParser) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	s := stateOf(pc)
	for b := s.brackets; b != nil; b = b.prev {
		b.drop()
	}
	s.brackets = nil
}

// referenceTarget looks up what the brackets refer to: "[text][label]", "[label][]" or "[label]".
// When it fails the reader is left behind the "]".
func (p bracketParser) referenceTarget(block text.Reader, s *state, b *bracket, end int) (reference, bool) {
	if len(s.refs) == 0 {
		return reference{}, false
	}
	line, position := block.Position()
	label, ok := explicitLabel(block)
	if !ok {
		block.SetPosition(line, position)
	}
	if len(label) == 0 {
		start := b.segment.Stop
		if b.nested || end-start > maxLabel {
			return reference{}, false
		}
		label = s.src[start:end]
		if bytes.IndexByte(label, '\n') >= 0 { // a line of a quote begins with its mark
			label = block.Value(text.NewSegment(start, end))
		}
	}
	ref, ok := s.refs[normalLabel(label)]
	if !ok {
		return reference{}, false
	}
	s.expanded += len(ref.destination) + len(ref.title)
	if s.expanded > maxReferences+len(s.src) {
		s.report(b.segment.Start, "the references of this note expand to more than 100 KB beyond its size; the rest stay text", "write long addresses once")
		return reference{}, false
	}
	return ref, true
}

// explicitLabel reads "[label]" or "[]". ok is false when there is none.
func explicitLabel(block text.Reader) (label []byte, ok bool) {
	if block.Peek() != '[' {
		return nil, false
	}
	block.Advance(1)
	for first := true; ; first = false {
		line, _ := block.PeekLine()
		if line == nil || len(label) > maxLabel {
			return nil, false
		}
		i := labelEnd(line)
		if i >= 0 && line[i] == '[' {
			return nil, false
		}
		if i >= 0 {
			block.Advance(i + 1)
			if first {
				label = line[:i]
			} else {
				label = append(label, line[:i]...)
			}
			return label, len(label) <= maxLabel
		}
		label = append(bytes.Clone(label), line...)
		block.AdvanceLine()
	}
}

// labelEnd returns the index of the first bracket that is not escaped, or -1.
func labelEnd(s []byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[', ']':
			return i
		}
	}
	return -1
}

// inlineTarget reads "(destination "title")". When it fails the reader has not moved.
func inlineTarget(block text.Reader) (ref reference, ok bool) {
	if block.Peek() != '(' {
		return ref, false
	}
	line, position := block.Position()
	block.Advance(1)
	block.SkipSpaces()
	if ref.destination, ok = linkDestination(block); ok {
		_, spaces, _ := block.SkipSpaces()
		if block.Peek() != ')' && spaces > 0 {
			ref.title, ok = linkTitle(block)
			block.SkipSpaces()
		}
		if ok && block.Peek() == ')' {
			block.Advance(1)
			return ref, true
		}
	}
	block.SetPosition(line, position)
	return reference{}, false
}

// linkDestination reads a destination of a link, which may be empty only before a ")".
func linkDestination(block text.Reader) ([]byte, bool) {
	line, _ := block.PeekLine()
	n, destination, ok := scanDestination(line)
	if !ok || n == 0 && (len(line) == 0 || line[0] != ')') {
		return nil, false
	}
	block.Advance(n)
	return destination, true
}

// maxParens is how deep parentheses may nest in a destination; cmark has the same limit.
const maxParens = 32

// scanDestination finds the destination that s begins with, and how long it is written.
func scanDestination(s []byte) (n int, destination []byte, ok bool) {
	if len(s) > 0 && s[0] == '<' {
		for i := 1; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case '<', '\n':
				return 0, nil, false
			case '>':
				return i + 1, s[1:i], true
			}
		}
		return 0, nil, false
	}
	open, i := 0, 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
		case c == '(':
			if open++; open > maxParens {
				return 0, nil, false
			}
		case c == ')':
			if open == 0 {
				return i, s[:i], true
			}
			open--
		case c <= ' ':
			return i, s[:i], open == 0
		}
	}
	return len(s), s, open == 0
}

// linkTitle reads a quoted title.
func linkTitle(block text.Reader) ([]byte, bool) {
	opener := block.Peek()
	closer := opener
	switch opener {
	case '"', '\'':
	case '(':
		closer = ')'
	default:
		return nil, false
	}
	block.Advance(1)
	segments, ok := block.FindClosure(opener, closer, text.FindClosureOptions{Newline: true, Advance: true})
	if !ok {
		return nil, false
	}
	if segments.Len() == 1 {
		return block.Value(segments.At(0)), true
	}
	var title []byte
	for i := range segments.Len() {
		at := segments.At(i)
		title = append(title, at.Value(block.Source())...)
	}
	return title, true
}

// lowerLink lowers a link around its text, or an image with its alternative text.
func (l *lowerer) lowerLink(n *link, inlines []note.Inline) note.Inline {
	ref := l.destination(n.target.destination)
	l.locate(&ref, n.start, n.stop)
	title := unescape(n.target.title)
	if !n.image {
		return &note.Link{Ref: ref, Title: title, Inlines: inlines}
	}
	e := &note.Embed{Ref: ref, Title: title, Alt: note.PlainText(inlines)}
	if l.opts.Dialect == Obsidian {
		e.Alt, e.Width, e.Height = imageSize(e.Alt)
	}
	return e
}
