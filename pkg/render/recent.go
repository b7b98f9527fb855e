package render

import (
	"time"

	"memopress/pkg/site"
)

const recentNotes = 500

// recentPages list the latest notes by month.
func recentPages(r *renderer) []job {
	if !r.chrome.Recent {
		return nil
	}
	part := func() [][]*site.Note {
		return sheets(r.dated[:min(len(r.dated), recentNotes)], ruler{most: pageSize}, r.entryBytes)
	}
	parts := part()
	addresses := r.pageAddresses("recent.html", len(parts))
	jobs := r.listing(listing{kind: RecentPage, addresses: addresses, twin: "recent.html", title: r.say("recent"), count: r.count("notes", len(r.dated)),
		fill: func(p *Page, at place, i int) {
			p.Lists = r.monthLists(at, parts[i])
			if last := len(p.Lists) - 1; last >= 0 && i == len(parts)-1 && len(r.dated) > recentNotes {
				p.Lists[last].More = &Link{Href: href(at.to("all.html")), Title: r.count("notes.all", len(r.site.Notes))}
			}
		}})
	r.lists(parts, jobs, part)
	return jobs
}

// monthLists are notes by the month in which they changed.
func (r *renderer) monthLists(at place, notes []*site.Note) []List {
	var out []List
	for len(notes) > 0 {
		month := order(notes[0].Created, notes[0].Updated)
		n := 1
		for n < len(notes) && sameMonth(month, order(notes[n].Created, notes[n].Updated)) {
			n++
		}
		out = append(out, List{ID: "mp-" + month.Format("2006-01"), Kind: "entries", Title: r.month(month), Items: r.entryList(at, notes[:n])})
		notes = notes[n:]
	}
	return out
}

func sameMonth(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
