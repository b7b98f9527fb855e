package markdown

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// frontMatter writes what a note says outside of its body, "" when that is nothing.
func frontMatter(n *note.Note) string {
	var m matter
	if n.Title != "" && n.Title != n.Name {
		m.scalar("title", text(n.Title))
	}
	m.list("aliases", n.Aliases)
	m.list("tags", n.Tags)
	switch n.Visibility.State {
	case note.MarkedPublic:
		m.scalar("publish", "true")
	case note.MarkedPrivate:
		m.scalar("publish", "false")
	}
	m.time("created", n.Created)
	m.time("updated", n.Updated)
	m.optional("lang", n.Lang)
	m.optional("permalink", n.Permalink)
	m.optional("description", n.Summary)
	if n.Image != nil {
		m.scalar("image", text(imageText(n.Image)))
	}
	m.list("cssclasses", n.Classes)
	if n.Order > 0 {
		m.scalar("weight", strconv.Itoa(n.Order))
	}
	for _, p := range n.Properties {
		p.Name = propertyName(p.Name)
		m.property(p)
	}
	if m.sb.Len() == 0 {
		return ""
	}
	return "---\n" + m.sb.String() + "---\n"
}

type matter struct{ sb strings.Builder }

func (m *matter) scalar(name, value string) {
	fmt.Fprintf(&m.sb, "%s: %s\n", key(name), value)
}

func (m *matter) optional(name, value string) {
	if value != "" {
		m.scalar(name, text(value))
	}
}

func (m *matter) time(name string, t time.Time) {
	if !t.IsZero() {
		m.scalar(name, t.Format("2006-01-02T15:04:05.999999Z07:00"))
	}
}

func (m *matter) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(&m.sb, "%s:\n", key(name))
	for _, v := range values {
		fmt.Fprintf(&m.sb, "  - %s\n", text(v))
	}
}

func (m *matter) property(p note.Property) {
	switch {
	case p.Type == note.ListProperty && len(p.Value) == 0:
		m.scalar(p.Name, "[]")
	case p.Type == note.ListProperty:
		values := make([]string, len(p.Value))
		for i, v := range p.Value {
			values[i] = v.Text
		}
		m.list(p.Name, values)
	case len(p.Value) == 0:
		fmt.Fprintf(&m.sb, "%s:\n", key(p.Name))
	case p.Type != note.TextProperty && plainValue.MatchString(p.Value[0].Text):
		m.scalar(p.Name, p.Value[0].Text)
	default:
		m.scalar(p.Name, text(p.Value[0].Text))
	}
}

// plainValue matches the numbers, booleans and dates that keep their type without quotes.
var plainValue = regexp.MustCompile(`^(?:[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:?\d\d)?)?)$`)

// plainText reports whether YAML takes s for text, and for nothing else, without quotes.
func plainText(s string) bool {
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || r == '_' || r == '/':
		case i == 0 || !unicode.IsMark(r) && !unicode.IsNumber(r) && !strings.ContainsRune(" .()+-", r):
			return false
		}
	}
	return s != "" && !reserved(s)
}

// reserved reports whether YAML, or a reader of an older YAML, takes a word for something else.
func reserved(s string) bool {
	for _, word := range []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"} {
		if strings.EqualFold(s, word) {
			return true
		}
	}
	return false
}

// text writes a string as YAML.
func text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if plainText(s) && !strings.HasSuffix(s, " ") {
		return s
	}
	var sb strings.Builder
	sb.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			sb.WriteByte('\\')
			sb.WriteRune(r)
		case r == '\n':
			sb.WriteString(`\n`)
		case r == '\t':
			sb.WriteString(`\t`)
		case r > 0xFFFF && !unicode.IsPrint(r):
			fmt.Fprintf(&sb, `\U%08X`, r)
		case r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xFEFF || !unicode.IsPrint(r) && !unicode.IsMark(r):
			fmt.Fprintf(&sb, `\u%04X`, r)
		default:
			sb.WriteRune(r)
		}
	}
	sb.WriteByte('"')
	return sb.String()
}

// key writes a property's name.
func key(name string) string {
	if plainText(name) {
		return name
	}
	return text(name)
}

// propertyName renames a property that would decide about publishing, as a column of some
// database may be called: it never did so in its source.
func propertyName(name string) string {
	if decides[fold(name)] {
		return "x-" + name
	}
	return name
}

// decides are the folded names that the front matter reader takes for visibility.
var decides = map[string]bool{
	"publish": true, "published": true, "public": true, "dgpublish": true,
	"private": true, "draft": true, "unlisted": true, "visibility": true,
}

func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(name))
}

func imageText(r *note.Ref) string {
	switch r.Kind {
	case note.RefName:
		return "[[" + wikiTarget(*r) + "]]"
	case note.RefURL:
		return r.Target
	}
	return "[image](" + destination(*r) + ")"
}
