package lex

import "strings"

// html is HTML and XML, with the scripts and styles in it.
func html(e *emitter, code string) {
	for i := 0; i < len(code); {
		j, class := i, ""
		switch {
		case strings.HasPrefix(code[i:], "<!--"):
			j, class = closing(code, i+4, "-->"), "c"
		case strings.HasPrefix(code[i:], "<![CDATA["):
			j, class = closing(code, i+9, "]]>"), "cp"
		case strings.HasPrefix(code[i:], "<!"), strings.HasPrefix(code[i:], "<?"):
			j, class = closing(code, i+2, ">"), "cp"
		case code[i] == '<' && i+1 < len(code) && (isLetter(code[i+1]) || code[i+1] == '/'):
			i = htmlTag(e, code, i)
			continue
		case code[i] == '&':
			if k := span(code, i+1, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '#' }); k > i+1 && k < len(code) && code[k] == ';' {
				j, class = k+1, "ni"
			}
		}
		if j == i {
			j = i + 1
			for j < len(code) && code[j] != '<' && code[j] != '&' {
				j++
			}
		}
		e.add(class, code[i:j])
		i = j
	}
}

// htmlTag reads a tag, and what a script or style holds, and returns the offset behind.
func htmlTag(e *emitter, code string, i int) int {
	inName := func(c byte) bool { return !isBlank(c) && c != '>' && c != '/' && c != '=' && c != '<' }
	open := i + 1
	if open < len(code) && code[open] == '/' {
		open++
	}
	e.add("", code[i:open])
	j := span(code, open, inName)
	name := strings.ToLower(code[open:j])
	e.add("nt", code[open:j])
	for i = j; i < len(code) && code[i] != '>' && code[i] != '<'; {
		c := code[i]
		j, class := i+1, ""
		switch {
		case c == '"' || c == '\'':
			j, class = closing(code, i+1, string(c)), "s"
		case c == '=':
			class = "o"
		case isBlank(c):
			j = span(code, i, isBlank)
		case inName(c):
			j, class = span(code, i, inName), "na"
			if i > 0 && code[i-1] == '=' {
				class = "s"
			}
		}
		e.add(class, code[i:j])
		i = j
	}
	if i < len(code) && code[i] == '>' {
		e.add("", code[i:i+1])
		i++
	}
	if open == i || code[open-1] == '/' {
		return i
	}
	var inner func(*emitter, string)
	switch name {
	case "script":
		inner = javascript.run
	case "style":
		inner = css
	default:
		return i
	}
	end := len(code)
	for k := i; k < len(code); k++ {
		if code[k] == '<' && k+2+len(name) <= len(code) && strings.EqualFold(code[k+1:k+2+len(name)], "/"+name) {
			end = k
			break
		}
	}
	inner(e, code[i:end])
	return end
}
