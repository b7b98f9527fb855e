package importer

import (
	"reflect"
	"slices"

	"memopress/pkg/note"
)

// sameID returns the notes and, for each, the one before it that has the same ID, nil for none.
// Notes of one ID stand together.
func sameID(notes []*note.Note) ([]*note.Note, []*note.Note) {
	copyOf := make([]*note.Note, len(notes))
	for i := 1; i < len(notes); i++ {
		switch first := notes[i-1]; {
		case notes[i].ID != first.ID:
		case copyOf[i-1] != nil:
			copyOf[i] = copyOf[i-1]
		default:
			copyOf[i] = first
		}
	}
	return notes, copyOf
}

// sameContents returns the notes and, for each, the first one that another input holds as well:
// the same vault as a folder and as an archive, or two backups of it. Notes are copies when
// their path and everything that their source says is the same; a note that was changed in
// between is no copy, and both are kept.
func sameContents(notes []*note.Note) ([]*note.Note, []*note.Note) {
	copyOf := make([]*note.Note, len(notes))
	if !slices.ContainsFunc(notes, func(n *note.Note) bool { return n.Source.Input != notes[0].Source.Input }) {
		return notes, copyOf
	}
	byPath := make(map[string][]*note.Note, len(notes))
	for i, n := range notes {
		same := slices.IndexFunc(byPath[n.Path], func(m *note.Note) bool { return isCopy(m, n) })
		if same >= 0 {
			copyOf[i] = byPath[n.Path][same]
			continue
		}
		byPath[n.Path] = append(byPath[n.Path], n)
	}
	return notes, copyOf
}

// isCopy reports whether b, of another input, says the same as a. Notes without text are never
// copies: two vaults may well have an empty "Untitled" each.
func isCopy(a, b *note.Note) bool {
	if a.Source.Input == b.Source.Input || a.Title != b.Title || len(a.Body) == 0 || len(a.Body) != len(b.Body) {
		return false
	}
	x, y := *a, *b
	for _, n := range []*note.Note{&x, &y} {
		n.ID, n.Space, n.Source = "", "", note.Source{}
	}
	return reflect.DeepEqual(x, y)
}
