package render

// notFoundPage is shown for addresses that lead nowhere. A host shows it under any address, so
// that its links begin at the root of the host.
func notFoundPage(r *renderer) []job {
	return []job{func() (File, error) {
		p, at := r.begin(NotFoundPage, "404.html")
		p.Title = r.say("notfound")
		p.Heading = escape(p.Title)
		p.Home = href(at.root())
		p.Lead = r.say("notfound.lead")
		p.Nav = r.nav(at, r.site.Root, nil)
		if recent := r.dated; len(recent) > 0 {
			p.Lists = append(p.Lists, List{ID: "mp-recent", Kind: "entries", Title: r.say("recent"), Items: r.entryList(at, recent[:min(len(recent), 5)])})
		}
		p.Head = r.head(at, about{title: p.Title, hidden: true})
		return File{Path: "404.html", Page: p}, nil
	}}
}
