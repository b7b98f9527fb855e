package lex

import "strings"

// css is CSS and SCSS.
func css(e *emitter, code string) {
	inName := func(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' || c == '_' || c >= 0x80 }
	depth := 0
	value := false // behind the colon of a declaration
	for i := 0; i < len(code); {
		c := code[i]
		j, class := i, ""
		switch {
		case strings.HasPrefix(code[i:], "/*"):
			j, class = closing(code, i+2, "*/"), "c"
		case strings.HasPrefix(code[i:], "//") && (i == 0 || code[i-1] != ':'):
			j, class = lineEnd(code, i), "c1"
		case c == '"' || c == '\'':
			j, class = quoted(code, i), "s2"
			if c == '\'' {
				class = "s1"
			}
		case c == '@':
			if j = span(code, i+1, inName); j > i+1 {
				class = "k"
			}
		case c == '$':
			j, class = span(code, i+1, inName), "nv"
		case c == '#' && value:
			if j = span(code, i+1, isHex); j > i+1 {
				class = "mh"
			}
		case (c == '.' || c == '#') && !value && i+1 < len(code) && inName(code[i+1]) && !isDigit(code[i+1]):
			e.add("", code[i:i+1])
			i++
			j, class = span(code, i, inName), "nc"
			if c == '#' {
				class = "nn"
			}
		case isDigit(c) || (c == '.' || c == '-') && value && i+1 < len(code) && isDigit(code[i+1]):
			j, class = span(code, i+1, func(c byte) bool { return isDigit(c) || c == '.' }), "mi"
			e.add(class, code[i:j])
			i, j = j, span(code, j, func(c byte) bool { return isLetter(c) || c == '%' })
			class = "kt"
			if j == i {
				continue
			}
		case inName(c):
			j = span(code, i, inName)
			k := span(code, j, isBlank)
			switch {
			case value && j < len(code) && code[j] == '(':
				class = "nb"
			case value:
				class = "kc"
			case depth > 0 && k < len(code) && code[k] == ':' && declares(code[k+1:]):
				class = "k"
				if strings.HasPrefix(code[i:], "--") {
					class = "nv"
				}
			case i > 0 && code[i-1] == ':':
				class = "nd"
			default:
				class = "nt"
			}
		case c == '{':
			depth++
			value = false
		case c == '}':
			depth = max(0, depth-1)
			value = false
		case c == ';':
			value = false
		case c == ':':
			value = value || depth > 0 && declares(code[i+1:])
		case strings.IndexByte(">+~*=", c) >= 0:
			j, class = i+1, "o"
		}
		i = step(e, code, i, j, class)
	}
}

// declares reports whether what follows a colon is the value of a property, and not a pseudo-class:
// whether it ends before a block begins.
func declares(rest string) bool {
	for i := 0; i < len(rest) && i < 300; i++ {
		switch rest[i] {
		case ';', '}':
			return true
		case '{':
			return false
		}
	}
	return true
}
