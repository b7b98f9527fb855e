package html

import (
	"strconv"
	"unicode/utf8"

	"memopress/pkg/note"
)

// longestSidenote is how much of a footnote stands in a margin, in letters of Latin; those of
// other scripts count twice. A longer one would push away all that follow it.
const longestSidenote = 700

// sidenote writes a footnote once more, behind its first mark: where the page has a margin, its
// style sheet shows this one and leaves the one at the end out. The attribute hidden keeps it
// from everybody else: narrow screens, print, reading modes, browsers without style sheets.
func (s *state) sidenote(f *footnote) {
	if !s.page.Sidenotes || !s.page.IDs || s.page.Plain || s.noFootnotes || f.refs > 1 || !s.roomForSidenote() || !f.isShort() {
		return
	}
	f.beside = true
	s.raw(`<span class="sidenote" role="note" hidden`)
	s.attr("aria-label", s.message("footnote")+" "+strconv.Itoa(f.number))
	s.raw(`><span class="number" aria-hidden="true">` + strconv.Itoa(f.number) + `</span> `)
	phrasing := s.phrasing
	s.phrasing, s.page.IDs = true, false
	s.push("span")
	if f.inlines != nil {
		s.inlines(f.inlines)
	}
	for _, b := range f.blocks {
		p := b.(*note.Paragraph)
		if len(f.blocks) > 1 {
			s.raw(`<span class="p">`)
		}
		s.inlines(p.Inlines)
		if len(f.blocks) > 1 {
			s.raw(`</span>`)
		}
	}
	s.pop()
	s.phrasing, s.page.IDs = phrasing, true
	s.raw(`</span>`)
}

// roomForSidenote reports whether the mark stands in running text. A heading would be named by
// its note, a table scrolls and would cut it off.
func (s *state) roomForSidenote() bool {
	return s.find(never, "h1", "h2", "h3", "h4", "h5", "h6", "table", "summary", "figcaption", "caption", "dt", "pre", "button") < 0
}

// isShort reports whether a footnote is a few words that can stand in running text.
func (f *footnote) isShort() bool {
	length := 0
	for _, b := range f.blocks {
		p, ok := b.(*note.Paragraph)
		if !ok || !onlyPhrasing(p.Inlines, &length) {
			return false
		}
	}
	return onlyPhrasing(f.inlines, &length) && length > 0 && length <= longestSidenote
}

// onlyPhrasing reports whether running text holds nothing that needs a block, an id, a number
// or a download. It adds up the text's length.
func onlyPhrasing(inlines []note.Inline, length *int) bool {
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			*length += textWidth(in.Value)
		case *note.CodeSpan:
			*length += textWidth(in.Text)
		case *note.MathSpan:
			if in.Display {
				return false
			}
			*length += len(in.Text) / 2
		case *note.Hashtag:
			*length += textWidth(in.Name)
		case *note.Break:
		case *note.Styled:
			if !onlyPhrasing(in.Inlines, length) {
				return false
			}
		case *note.Link:
			if !onlyPhrasing(in.Inlines, length) {
				return false
			}
		case *note.Tag:
			switch in.Name() {
			case "abbr", "b", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup", "u":
			default:
				return false
			}
		default:
			return false
		}
	}
	return true
}

// textWidth is about how much room a text takes, in letters of Latin.
func textWidth(t string) int {
	n := utf8.RuneCountInString(t)
	return n + min(n, (len(t)-n)/2)
}
