package lex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A text is a kind of literal.
type text struct {
	open, shut string
	class      string
	raw        bool   // a backslash is nothing special
	lines      bool   // it may go on over line ends
	escape     bool   // escapes have a class of their own
	inner      string // opens code inside, up to the brace that closes it: "${", "{"; empty for none
	braces     bool   // inner is "{", and "{{" is none
}

// A family is a language whose code is words, numbers, literals, comments and signs.
type family struct {
	line     []string          // begin a comment up to the end of the line
	block    [][2]string       // begin and end one over lines
	doc      string            // class of block comments; "cm" when empty
	nested   bool              // block comments may hold others
	texts    []text            // the longest opening first
	prefixes string            // letters that may stand before an opening, such as r and f
	words    map[string]string // class by word
	fold     bool              // words in any case
	naming   map[string]string // class of the name behind a word: func → nf
	call     string            // class of a name before "("
	bang     string            // class of a name before "!(", "!["
	sign     string            // characters of names besides letters, digits and "_"
	at       string            // class of "@name"
	hash     bool              // lines that begin with "#" are for a preprocessor
	regexp   bool              // a slash where a value may stand opens a pattern
	life     bool              // 'a without a closing quote is a lifetime
	colon    bool              // a colon is an operator
	typed    bool              // a name in upper case behind a colon is a type
}

const operators = "+-*/%=<>!&|^~?"

func (f *family) run(e *emitter, code string) {
	value := true // a value may stand here: what a slash means
	next := ""    // class of the next name
	later := ""   // class of the next name behind parentheses
	start := true // of a line, but for blanks
	for i := 0; i < len(code); {
		c := code[i]
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			j := i + 1
			for j < len(code) && (code[j] == ' ' || code[j] == '\t') {
				j++
			}
			e.add("", code[i:j])
			start = start || c == '\n'
			i = j
			continue
		}
		first := start
		start = false
		if f.hash && first && c == '#' {
			j := lineEnd(code, i)
			for j < len(code) && j > i && code[j-1] == '\\' {
				j = lineEnd(code, j+1)
			}
			e.add("cp", code[i:j])
			i = j
			continue
		}
		if j, class := f.comment(code, i); j > i {
			e.add(class, code[i:j])
			i = j
			continue
		}
		if j := f.text(e, code, i); j > i {
			i, value, next = j, false, ""
			continue
		}
		switch {
		case isDigit(c) || c == '.' && i+1 < len(code) && isDigit(code[i+1]):
			j, class := number(code, i)
			e.add(class, code[i:j])
			i, value = j, false
		case f.at != "" && c == '@' && i+1 < len(code) && f.names(code[i+1:]) > 0:
			j := i + 1 + f.names(code[i+1:])
			for j < len(code) && code[j] == '.' && f.names(code[j+1:]) > 0 {
				j += 1 + f.names(code[j+1:])
			}
			e.add(f.at, code[i:j])
			i, value = j, false
		case f.names(code[i:]) > 0:
			j := i + f.names(code[i:])
			word := code[i:j]
			class := f.classOf(word, code[j:], next, i > 0 && code[i-1] == '.')
			if f.typed && class == "" && 'A' <= word[0] && word[0] <= 'Z' && strings.HasSuffix(strings.TrimRight(code[max(0, i-4):i], " "), ":") {
				class = "kt"
			}
			next = ""
			if n, ok := f.naming[word]; ok {
				next = n
			}
			if class == "fm" {
				j++ // the "!"
			}
			for class == "nn" && j < len(code) && code[j] == '.' && f.names(code[j+1:]) > 0 {
				j += 1 + f.names(code[j+1:])
			}
			e.add(class, code[i:j])
			i = j
			value = class == "k" || class == "kr" || class == "ow"
		case f.regexp && c == '/' && value && pattern(code[i:]) > 0:
			j := i + pattern(code[i:])
			e.add("sr", code[i:j])
			i, value = j, false
		case f.life && c == '\'' && i+1 < len(code) && f.names(code[i+1:]) > 0:
			j := i + 1 + f.names(code[i+1:])
			e.add("", code[i:j])
			i = j
		case strings.IndexByte(operators, c) >= 0, c == ':' && (f.colon || strings.HasPrefix(code[i:], ":=")):
			e.add("o", code[i:i+1])
			i, value = i+1, true
		default:
			_, w := utf8.DecodeRuneInString(code[i:])
			e.add("", code[i:i+w])
			i, value = i+w, c != ')' && c != ']' && c != '}'
			switch c {
			case '(': // func (receiver) name
				next, later = "", next
			case ')':
				next, later = later, ""
			default:
				next, later = "", ""
			}
		}
	}
}

