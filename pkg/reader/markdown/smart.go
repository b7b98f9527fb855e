package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// appendSmart appends the typographic form of the quote, dash or dots that s begins with, and
// returns how much of s that was. What dst ends in tells opening quotes from closing ones: a
// quote opens after a space, an opening bracket, a dash or another opening quote.
func appendSmart(dst, s []byte) (out []byte, n int) {
	switch s[0] {
	case '.':
		if bytes.HasPrefix(s, []byte("...")) {
			return append(dst, "…"...), 3
		}
	case '-':
		return appendDash(dst, s)
	case '"':
		if quoteOpens(dst) {
			return append(dst, "“"...), 1
		}
		return append(dst, "”"...), 1
	case '\'':
		// '90s is an apostrophe although it looks like an opening quote.
		if quoteOpens(dst) && !(len(s) > 1 && s[1] >= '0' && s[1] <= '9') {
			return append(dst, "‘"...), 1
		}
		return append(dst, "’"...), 1
	}
	return append(dst, s[0]), 1
}

// appendDash appends "--" as an en dash and "---" as an em dash. A longer run is no dash.
func appendDash(dst, s []byte) (out []byte, n int) {
	for n < len(s) && s[n] == '-' {
		n++
	}
	switch n {
	case 2:
		return append(dst, "–"...), n
	case 3:
		return append(dst, "—"...), n
	}
	return append(dst, s[:n]...), n
}

func quoteOpens(before []byte) bool {
	r, n := utf8.DecodeLastRune(before)
	return n == 0 || isSpace(r) || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pd)
}
