package html

import "unicode/utf8"

// appendText appends s as text or as the value of a quoted attribute. What HTML or XML cannot hold
// is replaced: control characters are dropped, CR becomes LF, bad UTF-8 becomes U+FFFD.
func appendText(out []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		var with string
		size := 1
		switch {
		case c == '&':
			with = "&amp;"
		case c == '<':
			with = "&lt;"
		case c == '>':
			with = "&gt;"
		case c == '"':
			with = "&quot;"
		case c == '\r':
			with = "\n"
			if i+1 < len(s) && s[i+1] == '\n' {
				size = 2
			}
		case c == 0:
			with = "\uFFFD"
		case c < 0x20 && c != '\n' && c != '\t' || c == 0x7f:
			// dropped
		case c < utf8.RuneSelf:
			i++
			continue
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && n == 1, r == 0xFFFE, r == 0xFFFF:
				with, size = "\uFFFD", n
			case r >= 0x80 && r < 0xA0:
				size = n // C1 controls
			default:
				i += n
				continue
			}
		}
		out = append(out, s[start:i]...)
		out = append(out, with...)
		i += size
		start = i
	}
	return append(out, s[start:]...)
}

// appendAttr appends ` name="value"`.
func appendAttr(out []byte, name, value string) []byte {
	out = append(out, ' ')
	out = append(out, name...)
	out = append(out, `="`...)
	out = appendText(out, value)
	return append(out, '"')
}

func (s *state) raw(markup string)       { s.out = append(s.out, markup...) }
func (s *state) text(t string)           { s.out = appendText(s.out, t) }
func (s *state) attr(name, value string) { s.out = appendAttr(s.out, name, value) }
func (s *state) newline() {
	if n := len(s.out); n > 0 && s.out[n-1] != '\n' {
		s.out = append(s.out, '\n')
	}
}
