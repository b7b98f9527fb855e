package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// action writes the value of a pipeline, whose last commands are the escapers that html/template
// has put there. An action without them is none that html/template has seen.
func (c *compiler) action(p *parse.PipeNode, dot variable) (step, error) {
	n := len(p.Cmds)
	for n > 0 && escaperOf(p.Cmds[n-1]) != "" {
		n--
	}
	value, err := c.pipe(p.Cmds[:n], dot)
	if err != nil || n == len(p.Cmds) {
		return nil, errOther
	}
	text, err := wordsOf(value.of)
	if err != nil {
		return nil, err
	}
	var chain []appender
	of := value.of
	for _, cmd := range p.Cmds[n:] {
		write, err := escaper(escaperOf(cmd), of)
		if err != nil {
			return nil, err
		}
		if write != nil {
			chain = append(chain, write)
		}
		of = reflect.TypeFor[string]()
	}
	return func(m *machine) bool {
		v, ok := value.get(m)
		if !ok {
			return false
		}
		s := text(v)
		for i := 0; i+1 < len(chain); i++ {
			if m.space = chain[i](m.space[:0], s); string(m.space) != s {
				s = string(m.space)
			}
		}
		if len(chain) == 0 {
			m.out = append(m.out, s...)
			return true
		}
		m.out = chain[len(chain)-1](m.out, s)
		return true
	}, nil
}

// escaperOf returns the name of html/template's function that a command is, else "".
func escaperOf(cmd *parse.CommandNode) string {
	if id, ok := cmd.Args[0].(*parse.IdentifierNode); ok && len(cmd.Args) == 1 && strings.HasPrefix(id.Ident, "_html_template_") {
		return id.Ident
	}
	return ""
}

// wordsOf returns how values of a type are written as text.
func wordsOf(t reflect.Type) (func(reflect.Value) string, error) {
	if t.Implements(reflect.TypeFor[fmt.Stringer]()) || t.Implements(reflect.TypeFor[error]()) || t.Implements(reflect.TypeFor[fmt.Formatter]()) {
		return nil, errOther
	}
	switch t.Kind() {
	case reflect.String:
		return reflect.Value.String, nil
	case reflect.Int:
		return func(v reflect.Value) string { return strconv.FormatInt(v.Int(), 10) }, nil
	case reflect.Bool:
		return func(v reflect.Value) string { return strconv.FormatBool(v.Bool()) }, nil
	}
	return nil, errOther
}

// An appender writes a string in an escaped form behind what it is given.
type appender func(out []byte, s string) []byte

// escaper returns what one of html/template's escapers does to values of a type: nil for nothing.
// See the functions of these names in html/template, html.go and url.go.
func escaper(name string, of reflect.Type) (appender, error) {
	if of.PkgPath() == "html/template" && of != reflect.TypeFor[template.HTML]() && of != reflect.TypeFor[template.URL]() {
		return nil, errOther
	}
	isHTML, isURL := of == reflect.TypeFor[template.HTML](), of == reflect.TypeFor[template.URL]()
	switch name {
	case "_html_template_htmlescaper":
		if isHTML {
			return nil, nil
		}
		return appendText, nil
	case "_html_template_attrescaper", "_html_template_rcdataescaper":
		if isHTML {
			return nil, errOther
		}
		return appendText, nil
	case "_html_template_urlfilter":
		if isURL {
			return nil, nil
		}
		return appendSafe, nil
	case "_html_template_urlnormalizer":
		return func(out []byte, s string) []byte { return appendURL(out, s, &normal) }, nil
	case "_html_template_urlescaper":
		if isURL {
			return func(out []byte, s string) []byte { return appendURL(out, s, &normal) }, nil
		}
		return func(out []byte, s string) []byte { return appendURL(out, s, &unreserved) }, nil
	}
	return nil, errOther
}

// entities are what stands for a byte in text and in quoted attributes.
var entities = [256]string{
	0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
}

func appendText(out []byte, s string) []byte {
	done := 0
	for i := range len(s) {
		if entity := entities[s[i]]; entity != "" {
			out = append(append(out, s[done:i]...), entity...)
			done = i + 1
		}
	}
	return append(out, s[done:]...)
}

// appendSafe writes an address unless its scheme is one that could run a script.
func appendSafe(out []byte, s string) []byte {
	scheme, _, ok := strings.Cut(s, ":")
	if ok && !strings.Contains(scheme, "/") && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
		return append(out, "#ZgotmplZ"...)
	}
	return append(out, s...)
}

// unreserved are the bytes that stand for themselves in any part of an address, normal those that
// a whole address may have.
var unreserved, normal = bytesOf("-._~"), bytesOf("-._~!#$&*+,/:;=?@[]")

func bytesOf(more string) (set [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + more) {
		set[c] = true
	}
	return set
}

// appendURL writes an address with all but some bytes encoded. What is encoded in a whole address
// stays so.
func appendURL(out []byte, s string, plain *[256]bool) []byte {
	const digits = "0123456789abcdef"
	done := 0
	for i := range len(s) {
		c := s[i]
		if plain[c] || c == '%' && plain == &normal && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			continue
		}
		out = append(append(out, s[done:i]...), '%', digits[c>>4], digits[c&15])
		done = i + 1
	}
	return append(out, s[done:]...)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
