package render

import (
	"strings"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// mostBacklinks is how many notes a note's own page lists that refer to it. Where there are more,
// all of them are listed on pages of their own.
const mostBacklinks = 100

// linked are the pages that list what refers to a note.
type linked struct {
	addresses []string
	notes     [][]*site.Note
	part      func() [][]*site.Note // makes notes
}

// makeLinked finds the notes to which more refer than their pages list.
func (r *renderer) makeLinked() map[*site.Note]linked {
	out := map[*site.Note]linked{}
	if r.opts.NoBacklinks {
		return out
	}
	for _, n := range r.site.Notes {
		if len(n.Backlinks) <= mostBacklinks {
			continue
		}
		var from []*site.Note
		seen := map[*site.Note]bool{}
		for _, b := range n.Backlinks {
			if !seen[b.From] {
				seen[b.From] = true
				from = append(from, b.From)
			}
		}
		if len(from) <= mostBacklinks {
			continue
		}
		l := linked{part: func() [][]*site.Note { return sheets(from, ruler{most: pageSize}, r.entryBytes) }}
		l.notes = l.part()
		l.addresses = r.pageAddresses(r.numbered(strings.TrimSuffix(n.Address, ".html")+"-backlinks", 1), len(l.notes))
		out[n] = l
	}
	return out
}

// linkedPages list all notes that refer to one, in the order in which its own page begins to.
func linkedPages(r *renderer) []job {
	var jobs []job
	for _, n := range r.site.Notes {
		l, ok := r.linked[n]
		if !ok {
			continue
		}
		own := make([]job, len(l.addresses))
		for i := range l.addresses {
			own[i] = r.once(l.addresses[i], func() key {
				out := r.keys.around(r.keys.base, n.Folder, n).with(uint64(r.keys.name[n])).text(l.addresses...).int(i)
				for _, some := range l.notes {
					out = out.int(len(some))
				}
				return r.keys.lines(out, l.notes[i])
			}, func(r *renderer) (File, error) {
				p, at := r.begin(BacklinksPage, l.addresses[i])
				p.Title = n.Title
				var m markup
				m.raw(`<a class="parent" href="`).text(at.to(r.encoded(n))).raw(`"`)
				r.foreign(&m, n)
				p.Heading = m.raw(`>`).text(n.Title).raw(`</a>`).done()
				p.Eyebrow = r.say("backlinks")
				count := 0
				for _, some := range l.notes {
					count += len(some)
				}
				p.Count = r.count("notes", count)
				p.Nav = r.nav(at, n.Folder, n)
				p.Crumbs = r.crumbs(at, n.Folder)
				p.Lists = []List{{Kind: "entries", Items: r.entryList(at, l.notes[i])}}
				p.Pager = r.pager(at, l.addresses, i)
				p.Head = r.head(at, about{title: numberedTitle(n.Title+" · "+p.Eyebrow, i), description: p.Count, kind: "CollectionPage", way: r.way(n.Folder, n.Title, html.EscapePath(n.Address))})
				return File{Path: l.addresses[i], Page: p}, nil
			})
		}
		r.lists(l.notes, own, l.part)
		jobs = append(jobs, own...)
	}
	return jobs
}
