package lex

import "strings"

// yaml reads line by line: keys, what stands behind them, and texts of several lines.
func yaml(e *emitter, code string) {
	block := -1 // indentation of the line that opened a text of several lines; -1 for none
	for i := 0; i < len(code); {
		end := lineEnd(code, i)
		line := code[i:end]
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		rest := line[indent:]
		switch {
		case block >= 0 && (rest == "" || indent > block):
			e.add("sd", line)
		case rest == "---" || rest == "...":
			block = -1
			e.add("nn", line)
		default:
			block = -1
			e.add("", line[:indent])
			if yamlLine(e, rest) {
				block = indent
			}
		}
		if end < len(code) {
			class := ""
			if block >= 0 {
				class = "sd"
			}
			e.add(class, code[end:end+1])
			end++
		}
		i = end
	}
}

// yamlLine reads a line behind its indentation and reports whether a text of several lines follows.
func yamlLine(e *emitter, s string) (block bool) {
	for strings.HasPrefix(s, "- ") || s == "-" {
		n := min(len(s), 2)
		e.add("", s[:n])
		s = s[n:]
	}
	if n := yamlKey(s); n > 0 {
		e.add("nt", s[:n])
		e.add("", s[n:n+1])
		s = s[n+1:]
	}
	flow := 0 // depth of brackets
	for i := 0; i < len(s); {
		c := s[i]
		j, class := i, ""
		switch {
		case c == '#' && (i == 0 || s[i-1] == ' ' || s[i-1] == '\t'):
			j, class = len(s), "c"
		case c == '"':
			j, class = quoted(s, i), "s2"
		case c == '\'':
			j, class = closing(s, i+1, "'"), "s1"
		case isBlank(c):
			j = span(s, i, isBlank)
		case c == '&' || c == '*':
			if j = span(s, i+1, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '-' }); j > i+1 {
				class = "cp"
			}
		case c == '!':
			j, class = span(s, i+1, func(c byte) bool { return !isBlank(c) }), "kt"
		case (c == '|' || c == '>') && flow == 0 && strings.Trim(s[i+1:], "+-0123456789 \t\r") == "":
			e.add("", s[i:])
			return true
		case strings.IndexByte("[]{},", c) >= 0:
			flow += strings.Count("[{", string(c)) - strings.Count("]}", string(c))
			j = i + 1
		default:
			stop := "#"
			if flow > 0 {
				stop = "#,[]{}"
			}
			key := false // what stands in brackets ends at its colon
			for j = i; j < len(s) && !key; j++ {
				if strings.IndexByte(stop, s[j]) >= 0 && (s[j] != '#' || j > 0 && s[j-1] == ' ') {
					break
				}
				key = flow > 0 && s[j] == ':' && j > i && (j+1 == len(s) || isBlank(s[j+1]) || strings.IndexByte(stop, s[j+1]) >= 0)
			}
			if key {
				e.add("nt", s[i:j-1])
				e.add("", s[j-1:j])
				i = j
				continue
			}
			word := strings.TrimRight(s[i:j], " \t\r")
			j = i + len(word)
			class = yamlScalar(word)
		}
		i = step(e, s, i, j, class)
	}
	return false
}

// yamlKey returns the length of the key at the beginning of s, before its colon; 0 for none.
func yamlKey(s string) int {
	if s == "" || strings.IndexByte("#[]{},&*!|>@`", s[0]) >= 0 {
		return 0
	}
	i := 0
	if s[0] == '"' || s[0] == '\'' {
		if i = quoted(s, 0); i >= len(s) || s[i] != ':' {
			return 0
		}
	}
	for ; i < len(s); i++ {
		switch {
		case s[i] == ':' && i > 0 && (i+1 == len(s) || isBlank(s[i+1])):
			return i
		case s[i] == '#' && i > 0 && s[i-1] == ' ':
			return 0
		}
	}
	return 0
}

func yamlScalar(word string) string {
	switch strings.ToLower(word) {
	case "true", "false", "yes", "no", "on", "off", "null", "~":
		return "kc"
	}
	if word != "" && strings.Trim(word, "0123456789.-+eE_:TZ") == "" && (isDigit(word[0]) || len(word) > 1 && isDigit(word[1])) {
		return "m"
	}
	return "l"
}
