package graph

import (
	"unicode/utf8"

	"memopress/pkg/note"
)

// A span is a range of flat text.
type span struct{ start, end int }

// highlight returns running text with the spans wrapped in highlights, and these. A span that
// goes through a style has a highlight on each side. Nodes that nothing changes in are shared.
func highlight(inlines []note.Inline, spans []span) ([]note.Inline, []note.Inline) {
	h := highlighter{spans: spans}
	return h.all(inlines), h.marks
}

type highlighter struct {
	spans []span // ascending, those not done
	at    int
	marks []note.Inline
}

// inside reports whether the place is in a span, and how many characters stay so.
func (h *highlighter) inside() (bool, int) {
	for len(h.spans) > 0 && h.spans[0].end <= h.at {
		h.spans = h.spans[1:]
	}
	if len(h.spans) == 0 {
		return false, 1 << 30
	}
	if s := h.spans[0]; s.start <= h.at {
		return true, s.end - h.at
	}
	return false, h.spans[0].start - h.at
}

func (h *highlighter) all(inlines []note.Inline) []note.Inline {
	var out []note.Inline
	var mark *note.Styled // the highlight that the last node went into
	place := func(in note.Inline, marked bool) {
		switch {
		case !marked:
			mark = nil
			out = append(out, in)
		case mark == nil:
			mark = &note.Styled{Style: note.Highlight, Inlines: []note.Inline{in}}
			out = append(out, mark)
			h.marks = append(h.marks, mark)
		default:
			mark.Inlines = append(mark.Inlines, in)
		}
	}
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			rest := in.Value
			for rest != "" {
				marked, n := h.inside()
				part := byteOffset(rest, n)
				if part == len(in.Value) {
					place(in, marked)
				} else {
					place(&note.Text{Value: rest[:part]}, marked)
				}
				h.at += utf8.RuneCountInString(rest[:part])
				rest = rest[part:]
				if marked && rest != "" {
					mark = nil // two spans side by side are two highlights
				}
			}
		case *note.Break:
			marked, _ := h.inside()
			place(in, marked)
			h.at++
		case *note.Styled:
			styled := *in
			styled.Inlines = h.all(in.Inlines)
			place(&styled, false)
		default:
			note.WalkInlines([]note.Inline{in}, func(n any) bool {
				h.at += leafLength(n)
				_, skip := n.(*note.InlineNote)
				return !skip
			})
			place(in, false)
		}
	}
	return out
}
