package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// unescape returns text without backslash escapes and with its entities decoded.
func unescape(s []byte) string {
	if bytes.IndexByte(s, '\\') < 0 && bytes.IndexByte(s, '&') < 0 {
		return string(s)
	}
	return string(appendText(nil, s, false))
}

// appendText appends s without backslash escapes and with its entities decoded; with smart,
// quotes, dashes and dots that were not escaped become typographic ones.
func appendText(dst, s []byte, smart bool) []byte {
	special := `\&`
	if smart {
		special = "\\&'\".-"
	}
	for len(s) > 0 {
		i := bytes.IndexAny(s, special)
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		s = s[i:]
		n := 1
		switch {
		case s[0] == '\\' && len(s) > 1 && util.IsPunct(s[1]):
			dst = append(dst, s[1])
			n = 2
		case s[0] == '&':
			dst, n = appendEntity(dst, s)
		case smart && s[0] != '\\':
			dst, n = appendSmart(dst, s)
		default:
			dst = append(dst, s[0])
		}
		s = s[n:]
	}
	return dst
}

// appendEntity appends what the entity that s begins with stands for, or "&" when it begins
// with none. n is how much of s that was.
func appendEntity(dst, s []byte) (out []byte, n int) {
	end := bytes.IndexByte(s[:min(len(s), maxEntity)], ';')
	if end < 2 {
		return append(dst, '&'), 1
	}
	name := s[1:end]
	if name[0] == '#' {
		r, ok := numericEntity(name[1:])
		if !ok {
			return append(dst, '&'), 1
		}
		return utf8.AppendRune(dst, r), end + 1
	}
	if e, ok := util.LookUpHTML5EntityByName(string(name)); ok {
		return append(dst, e.Characters...), end + 1
	}
	return append(dst, '&'), 1
}

// maxEntity is longer than the longest entity, &CounterClockwiseContourIntegral;.
const maxEntity = 40

// numericEntity reads "1234" or "x4d2": up to 7 decimal or 6 hexadecimal digits.
func numericEntity(s []byte) (rune, bool) {
	base, limit := rune(10), 7
	if len(s) > 0 && s[0]|0x20 == 'x' {
		base, limit, s = 16, 6, s[1:]
	}
	if len(s) == 0 || len(s) > limit {
		return 0, false
	}
	var r rune
	for _, c := range s {
		var digit rune
		switch {
		case c >= '0' && c <= '9':
			digit = rune(c - '0')
		case base == 16 && c|0x20 >= 'a' && c|0x20 <= 'f':
			digit = rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
		r = r*base + digit
	}
	if r == 0 || !utf8.ValidRune(r) {
		return utf8.RuneError, true
	}
	return r, true
}
