// Package edn reads EDN, the data notation of Clojure (github.com/edn-format/edn), in which
// Logseq and Roam keep settings and exports.
//
// No input makes it panic or recurse deeper than a fixed bound; what is not EDN is an error that
// names the byte.
package edn

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The values besides nil, bool, string, int64, float64 and rune.
type (
	Keyword string // without its colon: "block/title"
	Symbol  string
	Vector  []any
	List    []any
	Set     []any
	Map     []Pair // in source order
	Tagged  struct {
		Tag   string // without "#"
		Value any
	}
)

// A Pair is an entry of a Map.
type Pair struct{ Key, Value any }

// Get returns the value of a keyword, nil when the map has none. Of several the last counts.
func (m Map) Get(key Keyword) any {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i].Key == any(key) {
			return m[i].Value
		}
	}
	return nil
}

// Text returns the string of a keyword, "" when the map has none or another type.
func (m Map) Text(key Keyword) string {
	s, _ := m.Get(key).(string)
	return s
}

// maxDepth is how deep values may be nested.
const maxDepth = 500

// Parse reads the first value of src.
func Parse(src []byte) (any, error) {
	p := &parser{src: string(src)}
	p.src = strings.TrimPrefix(p.src, "\ufeff")
	v, err := p.value(0)
	if err != nil {
		return nil, fmt.Errorf("not EDN at byte %d: %w", p.at, err)
	}
	return v, nil
}

type parser struct {
	src string
	at  int
}

// errEnd is a closing bracket or the end where a value was wanted.
type errEnd struct{ found string }

func (e errEnd) Error() string { return "a value is missing before " + e.found }

// space skips white space, comments and discarded values.
func (p *parser) space(depth int) error {
	for p.at < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.at:])
		switch {
		case unicode.IsSpace(r) || r == ',':
			p.at += size
		case r == ';':
			i := strings.IndexByte(p.src[p.at:], '\n')
			if i < 0 {
				i = len(p.src) - p.at - 1
			}
			p.at += i + 1
		case strings.HasPrefix(p.src[p.at:], "#_"):
			p.at += 2
			if _, err := p.value(depth + 1); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return nil
}

func (p *parser) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("more than %d values are nested", maxDepth)
	}
	if err := p.space(depth); err != nil {
		return nil, err
	}
	if p.at >= len(p.src) {
		return nil, errEnd{"the end"}
	}
	switch c := p.src[p.at]; c {
	case ')', ']', '}':
		return nil, errEnd{string(c)}
	case '(':
		l, err := p.items(')', depth)
		return List(l), err
	case '[':
		l, err := p.items(']', depth)
		return Vector(l), err
	case '{':
		return p.entries(depth)
	case '"':
		return p.text()
	case '\\':
		return p.char()
	case '#':
		return p.dispatch(depth)
	case '^', '\'', '`', '~', '@': // of Clojure's reader; configurations have been seen to hold them
		p.at++
		return p.value(depth + 1)
	}
	return p.word()
}

func (p *parser) items(end byte, depth int) ([]any, error) {
	p.at++
	var out []any
	for {
		if err := p.space(depth); err != nil {
			return nil, err
		}
		if p.at < len(p.src) && p.src[p.at] == end {
			p.at++
			return out, nil
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (p *parser) entries(depth int) (any, error) {
	all, err := p.items('}', depth)
	if err != nil {
		return nil, err
	}
	if len(all)%2 != 0 {
		return nil, fmt.Errorf("a map with a key and no value")
	}
	m := make(Map, 0, len(all)/2)
	for i := 0; i < len(all); i += 2 {
		m = append(m, Pair{all[i], all[i+1]})
	}
	return m, nil
}

func (p *parser) text() (any, error) {
	var sb strings.Builder
	for i := p.at + 1; i < len(p.src); i++ {
		switch c := p.src[i]; c {
		case '"':
			p.at = i + 1
			return sb.String(), nil
		case '\\':
			i++
			if i >= len(p.src) {
				return nil, errEnd{"the end"}
			}
			switch e := p.src[i]; e {
			case 'n':
				sb.WriteByte('\n')
			case 't':
				sb.WriteByte('\t')
			case 'r':
				sb.WriteByte('\r')
			case 'b':
				sb.WriteByte('\b')
			case 'f':
				sb.WriteByte('\f')
			case 'u':
				if i+4 < len(p.src) {
					if n, err := strconv.ParseUint(p.src[i+1:i+5], 16, 32); err == nil {
						sb.WriteRune(rune(n))
						i += 4
						continue
					}
				}
				sb.WriteByte('u')
			default:
				sb.WriteByte(e)
			}
		default:
			sb.WriteByte(c)
		}
	}
	return nil, fmt.Errorf("a string without its end")
}

// names of characters.
var chars = map[string]rune{"newline": '\n', "return": '\r', "space": ' ', "tab": '\t', "formfeed": '\f', "backspace": '\b'}

func (p *parser) char() (any, error) {
	p.at++
	if p.at >= len(p.src) {
		return nil, errEnd{"the end"}
	}
	r, size := utf8.DecodeRuneInString(p.src[p.at:])
	start := p.at
	p.at += size
	for p.at < len(p.src) && !ends(p.src[p.at]) {
		p.at++
	}
	word := p.src[start:p.at]
	if named, ok := chars[word]; ok {
		return named, nil
	}
	if hex, ok := strings.CutPrefix(word, "u"); ok && len(hex) == 4 {
		if n, err := strconv.ParseUint(hex, 16, 32); err == nil {
			return rune(n), nil
		}
	}
	p.at = start + size
	return r, nil
}

func (p *parser) dispatch(depth int) (any, error) {
	p.at++
	if p.at >= len(p.src) {
		return nil, errEnd{"the end"}
	}
	switch p.src[p.at] {
	case '{':
		l, err := p.items('}', depth)
		return Set(l), err
	case '(': // a function of Clojure's
		l, err := p.items(')', depth)
		return List(l), err
	case '"': // a regular expression of Clojure's
		return p.text()
	case '\'', '#':
		p.at++
		return p.value(depth + 1)
	}
	tag := p.take()
	if tag == "" {
		return nil, fmt.Errorf("“#” before nothing")
	}
	v, err := p.value(depth + 1)
	return Tagged{tag, v}, err
}

func ends(c byte) bool { return strings.IndexByte(" \t\r\n,;()[]{}\"", c) >= 0 }

func (p *parser) take() string {
	start := p.at
	for p.at < len(p.src) && !ends(p.src[p.at]) {
		p.at++
	}
	return p.src[start:p.at]
}

func (p *parser) word() (any, error) {
	start := p.at
	w := p.take()
	switch {
	case w == "":
		return nil, fmt.Errorf("%q stands where a value should", p.src[start:start+1])
	case w == "nil":
		return nil, nil
	case w == "true", w == "false":
		return w == "true", nil
	case w[0] == ':':
		return Keyword(w[1:]), nil
	}
	if c := w[len(w)-1]; w[0] >= '0' && w[0] <= '9' || len(w) > 1 && strings.IndexByte("+-.", w[0]) >= 0 && w[1] >= '0' && w[1] <= '9' {
		number := w
		if c == 'N' || c == 'M' {
			number = w[:len(w)-1]
		}
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			return n, nil
		}
		if f, err := strconv.ParseFloat(number, 64); err == nil {
			return f, nil
		}
	}
	return Symbol(w), nil
}
