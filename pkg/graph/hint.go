package graph

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"memopress/pkg/note"
)

// A Hint is a note or file that a missing reference may have meant.
type Hint struct {
	Name  string // what to write instead: its name, or its path where the name is not unique
	Path  string // its path
	Alias string // the alias of it that was written; empty when the names are only alike
}

// String says it in words: "an alias of 회의", "perhaps 회의록 (work/회의록.md)".
func (h Hint) String() string {
	if h.Alias != "" {
		return "an alias of " + h.Name
	}
	if h.Path == h.Name || h.Path == h.Name+".md" {
		return "perhaps " + h.Name
	}
	return "perhaps " + h.Name + " (" + h.Path + ")"
}

// maxHints is how many hints there are at most.
const maxHints = 3

// maxHintLength is up to which length, in characters, names are compared for likeness.
const maxHintLength = 60

// A hinter finds names that are alike by looking up what is left of a name when one character is
// left out: two names have something in common there when they are one change, or most kinds of
// two changes, apart. So a hint costs the length of a name, not the number of notes.
type hinter struct {
	g       *Graph
	aliases map[string][]int32 // files by folded alias
	near    map[string][]int32 // files by their folded names with up to one character left out
}

func (g *Graph) newHinter() *hinter {
	h := &hinter{g: g, aliases: map[string][]int32{}, near: map[string][]int32{}}
	for i := range g.files {
		f := &g.files[i]
		base := baseOf(f.path)
		if f.note >= 0 {
			base = strings.TrimSuffix(base, extOf(base))
			n := g.notes[f.note]
			for _, a := range n.Aliases {
				h.add(h.aliases, fold(a), int32(i))
			}
			if t := fold(n.Title); t != base {
				h.add(h.aliases, t, int32(i))
			}
		}
		for _, v := range shortened(base) {
			h.add(h.near, v, int32(i))
		}
	}
	return h
}

func (h *hinter) add(m map[string][]int32, key string, i int32) {
	if l := m[key]; key != "" && len(l) < 4*maxHints && (len(l) == 0 || l[len(l)-1] != i) {
		m[key] = append(l, i)
	}
}

// shortened returns s and s without each one of its characters; only s when it is too long.
func shortened(s string) []string {
	n := utf8.RuneCountInString(s)
	if s == "" || n > maxHintLength {
		return []string{s}
	}
	out := make([]string, 1, n+1)
	out[0] = s
	if n < 3 {
		return out
	}
	for i := 0; i < len(s); {
		_, w := utf8.DecodeRuneInString(s[i:])
		out = append(out, s[:i]+s[i+w:])
		i += w
	}
	return out
}

// Hints returns what a missing reference may have meant, at most three: notes that have the
// name as an alias or as their title, files of that name elsewhere, files with a name that is a
// letter or two away.
func (g *Graph) Hints(from *note.Note, ref note.Ref) []Hint {
	if ref.Kind != note.RefName && ref.Kind != note.RefPath {
		return nil
	}
	h := g.hinter()
	link := fold(percentDecode(fold(ref.Target)))
	base := baseOf(strings.TrimRight(link, "/"))
	var out []Hint
	add := func(i int32, alias string) {
		f := &g.files[i]
		name := strings.TrimSuffix(f.raw, ".md")
		if b := g.spaces[f.space].suffix[baseOf(f.path)]; b != nil && len(b.files) == 1 {
			name = baseOf(name)
		}
		if len(out) < maxHints && !slices.ContainsFunc(out, func(o Hint) bool { return o.Path == f.raw }) {
			out = append(out, Hint{Name: name, Path: f.raw, Alias: alias})
		}
	}
	for _, i := range h.aliases[link] {
		add(i, ref.Target)
	}
	type found struct {
		file     int32
		distance int
	}
	var like []found
	for _, stem := range []string{base, strings.TrimSuffix(base, ".md")} {
		for _, v := range shortened(stem) {
			for _, i := range h.near[v] {
				other := baseOf(g.files[i].path)
				if g.files[i].note >= 0 {
					other = strings.TrimSuffix(other, extOf(other))
				}
				like = append(like, found{i, distance(stem, other)})
			}
		}
	}
	slices.SortFunc(like, func(a, b found) int { return cmp.Or(a.distance-b.distance, cmp.Compare(a.file, b.file)) })
	for _, l := range like {
		if l.distance <= 2 {
			add(l.file, "")
		}
	}
	return out
}

// distance returns how many characters have to be put in, left out, replaced or swapped with
// their neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 2*maxHintLength || len(y) > 2*maxHintLength {
		if a == b {
			return 0
		}
		return len(x) + len(y)
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
