package graph

import "memopress/pkg/note"

// A Duplicate is a name that several files of one space have, so that a link by it is ambiguous.
type Duplicate struct {
	Name  string   // as the first of them writes it
	Paths []string // of all of them, shortest first, then by alphabet
	Twins bool     // two of them have one path but for case or composition: some file systems take them for one
}

// Duplicates returns the names that several notes or files share, by path of the first of them.
func (g *Graph) Duplicates() []Duplicate {
	var out []Duplicate
	for i := range g.files {
		f := &g.files[i]
		same := g.spaces[f.space].suffix[baseOf(f.path)].files
		if len(same) < 2 || same[0] != int32(i) {
			continue
		}
		d := Duplicate{Name: baseOf(f.raw)}
		for k, j := range same {
			d.Paths = append(d.Paths, g.files[j].raw)
			d.Twins = d.Twins || k > 0 && g.files[j].path == g.files[same[k-1]].path
		}
		out = append(out, d)
	}
	return out
}

// Orphans returns the notes that no other note refers to and that refer to none.
func (g *Graph) Orphans() []*note.Note {
	l := g.links()
	var out []*note.Note
	for i, n := range g.notes {
		if len(l.back[i]) == 0 && len(l.out[i]) == 0 {
			out = append(out, n)
		}
	}
	return out
}
