package render

import (
	"cmp"
	"slices"
	"time"

	"memopress/pkg/site"
)

// What a line of a list takes on a page, in bytes, without its markup. It is not asked for while
// pages are made.
func (r *renderer) entryBytes(n *site.Note) int {
	size, ok := r.entrySizes[n]
	if !ok {
		size = r.titleBytes(n) + firstRunes(n.Description, described)
		r.entrySizes[n] = size
	}
	return size
}

func (r *renderer) titleBytes(n *site.Note) int { return len(r.encoded(n)) + len(n.Title) }

func (r *renderer) cardBytes(f *site.Folder) int {
	const about = 200 // its description, or titles of three notes
	return len(r.below[f]) + len(f.Title) + about
}

// firstRunes returns how many bytes the first n characters of s are.
func firstRunes(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	for i := range s {
		if n--; n < 0 {
			return i
		}
	}
	return len(s)
}

const described = 140 // characters of a description in a list

// entry writes a note's line in a list: title, description, date.
func (r *renderer) entry(m *markup, at place, n *site.Note) {
	// The date is in the language of the page, whatever the note's.
	m.raw(`<li class="entry"><a href="`).text(at.to(r.encoded(n))).raw(`"`)
	r.foreign(m, n)
	m.raw(`>`).text(n.Title).raw(`</a>`)
	if t := order(n.Created, n.Updated); !t.IsZero() {
		m.raw(" ")
		r.time(m, t)
	}
	if n.Description != "" {
		m.raw(`<p`)
		r.foreign(m, n)
		m.raw(`>`).text(truncate(n.Description, described)).raw(`</p>`)
	}
	m.raw("</li>\n")
}

// entryList writes a whole list of notes.
func (r *renderer) entryList(at place, notes []*site.Note) HTML {
	if len(notes) == 0 {
		return ""
	}
	var m markup
	m.raw("<ul class=\"entries\">\n")
	for _, n := range notes {
		r.entry(&m, at, n)
	}
	m.raw(`</ul>`)
	return m.done()
}

// titleList writes a list of titles alone.
func (r *renderer) titleList(at place, notes []*site.Note) HTML {
	var m markup
	m.raw(`<ul class="titles">`)
	for _, n := range notes {
		m.raw(`<li><a href="`).text(at.to(r.encoded(n))).raw(`"`)
		r.foreign(&m, n)
		m.raw(`>`).text(n.Title).raw("</a></li>\n")
	}
	m.raw(`</ul>`)
	return m.done()
}

// folderList writes folders as cards: name, how many notes, and the first of them.
func (r *renderer) folderList(at place, all []*site.Folder) HTML {
	if len(all) == 0 {
		return ""
	}
	var m markup
	m.raw(`<ul class="folders">`)
	for _, f := range all {
		m.raw(`<li class="card">`).link(at.to(r.below[f]), "", f.Title)
		m.raw(` <span class="count">`).text(r.count("notes", r.sizes[f])).raw(`</span>`)
		if f.Note != nil && f.Note.Description != "" {
			m.raw(`<p`)
			r.foreign(&m, f.Note)
			m.raw(`>`).text(truncate(f.Note.Description, 110)).raw(`</p>`)
		} else if names := firstTitles(f, 3); names != "" {
			m.raw(`<p>`).text(names).raw(`</p>`)
		}
		m.raw("</li>\n")
	}
	m.raw(`</ul>`)
	return m.done()
}

func firstTitles(f *site.Folder, most int) string {
	out := ""
	shown := 0
	add := func(title string) {
		if shown < most {
			if out != "" {
				out += " · "
			}
			out += truncate(title, 40)
		}
		shown++
	}
	for _, c := range f.Folders {
		add(c.Title)
	}
	for _, n := range f.Notes {
		add(n.Title)
	}
	if shown > most {
		out += " …"
	}
	return out
}

// newestFirst returns the notes by date, those without one last in the order given.
func newestFirst(notes []*site.Note) []*site.Note {
	type dated struct {
		at time.Time
		i  int
	}
	all := make([]dated, len(notes))
	for i, n := range notes {
		all[i] = dated{order(n.Created, n.Updated), i}
	}
	slices.SortFunc(all, func(a, b dated) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.i, b.i)) })
	out := make([]*site.Note, len(notes))
	for i, d := range all {
		out[i] = notes[d.i]
	}
	return out
}
