package html

import (
	"strings"

	"memopress/pkg/note"
)

// linkTo returns the href of a reference and the class that says what kind of link it is:
// internal, file, external, or none for a plain relative one. ok is false when it leads
// nowhere or to where a link must not lead.
func (s *state) linkTo(ref *note.Ref) (href, class string, ok bool) {
	switch ref.Kind {
	case note.RefPage:
		return s.href(ref.Target, ref.Anchor), "internal", true
	case note.RefFile:
		href = s.href(ref.Target, "")
		if ref.Fragment != "" {
			href += "#" + escapeURL(ref.Fragment)
		}
		return href, "file", true
	case note.RefURL:
		href, ok = SafeURL(ref.Target)
		if !ok {
			return "", "", false
		}
		if web(href) {
			class = "external"
		}
		return href, class, true
	}
	return "", "", false
}

// web reports whether an address leads to a page of another host.
func web(address string) bool {
	switch name, _ := scheme(address); name {
	case "http", "https", "ftp", "gemini", "gopher":
		return true
	case "":
		return strings.HasPrefix(address, "//")
	}
	return false
}

// inLink reports whether a link is open, in which no other may stand.
func (s *state) inLink() bool {
	return s.page.NoLinks || s.find(never, "a") >= 0
}

func (s *state) link(l *note.Link) {
	href, class, ok := s.linkTo(&l.Ref)
	if !ok {
		s.nolink(&l.Ref, l.Inlines, l.Bare)
		return
	}
	if s.inLink() {
		s.inlines(l.Inlines)
		return
	}
	s.raw("<a")
	if class != "" && !s.page.Plain {
		s.attr("class", class)
	}
	s.attr("href", href)
	if class == "external" {
		s.raw(` rel="noopener"`)
	}
	if l.Title != "" {
		s.attr("title", l.Title)
	}
	s.raw(">")
	s.push("a")
	s.inlines(l.Inlines)
	s.pop()
	s.raw("</a>")
}

// nolink writes a link that leads nowhere. What does not exist and what is not published look
// the same. The name of such a note is not shown unless the author wrote it as text.
func (s *state) nolink(ref *note.Ref, text []note.Inline, bare bool) {
	if ref.Kind == note.RefURL {
		s.inlines(text) // a scheme that is not allowed; the text is all there is
		return
	}
	s.raw(`<span class="nolink">`)
	if bare && !s.page.ShowUnpublished {
		s.raw("…")
	} else {
		s.push("span")
		s.inlines(text)
		s.pop()
	}
	s.raw(`</span>`)
}
