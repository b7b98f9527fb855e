package html

import (
	"path"
	"slices"
	"strings"

	"memopress/pkg/note"
)

// paragraph writes a paragraph. Embedded notes are taken out of the running text, an image,
// a sound or a film that stands alone with a caption is a figure.
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
	if s.isFigure(rest) {
		s.figure(rest, anchor)
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
	said := s.remarks(anchor)
	if said == nil {
		said, s.tail = s.tail, nil
	}
	if said != nil || hasBlockTag(inlines) {
		name = "div"
	}
	s.raw("<" + name)
	if name == "div" {
		s.raw(` class="p"`)
	}
	s.writeID(anchor)
	s.tongue(inlines)
	s.raw(">")
	s.push(name)
	s.inlines(inlines)
	s.pop()
	s.out = append(s.out, said...)
	s.raw("</" + name + ">\n")
}

// spoken writes running text, in a <span> that says its language where that is another one.
func (s *state) spoken(inlines []note.Inline) {
	before := len(s.out)
	s.raw("<span")
	named := len(s.out)
	s.tongue(inlines)
	if len(s.out) == named || hasBlockTag(inlines) {
		s.out = s.out[:before]
		s.inlines(inlines)
		return
	}
	s.raw(">")
	s.push("span")
	s.inlines(inlines)
	s.pop()
	s.raw("</span>")
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

// captioned returns the image, sound or film that is all of a paragraph, and its caption: the
// title of an image, whose text is for those who do not see it, and any words of the others.
func captioned(inlines []note.Inline) (*note.Embed, string) {
	if len(inlines) != 1 {
		return nil, ""
	}
	e, ok := inlines[0].(*note.Embed)
	if !ok || e.Ref.Kind != note.RefFile {
		return nil, ""
	}
	caption := e.Title
	switch kind(e.Ref.Target) {
	case "image":
	case "audio", "video":
		if caption == "" {
			caption = e.Alt
		}
	default:
		return nil, ""
	}
	if caption == "" || caption == path.Base(e.Ref.Target) {
		return nil, ""
	}
	return e, caption
}

func (s *state) isFigure(inlines []note.Inline) bool {
	e, _ := captioned(inlines)
	return e != nil && !s.page.Plain
}

func (s *state) figure(inlines []note.Inline, anchor string) {
	e, caption := captioned(inlines)
	s.raw("<figure")
	s.writeID(anchor)
	s.raw(">\n")
	plain := *e
	if plain.Title = ""; plain.Alt == "" && kind(e.Ref.Target) != "image" {
		plain.Alt = caption // what it is called
	}
	s.file(&plain)
	s.raw("\n<figcaption>")
	s.text(caption)
	s.raw("</figcaption>\n</figure>\n")
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
		if !ok || slices.ContainsFunc(p.Inlines, s.isNoteEmbed) || s.isFigure(p.Inlines) {
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
		if p == s.stated {
			s.inlines(p.Inlines)
		} else {
			s.spoken(p.Inlines)
		}
		s.settle()
		s.writeRemarks(p.Anchor)
	}
	s.leave(old)
}
