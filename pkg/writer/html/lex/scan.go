package lex

import (
	"strings"
	"unicode/utf8"
)

// other adds one character without a class and returns the offset behind it.
func other(e *emitter, code string, i int) int {
	_, w := utf8.DecodeRuneInString(code[i:])
	e.add("", code[i:i+w])
	return i + w
}

// step adds code from i to j, or one character without a class where nothing was found: j is i. It
// returns the offset behind.
func step(e *emitter, code string, i, j int, class string) int {
	if j == i {
		return other(e, code, i)
	}
	e.add(class, code[i:j])
	return j
}

// closing returns the offset behind the next shut from i on, or the end.
func closing(code string, i int, shut string) int {
	if n := strings.Index(code[i:], shut); n >= 0 {
		return i + n + len(shut)
	}
	return len(code)
}

// quoted returns the end of the text in quotes that begins at i, on its line.
func quoted(code string, i int) int {
	quote := code[i]
	for i++; i < len(code) && code[i] != '\n'; i++ {
		switch code[i] {
		case '\\':
			if i+1 < len(code) && code[i+1] != '\n' {
				i++
			}
		case quote:
			return i + 1
		}
	}
	return i
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// span returns the end of the run of bytes from i on that accept takes.
func span(code string, i int, accept func(byte) bool) int {
	for i < len(code) && accept(code[i]) {
		i++
	}
	return i
}
