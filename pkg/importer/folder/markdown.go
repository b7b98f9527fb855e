package folder

import (
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// markdown reads Markdown with the front matter of any generator. Plain Markdown joins lines, so
// single line ends are no breaks here.
func (r *reader) markdown(n *note.Note, f importer.File) error {
	text, err := f.Text(r.opts.Encoding, r.sink)
	if err != nil {
		return err
	}
	importer.Markdown(n, text, f.Place,
		frontmatter.Options{Report: r.sink, Location: r.opts.Location, MultiMarkdown: true},
		markdown.Options{Dialect: markdown.Obsidian, HardBreaks: r.opts.HardBreaks != nil && *r.opts.HardBreaks,
			Emoji: r.opts.Emoji, SmartPunct: r.opts.SmartPunct, Report: r.sink})
	takeHeading(n)
	return nil
}

// takeHeading makes the first heading of the first level the title of a note that has no other.
// A heading that says what the title says is taken off the body, so that a page says it once.
func takeHeading(n *note.Note) {
	if len(n.Body) == 0 {
		return
	}
	h, ok := n.Body[0].(*note.Heading)
	if !ok || h.Level != 1 || h.ID != "" {
		return
	}
	text := oneLine(note.PlainText(h.Inlines))
	if n.Title == "" {
		n.Title = text
	}
	if text == n.Title && isPlain(h.Inlines) {
		n.Body = n.Body[1:]
	}
}

// isPlain reports whether a heading holds nothing that a title would lose.
func isPlain(inlines []note.Inline) bool {
	plain := true
	note.WalkInlines(inlines, func(node any) bool {
		switch node.(type) {
		case *note.Text, *note.Styled, *note.CodeSpan, *note.Break:
		default:
			plain = false
		}
		return plain
	})
	return plain
}
