package keep

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// addTags takes "#word" and web addresses in the text of blocks for tags and links, as Keep shows
// them.
func (b *body) addTags(blocks []note.Block) {
	for _, block := range blocks {
		switch block := block.(type) {
		case *note.Paragraph:
			block.Inlines = b.tagged(block.Inlines)
		case *note.Heading:
			block.Inlines = b.tagged(block.Inlines)
		case *note.Quote:
			b.addTags(block.Blocks)
		case *note.Div:
			b.addTags(block.Blocks)
		case *note.List:
			for _, it := range block.Items {
				b.addTags(it.Blocks)
			}
		}
	}
}

func (b *body) tagged(in []note.Inline) []note.Inline {
	var out []note.Inline
	for i, node := range in {
		switch node := node.(type) {
		case *note.Text:
			for _, part := range importer.PlainInlines(node.Value) {
				if t, ok := part.(*note.Text); ok {
					out = b.appendTagged(out, t.Value, i == 0 || isBreak(in[i-1]))
				} else {
					out = append(out, part)
				}
			}
			continue
		case *note.Styled:
			node.Inlines = b.tagged(node.Inlines)
		}
		out = append(out, node)
	}
	return out
}

func isBreak(in note.Inline) bool {
	_, ok := in.(*note.Break)
	return ok
}

// appendTagged appends a line of text with its tags. A tag stands at the beginning of a line or
// after a space or an opening bracket. It is made of letters of any script, digits and "_-/", at
// least one of them no digit. A label of the note that goes on beyond that, as "#to do" does, is
// left as text: the note carries it as a tag anyway, and "to" is none.
func (b *body) appendTagged(out []note.Inline, s string, lineStart bool) []note.Inline {
	begin := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '#' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		if i == 0 && !lineStart || i > 0 && !unicode.IsSpace(before) && !strings.ContainsRune("([{“‘「『", before) {
			continue
		}
		name := tagName(s[i+1:])
		if name == "" || b.longerLabel(s[i+1:], name) {
			continue
		}
		if begin < i {
			out = append(out, &note.Text{Value: s[begin:i]})
		}
		out = append(out, &note.Hashtag{Name: name})
		begin = i + 1 + len(name)
		i = begin - 1
	}
	if begin < len(s) {
		out = append(out, &note.Text{Value: s[begin:]})
	}
	return out
}

// tagName returns the tag that s begins with, "" for none.
func tagName(s string) string {
	end, word := len(s), false
	for i, r := range s {
		if !unicode.In(r, unicode.L, unicode.M, unicode.N) && !strings.ContainsRune("_-/", r) {
			end = i
			break
		}
		word = word || !unicode.IsNumber(r)
	}
	name := strings.Trim(s[:end], "/")
	if !word || name == "" || !strings.HasPrefix(s, name) {
		return ""
	}
	return name
}

func (b *body) longerLabel(s, name string) bool {
	for _, l := range b.labels {
		if len(l) > len(name) && strings.HasPrefix(s, l) {
			return true
		}
	}
	return false
}
