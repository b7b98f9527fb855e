package html

import (
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
// than the page's; else dir="auto" where its first strong letter runs against the page.
func (s *state) tongue(inlines []note.Inline) {
	first, code := firstLetter(inlines)
	if first == 0 {
		return
	}
	if lang := s.language(inlines, code); lang != "" {
		s.attr("lang", lang)
		if d := script.Direction(lang); d != s.pageDirection() {
			s.attr("dir", d)
		}
		return
	}
	if d := strong(first); d != "" && d != s.pageDirection() {
		s.raw(` dir="auto"`)
	}
}

// tongueOf does so on an element around a single paragraph that has no <p>. What stands beside
// others says it in a <span>.
func (s *state) tongueOf(blocks []note.Block) {
	if len(blocks) != 1 {
		return
	}
	if p, ok := blocks[0].(*note.Paragraph); ok {
		s.tongue(p.Inlines)
		s.stated = p
	}
}

// language returns the language of running text whose first letter is of the script, "" where it
// is that of the page. Text that begins in the page's script is in its language: so most blocks
// cost a look at one letter.
func (s *state) language(inlines []note.Inline, code string) string {
	if s.page.Language == "" {
		return ""
	}
	if s.own.language != s.page.Language {
		s.own.language, s.own.script = s.page.Language, script.Of(s.page.Language)
	}
	if code == s.own.script && code != "Hani" {
		return ""
	}
	var c script.Census
	census(&c, inlines)
	return c.Block(s.page.Language)
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
