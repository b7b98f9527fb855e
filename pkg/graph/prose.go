package graph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// A passage is a stretch of running text for searching. What is not prose (links, embeds, code,
// formulas, tags) is one barrier in it, which is part of no word.
type passage struct {
	inlines []note.Inline
	at      place
	text    string // in lower case and NFC
	offsets []int  // where each character of text is in the flat text of inlines; nil when at the same place
}

// barrier stands in a passage for what is not prose.
const (
	barrier     = '\uFFFC'
	barrierText = string(barrier)
)

// unprosaic are the HTML elements whose text is not prose.
func unprosaic(tag string) bool {
	switch tag {
	case "a", "code", "kbd", "pre", "samp", "tt", "var":
		return true
	}
	return false
}

// tagDepth returns how many elements without prose are open after a tag.
func tagDepth(open int, tag *note.Tag) int {
	if !unprosaic(tag.Name()) {
		return open
	}
	if !tag.Closing() {
		return open + 1
	}
	return max(0, open-1)
}

// linkLength is how many characters of flat text a link takes.
func linkLength(l *note.Link) (n int) {
	note.WalkInlines(l.Inlines, func(m any) bool {
		n += leafLength(m)
		_, inner := m.(*note.InlineNote)
		return !inner
	})
	return n
}

// proseText returns the text of inlines, character for character as leafLength counts them, but
// for the footnotes written in it.
func proseText(inlines []note.Inline) string {
	var sb strings.Builder
	skip := 0 // depth of HTML elements without prose
	hide := func(n int) {
		for range n {
			sb.WriteRune(barrier)
		}
	}
	note.WalkInlines(inlines, func(n any) bool {
		switch n := n.(type) {
		case *note.Text:
			if skip > 0 {
				hide(leafLength(n))
				break
			}
			if utf8.ValidString(n.Value) {
				sb.WriteString(n.Value)
				break
			}
			for _, r := range n.Value { // a broken byte is one character
				sb.WriteRune(r)
			}
		case *note.Break:
			sb.WriteByte(' ')
		case *note.Link:
			hide(linkLength(n))
			return false
		case *note.Tag:
			skip = tagDepth(skip, n)
		case *note.InlineNote:
			return false
		default:
			hide(leafLength(n))
		}
		return true
	})
	return sb.String()
}

// foldText returns text as titles and prose are compared: NFC and lower case, one character for
// one. Text that was not in NFC comes with the place of each character.
func foldText(s string) (string, []int) {
	var offsets []int
	if !surelyNFC(s) && !norm.NFC.IsNormalString(s) {
		s, offsets = compose(s)
	}
	return strings.Map(lower, s), offsets
}

// surelyNFC reports whether s holds only characters that NFC never changes: a quick answer for
// nearly all text.
func surelyNFC(s string) bool {
	for _, r := range s {
		if !neverComposed(r) {
			return false
		}
	}
	return true
}

// neverComposed reports whether NFC never changes r, nor what stands beside it: a quick answer for
// nearly all characters.
func neverComposed(r rune) bool {
	switch {
	case r < 0x300, 0x2010 <= r && r <= 0x2027, 0x3001 <= r && r <= 0x3029, 0x3041 <= r && r <= 0x3096,
		0x309B <= r && r <= 0x30FF, 0x4E00 <= r && r <= 0x9FFF, 0xAC00 <= r && r <= 0xD7A3, r == barrier:
		return true
	}
	return false
}

// lower folds one character.
func lower(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u202f':
		return ' '
	case r < 0x80 || 0x2E80 <= r && r <= 0x9FFF || 0xAC00 <= r && r <= 0xD7A3:
		return r
	case r == 'ς':
		return 'σ'
	case r == '’':
		return '\''
	}
	return unicode.ToLower(r)
}

// compose returns s in NFC with the place in s of each character, and of the end.
func compose(s string) (string, []int) {
	var sb strings.Builder
	var offsets []int
	var it norm.Iter
	it.InitString(norm.NFC, s)
	chars, last := 0, 0
	for !it.Done() {
		seg := it.Next()
		sb.Write(seg)
		for range string(seg) {
			offsets = append(offsets, chars)
		}
		for range s[last:it.Pos()] {
			chars++
		}
		last = it.Pos()
	}
	return sb.String(), append(offsets, chars)
}

// isWordRune reports whether r can be part of a word.
func isWordRune(r rune) bool {
	switch {
	case r < 0x80:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	case 0xAC00 <= r && r <= 0xD7A3 || 0x4E00 <= r && r <= 0x9FFF:
		return true
	}
	return r != barrier && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// A script says how words are set apart.
type script uint8

const (
	noWord   script = iota // not part of a word
	spaced                 // Latin, Cyrillic and most others: words stand between spaces
	hangul                 // words stand between spaces, with particles behind them
	han                    // no spaces; also hiragana, Thai, Lao, Khmer and Burmese
	katakana               // no spaces, but a run of it is a word
)

func scriptOf(r rune) script {
	switch {
	case r < utf8.RuneSelf:
		return asciiScript[r]
	case 0xAC00 <= r && r <= 0xD7A3:
		return hangul
	case 0x4E00 <= r && r <= 0x9FFF:
		return han
	case r == 'ー' || unicode.Is(unicode.Katakana, r):
		return katakana
	case !isWordRune(r):
		return noWord
	case r < 0x0E00:
		return spaced
	case unicode.Is(unicode.Hangul, r):
		return hangul
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return han
	}
	return spaced
}
