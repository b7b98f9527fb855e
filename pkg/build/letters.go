package build

import (
	"slices"

	"memopress/pkg/note"
	"memopress/pkg/render"
	"memopress/pkg/site"
)

// lettersOf returns the letters that a site writes, and its menu, sorted, each once: what its fonts
// must have.
func lettersOf(s *site.Site, menu []render.MenuItem) []rune {
	seen := map[rune]bool{}
	add := func(texts ...string) {
		for _, t := range texts {
			for _, r := range t {
				if r >= 0x80 && !seen[r] {
					seen[r] = true
				}
			}
		}
	}
	add(s.Settings.Title, s.Settings.Description, s.Settings.Author)
	for _, item := range menu {
		add(item.Title)
	}
	for _, n := range s.Notes {
		add(n.Title, n.Description)
		add(n.Aliases...)
		for _, t := range n.Tags {
			add(t.Name)
		}
		for _, p := range n.Properties {
			add(p.Name)
			for _, v := range p.Value {
				add(v.Text)
			}
		}
		note.Walk(n.Body, func(node any) bool {
			switch node := node.(type) {
			case *note.Text:
				add(node.Value)
			case *note.CodeSpan:
				add(node.Text)
			case *note.Code:
				add(node.Text)
			}
			return true
		})
	}
	var folders func(*site.Folder)
	folders = func(f *site.Folder) {
		add(f.Title)
		for _, c := range f.Folders {
			folders(c)
		}
	}
	if s.Root != nil {
		folders(s.Root)
	}
	out := make([]rune, 0, len(seen))
	for r := range seen {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}
