package render

import (
	"strings"

	"memopress/pkg/writer/html"
)

const (
	pageSize    = 200  // notes on one page of a folder or tag
	allPageSize = 2000 // notes on one page of all notes
)

// pageAddresses returns the addresses of the pages that n items need: the first one's, and
// numbered ones beside it that nothing else has.
func (r *renderer) pageAddresses(first string, n, size int) []string {
	out := []string{first}
	stem := strings.TrimSuffix(first, ".html")
	for i := 2; (i-1)*size < n; i++ {
		out = append(out, r.numbered(stem, i))
	}
	return out
}

// pager links the pages of a long list with each other.
func (r *renderer) pager(at place, addresses []string, current int) HTML {
	if len(addresses) < 2 {
		return ""
	}
	var m markup
	for i, a := range addresses {
		m.raw(`<li><a href="`).text(at.to(html.EscapePath(a))).raw(`"`)
		if i == current {
			m.raw(` aria-current="page"`)
		}
		m.raw(`>`).int(i + 1).raw(`</a></li>`)
	}
	return m.done()
}

// part returns the i-th page of items.
func part[T any](items []T, i, size int) []T {
	from := min(i*size, len(items))
	return items[from:min(from+size, len(items))]
}
