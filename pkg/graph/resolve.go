package graph

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// Resolve says what ref, written in the note from, means among the notes and attachments of
// the graph.
//
// Names and paths are compared without regard to case, composition and kinds of space. They are
// looked up in the space of from, and in the other spaces only when nothing there answers. In a
// space the rules are Obsidian's: a path that is exactly as written wins; else, of the files
// whose path ends in what was written, those in or below the folder of from come first, then
// the shorter path, then the alphabet. Aliases do not answer: Hints names them. A RefNote whose
// ID no note has means the only note of the Title that it carries.
func (g *Graph) Resolve(from *note.Note, ref note.Ref) Target {
	switch ref.Kind {
	case note.RefURL, note.RefPage, note.RefFile:
		return Target{State: External}
	case note.RefNote:
		if n := g.Note(note.ID(ref.Target)); n != nil {
			return g.withFragment(Target{State: Found, Note: n}, ref)
		}
		if n := g.titled(from, ref.Title); n != nil {
			return g.withFragment(Target{State: Found, Note: n}, ref)
		}
	case note.RefAttachment:
		if i, ok := g.byKey[ref.Target]; ok {
			return Target{State: Found, Attachment: &g.atts[i]}
		}
	case note.RefName, note.RefPath:
		m := g.lookUp(from, ref.Kind, ref.Target)
		if len(m.files) == 0 && m.self {
			return g.withFragment(Target{State: Found, Note: from}, ref)
		}
		if len(m.files) > 0 {
			return g.withFragment(g.target(m, ref.Target), ref)
		}
	}
	return Target{State: Missing}
}

// titled returns the only note of that title in the space of from or, when there is none there,
// in all spaces: what a link by an identifier means that no note has. Two notes of one title are
// no answer; nothing is guessed.
func (g *Graph) titled(from *note.Note, title string) *note.Note {
	all := g.titles()[foldTitle(title)]
	if title == "" || len(all) == 0 {
		return nil
	}
	var near []*note.Note
	for _, n := range all {
		if n.Space == from.Space {
			near = append(near, n)
		}
	}
	switch {
	case len(near) == 1:
		return near[0]
	case len(near) == 0 && len(all) == 1:
		return all[0]
	}
	return nil
}

func (g *Graph) indexTitles() map[string][]*note.Note {
	titles := make(map[string][]*note.Note, len(g.notes))
	for _, n := range g.notes {
		t := foldTitle(n.Title)
		titles[t] = append(titles[t], n)
	}
	return titles
}

func foldTitle(s string) string { return fold(strings.Join(strings.Fields(s), " ")) }

// A match is the outcome of looking up a name or a path.
type match struct {
	files []int32 // what answers, best first
	near  int     // how many of them lie in or below the linking note's folder
	exact int     // how many of them have exactly the path that was written
	named bool    // a bare name was written: several exact matches, or others besides, are ambiguous
	self  bool    // nothing was written: the note itself
}

func (g *Graph) lookUp(from *note.Note, kind note.RefKind, written string) match {
	link := fold(written)
	if link == "" {
		return match{self: true}
	}
	path := kind == note.RefPath
	if m, ok := g.inSpaces(from, link, path); ok {
		return m
	}
	if path {
		if again := fold(percentDecode(link)); again != link {
			if m, ok := g.inSpaces(from, again, path); ok {
				return m
			}
		}
	}
	return match{}
}

func (g *Graph) inSpaces(from *note.Note, link string, path bool) (match, bool) {
	if x := g.spaces[from.Space]; x != nil {
		l := lookup{g: g, index: x, dir: strings.Trim(fold(dirOf(from.Path)), "/")}
		if m := l.search(link, path); len(m.files) > 0 {
			return m, true
		}
	}
	if g.all != nil {
		l := lookup{g: g, index: g.all, elsewhere: true}
		if m := l.search(link, path); len(m.files) > 0 {
			return m, true
		}
	}
	return match{}, false
}

func (l *lookup) search(link string, path bool) match {
	if path {
		return l.path(link)
	}
	return l.name(link)
}

// target turns a match into a Target and says whether and why it was a choice.
func (g *Graph) target(m match, written string) Target {
	files := m.files
	t := Target{State: Found}
	choice := len(files)
	if m.exact > 0 && !m.named {
		choice = m.exact // a whole path was written: files elsewhere that end alike are no candidates
	}
	best := 0
	if choice > 1 && g.oneNote(files[:choice]) {
		choice = 1
	}
	if choice > 1 {
		t.State = Ambiguous
		t.Why = g.why(m)
		if i := g.sameSpelling(files[:choice], written); i > 0 {
			best, t.Why = i, whySpelling
		}
		t.Candidates = append(t.Candidates, g.files[files[best]].raw)
		for i, f := range files[:choice] {
			if i != best {
				t.Candidates = append(t.Candidates, g.files[f].raw)
			}
		}
	}
	if f := g.files[files[best]]; f.note >= 0 {
		t.Note = g.notes[f.note]
	} else {
		t.Attachment = &g.atts[f.att]
	}
	return t
}

// oneNote reports whether all these files are copies of one note.
func (g *Graph) oneNote(files []int32) bool {
	for _, f := range files {
		if g.files[f].note < 0 || g.files[f].note != g.files[files[0]].note {
			return false
		}
	}
	return true
}

func (g *Graph) why(m match) string {
	a, b := g.files[m.files[0]], g.files[m.files[1]]
	switch {
	case m.exact == 1:
		return whyExact
	case m.near == 1:
		return whyFolder
	case a.chars < b.chars:
		return whyShortest
	}
	return whyAlphabet
}

// sameSpelling returns which of the files that share the first one's folded path is spelled as
// written: of "Memo.md" and "memo.md" beside each other, [[memo]] means the second.
func (g *Graph) sameSpelling(files []int32, written string) int {
	written = strings.TrimSuffix(norm.NFC.String(strings.TrimSpace(written)), ".md")
	first := g.files[files[0]].path
	for i, f := range files {
		if g.files[f].path != first {
			return 0
		}
		if raw := strings.TrimSuffix(g.files[f].raw, ".md"); raw == written || strings.HasSuffix(raw, "/"+written) {
			return i
		}
	}
	return 0
}
