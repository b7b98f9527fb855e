package render

import (
	"html/template"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// markup is HTML in the making. Nothing unescaped gets in but through raw, whose arguments are
// written in this package, and html, whose arguments are finished.
//
// The buffer comes from those that done has left, so that it need not grow each time.
type markup struct {
	out    []byte
	buffer *[]byte // where out is, if it is not larger by now
}

var spareMarkup = sync.Pool{New: func() any { b := make([]byte, 0, 4096); return &b }}

func (m *markup) begin() {
	if m.buffer == nil && m.out == nil {
		m.buffer = spareMarkup.Get().(*[]byte)
		m.out = (*m.buffer)[:0]
	}
}

func (m *markup) raw(parts ...string) *markup {
	m.begin()
	for _, p := range parts {
		m.out = append(m.out, p...)
	}
	return m
}

func (m *markup) bytes(b []byte) *markup {
	m.begin()
	m.out = append(m.out, b...)
	return m
}

// text appends s so that it is text, in an element or in a quoted attribute.
func (m *markup) text(s string) *markup {
	m.begin()
	m.out = appendEscaped(m.out, s)
	return m
}

func (m *markup) int(n int) *markup {
	m.begin()
	m.out = strconv.AppendInt(m.out, int64(n), 10)
	return m
}

// link appends <a href class>text</a>. The class may be empty.
func (m *markup) link(href, class, text string) *markup {
	m.raw(`<a href="`).text(href).raw(`"`)
	if class != "" {
		m.raw(` class="`, class, `"`)
	}
	return m.raw(`>`).text(text).raw(`</a>`)
}

// done returns the whole and leaves m empty.
func (m *markup) done() HTML {
	h := HTML(m.out)
	if m.buffer != nil && cap(m.out) <= 1<<20 {
		*m.buffer = m.out
		spareMarkup.Put(m.buffer)
	}
	*m = markup{}
	return h
}

func appendEscaped(out []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		var by string
		switch s[i] {
		case '&':
			by = "&amp;"
		case '<':
			by = "&lt;"
		case '>':
			by = "&gt;"
		case '"':
			by = "&#34;"
		case '\'':
			by = "&#39;"
		case 0:
			by = "\uFFFD"
		default:
			continue
		}
		out = append(append(out, s[from:i]...), by...)
		from = i + 1
	}
	return append(out, s[from:]...)
}

func escape(s string) HTML {
	if !strings.ContainsAny(s, "&<>\"'\x00") {
		return HTML(s)
	}
	return HTML(appendEscaped(nil, s))
}

// href marks an address that this package has encoded.
func href(s string) template.URL { return template.URL(s) }

// truncate cuts s after at most max characters, with an ellipsis: between words where the text
// has spaces, anywhere where it has none.
func truncate(s string, max int) string {
	end := 0 // of as many characters, in bytes
	for ; max > 0 && end < len(s); max-- {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	if end == len(s) {
		return s
	}
	out := s[:end]
	if space := strings.LastIndexByte(out, ' '); s[end] != ' ' && space > len(out)*2/3 {
		out = out[:space]
	}
	return strings.TrimRight(out, " ,.;:") + "…"
}
