package render

import (
	"slices"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

const tagsAddress = "tags/index.html"

// tagPages are the pages of the tags: the tags below, then the notes that carry exactly this
// one, the newest first.
func tagPages(r *renderer) []job {
	var jobs []job
	for t := range tags(r.site.Tags) {
		all := newestFirst(t.Notes)
		part := func() [][]*site.Note { return sheets(all, ruler{most: pageSize}, r.entryBytes) }
		notes := part()
		addresses := r.pageAddresses(t.Address, len(notes))
		own := make([]job, len(addresses))
		for i := range addresses {
			own[i] = r.once(addresses[i], func() key { return r.keys.tag(t, addresses, i, notes[i]) }, func(r *renderer) (File, error) {
				return File{Path: addresses[i], Page: r.tagPage(t, addresses, i, notes[i])}, nil
			})
		}
		r.lists(notes, own, part)
		jobs = append(jobs, own...)
	}
	return jobs
}

func (r *renderer) tagPage(t *site.Tag, addresses []string, i int, notes []*site.Note) *Page {
	p, at := r.begin(TagPage, addresses[i])
	at = r.join(p, at, t.Address)
	p.Title = "#" + t.Name
	p.Heading = r.tagHeading(at, t)
	p.Eyebrow = r.say("tag")
	p.Count = r.count("notes", t.Count)
	p.Nav = r.nav(at, r.site.Root, nil)
	var m markup
	m.raw(`<li>`).link(at.to("index.html"), "", r.say("home")).raw(`</li><li>`).link(at.to(tagsAddress), "", r.say("tags")).raw(`</li>`)
	way := []crumb{{r.say("home"), "index.html"}, {r.say("tags"), tagsAddress}}
	for _, up := range ancestors(t) {
		m.raw(`<li>`).link(at.to(html.EscapePath(up.Address)), "", up.Label).raw(`</li>`)
		way = append(way, crumb{up.Label, html.EscapePath(up.Address)})
	}
	p.Crumbs = m.done()
	if i == 0 && len(t.Tags) > 0 {
		p.Lists = append(p.Lists, r.tagsBelow(at, t))
	}
	if len(notes) > 0 {
		p.Lists = append(p.Lists, List{ID: "mp-notes", Kind: "entries", Title: r.say("notes"), Items: r.entryList(at, notes)})
	}
	p.Pager = r.pager(at, addresses, i)
	p.Head = r.head(at, about{title: numberedTitle(p.Title, i), description: p.Count, kind: "CollectionPage", feed: t.Address, way: append(way, crumb{t.Label, html.EscapePath(t.Address)})})
	return p
}

// tagHeading writes the tag's name with its parents as links.
func (r *renderer) tagHeading(at place, t *site.Tag) HTML {
	var m markup
	m.raw(`<span class="hash">#</span>`)
	for _, up := range ancestors(t) {
		m.link(at.to(html.EscapePath(up.Address)), "parent", up.Label).raw(`<span class="slash">/</span>`)
	}
	return m.text(t.Label).done()
}

// ancestors returns the tags above t, the top one first.
func ancestors(t *site.Tag) []*site.Tag {
	if t.Parent == nil {
		return nil
	}
	return append(ancestors(t.Parent), t.Parent)
}

const (
	tagsSize  = 600 // tags on one page of all tags
	tagsBelow = 200 // tags on the page of the one above them
)

// tagsPages list all tags, those below another one under it.
func tagsPages(r *renderer) []job {
	if len(r.site.Tags) == 0 {
		return nil
	}
	all := slices.Collect(tags(r.site.Tags))
	parts := sheets(all, ruler{most: tagsSize}, func(t *site.Tag) int { return len(t.Address) + len(t.Label) })
	addresses := r.pageAddresses(tagsAddress, len(parts))
	return r.listing(listing{kind: TagsPage, addresses: addresses, twin: tagsAddress, title: r.say("tags"), count: r.count("tags", len(all)),
		fill: func(p *Page, at place, i int) {
			// A page that begins below a tag says which.
			p.Lists = []List{{Kind: "tree", Items: r.tagTree(at, slices.Concat(ancestors(parts[i][0]), parts[i]))}}
		}})
}

// tagsBelow lists the tags below one: all of them, or the first of the next level where they are
// too many.
func (r *renderer) tagsBelow(at place, t *site.Tag) List {
	l := List{ID: "mp-tags", Kind: "tree", Title: r.say("tags.below")}
	all := slices.Collect(tags(t.Tags))
	if len(all) > tagsBelow {
		all = t.Tags[:min(len(t.Tags), tagsBelow)]
		l.More = &Link{Href: href(at.to(tagsAddress)), Title: r.say("tags.more")}
	}
	l.Items = r.tagTree(at, all)
	return l
}

// tagTree writes tags with their counts, those below in lists of their own. all has every tag
// behind the one above it, if that is there.
func (r *renderer) tagTree(at place, all []*site.Tag) HTML {
	var m markup
	m.raw(`<ul class="tree">`)
	var open []*site.Tag // the way to the last one written
	for _, t := range all {
		if len(open) > 0 && t.Parent == open[len(open)-1] {
			m.raw(`<ul>`)
		} else {
			for len(open) > 0 {
				last := open[len(open)-1]
				m.raw("</li>\n")
				open = open[:len(open)-1]
				if last.Parent == t.Parent {
					break
				}
				m.raw(`</ul>`)
			}
		}
		open = append(open, t)
		m.raw(`<li><a class="tag" href="`).text(at.to(html.EscapePath(t.Address))).raw(`">#`).text(t.Label).raw(`</a> <span class="count">`).text(r.number(t.Count)).raw(`</span>`)
	}
	for range open {
		m.raw("</li>\n</ul>")
	}
	return m.done()
}
