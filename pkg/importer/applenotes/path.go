package applenotes

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// namePaths gives each note its name and a path made of notebook and title, in the order in which
// the notes were made: a later export adds numbers to equal titles and changes none.
func namePaths(notes []*note.Note) {
	slices.SortStableFunc(notes, func(a, b *note.Note) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID), strings.Compare(a.Source.File, b.Source.File))
	})
	var paths importer.Paths
	for _, n := range notes {
		n.Path = paths.Give(n.Notebook, n.Title, ".md")
		n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
	}
}
