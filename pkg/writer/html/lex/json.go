package lex

import "strings"

// json is JSON, with comments for those who write them.
func json(e *emitter, code string) {
	for i := 0; i < len(code); {
		c := code[i]
		j, class := i, ""
		switch {
		case c == '"':
			j, class = quoted(code, i), "s2"
			if k := span(code, j, isBlank); k < len(code) && code[k] == ':' {
				class = "nt"
			}
		case isDigit(c):
			j, class = number(code, i)
		case c == '-' && i+1 < len(code) && isDigit(code[i+1]):
			j, class = number(code, i+1)
		case strings.HasPrefix(code[i:], "//"):
			j, class = lineEnd(code, i), "c1"
		case strings.HasPrefix(code[i:], "/*"):
			j, class = closing(code, i+2, "*/"), "cm"
		case isLetter(c):
			j = span(code, i, isLetter)
			if w := code[i:j]; w == "true" || w == "false" || w == "null" {
				class = "kc"
			}
		default:
			i = other(e, code, i)
			continue
		}
		e.add(class, code[i:j])
		i = j
	}
}
