package render

import (
	"memopress/pkg/note"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// contents writes the table of contents: headings of the note's first three levels, when there
// are at least three. The heading with the id title is the page's own.
func (r *renderer) contents(n *site.Note, title string) HTML {
	headings := n.Headings
	if title != "" && len(headings) > 0 && headings[0].Anchor == title {
		headings = headings[1:]
	}
	top := 7
	for _, h := range headings {
		top = min(top, h.Level)
	}
	var lines []site.Heading
	for _, h := range headings {
		if h.Level < top+3 && h.Anchor != "" {
			lines = append(lines, h)
		}
	}
	if len(lines) < 3 {
		return ""
	}
	plain := r.plain(n, n.Address)
	var m markup
	var open []int // levels of the open lists
	for _, h := range lines {
		for len(open) > 1 && h.Level < open[len(open)-1] && h.Level <= open[len(open)-2] {
			m.raw(`</li></ol>`)
			open = open[:len(open)-1]
		}
		switch {
		case len(open) == 0 || h.Level > open[len(open)-1]:
			m.raw(`<ol>`)
			open = append(open, h.Level)
		default:
			m.raw(`</li>`)
			open[len(open)-1] = h.Level
		}
		m.raw(`<li><a href="`).text(fragment(h.Anchor)).raw(`">`)
		if text, ok := onlyText(h.Text); ok {
			m.text(text)
		} else {
			m.raw(r.writer.Inlines(plain, h.Text).HTML)
		}
		m.raw(`</a>`)
	}
	for range open {
		m.raw(`</li></ol>`)
	}
	return m.done()
}

// onlyText returns running text that has no markup.
func onlyText(inlines []note.Inline) (string, bool) {
	if len(inlines) == 1 {
		if t, ok := inlines[0].(*note.Text); ok {
			return t.Value, true
		}
	}
	return "", len(inlines) == 0
}

// plain says how text of n is written where it stands apart from its note: without ids and
// links.
func (r *renderer) plain(n *site.Note, address string) html.Page {
	p := r.textOf(n, address)
	p.IDs, p.NoLinks, p.Transclude = false, true, nil
	return p
}
