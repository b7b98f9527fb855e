package render

import (
	"strings"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

const (
	fewBacklinks = 12     // notes shown at once; the others wait behind a summary
	mostContexts = 5      // sentences of one note
	contextBytes = 32_000 // of markup: then there are titles only, so that a page stays one
)

// backlinks lists the notes that refer to a note, each once, with the sentences in which they
// do and the reference marked.
//
// What is beyond mostBacklinks is counted, with a link to rest where there is such a page.
func (r *renderer) backlinks(at place, all []site.Backlink, rest string) (first, more HTML, count int) {
	var groups [][]site.Backlink
	index := map[*site.Note]int{}
	for _, b := range all {
		i, ok := index[b.From]
		if !ok {
			i = len(groups)
			index[b.From] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], b)
	}
	var a, b markup
	for i, g := range groups {
		m := &a
		if i >= fewBacklinks {
			m = &b
		}
		if i == mostBacklinks {
			words := r.count("backlinks.rest", len(groups)-i)
			if m.raw(`<li class="rest">`); rest != "" {
				m.link(at.to(html.EscapePath(rest)), "", words)
			} else {
				m.text(words)
			}
			m.raw(`</li>`)
			break
		}
		if len(a.out)+len(b.out) > contextBytes {
			g = []site.Backlink{{From: g[0].From}}
		}
		r.backlink(m, at, g)
	}
	return a.done(), b.done(), len(groups)
}

func (r *renderer) backlink(m *markup, at place, group []site.Backlink) {
	from := group[0].From
	href := at.to(r.encoded(from))
	m.raw(`<li>`).raw(`<a class="from" href="`).text(href).raw(`"`)
	r.foreign(m, from)
	m.raw(`>`).text(from.Title).raw(`</a>`)
	seen := map[string]bool{}
	for i, b := range group {
		if i == mostContexts {
			break
		}
		text := r.writer.Inlines(r.plain(from, at.path), b.Context).HTML
		if text == "" || seen[text] {
			continue
		}
		seen[text] = true
		m.raw(`<a class="context" href="`).text(href + fragment(b.Anchor)).raw(`"`)
		r.foreign(m, from)
		m.raw(`>`)
		if b.Section != "" {
			m.raw(`<span class="section">`).text(b.Section).raw(`</span> `)
		}
		m.raw(`<q>`).raw(text).raw(`</q></a>`)
	}
	m.raw("</li>\n")
}

// foreign marks text that is not in the language of the words around it.
func (r *renderer) foreign(m *markup, n *site.Note) {
	if n.Language != r.chrome.Language && n.Language != "" {
		m.raw(` lang="`).text(n.Language).raw(`"`)
	}
	if n.Direction != r.chrome.Direction && n.Direction != "" {
		m.raw(` dir="`).text(n.Direction).raw(`"`)
	}
}

// related lists notes worth reading next, with the reason.
func (r *renderer) related(at place, all []site.Related) HTML {
	var m markup
	for _, rel := range all {
		m.raw(`<li><a href="`).text(at.to(r.encoded(rel.Note))).raw(`"`)
		r.foreign(&m, rel.Note)
		m.raw(`>`).text(rel.Note.Title).raw(`</a>`)
		if why := r.reason(rel); why != "" {
			m.raw(`<span class="why">`).text(why).raw(`</span>`)
		}
		m.raw("</li>\n")
	}
	return m.done()
}

func (r *renderer) reason(rel site.Related) string {
	var parts []string
	if len(rel.Links) > 0 {
		var titles []string
		for i, n := range rel.Links {
			if i == 3 {
				titles = append(titles, "…")
				break
			}
			titles = append(titles, n.Title)
		}
		parts = append(parts, strings.ReplaceAll(r.say("related.links"), "{list}", r.list(titles)))
	}
	if len(rel.Words) > 0 {
		parts = append(parts, strings.ReplaceAll(r.say("related.words"), "{list}", r.list(rel.Words[:min(4, len(rel.Words))])))
	}
	return strings.Join(parts, " · ")
}
