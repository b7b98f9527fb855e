package html

import (
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// outputName returns the element that stands for a raw element: one without presentational or
// landmark elements, for a page has one main part and named landmarks only.
func outputName(name string) string {
	switch name {
	case "strike":
		return "s"
	case "tt":
		return "code"
	case "big", "font":
		return "span"
	case "center", "main", "nav", "header", "footer", "aside":
		return "div"
	}
	return name
}

// tag writes a raw HTML tag.
func (s *state) tag(t *note.Tag) {
	name := t.Name()
	if s.skip != "" {
		if t.Closing() && name == s.skip {
			s.skip = ""
		}
		return
	}
	if t.Closing() {
		s.held = nil
		s.rawClose(name)
		return
	}
	if s.held != nil && !s.holds(t) {
		return
	}
	switch name {
	case "audio", "video":
		if src := refOf(t, "src"); src == nil {
			s.held = t
			return
		} else if src.Kind != note.RefFile {
			s.skip = name
			s.card(src, attrOf(t, "title"))
			return
		}
	case "picture":
		return // its <img> stands for it
	case "iframe":
		s.skip = "iframe" // what is inside is shown only by browsers without frames
		if ref := refOf(t, "src"); ref != nil {
			s.card(ref, attrOf(t, "title"))
		}
		return
	case "img":
		if ref := refOf(t, "src"); ref != nil {
			s.embed(&note.Embed{
				Ref: *ref, Alt: attrOf(t, "alt"), Title: attrOf(t, "title"),
				Width: number(attrOf(t, "width")), Height: number(attrOf(t, "height")),
			})
		} else {
			s.forText()
			s.text(attrOf(t, "alt"))
		}
		return
	case "input":
		if !strings.EqualFold(attrOf(t, "type"), "checkbox") {
			return
		}
		s.forText()
		s.checkbox(hasAttr(t, "checked"), "")
		return
	case "source", "track":
		if c := s.current(); c != "audio" && c != "video" {
			return
		}
	case "a":
		if s.page.NoLinks {
			return
		}
	}
	s.open(t)
}

// holds decides about a recording or film whose address stands in a <source> of its own, now
// that the first tag after it is known: a file of the site is played, anything else is a link.
// It reports whether that tag is still to be written.
func (s *state) holds(t *note.Tag) bool {
	held := s.held
	s.held = nil
	src := refOf(t, "src")
	switch {
	case t.Name() != "source" || src == nil:
	case src.Kind == note.RefFile:
		s.open(held)
	default:
		s.skip = held.Name()
		s.card(src, attrOf(held, "title"))
		return false
	}
	return true
}

// open writes an opening tag where it may stand.
func (s *state) open(t *note.Tag) {
	name := t.Name()
	out := outputName(name)
	if name == "a" && !s.leads(refOf(t, "href")) {
		out = "span" // only a place: links may stand in it, and it is often left open
	}
	if isHeading(name) {
		out = s.heading(int(name[1] - '0'))
	}
	if !s.prepare(out) {
		return
	}
	if name == "audio" || name == "video" {
		s.features.Media = true
	}
	s.raw("<")
	s.raw(out)
	s.tagAttrs(t, out)
	s.raw(">")
	if !t.Void() {
		s.stack = append(s.stack, element{name: out, source: name})
	}
}

// tagAttrs writes the attributes of a raw tag. Their names passed the list of package note;
// what they may say is decided here.
func (s *state) tagAttrs(t *note.Tag, out string) {
	var classes []string
	id := ""
	switch t.Name() {
	case "center":
		classes = append(classes, "align-center")
	case "big":
		classes = append(classes, "big")
	case "audio", "video":
		s.raw(` controls preload="`)
		if out == "audio" {
			s.raw(`none"`)
		} else {
			s.raw(`metadata"`)
		}
	}
	rel := ""
	for _, a := range t.Attrs() {
		switch a.Name {
		case "class":
			classes = append(classes, userClasses(a.Value)...)
		case "id":
			id = a.Value
		case "name":
			if id == "" {
				id = a.Value
			}
		case "align":
			switch v := strings.ToLower(a.Value); v {
			case "left", "center", "right":
				classes = append(classes, "align-"+v)
			}
		case "color":
			if c := paletteColor(a.Value); c != "" {
				classes = append(classes, "color-"+c)
			}
		case "controls":
			// always there
		case "dir":
			switch v := strings.ToLower(a.Value); v {
			case "ltr", "rtl", "auto":
				s.attr("dir", v)
			}
		case "width", "height", "span", "colspan", "rowspan", "value", "start":
			// an integer; <data value> is the exception
			if t.Name() == "data" {
				s.attr("value", a.Value)
			} else if n, ok := integer(a.Value); ok {
				s.attr(a.Name, n)
			}
		case "open", "loop", "muted", "reversed":
			s.raw(" " + a.Name)
		case "href", "src", "poster", "cite":
			class, ok := s.tagAddress(t, a)
			if ok && class != "" {
				classes = append(classes, class)
			}
			if class == "external" {
				rel = "noopener"
			}
		case "lang", "title", "datetime", "abbr", "scope", "type", "kind", "label", "srclang":
			s.attr(a.Name, a.Value)
		}
	}
	if len(classes) > 0 {
		s.attr("class", strings.Join(classes, " "))
	}
	if rel != "" {
		s.attr("rel", rel)
	}
	if id = s.userID(id); id != "" {
		s.attr("id", id)
	}
}

// leads reports whether a reference can be an href.
func (s *state) leads(ref *note.Ref) bool {
	if ref == nil {
		return false
	}
	_, _, ok := s.linkTo(ref)
	return ok
}

// tagAddress writes an attribute that holds an address and returns the class that says what
// kind of link it is. Links may lead anywhere, what a browser loads by itself must be a file
// of the site.
func (s *state) tagAddress(t *note.Tag, a note.Attr) (class string, ok bool) {
	ref := a.Ref
	if ref == nil {
		return "", false
	}
	if a.Name == "src" || a.Name == "poster" {
		if ref.Kind == note.RefFile {
			s.attr(a.Name, s.href(ref.Target, ""))
			return "", true
		}
		return "", false
	}
	href, class, ok := s.linkTo(ref)
	if !ok {
		if a.Name == "href" {
			return "nolink", true
		}
		return "", false
	}
	s.attr(a.Name, href)
	if a.Name == "cite" {
		return "", false
	}
	return class, true
}

// userClasses returns the class names of raw HTML. They are put into a space of their own, so
// that a note cannot dress up as a part of the page; style sheets say .user-x for class="x".
// Names of programming languages on code keep their usual form.
func userClasses(value string) []string {
	var out []string
	for _, c := range strings.Fields(value) {
		if len(out) == 16 || len(c) > 64 {
			break
		}
		if !strings.HasPrefix(c, "language-") && !strings.HasPrefix(c, "user-") {
			c = "user-" + c
		}
		out = append(out, c)
	}
	return out
}

func attrOf(t *note.Tag, name string) string {
	for _, a := range t.Attrs() {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

func hasAttr(t *note.Tag, name string) bool {
	for _, a := range t.Attrs() {
		if a.Name == name {
			return true
		}
	}
	return false
}

func refOf(t *note.Tag, name string) *note.Ref {
	for _, a := range t.Attrs() {
		if a.Name == name {
			return a.Ref
		}
	}
	return nil
}

// integer returns the number at the beginning of a raw attribute's value in its usual form.
func integer(v string) (string, bool) {
	v = strings.TrimSuffix(strings.TrimSpace(v), "px")
	n, err := strconv.Atoi(v)
	if err != nil || n < -9999 || n > 9999 {
		return "", false
	}
	return strconv.Itoa(n), true
}

// number is integer for a size: 0 when it is none.
func number(v string) int {
	v = strings.TrimSuffix(strings.TrimSpace(v), "px")
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 9999 {
		return 0
	}
	return n
}
