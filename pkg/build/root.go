package build

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Roots says in which folders of the site the inputs lie.
type Roots struct {
	Merge bool              // all inputs share the site's root
	Names map[string]string // folder by the input as the user named it, or the last part of that; "" is the site's root
}

// rootsOf gives each space its folder of the site. A single input lies at the root. Of several
// an app's export has a folder of the app's name, so that tomorrow's export, which is called
// otherwise, keeps its addresses, and a folder or a vault one of its own name.
func rootsOf(sources []Source, r Roots) map[string]string {
	roots := map[string]string{}
	taken := map[string]bool{}
	named := func(s Source) (root string, ok bool) {
		name, ok := r.Names[s.Name]
		if !ok {
			name, ok = r.Names[path.Base(s.Name)]
		}
		return strings.Trim(norm.NFC.String(name), "/"), ok
	}
	for _, s := range sources { // a folder that somebody chose is for his input alone
		if root, ok := named(s); ok {
			roots[s.Space] = root
			taken[foldPath(root)] = true
		}
	}
	for _, s := range sources {
		if _, ok := roots[s.Space]; ok {
			continue
		}
		base := path.Base(s.Name)
		var name string
		switch {
		case len(sources) == 1:
			continue
		case r.Merge:
			roots[s.Space] = ""
			continue
		case s.Format.Name == "folder" || s.Format.Name == "obsidian":
			name = strings.TrimSuffix(base, path.Ext(base))
		default:
			name, _, _ = strings.Cut(s.Format.Title, " (")
		}
		root := name
		for i := 2; taken[foldPath(root)]; i++ {
			root = fmt.Sprintf("%s %d", name, i)
		}
		taken[foldPath(root)] = true
		roots[s.Space] = root
	}
	return roots
}
