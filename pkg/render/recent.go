package render

import "time"

const recentNotes = 500

// recentPage lists the latest notes by month.
func recentPage(r *renderer) []job {
	if !r.chrome.Recent {
		return nil
	}
	return []job{func() (File, error) {
		p, at := r.begin(RecentPage, "recent.html")
		p.Title = r.say("recent")
		p.Heading = escape(p.Title)
		p.Nav = r.nav(at, r.site.Root, nil)
		p.Crumbs = r.crumbs(at, nil)
		all := r.dated()
		p.Count = r.count("notes", len(all))
		all = all[:min(len(all), recentNotes)]
		for len(all) > 0 {
			month := order(all[0].Created, all[0].Updated)
			n := 1
			for n < len(all) && sameMonth(month, order(all[n].Created, all[n].Updated)) {
				n++
			}
			p.Lists = append(p.Lists, List{ID: "mp-" + month.Format("2006-01"), Kind: "entries", Title: r.month(month), Items: r.entryList(at, all[:n])})
			all = all[n:]
		}
		p.Head = r.head(at, about{title: p.Title, description: p.Count, kind: "CollectionPage"})
		return File{Path: "recent.html", Page: p}, nil
	}}
}

func sameMonth(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
