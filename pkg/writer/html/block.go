package html

import (
	"strconv"

	"memopress/pkg/note"
)

// blocks writes a list of blocks: raw tags opened in it end with it.
func (s *state) blocks(blocks []note.Block) {
	old := s.enter()
	for _, b := range blocks {
		s.block(b)
	}
	s.leave(old)
}

func (s *state) block(b note.Block) {
	switch b := b.(type) {
	case *note.HTML:
		if !s.page.Plain && onlyMedia(b.Inlines) {
			s.forBlock()
			s.paragraph(&note.Paragraph{Inlines: b.Inlines})
			return
		}
		for _, in := range b.Inlines {
			if e, ok := in.(*note.Embed); ok && e.Ref.Kind == note.RefPage && s.skip == "" {
				s.forBlock()
				s.embedNote(e)
				continue
			}
			s.inline(in)
		}
		s.skip, s.held, s.pending = "", nil, s.pending[:0]
		s.newline()
		return
	case *note.Footnote:
		return // at the end of the page
	}
	s.forBlock()
	switch b := b.(type) {
	case *note.Paragraph:
		s.paragraph(b)
	case *note.Heading:
		s.writeHeading(b)
	case *note.List:
		s.list(b)
	case *note.Quote:
		s.container("blockquote", nil, b.Anchor, b.Blocks)
	case *note.Callout:
		s.callout(b)
	case *note.Code:
		s.codeBlock(b)
	case *note.Math:
		s.mathBlock(b)
	case *note.Table:
		s.table(b)
	case *note.Rule:
		s.raw("<hr>\n")
	case *note.Details:
		s.details(b)
	case *note.Definitions:
		s.definitions(b)
	case *note.Diagram:
		s.diagram(b)
	case *note.Query:
		s.query(b)
	case *note.Div:
		s.container("div", divClasses(b.Classes), "", b.Blocks)
	}
	s.settle()
	s.writeRemarks(note.AnchorOf(b))
}

// settle applies the closing tags that stood in running text but belong to raw elements around
// it: "text</div>".
func (s *state) settle() {
	for _, name := range s.pending {
		s.rawClose(name)
		s.newline()
	}
	s.pending = s.pending[:0]
}

// container writes an element that holds blocks.
func (s *state) container(name string, classes []string, anchor string, blocks []note.Block) {
	s.raw("<" + name)
	if len(classes) > 0 {
		s.classes(classes)
	}
	s.writeID(anchor)
	s.raw(">\n")
	s.push(name)
	s.blocks(blocks)
	s.pop()
	s.newline()
	s.raw("</" + name + ">\n")
}

func (s *state) classes(classes []string) {
	s.raw(` class="`)
	for i, c := range classes {
		if i > 0 {
			s.raw(" ")
		}
		s.text(c)
	}
	s.raw(`"`)
}

// divClasses returns the classes of a Div: the few that the project knows as they are, others
// in the space of raw HTML's classes.
func divClasses(classes []string) []string {
	var out []string
	for _, c := range classes {
		switch c {
		case "columns", "column", "page-break", "caption", "gallery", "attachments", "annotation", "meta":
			out = append(out, c)
		default:
			out = append(out, userClasses(c)...)
		}
	}
	return out
}

// heading returns the element for a heading of that level in the note.
func (s *state) heading(level int) string {
	return "h" + strconv.Itoa(min(max(level+s.w.opts.HeadingOffset+s.lower, s.w.opts.MinLevel, 1), 6))
}

func (s *state) writeHeading(h *note.Heading) {
	name := s.heading(h.Level)
	s.raw("<" + name)
	id := s.id(h.Anchor)
	if id != "" {
		s.attr("id", id)
	}
	s.tongue(h.Inlines)
	s.raw(">")
	s.push(name)
	s.phrase(h.Inlines)
	s.pop()
	if id != "" && !s.page.Plain && !s.inLink() {
		s.raw(`<a class="anchor" href="#`)
		s.raw(escapeSegment(id))
		s.raw(`"`)
		s.attr("aria-label", s.message("heading.link")+": "+note.PlainText(h.Inlines))
		s.raw(">#</a>")
	}
	s.raw("</" + name + ">\n")
}

// phrase writes running text that must not hold block elements.
func (s *state) phrase(inlines []note.Inline) {
	was := s.phrasing
	s.phrasing = true
	s.inlines(inlines)
	s.phrasing = was
}

func (s *state) mathBlock(m *note.Math) {
	s.raw(`<div class="math-block" tabindex="0" role="group"`)
	s.attr("aria-label", s.message("math"))
	s.writeID(m.Anchor)
	s.raw(">")
	s.math(m.Text, true, false)
	s.raw("</div>\n")
}

func (s *state) details(d *note.Details) {
	s.raw("<details")
	s.writeID(d.Anchor)
	if d.Open {
		s.raw(" open")
	}
	s.raw(">\n<summary>")
	s.push("details")
	s.push("summary")
	if len(d.Summary) == 0 {
		s.text(s.message("details"))
	} else {
		s.phrase(d.Summary)
	}
	s.pop()
	s.raw("</summary>\n")
	s.blocks(d.Blocks)
	s.pop()
	s.newline()
	s.raw("</details>\n")
}

func (s *state) definitions(d *note.Definitions) {
	s.raw("<dl")
	s.writeID(d.Anchor)
	s.raw(">\n")
	s.push("dl")
	for _, it := range d.Items {
		s.raw("<dt>")
		s.push("dt")
		s.phrase(it.Term)
		s.pop()
		s.raw("</dt>\n")
		for _, blocks := range it.Details {
			s.raw("<dd>")
			s.push("dd")
			s.flow(blocks, it.Tight)
			s.pop()
			s.raw("</dd>\n")
		}
	}
	s.pop()
	s.raw("</dl>\n")
}
