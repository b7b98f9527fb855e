package render

import (
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/site"
)

// notePages are the pages of the notes that are not the home page or a folder's own.
func notePages(r *renderer) []job {
	var jobs []job
	for _, n := range r.site.Notes {
		if n == r.site.Home || n.Index {
			continue
		}
		jobs = append(jobs, r.noteJob(n))
	}
	return jobs
}

func (r *renderer) noteJob(n *site.Note) job {
	return r.once(n.Address, func() key { return r.keys.around(r.keys.note(n.Address, n), n.Folder, n) },
		func(r *renderer) (File, error) { return File{Path: n.Address, Page: r.notePage(n)}, nil })
}

func (r *renderer) notePage(n *site.Note) *Page {
	p, at := r.begin(NotePage, n.Address)
	p.Nav = r.nav(at, n.Folder, n)
	p.Crumbs = r.crumbs(at, n.Folder)
	r.fillNote(p, at, n)
	p.Head = r.head(at, about{
		title: n.Title, description: n.Description, kind: "Article", note: n,
		way: r.way(n.Folder, n.Title, at.path),
	})
	return p
}

// fillNote puts a note and everything about it on a page.
func (r *renderer) fillNote(p *Page, at place, n *site.Note) {
	p.Language, p.Direction = n.Language, n.Direction
	p.Foreign = n.Language != r.chrome.Language || n.Direction != r.chrome.Direction
	p.Title, p.Heading = n.Title, escape(n.Title)
	p.Classes = strings.Join(n.Classes, " ")
	p.Dates = r.dates(n)
	if !r.opts.NoReadingTime && n.Minutes > 0 {
		p.Minutes = r.count("minutes", n.Minutes)
	}
	p.Tags = r.tagList(at, n.Tags)
	if !r.opts.NoProperties {
		p.Facts = r.facts(n)
	}
	var body []note.Block
	body, p.TitleID = withoutTitle(n)
	if !r.opts.NoContents {
		p.Contents = r.contents(n, p.TitleID)
	}
	res := r.write(at, n, body)
	p.Body = HTML(res.HTML)
	has := res.Features
	p.Blocks, p.Diagram, p.Math = has.Code || has.Callout || has.Table, has.Diagram, has.Math
	if !r.opts.NoBacklinks {
		rest := ""
		if l := r.linked[n]; l.addresses != nil {
			rest = l.addresses[0]
		}
		p.Backlinks, p.MoreBacklinks, p.BacklinkCount = r.backlinks(at, n.Backlinks, rest)
	}
	if !r.opts.NoMentions {
		first, more, count := r.backlinks(at, n.Mentions, "")
		p.Mentions, p.MentionCount = first+more, count
	}
	if !r.opts.NoRelated {
		p.Related = r.related(at, n.Related)
	}
	if !r.opts.NoNearby {
		p.Nearby = r.nearby(at, n)
	}
	p.OnThisDay = r.otherYears(at, n)
	p.Previous, p.Next = r.neighbour(at, n.Previous), r.neighbour(at, n.Next)
	if p.Previous == nil && p.Next == nil {
		p.Previous, p.Next = r.besides(at, n)
	}
}

// withoutTitle returns the note's body without a first heading that only says its title again,
// and that heading's id. Many people write the title twice, as the file's name and on top.
func withoutTitle(n *site.Note) (body []note.Block, id string) {
	if len(n.Body) > 0 {
		h, ok := n.Body[0].(*note.Heading)
		if ok && h.Level == 1 && strings.Join(strings.Fields(note.PlainText(h.Inlines)), " ") == n.Title && note.OnlyWords(h.Inlines) {
			return n.Body[1:], h.Anchor
		}
	}
	return n.Body, ""
}

func (r *renderer) neighbour(at place, n *site.Note) *Link {
	if n == nil {
		return nil
	}
	return &Link{Href: href(at.to(r.encoded(n))), Title: n.Title}
}

// dates says when the note was made and last changed; once when both are the same day.
func (r *renderer) dates(n *site.Note) HTML {
	var m markup
	one := func(key string, write func()) {
		m.raw(`<span class="date">`).text(r.say(key)).raw(" ")
		write()
		m.raw(`</span>`)
	}
	same := !n.Created.IsZero() && r.date(n.Created) == r.date(n.Updated)
	if !n.Updated.IsZero() && !same {
		one("updated", func() { r.time(&m, n.Updated) })
	}
	if !n.Created.IsZero() {
		one("created", func() { r.time(&m, n.Created) })
	}
	return m.done()
}
