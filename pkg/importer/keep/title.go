package keep

import (
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// maxTitle is how many characters of the first line make the title of a note without one.
const maxTitle = 60

// title returns the note's title; without one its first line, its time or the name of its file.
func (b *body) title(rec record) string {
	if t := importer.OneLine(rec.Title); t != "" {
		return t
	}
	if first := firstLine(b.note.Body); first != "" {
		return shorten(first)
	}
	if !b.note.Created.IsZero() {
		return b.note.Created.In(b.opts.Location).Format("2006-01-02 15:04")
	}
	return nameOf(b.file)
}

// shorten cuts a long line, between words where there are any.
func shorten(line string) string {
	r := []rune(line)
	if len(r) <= maxTitle {
		return line
	}
	cut := string(r[:maxTitle])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,.;:-") + "…"
}

// firstLine returns the first line of text in blocks.
func firstLine(blocks []note.Block) string {
	first := ""
	note.Walk(blocks, func(node any) bool {
		if first != "" {
			return false
		}
		switch node := node.(type) {
		case *note.Paragraph:
			first = lineOf(node.Inlines)
		case *note.Heading:
			first = lineOf(node.Inlines)
		}
		return true
	})
	return first
}

func lineOf(inlines []note.Inline) string {
	for i, in := range inlines {
		if _, ok := in.(*note.Break); ok {
			inlines = inlines[:i]
			break
		}
	}
	return importer.OneLine(note.PlainText(inlines))
}
