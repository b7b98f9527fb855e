package html

import (
	"bytes"

	"memopress/pkg/internal/script"
	"memopress/pkg/note"

	"golang.org/x/text/unicode/bidi"
)

func (s *state) pageDirection() string {
	if s.page.Direction == "" {
		return "ltr"
	}
	return s.page.Direction
}

// tongue writes lang, and dir where it follows, on a block of running text in another language
// than the page's; else dir="auto" where its first strong letter and much of the rest run
// against the page: a sentence does not turn round for a name that it begins with.
func (s *state) tongue(inlines []note.Inline) {
	first, code := firstLetter(inlines)
	if first == 0 {
		return
	}
	d := strong(first)
	against := d != "" && d != s.pageDirection()
	var c script.Census
	foreign := s.foreignTo(code)
	if against || foreign {
		census(&c, inlines)
	}
	if foreign {
		if lang := c.Block(s.page.Language); lang != "" {
			s.attr("lang", lang)
			if d := script.Direction(lang); d != s.pageDirection() {
				s.attr("dir", d)
			}
			return
		}
	}
	if against && c.Against(s.pageDirection()) {
		s.raw(` dir="auto"`)
	}
}

// tongueOf does so on an element around a single paragraph that has no <p>. What stands beside
// others says it in a <span>, and so does what runs against the page in a cell: its column keeps
// its edge.
func (s *state) tongueOf(blocks []note.Block, cell bool) {
	if len(blocks) != 1 {
		return
	}
	p, ok := blocks[0].(*note.Paragraph)
	if !ok {
		return
	}
	before := len(s.out)
	s.tongue(p.Inlines)
	if cell && bytes.Contains(s.out[before:], []byte(" dir=")) {
		s.out = s.out[:before]
		return
	}
	s.stated = p
}

// foreignTo reports whether text whose first letter is of the script may be in another language
// than the page's. What begins in the page's script is in its language, so that most blocks cost
// a look at one letter; but both Chinese and Japanese begin with ideographs.
func (s *state) foreignTo(code string) bool {
	if s.page.Language == "" {
		return false
	}
	if s.own.language != s.page.Language {
		s.own.language, s.own.script = s.page.Language, script.Of(s.page.Language)
	}
	return code != s.own.script || code == "Hani"
}

func census(c *script.Census, inlines []note.Inline) {
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			c.Add(in.Value)
		case *note.Styled:
			census(c, in.Inlines)
		case *note.Link:
			census(c, in.Inlines)
		}
	}
}

// firstLetter returns the first letter of running text and its script, 0 when it has none.
func firstLetter(inlines []note.Inline) (rune, string) {
	for _, in := range inlines {
		var r rune
		var code string
		switch in := in.(type) {
		case *note.Text:
			r, code = script.First(in.Value)
		case *note.Styled:
			r, code = firstLetter(in.Inlines)
		case *note.Link:
			r, code = firstLetter(in.Inlines)
		}
		if r != 0 {
			return r, code
		}
	}
	return 0, ""
}

// strong returns the direction of a letter, "" where it has none.
func strong(r rune) string {
	if r < 0x250 || r >= 0xAC00 && r <= 0xD7A3 || r >= 0x3041 && r <= 0x9FFF {
		return "ltr"
	}
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.L:
		return "ltr"
	case bidi.R, bidi.AL:
		return "rtl"
	}
	return ""
}
