package tree

import (
	"strings"

	"golang.org/x/net/html"
)

// startTag reads the start tag that comes next: letters in lower case, values in quotes.
func (b *builder) startTag() (name string, attrs []html.Attribute, empty, ok bool) {
	src, i := b.src, b.at+1
	for i < len(src) && isName(src[i]) {
		i++
	}
	name = src[b.at+1 : i]
	n := 0
	for {
		spaced := false
		for i < len(src) && isSpace(src[i]) {
			i++
			spaced = true
		}
		if i >= len(src) {
			return "", nil, false, false
		}
		switch src[i] {
		case '>':
			b.at = i + 1
			return name, b.attrs.last(n), false, true
		case '/':
			if i+1 >= len(src) || src[i+1] != '>' {
				return "", nil, false, false
			}
			b.at = i + 2
			return name, b.attrs.last(n), true, true
		}
		from := i
		for i < len(src) && isName(src[i]) {
			i++
		}
		key := src[from:i]
		if !spaced && from > 0 && src[from-1] != '"' && src[from-1] != '\'' || key == "" || i >= len(src) {
			return "", nil, false, false
		}
		value := ""
		switch c := src[i]; {
		case c == '=':
			if i+1 >= len(src) || src[i+1] != '"' && src[i+1] != '\'' {
				return "", nil, false, false
			}
			end := strings.IndexByte(src[i+2:], src[i+1])
			if end < 0 {
				return "", nil, false, false
			}
			if value, ok = unescaped(src[i+2 : i+2+end]); !ok {
				return "", nil, false, false
			}
			i += 2 + end + 1
		case !isSpace(c) && c != '>' && c != '/':
			return "", nil, false, false
		}
		if b.attribute(n, key, value) {
			n++
		}
	}
}

func isName(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == ':' || c == '.'
}

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// named are the entities that may stand in an attribute's value on the short way.
var named = []string{"&amp;", "&quot;", "&lt;", "&gt;", "&apos;", "&nbsp;"}

// unescaped decodes the entities of an attribute's value. Where it depends on all the names that
// there are, ok is false.
func unescaped(value string) (string, bool) {
	at := strings.IndexByte(value, '&')
	if at < 0 {
		return value, true
	}
	var sb strings.Builder
	for at >= 0 {
		sb.WriteString(value[:at])
		value = value[at:]
		end := 1
		if end < len(value) && value[end] == '#' {
			end++
		}
		for end < len(value) && isAlnum(value[end]) {
			end++
		}
		switch {
		case end < len(value) && value[end] == ';' && end > 1:
			entity := value[:end+1]
			known := entity[1] == '#' && len(entity) > 3
			for _, name := range named {
				known = known || entity == name
			}
			if !known {
				return "", false
			}
			sb.WriteString(html.UnescapeString(entity))
			end++
		case end == 1, value[1] != '#' && end < len(value) && value[end] == '=':
			sb.WriteString(value[:end])
		default:
			return "", false
		}
		value = value[end:]
		at = strings.IndexByte(value, '&')
	}
	sb.WriteString(value)
	return sb.String(), true
}
