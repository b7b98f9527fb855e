package lex

import "strings"

// ini is the format of many settings: sections, names and values; TOML, too.
func ini(e *emitter, code string) {
	for i := 0; i < len(code); {
		end := lineEnd(code, i)
		line := code[i:end]
		indent := span(line, 0, isBlank)
		e.add("", line[:indent])
		rest := line[indent:]
		switch {
		case strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, ";"):
			e.add("c1", rest)
		case strings.HasPrefix(rest, "[") && strings.HasSuffix(strings.TrimRight(rest, " \t\r"), "]"):
			e.add("k", rest)
		default:
			if n := strings.IndexByte(rest, '='); n > 0 {
				name := strings.TrimRight(rest[:n], " \t")
				e.add("na", name)
				e.add("", rest[len(name):n])
				e.add("o", rest[n:n+1])
				rest = rest[n+1:]
			}
			value(e, rest)
		}
		if end < len(code) {
			e.add("", code[end:end+1])
			end++
		}
		i = end
	}
}

// value reads a value of settings.
func value(e *emitter, s string) {
	for i := 0; i < len(s); {
		c := s[i]
		j, class := i, ""
		switch {
		case c == '"' || c == '\'':
			j, class = quoted(s, i), "s2"
		case c == '#' && i > 0 && s[i-1] == ' ':
			j, class = len(s), "c1"
		case isDigit(c):
			j, class = number(s, i)
		case isLetter(c):
			j = span(s, i, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '-' })
			if w := s[i:j]; w == "true" || w == "false" {
				class = "kc"
			}
		}
		i = step(e, s, i, j, class)
	}
}
