package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// text writes text with a backslash before each character that would be read as syntax where it
// stands. next is the first character behind the text; a space stands for the edge of a line.
func (o *output) text(s string, next rune) {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
	before := o.last()
	escaped := false // the character before was written with a backslash
	for i := 0; i < len(s); {
		if plain := plainLength(s[i:]); plain > 0 {
			o.WriteString(s[i : i+plain])
			i += plain
			before, escaped = lastRune(s[:i]), false
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		rest := s[i+size:]
		after := next
		if rest != "" {
			after = firstRune(rest)
		}
		switch {
		case r == '\n' || r == '\r':
			r = ' '
		case r == ']' && o.at.link && o.Len() == 0:
			// "[\] x](y)" at the start of a list item would be a task.
			o.WriteString("&#93;")
			before, i = r, i+size
			continue
		case r < utf8.RuneSelf && o.needsEscape(byte(r), before, after, next, rest, i > 0, escaped):
			o.WriteByte('\\')
			escaped = true
		default:
			escaped = false
		}
		o.WriteRune(r)
		before = r
		i += size
	}
}

// plainLength returns how many bytes of s, from its beginning, mean nothing but themselves.
func plainLength(s string) int {
	for i := range len(s) {
		if special[s[i]] {
			return i
		}
	}
	return len(s)
}

// special are the characters that needsEscape, or text itself, may write otherwise.
var special = func() (set [256]bool) {
	for _, c := range []byte("\n\r\\`*_~=[]!^<&#$%|:") {
		set[c] = true
	}
	return set
}()

// needsEscape decides about one ASCII character of text between before and after, where rest is
// the text behind it and next is what follows that. run is set when
// before is part of the text too, escaped when it was escaped.
func (o *output) needsEscape(c byte, before, after, next rune, rest string, run, escaped bool) bool {
	switch c {
	case '\\':
		return rest == "" || isPunct(after) && after < utf8.RuneSelf
	case '`':
		return true
	case '*':
		return !isSpace(before) || !isSpace(after)
	case '_':
		if before == '_' && run {
			return escaped // as the first of the run
		}
		right := next
		if t := strings.TrimLeft(rest, "_"); t != "" {
			right = firstRune(t)
		}
		return !(isSpace(before) && isSpace(right)) && !(wordlike(before) && wordlike(right))
	case '~', '=':
		return rune(c) == after || rune(c) == before
	case '[':
		end := strings.IndexByte(rest, ']')
		return o.at.link || after == '[' || after == '^' || end < 0 || end+1 < len(rest) && strings.IndexByte("([:", rest[end+1]) >= 0
	case ']':
		return o.at.link || after == '(' || after == '[' || after == ':'
	case '!':
		return after == '[' && rest == "" || o.at.link && o.Len() == 0 // [!x](y) in a quotation would be a callout
	case '^':
		return after == '[' || rest == "" || isSpace(before)
	case '<':
		return rest == "" || after == '/' || after == '!' || after == '?' || isWord(after)
	case '&':
		return looksEntity("&" + rest)
	case '#':
		return !wordlike(before) && (continuesTag(after) || rest == "" && !isSpace(after))
	case '$':
		return o.at.dollars
	case '%':
		return after == '%' || before == '%'
	case '|':
		return o.at.cell
	case ':':
		return before == ']'
	}
	return false
}

// wordlike reports whether an underscore beside r can be no mark on that side.
func wordlike(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
