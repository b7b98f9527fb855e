package keep

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// scan reads a note's JSON in one pass, as encoding/json would read it in several. It is ok only
// for what decode would take as well: whatever is unusual, such as a key that stands twice, a
// value of another type, or half a surrogate pair, is left to decode.
func scan(data []byte) (rec record, ok bool) {
	s := scanner{data: data}
	var seen [][]byte
	var timed, written bool
	ok = s.object(func(key []byte) bool {
		if slices.ContainsFunc(seen, func(k []byte) bool { return bytes.EqualFold(k, key) }) || len(seen) == maxKeys {
			return false
		}
		seen = append(seen, key)
		switch string(key) {
		case "createdTimestampUsec", "userEditedTimestampUsec":
			timed = true
		case "textContent", "textContentHtml", "listContent", "isTrashed":
			written = true
		}
		return s.field(&rec, key)
	})
	s.space()
	return rec, ok && s.at == len(data) && timed && written
}

// maxKeys is how many keys an object may have that is read in one pass.
const maxKeys = 64

func (s *scanner) field(rec *record, key []byte) bool {
	switch string(key) {
	case "color":
		return s.string(&rec.Color)
	case "isTrashed":
		return s.bool(&rec.Trashed)
	case "isPinned":
		return s.bool(&rec.Pinned)
	case "isArchived":
		return s.bool(&rec.Archived)
	case "title":
		return s.string(&rec.Title)
	case "textContent":
		return s.string(&rec.Text)
	case "textContentHtml":
		return s.string(&rec.HTML)
	case "createdTimestampUsec":
		return s.time(&rec.Created)
	case "userEditedTimestampUsec":
		return s.time(&rec.Edited)
	case "listContent":
		return list(s, &rec.List, func(it *item, key []byte) bool {
			switch string(key) {
			case "text":
				return s.string(&it.Text)
			case "textHtml":
				return s.string(&it.HTML)
			case "isChecked":
				return s.bool(&it.Checked)
			}
			return s.other(key, "text", "textHtml", "isChecked")
		})
	case "attachments":
		return list(s, &rec.Attachments, func(a *attachment, key []byte) bool {
			switch string(key) {
			case "filePath":
				return s.string(&a.Path)
			case "mimetype":
				return s.string(&a.MediaType)
			}
			return s.other(key, "filePath", "mimetype")
		})
	case "labels":
		return list(s, &rec.Labels, func(l *label, key []byte) bool {
			if string(key) == "name" {
				return s.string(&l.Name)
			}
			return s.other(key, "name")
		})
	case "annotations":
		return list(s, &rec.Annotations, func(a *annotation, key []byte) bool {
			switch string(key) {
			case "title":
				return s.string(&a.Title)
			case "description":
				return s.string(&a.Description)
			case "url":
				return s.string(&a.URL)
			}
			return s.other(key, "title", "description", "url")
		})
	}
	return s.other(key, "color", "isTrashed", "isPinned", "isArchived", "title", "textContent", "textContentHtml", "createdTimestampUsec",
		"userEditedTimestampUsec", "listContent", "attachments", "labels", "annotations")
}

// A scanner reads JSON. Its methods leave out the value that comes next and report whether it was
// read; after false the scanner is of no use any more.
type scanner struct {
	data  []byte
	at    int
	depth int
}

// maxDepth is how deep values may nest that are read in one pass.
const maxDepth = 64

func (s *scanner) space() {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\n' || s.data[s.at] == '\t' || s.data[s.at] == '\r') {
		s.at++
	}
}

// next reports whether c comes next, behind white space, and passes it.
func (s *scanner) next(c byte) bool {
	s.space()
	if s.at < len(s.data) && s.data[s.at] == c {
		s.at++
		return true
	}
	return false
}

// object calls value for each key of an object, to read the key's value. Keys are ASCII without
// escapes.
func (s *scanner) object(value func(key []byte) bool) bool {
	if !s.next('{') {
		return false
	}
	if s.next('}') {
		return true
	}
	for {
		key, plain, ok := s.quoted()
		if !ok || !plain || slices.ContainsFunc(key, func(c byte) bool { return c >= utf8.RuneSelf }) || !s.next(':') || !value(key) {
			return false
		}
		if !s.next(',') {
			return s.next('}')
		}
	}
}

