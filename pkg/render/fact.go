package render

import (
	"time"

	"memopress/pkg/note"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// tagList writes the note's tags as list items.
func (r *renderer) tagList(at place, all []*site.Tag) HTML {
	var m markup
	for _, t := range all {
		m.raw(`<li><a class="tag" rel="tag" href="`).text(at.to(html.EscapePath(t.Address))).raw(`">#`).text(t.Name).raw(`</a></li>`)
	}
	return m.done()
}

// facts writes the note's properties as terms and values.
func (r *renderer) facts(n *site.Note) HTML {
	var m markup
	page := r.textOf(n, n.Address)
	page.IDs, page.Transclude = false, nil
	for _, p := range n.Properties {
		if len(p.Value) == 0 {
			continue
		}
		m.raw(`<dt>`).text(p.Name).raw(`</dt>`)
		for _, v := range p.Value {
			m.raw(`<dd>`)
			switch {
			case v.Ref != nil:
				m.raw(r.writer.Inlines(page, []note.Inline{&note.Link{Ref: *v.Ref, Inlines: []note.Inline{&note.Text{Value: v.Text}}}}).HTML)
			case p.Type == note.CheckboxProperty:
				m.text(r.say("property." + v.Text))
			case p.Type == note.DateProperty || p.Type == note.DateTimeProperty:
				if t, err := time.Parse(time.DateOnly, v.Text[:min(len(v.Text), len(time.DateOnly))]); err == nil {
					m.raw(`<time datetime="`).text(v.Text).raw(`">`).text(r.date(t)).raw(`</time>`)
				} else {
					m.text(v.Text)
				}
			default:
				m.raw(`<span dir="auto">`).text(v.Text).raw(`</span>`)
			}
			m.raw(`</dd>`)
		}
	}
	return m.done()
}