// comment returns the end of the comment at i, i when there is none.
func (f *family) comment(code string, i int) (int, string) {
	for _, b := range f.block {
		if !strings.HasPrefix(code[i:], b[0]) {
			continue
		}
		class := "cm"
		if f.doc != "" {
			class = f.doc
		}
		depth := 1
		for j := i + len(b[0]); j < len(code); {
			switch {
			case strings.HasPrefix(code[j:], b[1]):
				j += len(b[1])
				if depth--; depth == 0 || !f.nested {
					return j, class
				}
			case f.nested && strings.HasPrefix(code[j:], b[0]):
				depth++
				j += len(b[0])
			default:
				j++
			}
		}
		return len(code), class
	}
	for _, l := range f.line {
		if strings.HasPrefix(code[i:], l) {
			return lineEnd(code, i), "c1"
		}
	}
	return i, ""
}

// text emits the literal at i and returns its end, i when there is none.
func (f *family) text(e *emitter, code string, i int) int {
	at := i
	for at < len(code) && at-i < 3 && strings.IndexByte(f.prefixes, code[at]|0x20) >= 0 {
		at++
	}
	if at > i && (at == len(code) || code[at] != '"' && code[at] != '\'' && !(f.life && code[at] == '#')) {
		at = i
	}
	for k := range f.texts {
		t := &f.texts[k]
		if !strings.HasPrefix(code[at:], t.open) {
			continue
		}
		if f.life && t.open == "'" && !character(code[at:]) {
			return i
		}
		own := *t
		for _, p := range code[i:at] {
			switch p | 0x20 {
			case 'r':
				own.raw = true
			case 'b', 'u':
				own.inner = ""
			}
		}
		if own.braces && !strings.ContainsAny(code[i:at], "fF$") {
			own.inner = ""
		}
		if at > i {
			e.add("sa", code[i:at])
		}
		return f.literal(e, code, at, &own)
	}
	return i
}

// literal emits a literal that opens at i and returns its end.
func (f *family) literal(e *emitter, code string, i int, t *text) int {
	from := i
	for i += len(t.open); i < len(code); {
		switch c := code[i]; {
		case !t.raw && c == '\\' && i+1 < len(code):
			_, w := utf8.DecodeRuneInString(code[i+1:])
			if t.escape {
				e.add(t.class, code[from:i])
				e.add("se", code[i:i+1+w])
				from = i + 1 + w
			}
			i += 1 + w
		case strings.HasPrefix(code[i:], t.shut):
			i += len(t.shut)
			e.add(t.class, code[from:i])
			return i
		case c == '\n' && !t.lines:
			e.add(t.class, code[from:i])
			return i
		case t.inner != "" && strings.HasPrefix(code[i:], t.inner):
			if t.braces && strings.HasPrefix(code[i:], "{{") {
				i += 2
				continue
			}
			end := i + len(t.inner) + inside(code[i+len(t.inner):], t.lines)
			if end == len(code) || code[end] != '}' {
				i += len(t.inner)
				continue
			}
			e.add(t.class, code[from:i])
			e.add("si", code[i:i+len(t.inner)])
			f.run(e, code[i+len(t.inner):end])
			e.add("si", code[end:end+1])
			i = end + 1
			from = i
		default:
			i++
		}
	}
	e.add(t.class, code[from:i])
	return i
}

