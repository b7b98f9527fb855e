package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/note"
)

// A delimiter is a run of marks that may open or close a style: * _ ~ =.
//
// goldmark has delimiters of its own, but looks for openers in quadratic time and knows one
// flanking rule for all scripts.
type delimiter struct {
	inlineNode
	segment text.Segment
	char    byte
	length  int // marks left
	written int // marks that the run had
	opens   bool
	closes  bool

	prev, next *delimiter
}

// delimiterParser reads the delimiters and, at the end of each block, pairs them.
type delimiterParser struct{ dialect Dialect }

func (p delimiterParser) Trigger() []byte {
	switch p.dialect {
	case CommonMark:
		return []byte("*_")
	case GFM:
		return []byte("*_~")
	}
	return []byte("*_~=")
}

func (p delimiterParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	after := ' '
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	block.Advance(n)
	segment = segment.WithStop(segment.Start + n)
	d := &delimiter{segment: segment, char: line[0], length: n, written: n}
	d.opens, d.closes = p.flanking(line[0], n, before, after)
	if !d.opens && !d.closes {
		return ast.NewTextSegment(segment)
	}
	s := stateOf(pc)
	d.prev = s.delims
	if d.prev != nil {
		d.prev.next = d
	}
	s.delims = d
	return d
}

func (p delimiterParser) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	s := stateOf(pc)
	s.pairDelimiters(nil)
	s.failed = failures{}
}

// flanking reports whether a run of n marks c between two characters can open and close.
//
// In CommonMark a run beside punctuation is ignored when a letter stands on its other side.
// That takes the style from **굵게(괄호)**입니다: Korean particles follow without a space, as
// Chinese and Japanese words do. Outside the CommonMark dialect a CJK character therefore
// counts like white space there. Nothing changes where no CJK character touches the marks.
func (p delimiterParser) flanking(c byte, n int, before, after rune) (opens, closes bool) {
	cjk := p.dialect != CommonMark
	left := !isSpace(after) && (!isPunct(after) || isSpace(before) || isPunct(before) || cjk && isCJK(before))
	right := !isSpace(before) && (!isPunct(before) || isSpace(after) || isPunct(after) || cjk && isCJK(after))
	switch {
	case c == '=' && n != 2, c == '~' && n > 2, c == '~' && n == 1 && p.dialect == Obsidian:
		return false, false
	case c == '_', c == '~' && n == 1:
		// Single tildes would strike through "1~2시, 3~4시"; they follow the rule of "_".
		return left && (!right || isPunct(before)), right && (!left || isPunct(after))
	}
	return left, right
}

// pairDelimiters turns the delimiters after bottom into styles, and those that stay alone into
// text (CommonMark's "process emphasis").
func (s *state) pairDelimiters(bottom *delimiter) {
	if s.delims == bottom {
		return
	}
	first := s.delims
	for first.prev != bottom {
		first = first.prev
	}
	start := first.segment.Start
	var floors [4][6]int // per kind of closer: no opener for it before this offset
	for closer := first; closer != nil; {
		if !closer.closes {
			closer = closer.next
			continue
		}
		floor := &floors[markIndex(closer.char)][floorIndex(closer)]
		opener := closer.prev
		for opener != bottom && opener != nil && opener.segment.Start >= max(start, *floor) && !pairs(opener, closer) {
			opener = opener.prev
		}
		if opener == bottom || opener == nil || opener.segment.Start < max(start, *floor) {
			*floor = closer.segment.Start
			next := closer.next
			if !closer.opens {
				s.dropDelimiter(closer)
			}
			closer = next
			continue
		}
		closer = s.wrap(opener, closer)
	}
	for s.delims != bottom {
		s.dropDelimiter(s.delims)
	}
}

func markIndex(c byte) int {
	switch c {
	case '*':
		return 0
	case '_':
		return 1
	case '~':
		return 2
	}
	return 3
}

// floorIndex tells apart the closers that different openers suit (see pairs).
func floorIndex(d *delimiter) int {
	if d.char == '~' {
		return d.length
	}
	i := d.written % 3
	if d.opens {
		i += 3
	}
	return i
}

// pairs reports whether opener opens what closer closes.
func pairs(opener, closer *delimiter) bool {
	if !opener.opens || opener.char != closer.char {
		return false
	}
	if closer.char == '~' || closer.char == '=' {
		return opener.length == closer.length
	}
	// "If one of the delimiters can both open and close emphasis, then the sum of the lengths
	// must not be a multiple of 3 unless both lengths are."
	return !(opener.closes || closer.opens) || (opener.written+closer.written)%3 != 0 || closer.written%3 == 0
}

// wrap puts what stands between the two into a style and returns the next closer to look at.
func (s *state) wrap(opener, closer *delimiter) *delimiter {
	for opener.next != closer {
		s.dropDelimiter(opener.next)
	}
	n := 1
	if opener.length >= 2 && closer.length >= 2 {
		n = 2
	}
	node := &styled{style: styleOf(opener.char, n)}
	opener.length -= n
	opener.segment.Stop -= n
	node.SetPos(opener.segment.Stop)
	closer.length -= n
	closer.segment.Start += n
	parent := opener.Parent()
	moveBetween(node, opener, closer)
	parent.InsertBefore(parent, closer, node)
	if opener.length == 0 {
		s.unlink(opener)
		parent.RemoveChild(parent, opener)
	}
	if closer.length > 0 {
		return closer
	}
	next := closer.next
	s.unlink(closer)
	parent.RemoveChild(parent, closer)
	return next
}

// moveBetween moves the siblings after from and before to (nil: all) into node.
func moveBetween(node, from, to ast.Node) {
	for c := from.NextSibling(); c != nil && c != to; {
		next := c.NextSibling()
		node.AppendChild(node, c)
		c = next
	}
}

func styleOf(c byte, n int) note.Style {
	switch {
	case c == '~':
		return note.Strike
	case c == '=':
		return note.Highlight
	case n == 2:
		return note.Strong
	}
	return note.Emphasis
}

func (s *state) dropDelimiter(d *delimiter) {
	s.unlink(d)
	ast.MergeOrReplaceTextSegment(d.Parent(), d, d.segment)
}

func (s *state) unlink(d *delimiter) {
	if d.prev != nil {
		d.prev.next = d.next
	}
	if d.next != nil {
		d.next.prev = d.prev
	} else {
		s.delims = d.prev
	}
}

func isSpace(r rune) bool { return r <= ' ' || r >= 0x80 && unicode.IsSpace(r) }

func isPunct(r rune) bool {
	if r < 0x80 {
		return r > ' ' && r < 0x7f && !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	return unicode.IsPunct(r) || unicode.IsSymbol(r)
}

// isCJK reports whether r belongs to a script written without spaces around marked-up words,
// or to Korean, whose particles follow without one.
func isCJK(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xffef: // CJK punctuation, full-width forms
		return true
	}
	return unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo)
}

// isFullWidthPunct reports whether r is a punctuation mark as wide as a CJK character, after
// which no space is written.
func isFullWidthPunct(r rune) bool {
	return r >= 0x3000 && isCJK(r) && unicode.IsPunct(r)
}
