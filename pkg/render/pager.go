package render

import (
	"strings"

	"memopress/pkg/writer/html"
)

// How much one page lists: so many lines, and fewer where they are long, so that a page stays
// below 40 kB compressed in whatever script its lines are written. A Korean letter takes three
// bytes of a text and nine of an address.
const (
	pageSize    = 200
	allPageSize = 1000 // of lines that are titles only
	pageBytes   = 54_000
)

// A ruler says where the pages of a list end.
type ruler struct {
	most         int // lines of one page
	lines, bytes int // on the page so far
}

// turns reports whether a line of some bytes begins a new page. It counts the line.
func (u *ruler) turns(bytes int) bool {
	turn := u.lines > 0 && (u.lines == u.most || u.bytes+bytes > pageBytes)
	if turn {
		u.lines, u.bytes = 0, 0
	}
	u.lines++
	u.bytes += bytes
	return turn
}

// sheets parts items among pages; there is at least one.
func sheets[T any](items []T, u ruler, weigh func(T) int) [][]T {
	out := [][]T{}
	from := 0
	for i, item := range items {
		if u.turns(weigh(item)) {
			out = append(out, items[from:i])
			from = i
		}
	}
	return append(out, items[from:])
}

// pageAddresses returns the addresses of the pages of a list: the first one's, and numbered ones
// beside it that nothing else has.
func (r *renderer) pageAddresses(first string, pages int) []string {
	out := []string{first}
	stem := strings.TrimSuffix(first, ".html")
	for i := 2; i <= pages; i++ {
		out = append(out, r.numbered(stem, i))
	}
	return out
}

// A listing is a list of the whole site on as many pages as it needs.
type listing struct {
	kind      Kind
	addresses []string
	twin      string // the page whose Markdown lists the same
	title     string
	count     string
	fill      func(p *Page, at place, i int) // puts the i-th part of the list on its page
	key       func(i int) key                // of what fill puts there; may be nil
}

func (r *renderer) listing(l listing) []job {
	var jobs []job
	for i, address := range l.addresses {
		var of func() key
		if l.key != nil {
			of = func() key {
				return r.keys.around(l.key(i), r.site.Root, nil).text(l.addresses...).int(i).text(string(l.kind), l.title, l.count)
			}
		}
		jobs = append(jobs, r.once(address, of, func(r *renderer) (File, error) {
			p, at := r.begin(l.kind, address)
			at = r.join(p, at, l.twin)
			p.Title, p.Count = l.title, l.count
			p.Heading = escape(p.Title)
			p.Nav = r.nav(at, r.site.Root, nil)
			p.Crumbs = r.crumbs(at, nil)
			l.fill(p, at, i)
			p.Pager = r.pager(at, l.addresses, i)
			p.Head = r.head(at, about{title: numberedTitle(p.Title, i), description: p.Count, kind: "CollectionPage"})
			return File{Path: address, Page: p}, nil
		}))
	}
	return jobs
}

// numberedTitle is the title of the i-th page of a list, for lists of pages.
func numberedTitle(title string, i int) string {
	if i == 0 {
		return title
	}
	return title + " (" + itoa(i+1) + ")"
}

const pagerReach = 4 // pages before and behind the current one that the pager names

// pager links the pages of a long list with each other: the first, the last, and those around
// the current one.
func (r *renderer) pager(at place, addresses []string, current int) HTML {
	if len(addresses) < 2 {
		return ""
	}
	var m markup
	last := len(addresses) - 1
	for i := 0; i <= last; i++ {
		if i > 0 && i < last && (i < current-pagerReach || i > current+pagerReach) {
			if i == 1 || i == current+pagerReach+1 {
				m.raw(`<li aria-hidden="true">…</li>`)
			}
			continue
		}
		m.raw(`<li><a href="`).text(at.to(html.EscapePath(addresses[i]))).raw(`"`)
		if i == current {
			m.raw(` aria-current="page"`)
		}
		m.raw(`>`).int(i + 1).raw(`</a></li>`)
	}
	return m.done()
}

// part returns the i-th page of items, each with size of them.
func part[T any](items []T, i, size int) []T {
	from := min(i*size, len(items))
	return items[from:min(from+size, len(items))]
}
