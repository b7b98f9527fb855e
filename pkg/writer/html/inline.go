package html

import (
	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// inlines writes running text as a list of its own: raw tags opened in it end with it.
func (s *state) inlines(inlines []note.Inline) {
	old := s.enter()
	for _, in := range inlines {
		s.inline(in)
	}
	s.leave(old)
}

func (s *state) inline(in note.Inline) {
	if t, ok := in.(*note.Tag); ok {
		s.tag(t)
		return
	}
	if s.skip != "" {
		return
	}
	switch in := in.(type) {
	case *note.Text:
		if s.held != nil && blank(in.Value) {
			return
		}
		if s.inTable() {
			if blank(in.Value) {
				return
			}
			s.forText()
		}
		s.held = nil
		s.text(in.Value)
		return
	case *note.Break:
		if !in.Hard && (s.inTable() || s.held != nil) {
			return
		}
	}
	s.held = nil
	s.forText()
	switch in := in.(type) {
	case *note.Styled:
		s.styled(in)
	case *note.CodeSpan:
		s.raw("<code>")
		s.text(in.Text)
		s.raw("</code>")
	case *note.MathSpan:
		s.math(in.Text, in.Display, in.Display)
	case *note.Break:
		if in.Hard {
			s.raw("<br>")
		}
		s.raw("\n")
	case *note.Hashtag:
		s.hashtag(in.Name)
	case *note.FootnoteRef:
		s.footnoteRef(in.Label)
	case *note.InlineNote:
		s.inlineNote(in)
	case *note.Link:
		s.link(in)
	case *note.Embed:
		s.embed(in)
	case *note.Anchor:
		if id := s.id(in.Anchor); id != "" {
			s.raw(`<span class="place"`)
			s.attr("id", id)
			s.raw(`></span>`)
		}
	}
}

func (s *state) styled(st *note.Styled) {
	name := [...]string{"em", "strong", "del", "u", "mark", "sub", "sup", "span"}[st.Style]
	s.raw("<" + name)
	if st.Color != "" && (st.Style == note.Highlight || st.Style == note.Colored) {
		if c := paletteColor(st.Color); c != "" {
			s.attr("class", "color-"+c)
		}
	}
	s.raw(">")
	s.push(name)
	s.inlines(st.Inlines)
	s.pop()
	s.raw("</" + name + ">")
}

func (s *state) hashtag(name string) {
	address := ""
	if s.page.TagAddress != nil && !s.inLink() {
		address = s.page.TagAddress(name)
	}
	if address == "" {
		s.raw(`<span class="tag">#`)
		s.text(name)
		s.raw(`</span>`)
		return
	}
	s.raw(`<a class="tag"`)
	s.attr("href", s.href(address, ""))
	s.raw(`>#`)
	s.text(name)
	s.raw(`</a>`)
}

// math writes a formula. block says that it stands on lines of its own.
func (s *state) math(tex string, display, block bool) {
	markup, err := s.w.maths.Render(tex, display)
	if err != nil {
		if len(s.chain) == 1 {
			s.report(diag.Warning, "M003", nil, "formula cannot be rendered: "+err.Error()+": "+excerpt(tex), "correct the LaTeX; it is shown as its source")
		}
		s.raw(`<code class="math-error">`)
		s.text(tex)
		s.raw(`</code>`)
		return
	}
	s.features.Math = true
	if block {
		s.raw(`<span class="math-block" tabindex="0" role="group"`)
		s.attr("aria-label", s.message("math"))
		s.raw(">")
	}
	s.out = append(s.out, markup...)
	if block {
		s.raw(`</span>`)
	}
}

func blank(t string) bool {
	for i := range len(t) {
		if t[i] != ' ' && t[i] != '\n' && t[i] != '\t' && t[i] != '\r' {
			return false
		}
	}
	return true
}

// excerpt returns the beginning of t on one line, for a message.
func excerpt(t string) string {
	out := make([]rune, 0, 40)
	for _, r := range t {
		if r < ' ' {
			r = ' '
		}
		if len(out) == 40 {
			return string(out) + "…"
		}
		out = append(out, r)
	}
	return string(out)
}
