package render

import (
	"memopress/pkg/note"
	"memopress/pkg/site"
)

const (
	fewRemarks  = 3  // notes shown beside one heading or block
	mostRemarks = 12 // further ones wait behind a summary; the rest is in the list of backlinks
)

// remarks returns what other notes say about the headings and blocks of a note, by their
// anchors: nil when nobody names any. All of it is in the list of backlinks, too.
func (r *renderer) remarks(at place, n *site.Note) func(anchor string) []byte {
	if r.opts.NoBacklinks {
		return nil
	}
	var about map[string][]site.Backlink
	for _, b := range n.Backlinks {
		for _, anchor := range b.To {
			if about == nil {
				about = map[string][]site.Backlink{}
			}
			about[anchor] = append(about[anchor], b)
		}
	}
	if about == nil {
		return nil
	}
	return func(anchor string) []byte {
		if all := about[anchor]; len(all) > 0 {
			return r.marginalia(at, n, all)
		}
		return nil
	}
}

// marginalia writes what notes say about one place of n: each note once, with the sentence.
func (r *renderer) marginalia(at place, n *site.Note, all []site.Backlink) []byte {
	var few, more markup
	from := map[*site.Note]bool{}
	for _, b := range all {
		if from[b.From] {
			continue
		}
		switch from[b.From] = true; {
		case len(from) <= fewRemarks:
			r.remark(&few, at, n, b)
		case len(from) <= mostRemarks:
			r.remark(&more, at, n, b)
		}
	}
	var m markup
	// The paragraph that it ends may run against its note.
	m.raw(`<aside class="marginalia" role="note" aria-label="`).text(r.sayIn(n.Language, "remarks")).raw(`"`)
	if n.Direction != "" {
		m.raw(` dir="`).text(n.Direction).raw(`"`)
	}
	m.raw(`><ul>`).bytes(few.out).raw(`</ul>`)
	if len(from) > fewRemarks {
		m.raw(`<details><summary>`).text(r.count("remarks.more", len(from)-fewRemarks)).raw(`</summary><ul>`).bytes(more.out)
		if len(from) > mostRemarks {
			m.raw(`<li>`).link("#mp-backlinks", "", r.say("backlinks")).raw(`</li>`)
		}
		m.raw(`</ul></details>`)
	}
	return m.raw("</aside>").out
}

func (r *renderer) remark(m *markup, at place, n *site.Note, b site.Backlink) {
	m.raw(`<li`)
	if b.From.Language != n.Language {
		m.raw(` lang="`).text(b.From.Language).raw(`"`)
	}
	if b.From.Direction != n.Direction {
		m.raw(` dir="`).text(b.From.Direction).raw(`"`)
	}
	m.raw(`>`).link(at.to(r.encoded(b.From))+fragment(b.Anchor), "", b.From.Title)
	if !onlyMark(b.Context) {
		m.raw(` <q>`).raw(r.writer.Inlines(r.plain(b.From, at.path), b.Context).HTML).raw(`</q>`)
	}
	m.raw(`</li>`)
}

// onlyMark reports whether a context says nothing beside the name of what it refers to.
func onlyMark(context []note.Inline) bool {
	for _, in := range context {
		switch in := in.(type) {
		case *note.Styled:
			if in.Style != note.Highlight {
				return false
			}
		case *note.Break:
		case *note.Text:
			for _, c := range in.Value {
				if c != ' ' && c != '\n' && c != '.' {
					return false
				}
			}
		default:
			return false
		}
	}
	return true
}
