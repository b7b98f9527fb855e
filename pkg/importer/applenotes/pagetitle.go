package applenotes

import (
	"memopress/pkg/note"
)

// firstLine returns the first line of text in blocks.
func firstLine(blocks []note.Block) string {
	first := ""
	note.Walk(blocks, func(node any) bool {
		if first != "" {
			return false
		}
		switch node := node.(type) {
		case *note.Paragraph:
			first = oneLine(note.PlainText(upToBreak(node.Inlines)))
		case *note.Heading:
			first = oneLine(note.PlainText(node.Inlines))
		}
		return true
	})
	return first
}

func upToBreak(inlines []note.Inline) []note.Inline {
	for i, in := range inlines {
		if _, ok := in.(*note.Break); ok {
			return inlines[:i]
		}
	}
	return inlines
}

// dropTitle takes the first line off blocks if it repeats the title and is words only.
func dropTitle(blocks []note.Block, title string) []note.Block {
	if len(blocks) == 0 || title == "" {
		return blocks
	}
	switch b := blocks[0].(type) {
	case *note.Heading:
		if b.ID == "" && note.OnlyWords(b.Inlines) && oneLine(note.PlainText(b.Inlines)) == title {
			return blocks[1:]
		}
	case *note.Paragraph:
		line := upToBreak(b.Inlines)
		if b.ID != "" || !note.OnlyWords(line) || oneLine(note.PlainText(line)) != title {
			return blocks
		}
		if len(line) == len(b.Inlines) {
			return blocks[1:]
		}
		b.Inlines = b.Inlines[len(line)+1:]
	}
	return blocks
}
