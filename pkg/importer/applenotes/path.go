package applenotes

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// namePaths gives each note its name and a path made of notebook and title. Of notes that want
// one path, also if their names differ only by case, the one that was made first has it, and the
// others a number: a later export adds numbers and changes none.
func namePaths(notes []*note.Note) {
	slices.SortStableFunc(notes, func(a, b *note.Note) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID), strings.Compare(a.Source.File, b.Source.File))
	})
	fold := cases.Fold()
	taken := map[string]bool{}
	next := map[string]int{}
	for _, n := range notes {
		if n.Name == "" {
			n.Name = n.Title
		}
		var parts []string
		for _, folder := range n.Notebook {
			parts = append(parts, sanitize(folder))
		}
		wanted := path.Join(append(parts, sanitize(n.Title))...)
		key := fold.String(wanted)
		p := wanted
		for i := max(next[key], 2); taken[fold.String(p)]; i++ {
			p = fmt.Sprintf("%s (%d)", wanted, i)
			next[key] = i + 1
		}
		taken[fold.String(p)] = true
		n.Path = p + ".md"
	}
}

// maxName is how long a part of a path may be, in bytes, so that every file system takes it.
const maxName = 180

// sanitize turns a title into a part of a path.
func sanitize(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r == '\\' || r == ':':
			return '-'
		case unicode.IsControl(r) || r == '\ufffd':
			return -1
		}
		return r
	}, norm.NFC.String(s))
	for len(s) > maxName {
		r := []rune(s)
		s = string(r[:len(r)*maxName/len(s)])
	}
	if s = strings.TrimRight(strings.TrimSpace(s), "."); s == "" || s == "~" {
		return "Untitled"
	}
	return s
}