// maxInner is how far the code inside a literal is looked for, in bytes.
const maxInner = 500

// inside returns the offset of the brace that closes code inside a literal, or where it was given
// up. Literals inside that code are no deeper than one more.
func inside(code string, lines bool) int {
	depth := 0
	for i := 0; i < len(code) && i < maxInner; i++ {
		switch code[i] {
		case '{':
			if depth++; depth > 8 {
				return len(code)
			}
		case '}':
			if depth == 0 {
				return i
			}
			depth--
		case '`':
			return len(code)
		case '\n':
			if !lines {
				return len(code)
			}
		}
	}
	return len(code)
}

// classOf returns the class of a word, given what follows it.
func (f *family) classOf(word, rest, next string, member bool) string {
	key := word
	if f.fold {
		key = strings.ToLower(word)
	}
	class, known := f.words[key]
	switch {
	case known && !(member && class != "k"):
		return class
	case next != "":
		return next
	case f.bang != "" && len(rest) > 1 && rest[0] == '!' && strings.IndexByte("([{", rest[1]) >= 0:
		return f.bang
	case f.call != "" && strings.HasPrefix(rest, "("):
		return f.call
	}
	return ""
}

// names returns the length of the name at the beginning of s, 0 for none.
func (f *family) names(s string) int {
	i := 0
	for i < len(s) {
		c := s[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || isDigit(c) && i > 0 || c < 0x80 && strings.IndexByte(f.sign, c) >= 0:
			i++
		case c >= 0x80:
			r, w := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				return i
			}
			i += w
		default:
			return i
		}
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// number returns the end of the number at i, and its class.
func number(code string, i int) (int, string) {
	j := i
	if code[i] == '0' && i+1 < len(code) {
		digits, class := isHex, "mh"
		switch code[i+1] | 0x20 {
		case 'x':
		case 'b':
			class = "mb"
		case 'o':
			class = "mo"
		default:
			digits = nil
		}
		if digits != nil {
			for j += 2; j < len(code) && (digits(code[j]) || code[j] == '_'); j++ {
			}
			return suffix(code, j), class
		}
	}
	class := "mi"
	for ; j < len(code); j++ {
		c := code[j]
		switch {
		case isDigit(c) || c == '_':
		case c == '.' && class == "mi" && j+1 < len(code) && isDigit(code[j+1]):
			class = "mf"
		case c|0x20 == 'e' && j+1 < len(code) && (isDigit(code[j+1]) || (code[j+1] == '+' || code[j+1] == '-') && j+2 < len(code) && isDigit(code[j+2])):
			class = "mf"
			j++
		default:
			return suffix(code, j), class
		}
	}
	return j, class
}

// suffix returns the end of the letters that say what type a number is.
func suffix(code string, i int) int {
	for n := 0; i < len(code) && n < 5 && ('a' <= code[i]|0x20 && code[i]|0x20 <= 'z' || n > 0 && isDigit(code[i])); n++ {
		i++
	}
	return i
}

// maxPattern is how long a regular expression may be, in bytes.
const maxPattern = 500

// pattern returns the length of the regular expression at the beginning of s, 0 for none.
func pattern(s string) int {
	class := false
	for i := 1; i < len(s) && i < maxPattern; i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '\n':
			return 0
		case '/':
			if class {
				continue
			}
			if i == 1 {
				return 0
			}
			for i++; i < len(s) && 'a' <= s[i] && s[i] <= 'z'; i++ {
			}
			return i
		}
	}
	return 0
}

// character reports whether s begins with a character between quotes, and not with a lifetime.
func character(s string) bool {
	if len(s) < 3 {
		return false
	}
	if s[1] == '\\' {
		return true
	}
	_, w := utf8.DecodeRuneInString(s[1:])
	return strings.HasPrefix(s[1+w:], "'")
}

// lineEnd returns the offset of the line's end, before its "\n".
func lineEnd(code string, i int) int {
	if i >= len(code) {
		return len(code)
	}
	if n := strings.IndexByte(code[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(code)
}
