package lex

import "strings"

// diff is the output of diff and git.
func diff(e *emitter, code string) {
	for i := 0; i < len(code); {
		end := lineEnd(code, i)
		line := code[i:end]
		if end < len(code) {
			end++
		}
		class := ""
		switch {
		case strings.HasPrefix(line, "diff ") || strings.HasPrefix(line, "index ") || strings.HasPrefix(line, "Index: "):
			class = "gh"
		case strings.HasPrefix(line, "+"):
			class = "gi"
		case strings.HasPrefix(line, "-"):
			class = "gd"
		case strings.HasPrefix(line, "@@"):
			class = "gu"
		}
		e.add(class, code[i:end])
		i = end
	}
}
