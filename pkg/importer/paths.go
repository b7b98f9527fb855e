package importer

import (
	"fmt"
	"strings"
	"unicode"

	"memopress/pkg/note"
)

// Paths makes up paths for notes whose app keeps them in no files. Give it the notes in an order
// that a later export keeps, such as that of their creation: of two notes that want one path the
// second gets a number. The zero value is ready to use; it is not safe for concurrent use.
type Paths struct {
	taken map[string]bool // folded
	next  map[string]int
}

// maxSegment is how long a file's name may be in bytes, its ending and a number included: most
// file systems take 255.
const maxSegment = 200

// Give returns the path of a note or a file: its notebook's folders and its name with the
// extension, made safe for every file system. It differs from all paths that were given before
// by more than case and composition.
func (p *Paths) Give(notebook []string, name, ext string) string {
	var sb strings.Builder
	for _, part := range notebook {
		sb.WriteString(Segment(part))
		sb.WriteByte('/')
	}
	stem := sb.String() + Segment(name)
	if p.taken == nil {
		p.taken, p.next = map[string]bool{}, map[string]int{}
	}
	want := stem + ext
	first := foldName(want)
	key := first
	for i := max(p.next[first], 2); p.taken[key]; i++ {
		want = fmt.Sprintf("%s (%d)%s", stem, i, ext)
		key = foldName(want)
		p.next[first] = i + 1
	}
	p.taken[key] = true
	return want
}

func foldName(s string) string { return Composed(foldCase(Composed(s), nil)) }

// Segment makes text one segment of a path: NFC, one line, without what file systems or
// wikilinks refuse, never empty and no longer than 200 bytes.
func Segment(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r == '\\' || r == '|' || r == '#' || r == '^' || r == ':' || r == '*' || r == '"' || r == '<' || r == '>' || r == '?':
			return '-'
		case r == '[':
			return '('
		case r == ']':
			return ')'
		case unicode.IsControl(r), r == '\ufeff', r == '\u200b', r == '\ufffd':
			return ' '
		}
		return r
	}, OneLine(s))
	if !isSimple(s) || !isOneLine(s) {
		s = strings.Join(strings.Fields(s), " ")
	}
	s = strings.Trim(s, " .")
	for len(s) > maxSegment {
		runes := []rune(s)
		s = strings.TrimRight(string(runes[:len(runes)*maxSegment/len(s)]), " .")
	}
	if s == "" {
		return "_"
	}
	return s
}

// maxTitle is how long a title taken from a text may be, in characters.
const maxTitle = 80

// TitleOf returns a title made from the first words of a body, for notes that have none: its
// first line, cut at a word after 80 characters. It is empty for a body without words.
func TitleOf(blocks []note.Block) string {
	title := ""
	note.Walk(blocks, func(node any) bool {
		if title != "" {
			return false
		}
		switch node := node.(type) {
		case *note.Paragraph:
			title = firstLine(node.Inlines)
		case *note.Heading:
			title = firstLine(node.Inlines)
		case *note.Code:
			if node.Lang != note.Encrypted {
				title, _, _ = strings.Cut(strings.TrimSpace(node.Text), "\n")
				title = OneLine(title)
			}
		}
		return true
	})
	return Shorten(title, maxTitle)
}

// firstLine is the text of inlines up to the first hard break that has words before it.
func firstLine(inlines []note.Inline) string {
	for i, in := range inlines {
		if br, ok := in.(*note.Break); ok && br.Hard {
			if s := OneLine(note.PlainText(inlines[:i])); s != "" {
				return s
			}
		}
	}
	return OneLine(note.PlainText(inlines))
}

// Shorten cuts s after at most limit characters, at a space where there is one in the second
// half, and says so with an ellipsis.
func Shorten(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	cut := string(runes[:limit])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + "…"
}

// TextProperty returns a property of one text.
func TextProperty(name, value string) note.Property {
	return note.Property{Name: name, Type: note.TextProperty, Value: []note.Value{{Text: value}}}
}

// TypedProperty returns a property of one value of the given type, as package note writes it.
func TypedProperty(name string, t note.PropertyType, value string) note.Property {
	return note.Property{Name: name, Type: t, Value: []note.Value{{Text: value}}}
}

// ListProperty returns a property of several texts.
func ListProperty(name string, values ...string) note.Property {
	p := note.Property{Name: name, Type: note.ListProperty}
	for _, v := range values {
		p.Value = append(p.Value, note.Value{Text: v})
	}
	return p
}

// CleanTag makes text a tag: no "#" before it, no empty parts, spaces joined.
func CleanTag(s string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimLeft(OneLine(s), "#"), "/") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}
