package frontmatter

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// decodePlain reads the YAML that nearly all notes have, and much faster than the library: lines
// "key: value" at the margin, where a value is a plain text on its line, one in quotes without
// escapes, or a list of these in brackets or on lines with dashes. It reports false for everything
// else, also for what may be neither; what it reads is what the library reads. line is where raw
// begins in the file.
func decodePlain(raw string, line int) ([]field, bool) {
	raw = strings.TrimSuffix(raw, "\n")
	if raw == "" || len(raw) > maxPlain || !onlyPlain(raw) {
		return nil, false
	}
	var fields []field
	open := false // the last field may be a list on the lines that follow
	indent := 0   // of that list
	for at := line; ; at++ {
		text, rest, more := strings.Cut(raw, "\n")
		if dash := strings.TrimLeft(text, " "); open && strings.HasPrefix(dash, "- ") {
			f := &fields[len(fields)-1]
			in := len(text) - len(dash)
			if f.value.kind == nullKind {
				f.value, indent = value{kind: listKind}, in
			}
			v, ok := plainItem(dash[2:], false)
			if !ok || in != indent {
				return nil, false
			}
			f.value.list = append(f.value.list, v)
		} else {
			f, ok := plainField(text)
			if !ok {
				return nil, false
			}
			f.line = at
			fields = append(fields, f)
			open = f.value.kind == nullKind && f.value.text == "" && strings.HasSuffix(strings.TrimRight(text, " "), ":")
		}
		if !more {
			return fields, len(fields) <= maxKeys
		}
		raw = rest
	}
}

// maxPlain is how much the library is spared, in bytes.
const maxPlain = 8 << 10

// onlyPlain reports whether a text holds only characters that mean nothing else to YAML than what
// they look like: no tabs, no other line breaks than "\n", nothing invisible.
func onlyPlain(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' || c == 0x7F {
				return false
			}
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		switch {
		case 0xA1 <= r && r <= 0x2FF, 0x3041 <= r && r <= 0x3096, 0x30A1 <= r && r <= 0x30FA, 0x4E00 <= r && r <= 0x9FFF, 0xAC00 <= r && r <= 0xD7A3:
		default:
			return false
		}
		i += w
	}
	return true
}

// plainField reads "key: value".
func plainField(text string) (field, bool) {
	key, rest, ok := strings.Cut(text, ":")
	if !ok || !plainKey(key) || rest != "" && rest[0] != ' ' {
		return field{}, false
	}
	f := field{name: key}
	rest = strings.Trim(rest, " ")
	if strings.HasPrefix(rest, "[") {
		f.value, ok = plainFlow(rest)
		return f, ok
	}
	if rest == "" {
		f.value = value{kind: nullKind}
		return f, true
	}
	f.value, ok = plainItem(rest, false)
	f.plain = ok && f.value.kind == boolKind && isPlainLine(text, key, rest)
	return f, ok
}

// plainKey reports whether a key is of letters and digits, and begins with a letter.
func plainKey(key string) bool {
	for i := 0; i < len(key); i++ {
		c := key[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == '_' || c == '-' || c == ' ')) {
			return false
		}
	}
	return key != "" && len(key) <= 100 && key[len(key)-1] != ' '
}

// plainFlow reads a list in brackets.
func plainFlow(text string) (value, bool) {
	inner, ok := strings.CutSuffix(text[1:], "]")
	v := value{kind: listKind}
	if strings.Trim(inner, " ") == "" {
		return v, ok
	}
	for item := range strings.SplitSeq(inner, ",") {
		one, good := plainItem(item, true)
		v.list = append(v.list, one)
		ok = ok && good
	}
	return v, ok
}

// plainItem reads a text, in quotes or without. A comma in quotes inside brackets is no matter: what
// is left of the quotes on either side of it is not plain.
func plainItem(text string, flow bool) (value, bool) {
	text = strings.Trim(text, " ")
	if text == "" {
		return value{}, false
	}
	n := yaml.Node{Kind: yaml.ScalarNode, Value: text}
	switch c := text[0]; {
	case c == '"' || c == '\'':
		inner, ok := strings.CutSuffix(text[1:], text[:1])
		if len(text) < 2 || !ok || strings.ContainsAny(inner, `\`) || strings.IndexByte(inner, c) >= 0 {
			return value{}, false
		}
		n.Value, n.Style = inner, yaml.DoubleQuotedStyle
	case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= utf8.RuneSelf:
		special := "#"
		if flow {
			special = "#:?[]{}\"'"
		}
		if strings.ContainsAny(text, special) || strings.Contains(text, ": ") || text[len(text)-1] == ':' {
			return value{}, false
		}
	default:
		return value{}, false
	}
	return yamlScalar(&n), true
}
