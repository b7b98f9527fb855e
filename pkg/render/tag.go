package render

import (
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

const tagsAddress = "tags/index.html"

// tagPages are the pages of the tags: the tags below, then the notes that carry exactly this
// one, the newest first.
func tagPages(r *renderer) []job {
	var jobs []job
	for t := range tags(r.site.Tags) {
		addresses := r.pageAddresses(t.Address, len(t.Notes), pageSize)
		for i := range addresses {
			jobs = append(jobs, func() (File, error) {
				return File{Path: addresses[i], Page: r.tagPage(t, addresses, i)}, nil
			})
		}
	}
	return jobs
}

func (r *renderer) tagPage(t *site.Tag, addresses []string, i int) *Page {
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
		p.Lists = append(p.Lists, List{ID: "mp-tags", Kind: "tree", Title: r.say("tags.below"), Items: r.tagTree(at, t.Tags)})
	}
	if len(t.Notes) > 0 {
		p.Lists = append(p.Lists, List{ID: "mp-notes", Kind: "entries", Title: r.say("notes"), Items: r.entryList(at, part(newestFirst(t.Notes), i, pageSize))})
	}
	p.Pager = r.pager(at, addresses, i)
	title := p.Title
	if i > 0 {
		title += " (" + itoa(i+1) + ")"
	}
	p.Head = r.head(at, about{title: title, description: p.Count, kind: "CollectionPage", feed: t.Address, way: append(way, crumb{t.Label, html.EscapePath(t.Address)})})
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

// tagsPage is the page of all tags.
func tagsPage(r *renderer) []job {
	if len(r.site.Tags) == 0 {
		return nil
	}
	return []job{func() (File, error) {
		p, at := r.begin(TagsPage, tagsAddress)
		p.Title = r.say("tags")
		p.Heading = escape(p.Title)
		n := 0
		for range tags(r.site.Tags) {
			n++
		}
		p.Count = r.count("tags", n)
		p.Nav = r.nav(at, r.site.Root, nil)
		p.Crumbs = r.crumbs(at, nil)
		p.Lists = []List{{Kind: "tree", Items: r.tagTree(at, r.site.Tags)}}
		p.Head = r.head(at, about{title: p.Title, description: p.Count, kind: "CollectionPage"})
		return File{Path: tagsAddress, Page: p}, nil
	}}
}

// tagTree writes tags with their counts, those below in lists of their own.
func (r *renderer) tagTree(at place, all []*site.Tag) HTML {
	var m markup
	var level func([]*site.Tag, string)
	level = func(all []*site.Tag, class string) {
		m.raw(`<ul`, class, `>`)
		for _, t := range all {
			m.raw(`<li><a class="tag" href="`).text(at.to(html.EscapePath(t.Address))).raw(`">#`).text(t.Label).raw(`</a> <span class="count">`).text(r.number(t.Count)).raw(`</span>`)
			if len(t.Tags) > 0 {
				level(t.Tags, "")
			}
			m.raw("</li>\n")
		}
		m.raw(`</ul>`)
	}
	level(all, ` class="tree"`)
	return m.done()
}
