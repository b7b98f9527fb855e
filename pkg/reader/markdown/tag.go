package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/note"
)

// tagParser reads #tags: letters of any script, digits, "_", "-", "/", emoji, and among them
// something that is not a digit. A tag stands at the start, after a space, after a mark that
// opens something, a link or full-width punctuation: word#no is none, nor is an address with a
// fragment.
type tagParser struct{}

func (tagParser) Trigger() []byte { return []byte("#") }

func (tagParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if !opensTag(block.PrecendingCharacter()) {
		return nil
	}
	line, _ := block.PeekLine()
	n := tagLength(line[1:])
	if n == 0 {
		return nil
	}
	block.Advance(1 + n)
	return &leaf{inline: &note.Hashtag{Name: string(line[1 : 1+n])}}
}

func opensTag(before rune) bool {
	switch before {
	case '(', '[', '{', '"', '\'', '*', '_', '~', '=', '|', ',', ']':
		return true
	}
	return isSpace(before) || isFullWidthPunct(before) || unicode.In(before, unicode.Ps, unicode.Pi)
}

// tagLength returns the length of the tag name that s begins with, 0 for none. A "/" at its end
// does not belong to it.
func tagLength(s []byte) int {
	n, word, named := 0, false, false
	for n < len(s) {
		r, size := utf8.DecodeRune(s[n:])
		switch {
		case unicode.IsDigit(r):
			word = true
		case r == '_' || r == '-':
			named = true
		case r == '/':
			if n == 0 {
				return 0
			}
		case unicode.IsLetter(r) || isEmoji(r):
			word, named = true, true
		case unicode.IsMark(r), r == '\u200d': // accents, vowel signs, joined emoji
			if n == 0 {
				return 0
			}
		default:
			goto end
		}
		n += size
	}
end:
	for n > 0 && s[n-1] == '/' {
		n--
	}
	if !word || !named {
		return 0
	}
	return n
}

// isEmoji reports whether r is a picture or a part of one. The category "other symbol" has
// the pictures; arrows and box drawings in it are no names, but do no harm in one.
func isEmoji(r rune) bool {
	return r >= 0x2190 && unicode.Is(unicode.So, r) || r >= 0x1f3fb && r <= 0x1f3ff
}
