package render

import (
	"slices"

	"memopress/pkg/site"
)

// How many neighbours a page's navigation shows. It must not grow with the site: a tree of
// everything in every page makes the output grow with the square of the notes.
const (
	navFolders = 40 // folders of one level
	navNotes   = 24 // notes of the open folder
	navOthers  = 12 // notes of the top level while another folder is open
)

// nav writes the folder tree: the top level and the branch that leads to open. current is the
// note that the page shows, nil for none.
func (r *renderer) nav(at place, open *site.Folder, current *site.Note) HTML {
	if r.site.Root == nil {
		return ""
	}
	var branch []*site.Folder
	for f := open; f != nil && f.Parent != nil; f = f.Parent {
		branch = append(branch, f)
	}
	slices.Reverse(branch)
	var m markup
	r.navLevel(&m, at, r.site.Root, branch, current)
	return m.done()
}

func (r *renderer) navLevel(m *markup, at place, f *site.Folder, branch []*site.Folder, current *site.Note) {
	m.raw(`<ul>`)
	var openHere *site.Folder
	if len(branch) > 0 {
		openHere = branch[0]
	}
	from, to := window(len(f.Folders), rankIn(f.Folders, openHere, r.folderRank), navFolders)
	for _, c := range f.Folders[from:to] {
		encoded := r.below[c]
		m.raw(`<li class="folder`)
		if c == openHere {
			m.raw(` open`)
		}
		m.raw(`"><a href="`).text(at.to(encoded)).raw(`"`)
		if encoded == at.path {
			m.raw(` aria-current="page"`)
		}
		m.raw(`>`).text(c.Title).raw(`</a>`)
		if c == openHere {
			r.navLevel(m, at, c, branch[1:], current)
		}
		m.raw(`</li>`)
	}
	r.navMore(m, at, f, to-from < len(f.Folders), "folders", len(f.Folders))
	limit := navNotes
	switch {
	case len(branch) == 0:
	case f == r.site.Root:
		limit = navOthers
	default:
		limit = 0 // between the top and the open folder only the way counts
	}
	if limit > 0 {
		from, to := window(len(f.Notes), rankIn(f.Notes, current, r.rank), limit)
		for _, n := range f.Notes[from:to] {
			m.raw(`<li><a href="`).text(at.to(r.encoded(n))).raw(`"`)
			if n == current {
				m.raw(` aria-current="page"`)
			}
			m.raw(`>`).text(n.Title).raw(`</a></li>`)
		}
		r.navMore(m, at, f, to-from < len(f.Notes), "notes", len(f.Notes))
	}
	m.raw(`</ul>`)
}

// rankIn returns where an item stands among others, -1 when it is not one of them.
func rankIn[T comparable](all []T, item T, rank map[T]int) int {
	if i, ok := rank[item]; ok && i < len(all) && all[i] == item {
		return i
	}
	return -1
}

// navMore links to where all of a level are listed.
func (r *renderer) navMore(m *markup, at place, f *site.Folder, more bool, what string, n int) {
	if !more {
		return
	}
	to := r.below[f]
	switch {
	case f == r.site.Root && what == "notes":
		to = "all.html"
	case f == r.site.Root && r.allFolders != "":
		to = r.allFolders
	}
	m.raw(`<li class="more">`).link(at.to(to), "", r.count(what+".all", n)).raw(`</li>`)
}

// window returns the range of at most most of n items that has index i in its middle, or the
// first ones when i is not among them. A window that would leave out one item only is not worth it.
func window(n, i, most int) (from, to int) {
	if n <= most+1 {
		return 0, n
	}
	from = min(max(i-most/2, 0), n-most)
	return from, from + most
}

// crumbs writes the way from the root to the folder, as list items without the page itself.
func (r *renderer) crumbs(at place, f *site.Folder) HTML {
	var way []*site.Folder
	for ; f != nil && f.Parent != nil; f = f.Parent {
		way = append(way, f)
	}
	var m markup
	m.raw(`<li>`).link(at.to("index.html"), "", r.say("home")).raw(`</li>`)
	for i := len(way) - 1; i >= 0; i-- {
		m.raw(`<li>`).link(at.to(r.below[way[i]]), "", way[i].Title).raw(`</li>`)
	}
	return m.done()
}
