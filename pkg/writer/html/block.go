package html

import (
	"slices"
	"strconv"
	"strings"

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

// paragraph writes a paragraph. Embedded notes are taken out of the running text, a captioned
// image that stands alone is a figure.
func (s *state) paragraph(p *note.Paragraph) {
	anchor := p.Anchor
	rest := p.Inlines
	for {
		i := slices.IndexFunc(rest, s.isNoteEmbed)
		if i < 0 {
			break
		}
		if before := trim(rest[:i]); len(before) > 0 {
			s.runningText(before, anchor)
			anchor = ""
		}
		if anchor != "" {
			if id := s.id(anchor); id != "" {
				s.raw(`<div class="place"`)
				s.attr("id", id)
				s.raw("></div>\n")
			}
			anchor = ""
		}
		s.embedNote(rest[i].(*note.Embed))
		rest = rest[i+1:]
		if rest = trim(rest); len(rest) == 0 {
			return
		}
	}
	if e := soleImage(rest); e != nil && !s.page.Plain {
		s.figure(e, anchor)
		return
	}
	s.runningText(rest, anchor)
}

func (s *state) isNoteEmbed(in note.Inline) bool {
	e, ok := in.(*note.Embed)
	return ok && e.Ref.Kind == note.RefPage && s.page.Transclude != nil
}

// onlyMedia reports whether a block of HTML is nothing but images and frames, which then make
// a paragraph.
func onlyMedia(inlines []note.Inline) bool {
	media := false
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Embed:
			media = true
		case *note.Tag:
			if in.Name() != "iframe" {
				return false
			}
			media = true
		case *note.Text:
			if !blank(in.Value) {
				return false
			}
		case *note.Break:
		default:
			return false
		}
	}
	return media
}

// trim returns inlines without breaks and white space at both ends.
func trim(inlines []note.Inline) []note.Inline {
	empty := func(in note.Inline) bool {
		switch in := in.(type) {
		case *note.Break:
			return true
		case *note.Text:
			return blank(in.Value)
		}
		return false
	}
	for len(inlines) > 0 && empty(inlines[0]) {
		inlines = inlines[1:]
	}
	for len(inlines) > 0 && empty(inlines[len(inlines)-1]) {
		inlines = inlines[:len(inlines)-1]
	}
	if len(inlines) == 0 {
		return nil
	}
	inlines = slices.Clone(inlines)
	if t, ok := inlines[0].(*note.Text); ok {
		inlines[0] = &note.Text{Value: strings.TrimLeft(t.Value, " \t\n")}
	}
	last := len(inlines) - 1
	if t, ok := inlines[last].(*note.Text); ok {
		inlines[last] = &note.Text{Value: strings.TrimRight(t.Value, " \t\n")}
	}
	return inlines
}

// runningText writes <p>, or a <div> around what a <p> cannot hold.
func (s *state) runningText(inlines []note.Inline, anchor string) {
	name := "p"
	if hasBlockTag(inlines) {
		name = "div"
	}
	s.raw("<" + name)
	if name == "div" {
		s.raw(` class="p"`)
	}
	s.writeID(anchor)
	s.autoDirection(inlines)
	s.raw(">")
	s.push(name)
	s.inlines(inlines)
	s.pop()
	s.raw("</" + name + ">\n")
}

// hasBlockTag reports whether a raw tag in the text would end a paragraph.
func hasBlockTag(inlines []note.Inline) bool {
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Tag:
			if !in.Closing() && isBlock(outputName(in.Name())) {
				return true
			}
		case *note.Styled:
			if hasBlockTag(in.Inlines) {
				return true
			}
		case *note.Link:
			if hasBlockTag(in.Inlines) {
				return true
			}
		}
	}
	return false
}

// soleImage returns the image that is all of a paragraph and has a caption.
func soleImage(inlines []note.Inline) *note.Embed {
	if len(inlines) != 1 {
		return nil
	}
	e, ok := inlines[0].(*note.Embed)
	if !ok || e.Title == "" || e.Ref.Kind != note.RefFile || kind(e.Ref.Target) != "image" {
		return nil
	}
	return e
}

func (s *state) figure(e *note.Embed, anchor string) {
	s.raw("<figure")
	s.writeID(anchor)
	s.raw(">\n")
	plain := *e
	plain.Title = ""
	s.file(&plain)
	s.raw("\n<figcaption>")
	s.text(e.Title)
	s.raw("</figcaption>\n</figure>\n")
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
	s.autoDirection(h.Inlines)
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

// flow writes blocks; tight paragraphs have no <p>.
func (s *state) flow(blocks []note.Block, tight bool) {
	if !tight {
		s.newline()
		s.blocks(blocks)
		return
	}
	old := s.enter()
	for i, b := range blocks {
		p, ok := b.(*note.Paragraph)
		if !ok || slices.ContainsFunc(p.Inlines, s.isNoteEmbed) || soleImage(p.Inlines) != nil && !s.page.Plain {
			s.newline()
			s.block(b)
			continue
		}
		if i > 0 {
			s.newline()
		}
		s.forBlock()
		if id := s.id(p.Anchor); id != "" {
			s.raw(`<span class="place"`)
			s.attr("id", id)
			s.raw("></span>")
		}
		s.inlines(p.Inlines)
		s.settle()
	}
	s.leave(old)
}
