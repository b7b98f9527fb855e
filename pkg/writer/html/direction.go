package html

import (
	"memopress/pkg/note"

	"golang.org/x/text/unicode/bidi"
)

func (s *state) pageDirection() string {
	if s.page.Direction == "" {
		return "ltr"
	}
	return s.page.Direction
}

// autoDirection writes dir="auto" on running text whose first strong letter runs against the
// page.
func (s *state) autoDirection(inlines []note.Inline) {
	d := firstStrong(inlines)
	if d != "" && d != s.pageDirection() {
		s.raw(` dir="auto"`)
	}
}

// firstStrong returns the direction of the first letter that has one.
func firstStrong(inlines []note.Inline) string {
	for _, in := range inlines {
		d := ""
		switch in := in.(type) {
		case *note.Text:
			d = strong(in.Value)
		case *note.Styled:
			d = firstStrong(in.Inlines)
		case *note.Link:
			d = firstStrong(in.Inlines)
		}
		if d != "" {
			return d
		}
	}
	return ""
}

func strong(t string) string {
	for i, r := range t {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			return "ltr"
		case r < 0xAA:
		case r >= 0xAC00 && r <= 0xD7A3 || r >= 0x4E00 && r <= 0x9FFF:
			return "ltr"
		default:
			p, _ := bidi.LookupString(t[i:])
			switch p.Class() {
			case bidi.L:
				return "ltr"
			case bidi.R, bidi.AL:
				return "rtl"
			}
		}
	}
	return ""
}
