package render

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// A group is the notes under one initial.
type group struct {
	initial string
	notes   []*site.Note
}

// allPages list every note by its initial: the index of the site, and its search for those
// without scripts.
func allPages(r *renderer) []job {
	groups := r.groups()
	type sheet struct{ groups []group }
	sheets := []sheet{{}}
	u := ruler{most: allPageSize}
	for _, g := range groups {
		from := 0
		add := func(to int) {
			if from < to {
				last := &sheets[len(sheets)-1]
				last.groups = append(last.groups, group{g.initial, g.notes[from:to]})
				from = to
			}
		}
		for i, n := range g.notes {
			if u.turns(r.titleBytes(n)) {
				add(i)
				sheets = append(sheets, sheet{})
			}
		}
		add(len(g.notes))
	}
	addresses := r.pageAddresses("all.html", len(sheets))
	where := map[string]int{} // initial → sheet on which it begins
	for i := len(sheets) - 1; i >= 0; i-- {
		for _, g := range sheets[i].groups {
			where[g.initial] = i
		}
	}
	return r.listing(listing{kind: AllPage, addresses: addresses, twin: "all.html", title: r.say("all"), count: r.count("notes", len(r.site.Notes)),
		key: func(int) key { return r.keys.called(r.site.Notes) },
		fill: func(p *Page, at place, i int) {
			var jump markup
			for _, g := range groups {
				jump.raw(`<li><a href="`)
				if w := where[g.initial]; w != i {
					jump.text(at.to(html.EscapePath(addresses[w])))
				}
				jump.text(fragment(initialID(g.initial))).raw(`">`).text(g.initial).raw(`</a></li>`)
			}
			p.Jump = jump.done()
			for _, g := range sheets[i].groups {
				p.Lists = append(p.Lists, List{ID: initialID(g.initial), Kind: "titles", Title: g.initial, Items: r.titleList(at, g.notes)})
			}
		}})
}

// groups returns all notes in the order of the site's language, parted by initials.
func (r *renderer) groups() []group {
	if r.keys != nil {
		if known := r.opts.Memory.groups.take(r); known != nil {
			return known
		}
	}
	x := newIndex(r.site.Settings.Language)
	type keyed struct {
		note    *site.Note
		initial string
		rank    int
		key     []byte
	}
	all := make([]keyed, len(r.site.Notes))
	for i, n := range r.site.Notes {
		title := norm.NFC.String(n.Title)
		initial := x.initial(title)
		all[i] = keyed{n, initial, x.rank(initial), x.key(x.sortTitle(title))}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if a.initial != b.initial {
			return cmp.Or(
				cmp.Compare(a.rank, b.rank),
				bytes.Compare(x.place(a.initial), x.place(b.initial)),
				strings.Compare(a.initial, b.initial),
			)
		}
		if by := bytes.Compare(a.key, b.key); by != 0 {
			return by
		}
		return cmp.Or(strings.Compare(a.note.Title, b.note.Title), strings.Compare(a.note.Address, b.note.Address))
	})
	var out []group
	for _, k := range all {
		if len(out) == 0 || out[len(out)-1].initial != k.initial {
			out = append(out, group{initial: k.initial})
		}
		last := &out[len(out)-1]
		last.notes = append(last.notes, k.note)
	}
	if r.keys != nil {
		r.opts.Memory.groups.keep(r, out)
	}
	return out
}
