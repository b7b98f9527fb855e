package render

import (
	"cmp"
	"slices"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

const (
	homeRecent  = 10
	homeTags    = 40
	homeFolders = 60
)

// homePage is index.html: the author's own note or, without one, a page made of what there is.
// Below it stand the latest notes, the folders and the tags.
func homePage(r *renderer) []job {
	return []job{r.once("index.html", nil, func(r *renderer) (File, error) {
		p, at := r.begin(HomePage, "index.html")
		s := r.site.Settings
		a := about{title: s.Title, description: s.Description, kind: "WebSite"}
		p.Title, p.Heading, p.Lead = s.Title, escape(s.Title), s.Description
		if n := r.site.Home; n != nil {
			r.fillNote(p, at, n)
			a.note = n
			if a.description == "" {
				a.description = n.Description
			}
			// The site's name is in the header; the page is called as its author calls it.
			p.Heading = escape(cmp.Or(p.Title, s.Title))
		}
		p.Count = r.count("notes", len(r.site.Notes))
		p.Nav = r.nav(at, r.site.Root, nil)
		r.homeLists(p, at)
		p.Head = r.head(at, a)
		return File{Path: "index.html", Page: p}, nil
	})}
}

func (r *renderer) homeLists(p *Page, at place) {
	var pinned []*site.Note
	for _, n := range r.site.Notes {
		if n.Pinned && n != r.site.Home {
			pinned = append(pinned, n)
		}
	}
	if len(pinned) > 0 {
		pinned = newestFirst(pinned)
		p.Lists = append(p.Lists, List{ID: "mp-pinned", Kind: "entries", Title: r.say("pinned"), Items: r.entryList(at, pinned[:min(len(pinned), homeRecent)])})
	}
	if recent := r.dated; len(recent) > 0 {
		l := List{ID: "mp-recent", Kind: "entries", Title: r.say("recent"), Items: r.entryList(at, recent[:min(len(recent), homeRecent)])}
		if len(recent) > homeRecent {
			l.More = &Link{Href: href(at.to("recent.html")), Title: r.say("recent.more")}
		}
		p.Lists = append(p.Lists, l)
	} else if root := r.site.Root; root != nil && len(root.Notes) > 0 {
		l := List{ID: "mp-notes", Kind: "entries", Title: r.say("notes"), Items: r.entryList(at, root.Notes[:min(len(root.Notes), homeRecent)])}
		l.More = &Link{Href: href(at.to("all.html")), Title: r.count("notes.all", len(r.site.Notes))}
		p.Lists = append(p.Lists, l)
	}
	if root := r.site.Root; root != nil && len(root.Folders) > 0 {
		l := List{ID: "mp-folders", Kind: "folders", Title: r.say("folders"), Items: r.folderList(at, root.Folders[:min(len(root.Folders), homeFolders)])}
		if r.allFolders != "" {
			l.More = &Link{Href: href(at.to(r.allFolders)), Title: r.count("folders.all", len(root.Folders))}
		}
		p.Lists = append(p.Lists, l)
	}
	if len(r.site.Tags) > 0 {
		l := List{ID: "mp-tags", Kind: "tags", Title: r.say("tags"), Items: r.tagCloud(at, r.site.Tags)}
		l.More = &Link{Href: href(at.to(tagsAddress)), Title: r.say("tags.more")}
		p.Lists = append(p.Lists, l)
	}
}

// tagCloud lists the tags that most notes carry, in the order of their names.
func (r *renderer) tagCloud(at place, all []*site.Tag) HTML {
	var m markup
	m.raw(`<ul class="tags">`)
	for _, t := range mostUsed(all, homeTags) {
		m.raw(`<li><a class="tag" href="`).text(at.to(html.EscapePath(t.Address))).raw(`">#`).text(t.Label).raw(`</a> <span class="count">`).text(r.number(t.Count)).raw("</span></li>\n")
	}
	m.raw(`</ul>`)
	return m.done()
}

// mostUsed returns the n tags that most notes carry, in the order given.
func mostUsed(all []*site.Tag, n int) []*site.Tag {
	if len(all) <= n {
		return all
	}
	type ranked struct {
		tag *site.Tag
		at  int
	}
	most := make([]ranked, len(all))
	for i, t := range all {
		most[i] = ranked{t, i}
	}
	slices.SortStableFunc(most, func(a, b ranked) int { return cmp.Compare(b.tag.Count, a.tag.Count) })
	most = most[:n]
	slices.SortFunc(most, func(a, b ranked) int { return cmp.Compare(a.at, b.at) })
	out := make([]*site.Tag, n)
	for i, t := range most {
		out[i] = t.tag
	}
	return out
}

// findDated returns the notes that have a date, the newest first, without the home page.
func (r *renderer) findDated() []*site.Note {
	var out []*site.Note
	for _, n := range r.site.Notes {
		if n != r.site.Home && !order(n.Created, n.Updated).IsZero() {
			out = append(out, n)
		}
	}
	return newestFirst(out)
}
