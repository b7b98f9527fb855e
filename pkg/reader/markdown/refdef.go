package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// definitions takes the reference definitions ("[label]: destination "title"") off the start of
// paragraphs. goldmark's own is quadratic in the lines of a paragraph.
type definitions struct{}

func (definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if lines.Len() == 0 {
		return
	}
	first := lines.At(0)
	first = first.TrimLeftSpace(reader.Source())
	if first.IsEmpty() || reader.Source()[first.Start] != '[' {
		return
	}
	joined, sizes := joinLines(lines, reader.Source())
	if !bytes.Contains(joined, []byte("]:")) {
		return
	}
	s := stateOf(pc)
	rest := joined
	for {
		label, ref, n := readDefinition(rest)
		if n == 0 {
			break
		}
		if s.refs == nil {
			s.refs = map[string]reference{}
		}
		if key := normalLabel(label); s.refs[key].destination == nil {
			s.refs[key] = ref
		}
		rest = rest[n:]
	}
	used := len(joined) - len(rest)
	if used == 0 {
		return
	}
	k := 0
	for ; k < len(sizes) && used > 0; k++ {
		used -= sizes[k]
	}
	lines.SetSliced(k, lines.Len())
	// What is left out still counts for whether a list around it is loose.
	gone := &comment{}
	gone.SetBlankPreviousLines(node.HasBlankPreviousLines())
	node.Parent().InsertBefore(node.Parent(), node, gone)
	node.SetBlankPreviousLines(false)
	if lines.Len() == 0 {
		node.Parent().RemoveChild(node.Parent(), node)
	}
}

// joinLines returns the text of a paragraph without the indents, and the length of each line.
func joinLines(lines *text.Segments, source []byte) (joined []byte, sizes []int) {
	sizes = make([]int, lines.Len())
	for i := range sizes {
		line := lines.At(i)
		line = line.TrimLeftSpace(source)
		joined = append(joined, source[line.Start:line.Stop]...)
		sizes[i] = line.Stop - line.Start
	}
	return joined, sizes
}

// readDefinition reads one definition with the end of its line. n is its length, 0 for none.
func readDefinition(s []byte) (label []byte, ref reference, n int) {
	if len(s) == 0 || s[0] != '[' {
		return nil, ref, 0
	}
	end := labelEnd(s[1:min(len(s), maxLabel+2)])
	if end < 0 || s[1+end] != ']' || 2+end >= len(s) || s[2+end] != ':' {
		return nil, ref, 0
	}
	label = s[1 : 1+end]
	if util.IsBlank(label) {
		return nil, ref, 0
	}
	i := 3 + end
	i += blank(s[i:], true)
	size, destination, ok := scanDestination(s[i:])
	if !ok || size == 0 {
		return nil, ref, 0
	}
	// An empty "<>" is a destination too; nil is not.
	ref.destination = append([]byte{}, destination...)
	i += size
	n = lineRest(s[i:]) // without a title the definition ends here
	if n >= 0 {
		n += i
	}
	space := blank(s[i:], true)
	if title, size := scanTitle(s[i+space:]); space > 0 && size > 0 {
		if r := lineRest(s[i+space+size:]); r >= 0 {
			ref.title = title
			return label, ref, i + space + size + r
		}
	}
	return label, ref, max(n, 0)
}

// blank returns the length of the white space that s begins with, over one line end at most
// when over is set.
func blank(s []byte, over bool) int {
	for i, c := range s {
		switch {
		case c == ' ' || c == '\t':
		case c == '\n' && over:
			over = false
		default:
			return i
		}
	}
	return len(s)
}

// lineRest returns the length of s up to and with the line end when only white space stands
// before that, else -1.
func lineRest(s []byte) int {
	i := blank(s, false)
	switch {
	case i == len(s):
		return i
	case s[i] == '\n':
		return i + 1
	}
	return -1
}

// scanTitle reads a quoted title that s begins with. size is 0 when there is none.
func scanTitle(s []byte) (title []byte, size int) {
	if len(s) == 0 {
		return nil, 0
	}
	shut := s[0]
	switch s[0] {
	case '"', '\'':
	case '(':
		shut = ')'
	default:
		return nil, 0
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == shut:
			return s[1:i], i + 1
		case c == '(' && s[0] == '(':
			return nil, 0
		}
	}
	return nil, 0
}
