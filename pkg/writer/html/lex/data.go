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
		case c == ' ' || c == '\t':
			j = span(s, i, func(c byte) bool { return c == ' ' || c == '\t' })
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
			for j = i; j < len(s); j++ {
				if strings.IndexByte(stop, s[j]) >= 0 && (s[j] != '#' || j > 0 && s[j-1] == ' ') {
					break
				}
			}
			word := strings.TrimRight(s[i:j], " \t\r")
			if n := yamlKey(s[i:j]); flow > 0 && n > 0 {
				e.add("nt", s[i:i+n])
				e.add("", s[i+n:i+n+1])
				i += n + 1
				continue
			}
			j = i + len(word)
			class = yamlScalar(word)
		}
		if j == i {
			j = other(e, s, i)
		} else {
			e.add(class, s[i:j])
		}
		i = j
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
		if j == i {
			j = other(e, code, i)
		} else {
			e.add(class, code[i:j])
		}
		i = j
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

var (
	bashKeywords = words("k", "if fi else elif then do done while until for in case esac select function time")
	bashBuiltins = words("nb", "alias bg bind break builtin caller cd command compgen complete continue declare dirs disown echo enable eval exec exit export false fc fg getopts hash help history jobs kill let local logout popd printf pushd pwd read readonly return set shift shopt source suspend test times trap true type typeset ulimit umask unalias unset wait")
)

// bash is the shell's language.
func bash(e *emitter, code string) { bashIn(e, code, 0) }

func bashIn(e *emitter, code string, depth int) {
	inWord := func(c byte) bool {
		return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '/' || c >= 0x80
	}
	here := "" // what ends the text that begins on the next line
	for i := 0; i < len(code); {
		c := code[i]
		j, class := i, ""
		switch {
		case c == '\n' && here != "":
			e.add("", code[i:i+1])
			i++
			j, class = hereEnd(code, i, here), "s"
			here = ""
			if j == i {
				continue
			}
		case c == '#' && (i == 0 || strings.IndexByte(" \t\n;(", code[i-1]) >= 0):
			j, class = lineEnd(code, i), "c1"
			if i == 0 && strings.HasPrefix(code, "#!") {
				class = "cp"
			}
		case c == '\\' && i+1 < len(code):
			_, w := utf8.DecodeRuneInString(code[i+1:])
			j, class = i+1+w, "se"
		case c == '\'' && (i == 0 || !isLetter(code[i-1])) && strings.IndexByte(code[i+1:min(len(code), i+maxQuoted)], '\'') >= 0:
			j, class = closing(code, i+1, "'"), "s1" // not that of "don't"
		case c == '"':
			i = bashText(e, code, i, depth)
			continue
		case c == '`':
			j, class = i+1, "sb"
		case c == '$':
			if i = bashValue(e, code, i, depth); i > j {
				continue
			}
		case strings.HasPrefix(code[i:], "<<<"):
			j, class = i+3, "o"
		case strings.HasPrefix(code[i:], "<<"):
			j, class = i+2, "o"
			k := j
			if k < len(code) && code[k] == '-' {
				k++
			}
			k = span(code, k, func(c byte) bool { return c == ' ' })
			w := span(code, k, func(c byte) bool { return isLetter(c) || isDigit(c) || strings.IndexByte("_'\"\\", c) >= 0 })
			here = strings.Trim(code[k:w], `'"\`)
		case isLetter(c) || c == '_' || c >= 0x80 || c == '.' || c == '/':
			j = span(code, i, inWord)
			word := code[i:j]
			command := i == 0 || strings.IndexByte(" \t\n;(|&`", code[i-1]) >= 0
			switch {
			case j < len(code) && (code[j] == '=' || strings.HasPrefix(code[j:], "+=")) && !strings.ContainsAny(word, "-./") && command:
				class = "nv"
			case command && bashKeywords[word] != "" && (j == len(code) || strings.IndexByte(" \t\n;)", code[j]) >= 0):
				class = "k"
			case command && bashBuiltins[word] != "" && (j == len(code) || strings.IndexByte(" \t\n;)|&", code[j]) >= 0):
				class = "nb"
			}
		case isDigit(c):
			j = span(code, i, isDigit)
			if i > 0 && code[i-1] == '=' {
				class = "m"
			} else {
				j = span(code, i, inWord)
			}
		case c == '-':
			j = span(code, i+1, inWord)
		case strings.IndexByte("[]{}()=&!", c) >= 0 && (c != '(' && c != ')' || i > 0 && code[i-1] == '(' || i+1 < len(code) && code[i+1] == ')'):
			j, class = i+1, "o"
		}
		if j == i {
			j = other(e, code, i)
		} else {
			e.add(class, code[i:j])
		}
		i = j
	}
}

// maxQuoted is how far the end of a text in quotes is looked for, in bytes.
const maxQuoted = 10_000

// hereEnd returns the end of the text that a line of only word ends, or of the code.
func hereEnd(code string, i int, word string) int {
	for i < len(code) {
		end := lineEnd(code, i)
		if strings.TrimLeft(code[i:end], "\t") == word {
			return end
		}
		i = min(end+1, len(code))
	}
	return i
}

// maxShell is how deep commands inside commands are read.
const maxShell = 4

// bashValue reads what begins with a dollar at i and returns the offset behind, i for none.
func bashValue(e *emitter, code string, i, depth int) int {
	rest := code[i+1:]
	switch {
	case strings.HasPrefix(rest, "(") && depth < maxShell:
		end, open := i+2, 1
		for ; end < len(code); end++ {
			if code[end] == '(' {
				open++
			} else if code[end] == ')' {
				if open--; open == 0 {
					break
				}
			}
		}
		e.add("k", code[i:i+2])
		bashIn(e, code[i+2:end], depth+1)
		if end < len(code) {
			e.add("k", code[end:end+1])
			end++
		}
		return end
	case strings.HasPrefix(rest, "{"):
		end := i + 2
		for end < len(code) && code[end] != '}' && code[end] != '\n' {
			end++
		}
		name := span(code, i+2, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' })
		name = min(name, end)
		e.add("si", code[i:i+2])
		e.add("nv", code[i+2:name])
		e.add("", code[name:end])
		if end < len(code) && code[end] == '}' {
			e.add("si", code[end:end+1])
			end++
		}
		return end
	}
	end := span(rest, 0, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' })
	if end == 0 && rest != "" && strings.IndexByte("?#$@*!-", rest[0]) >= 0 {
		end = 1
	}
	if end == 0 {
		return i
	}
	e.add("nv", code[i:i+1+end])
	return i + 1 + end
}

// bashText reads the text in double quotes at i and returns the offset behind.
func bashText(e *emitter, code string, i, depth int) int {
	from := i
	for i++; i < len(code); {
		switch code[i] {
		case '\\':
			i = min(i+2, len(code))
			continue
		case '"':
			e.add("s2", code[from:i+1])
			return i + 1
		case '$':
			if dollar(code, i) {
				e.add("s2", code[from:i])
				from = i
				if i = bashValue(e, code, i, depth); i > from {
					from = i
					continue
				}
			}
		}
		i++
	}
	e.add("s2", code[from:min(i, len(code))])
	return min(i, len(code))
}

// dollar reports whether the dollar at i may begin a value.
func dollar(code string, i int) bool {
	return i+1 < len(code) && (isLetter(code[i+1]) || isDigit(code[i+1]) || strings.IndexByte("_({?#$@*!-", code[i+1]) >= 0)
}

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
		if j == i {
			j = other(e, s, i)
		} else {
			e.add(class, s[i:j])
		}
		i = j
	}
}
