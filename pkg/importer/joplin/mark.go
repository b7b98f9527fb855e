package joplin

import (
	"regexp"
	"strings"

	"memopress/pkg/note"
)

// mark matches what Joplin writes besides Markdown: ++inserted++, ^raised^ and ~lowered~ text.
// Lowered text is of few letters and follows one directly (H~2~O): "월~수~금" is a range.
var mark = regexp.MustCompile(`\+\+([^\s+](?:[^+]*[^\s+])?)\+\+|\^([^\s^~]{1,40})\^|([A-Za-zΑ-ω)])~([0-9A-Za-zΑ-ω+\-]{1,16})~`)

// marks reads the marks in running text. Code and formulas are nodes of their own and stay.
func marks(in []note.Inline) []note.Inline {
	var out []note.Inline
	for i := 0; i < len(in); i++ {
		t, ok := in[i].(*note.Text)
		if !ok {
			out = append(out, in[i])
			continue
		}
		s := t.Value
		for i+1 < len(in) { // a mark may lie across pieces of text
			next, ok := in[i+1].(*note.Text)
			if !ok {
				break
			}
			s += next.Value
			i++
		}
		out = append(out, marked(s)...)
	}
	return out
}

func marked(s string) []note.Inline {
	var out []note.Inline
	text := func(s string) {
		if s != "" {
			out = append(out, &note.Text{Value: s})
		}
	}
	if !strings.ContainsAny(s, "^~") && !strings.Contains(s, "++") {
		text(s)
		return out
	}
	from := 0
	for _, m := range mark.FindAllStringSubmatchIndex(s, -1) {
		style, group := note.Underline, 1
		switch {
		case m[4] >= 0:
			style, group = note.Superscript, 2
		case m[8] >= 0:
			style, group = note.Subscript, 4
		}
		before := m[0]
		if group == 4 {
			before = m[7] // the letter before it belongs to the text
		}
		text(s[from:before])
		out = append(out, &note.Styled{Style: style, Inlines: []note.Inline{&note.Text{Value: s[m[2*group]:m[2*group+1]]}}})
		from = m[1]
	}
	text(s[from:])
	return out
}
