package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// rawHTMLParser reads HTML tags in running text. The rest (comments, declarations, …) it leaves
// to goldmark's parser, which reads tags too, but with a regular expression over one character
// at a time.
type rawHTMLParser struct{ parser.InlineParser }

func (p rawHTMLParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	scan := tagScanner{}
	skip := 1
	if len(line) > 1 && line[1] == '/' {
		scan.closing = true
		skip = 2
	}
	if len(line) <= skip || !isLetter(line[skip]) {
		if scan.closing {
			return nil
		}
		return p.InlineParser.Parse(parent, block, pc)
	}
	node := ast.NewRawHTML()
	for {
		line, segment := block.PeekLine()
		if line == nil {
			return nil
		}
		n := scan.scan(line[skip:])
		switch {
		case scan.state == inError:
			return nil
		case scan.state == inEnd:
			node.Segments.Append(segment.WithStop(segment.Start + skip + n))
			block.Advance(skip + n)
			return node
		}
		node.Segments.Append(segment)
		block.AdvanceLine()
		skip = 0
	}
}

// tagScanner reads one tag by CommonMark's grammar, a line at a time.
type tagScanner struct {
	state   tagState
	closing bool
}

type tagState uint8

const (
	inName tagState = iota
	inSpace
	inAttribute
	afterAttribute // space behind an attribute's name
	beforeValue
	inValue
	inSingle
	inDouble
	afterValue
	inSlash
	inEnd
	inError
)

// scan goes on over a line. It returns how much it read when the tag ends there.
func (t *tagScanner) scan(line []byte) int {
	for i, c := range line {
		t.state = t.next(c)
		if t.state >= inEnd {
			return i + 1
		}
	}
	return len(line)
}

func (t *tagScanner) next(c byte) tagState {
	space := c == ' ' || c == '\t' || c == '\n'
	switch t.state {
	case inSingle:
		if c == '\'' {
			return afterValue
		}
		return inSingle
	case inDouble:
		if c == '"' {
			return afterValue
		}
		return inDouble
	case beforeValue:
		switch {
		case space:
			return beforeValue
		case c == '\'':
			return inSingle
		case c == '"':
			return inDouble
		case valueChar(c):
			return inValue
		}
		return inError
	case inSlash:
		if c == '>' {
			return inEnd
		}
		return inError
	}
	switch {
	case c == '>':
		return inEnd
	case t.state == inValue && valueChar(c):
		return inValue
	case c == '/' && !t.closing:
		return inSlash
	case space:
		if t.state == inAttribute || t.state == afterAttribute {
			return afterAttribute
		}
		return inSpace
	case t.state == inName && (isAlphanumeric(c) || c == '-'):
		return inName
	case t.closing:
		return inError
	case (t.state == inSpace || t.state == afterAttribute) && (isLetter(c) || c == '_' || c == ':'):
		return inAttribute
	case t.state == inAttribute && (isAlphanumeric(c) || c == '_' || c == ':' || c == '.' || c == '-'):
		return inAttribute
	case (t.state == inAttribute || t.state == afterAttribute) && c == '=':
		return beforeValue
	}
	return inError
}

// valueChar reports whether c may stand in a value without quotes.
func valueChar(c byte) bool {
	switch c {
	case '"', '\'', '=', '<', '>', '`':
		return false
	}
	return c > ' '
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
