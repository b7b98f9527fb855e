package site

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"

	"memopress/pkg/note"
)

// nameFolders gives folders the titles of their own notes, and notes that are called "README"
// or "index" the names of their folders.
func (b *builder) nameFolders(l *layout) {
	for dir, p := range l.index {
		f := l.folders[dir]
		if slices.Contains(indexNames, fold(p.out.Title)) {
			if f.Title != "" {
				p.out.Title = f.Title
			}
		} else if dir != "" {
			f.Title = p.out.Title
		}
	}
}

// fillFolders puts the notes into their folders, in order, and links the neighbours in those
// that have an order of their own.
func (b *builder) fillFolders(l *layout) {
	inside := map[*Folder][]*page{}
	for _, p := range b.list {
		if !p.out.Index {
			inside[p.out.Folder] = append(inside[p.out.Folder], p)
		}
	}
	for _, f := range l.folders {
		sortCollated(b.collation, f.Folders, func(f *Folder) string { return f.Title }, func(f *Folder) string { return f.Address })
		pages := inside[f]
		ordered := b.sortPages(pages)
		for i, p := range pages {
			f.Notes = append(f.Notes, p.out)
			if ordered && i > 0 {
				p.out.Previous, pages[i-1].out.Next = pages[i-1].out, p.out
			}
		}
	}
}

// sortPages orders the pages of one folder and reports whether they form a sequence: because
// the source orders them, or because all their names begin with a number or a date.
func (b *builder) sortPages(pages []*page) (sequence bool) {
	ordered, numbered := false, len(pages) > 1
	for _, p := range pages {
		ordered = ordered || p.src.Order > 0
		numbered = numbered && startsWithDigit(orElse(p.src.Name, path.Base(p.path)))
	}
	keys := make(map[*page][]byte, len(pages))
	for _, p := range pages {
		name := p.out.Title
		if numbered && !ordered {
			name = orElse(p.src.Name, name)
		}
		keys[p] = b.collation.key(name)
	}
	slices.SortFunc(pages, func(x, y *page) int {
		return cmp.Or(
			cmp.Compare(position1(x.src), position1(y.src)),
			bytes.Compare(keys[x], keys[y]),
			strings.Compare(x.out.Title, y.out.Title),
			strings.Compare(x.out.Address, y.out.Address),
		)
	})
	return ordered || numbered
}

// position1 is the note's place among its siblings; notes without one come last.
func position1(n *note.Note) int {
	if n.Order > 0 {
		return n.Order
	}
	return int(^uint(0) >> 1)
}

func startsWithDigit(s string) bool {
	for _, r := range s {
		return unicode.IsDigit(r)
	}
	return false
}

func noteTitle(n *Note) string   { return n.Title }
func noteAddress(n *Note) string { return n.Address }
