package onenote

import (
	"cmp"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/ledger"
)

// An order is what a table of contents says: the places of sections and section groups among
// those in one folder.
type order struct {
	folder string
	places map[string]uint64 // by the lower-case name of the file or folder
}

// contents reads a table of contents, whose only use is the order of sections.
func (e *export) contents(m member, s *store.Store) {
	o := order{folder: path.Dir(m.path), places: map[string]uint64{}}
	if root, err := s.Root(); err == nil {
		if top, err := root.RootObject(store.ContentRoot); err == nil {
			o.collect(root, top, 0, map[store.ID]bool{})
		}
	}
	e.orders = append(e.orders, o)
	e.leaveOut(m, "", ledger.Other, "table of contents")
}

func (o *order) collect(sp *store.Space, entry *store.Object, depth int, seen map[store.ID]bool) {
	if seen[entry.ID] || depth > 8 {
		return
	}
	seen[entry.ID] = true
	if name := strings.ToLower(norm.NFC.String(entry.Text(propContentsName))); name != "" {
		o.places[name] = entry.Uint(propContentsOrder)
	}
	for _, id := range entry.IDs(propContentsChildren) {
		if child, err := sp.Object(id); err == nil {
			o.collect(sp, child, depth+1, seen)
		}
	}
}

// A rank is the place of one segment of a path: as the table of contents of its folder has it,
// else after those that stand there, by name.
type rank struct {
	place uint64
	name  string
}

func (r rank) compare(other rank) int {
	return cmp.Or(cmp.Compare(r.place, other.place), strings.Compare(r.name, other.name))
}

// rank returns where a section stands, folder by folder.
func (e *export) rank(m member) []rank {
	var out []rank
	folder := "."
	for name := range strings.SplitSeq(m.path, "/") {
		r := rank{place: 1<<64 - 1, name: name}
		for _, o := range e.orders {
			if p, ok := o.places[strings.ToLower(norm.NFC.String(name))]; ok && o.folder == folder {
				r.place = p
			}
		}
		out = append(out, r)
		folder = path.Join(folder, name)
	}
	return out
}
