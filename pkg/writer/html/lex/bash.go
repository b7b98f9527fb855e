package lex

import (
	"strings"
	"unicode/utf8"
)

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
		i = step(e, code, i, j, class)
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
