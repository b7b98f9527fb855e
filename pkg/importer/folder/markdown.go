package folder

import (
	"bytes"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// markdown reads Markdown with the front matter of any generator. Plain Markdown joins lines, so
// single line ends are no breaks here.
func (r *reader) markdown(n *note.Note, f importer.File, report diag.Reporter) error {
	text, err := f.Text(r.opts.Encoding, report)
	if err != nil {
		return err
	}
	if bytes.Contains(text, []byte("\r\n")) {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	}
	plain := string(text)
	prepared := plain
	for _, d := range r.dialects {
		if d.prepare != nil {
			prepared = d.prepare(prepared)
		}
	}
	if prepared != plain {
		text = []byte(prepared)
	}
	importer.Markdown(n, text, f.Place,
		frontmatter.Options{Report: report, Location: r.opts.Location, MultiMarkdown: true},
		markdown.Options{Dialect: markdown.Obsidian, HardBreaks: r.opts.HardBreaks != nil && *r.opts.HardBreaks,
			Emoji: r.opts.Emoji, SmartPunct: r.opts.SmartPunct, Report: report})
	takeHeading(n)
	return nil
}

// takeHeading makes a first heading of words the title of a note that has no other.
// The heading stays where it is, because links may lead to it; a page says it once all the same.
func takeHeading(n *note.Note) {
	if n.Title != "" || len(n.Body) == 0 {
		return
	}
	if h, ok := n.Body[0].(*note.Heading); ok && h.Level == 1 && h.ID == "" && note.OnlyWords(h.Inlines) {
		n.Title = oneLine(note.PlainText(h.Inlines))
	}
}
