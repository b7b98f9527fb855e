package build

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// vaultPaths gives every note and attachment its path in the vault that Convert writes, by ID and
// key. Markdown files keep their paths before others that become Markdown get theirs: a.md beside
// a.txt.
func vaultPaths(notes *Notes, r Roots) map[string]string {
	v := vaultNames{base: commonSpace(notes), roots: rootsOf(notes.Sources, r), taken: map[string]bool{}}
	out := map[string]string{}
	for _, wasMarkdown := range []bool{true, false} {
		for _, n := range notes.Graph.Notes() {
			if p := markdownPath(n.Path); !isGone(n) && (p == n.Path) == wasMarkdown {
				out[string(n.ID)] = v.give(n.Space, p)
			}
		}
	}
	for _, a := range notes.Graph.Attachments() {
		out[a.Key] = v.give(a.Space, a.Path)
	}
	return out
}

// commonSpace returns the space that all others lie in, which needs no folder of its own; empty
// for several inputs.
func commonSpace(notes *Notes) string {
	if len(notes.Sources) > 1 {
		return ""
	}
	common, first := "", true
	narrow := func(space string) {
		if first {
			common, first = space, false
		}
		for common != "" && space != common && !strings.HasPrefix(space, common+"/") {
			common = common[:max(strings.LastIndexByte(common, '/'), 0)]
		}
	}
	for _, n := range notes.Graph.Notes() {
		narrow(n.Space)
	}
	for _, a := range notes.Graph.Attachments() {
		narrow(a.Space)
	}
	return common
}

// vaultNames are the paths that are given away.
type vaultNames struct {
	base  string            // the space whose paths begin at the vault's root
	roots map[string]string // folder by space; of spaces that are not in it their own name
	taken map[string]bool
}

// give returns the path in the vault for a path in a space, with a number where another file has
// it, even if only but for case.
func (v *vaultNames) give(space, p string) string {
	top, rest, _ := strings.Cut(space, "/")
	if root, ok := v.roots[top]; ok {
		p = path.Join(root, rest, p)
	} else {
		p = path.Join(strings.TrimPrefix(space, v.base), p)
	}
	p = strings.TrimPrefix(p, "/")
	ext := path.Ext(p)
	stem := strings.TrimSuffix(p, ext)
	for i := 2; v.taken[foldPath(p)]; i++ {
		p = fmt.Sprintf("%s (%d)%s", stem, i, ext)
	}
	v.taken[foldPath(p)] = true
	return p
}

func foldPath(p string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(p)))
}