// array calls value for each value of an array, to read it.
func (s *scanner) array(value func() bool) bool {
	if !s.next('[') {
		return false
	}
	if s.next(']') {
		return true
	}
	for {
		if !value() {
			return false
		}
		if !s.next(',') {
			return s.next(']')
		}
	}
}

// list reads an array of objects, field by field.
func list[T any](s *scanner, to *[]T, field func(to *T, key []byte) bool) bool {
	*to = []T{}
	return s.array(func() bool {
		var one T
		ok := s.object(func(key []byte) bool { return field(&one, key) })
		*to = append(*to, one)
		return ok
	})
}

// quoted reads a string as it is written, without its quotes. plain says that it has no escapes.
func (s *scanner) quoted() (text []byte, plain, ok bool) {
	if !s.next('"') {
		return nil, false, false
	}
	plain = true
	for i := s.at; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '"':
			text = s.data[s.at:i]
			s.at = i + 1
			return text, plain, true
		case c < ' ':
			return nil, false, false
		case c == '\\':
			plain = false
			i++
		}
	}
	return nil, false, false
}

func (s *scanner) string(to *string) bool {
	text, plain, ok := s.quoted()
	if !ok {
		return false
	}
	if plain {
		*to = string(text)
		return true
	}
	*to, ok = unescape(text)
	return ok
}

// escapes are the letters that stand for others behind a backslash.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape decodes a string. Half a surrogate pair is not ok.
func unescape(text []byte) (string, bool) {
	var sb strings.Builder
	sb.Grow(len(text))
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			sb.Write(text)
			return sb.String(), true
		}
		sb.Write(text[:i])
		text = text[i+1:]
		if c := escapes[text[0]]; c != 0 {
			sb.WriteByte(c)
			text = text[1:]
			continue
		}
		r, ok := codeUnit(text)
		if !ok {
			return "", false
		}
		text = text[5:]
		if utf16.IsSurrogate(r) {
			if len(text) == 0 || text[0] != '\\' {
				return "", false
			}
			low, ok := codeUnit(text[1:])
			if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
				return "", false
			}
			text = text[6:]
		}
		sb.WriteRune(r)
	}
}

// codeUnit reads "u" and four hexadecimal digits.
func codeUnit(text []byte) (r rune, ok bool) {
	if len(text) < 5 || text[0] != 'u' {
		return 0, false
	}
	for _, c := range text[1:5] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

func (s *scanner) bool(to *bool) bool {
	s.space()
	*to = s.literal("true")
	return *to || s.literal("false")
}

func (s *scanner) literal(word string) bool {
	if !bytes.HasPrefix(s.data[s.at:], []byte(word)) {
		return false
	}
	s.at += len(word)
	return true
}

// time reads a whole number of microseconds.
func (s *scanner) time(to *usec) bool {
	s.space()
	from := s.at
	for s.at < len(s.data) && '0' <= s.data[s.at] && s.data[s.at] <= '9' {
		s.at++
	}
	digits := s.data[from:s.at]
	if len(digits) > 1 && digits[0] == '0' {
		return false
	}
	n, err := strconv.ParseInt(string(digits), 10, 64)
	*to = usec(n)
	return err == nil
}

// other passes the value of a key that means nothing here. One that is known but for its case is
// none of these.
func (s *scanner) other(key []byte, known ...string) bool {
	for _, k := range known {
		if len(k) == len(key) && strings.EqualFold(k, string(key)) {
			return false
		}
	}
	return s.value()
}

// value passes any value but the odd numbers that nobody writes.
func (s *scanner) value() bool {
	s.space()
	if s.depth == maxDepth || s.at == len(s.data) {
		return false
	}
	s.depth++
	defer func() { s.depth-- }()
	switch c := s.data[s.at]; {
	case c == '{':
		return s.object(func([]byte) bool { return s.value() })
	case c == '[':
		return s.array(s.value)
	case c == '"':
		text, plain, ok := s.quoted()
		if ok && !plain {
			_, ok = unescape(text)
		}
		return ok
	case '0' <= c && c <= '9':
		var n usec
		return s.time(&n)
	}
	return s.literal("true") || s.literal("false") || s.literal("null")
}
