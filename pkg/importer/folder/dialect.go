package folder

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A dialect is the Markdown of one app whose export is a plain folder: ordinary Markdown but for
// a quirk. prepare changes a note's text before it is read, line for line, and returns a text
// without the quirk as it is, at little cost; finish changes the notes once all of them are known.
// Either may be nil.
type dialect struct {
	name    string
	found   func(src *importer.Source, root string, heads []string) bool
	prepare func(text string) string
	finish  func(v *vault)
}

// dialects are looked for in this order; several may hold for one folder.
var dialects = []dialect{dendron, hackMD, amplenote, qOwnNotes, craft, zettelkasten, idsInNames}

// maxHeads is how many notes are looked into for a dialect, and headSize how far.
const (
	maxHeads = 100
	headSize = 4 << 10
)

// dialectsOf finds the dialects that a folder is written in.
func dialectsOf(src *importer.Source, root string) []dialect {
	var heads []string
	for _, f := range src.Files() {
		if kindOf(f.Path) != "md" || leaveOut(f.Path) != "" {
			continue
		}
		if head, err := f.Head(headSize); err == nil { // a file that cannot be read says so when it is imported
			heads = append(heads, string(head))
		}
		if len(heads) == maxHeads {
			break
		}
	}
	var out []dialect
	for _, d := range dialects {
		if d.found(src, root, heads) {
			out = append(out, d)
		}
	}
	return out
}

// spoken returns the dialects in which a folder is read: all of them, because each note's own text
// decides what its quirks are, and another note, which may be private, must not. Only Dendron's
// changes what every note is called; its settings tell of it.
func spoken(src *importer.Source, root string) []dialect {
	out := dialects
	if !dendron.found(src, root, nil) {
		out = dialects[1:]
	}
	return out
}

// count returns how many of the texts match. What matches holds one of the literals, in any case.
func count(texts []string, re *regexp.Regexp, literals ...string) int {
	n := 0
	for _, t := range texts {
		held := slices.ContainsFunc(literals, func(l string) bool { return containsFold(t, l) })
		if held && re.MatchString(t) {
			n++
		}
	}
	return n
}

// A vault is all notes of a folder.
type vault struct {
	notes  []*note.Note
	byName map[string]*note.Note // folded name; of several the first
	byPath map[string]*note.Note
	found  []linkOf // by links, at its first call

	memory  *importer.Memory
	changed map[*note.Note]bool // by a dialect, so that they are no longer as they were read
}

// change notes that a note is not as it was read.
func (v *vault) change(n *note.Note) { v.changed[n] = true }

type linkOf struct {
	note *note.Note
	link *note.Link
}

func newVault(notes []*note.Note, m *importer.Memory) *vault {
	v := &vault{memory: m, notes: notes, byName: map[string]*note.Note{}, byPath: map[string]*note.Note{}, changed: map[*note.Note]bool{}}
	for _, n := range notes {
		if name := strings.ToLower(n.Name); v.byName[name] == nil {
			v.byName[name] = n
		}
		v.byPath[n.Path] = n
	}
	return v
}

// links calls do for every link of every note that is not bare or an address of the web alone.
func (v *vault) links(do func(n *note.Note, l *note.Link)) {
	if v.found == nil {
		v.found = []linkOf{}
		for _, n := range v.notes {
			for _, l := range v.memory.Links(n) {
				v.found = append(v.found, linkOf{n, l})
			}
		}
	}
	for _, l := range v.found {
		do(l.note, l.link)
	}
}

// property returns the text of a note's property, "" for none.
func property(n *note.Note, name string) string {
	for _, p := range n.Properties {
		if strings.EqualFold(p.Name, name) && len(p.Value) > 0 {
			return p.Value[0].Text
		}
	}
	return ""
}

// outsideCode calls change for each line that stands in no fenced block of code, and returns the
// text with what it returns. Lines stay lines: diagnostics keep their places.
func outsideCode(text string, change func(line string) string) string {
	lines := strings.Split(text, "\n")
	fence := ""
	for i, line := range lines {
		trimmed := strings.TrimLeft(line, " \t>")
		if mark := fenceOf(trimmed); fence == "" && mark != "" {
			fence = mark
			continue
		} else if fence != "" {
			if strings.HasPrefix(trimmed, fence) && strings.Trim(strings.TrimSpace(trimmed), fence[:1]) == "" {
				fence = ""
			}
			continue
		}
		lines[i] = change(line)
	}
	return strings.Join(lines, "\n")
}

// fenceOf returns the run of ` or ~ that opens a block of code, "" for none.
func fenceOf(line string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, c)); n >= 3 {
			return line[:n]
		}
	}
	return ""
}

// uuid and longID match the identifiers that apps put into names: 8-4-4-4-12 or 32 hexadecimal
// digits.
var (
	uuid       = regexp.MustCompile(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	nameWithID = regexp.MustCompile(`(?i)^(.*\S)[ _-]+(?:[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$`)
)

// idsInNames are the exports of AFFiNE, AppFlowy, Capacities and others that put an identifier
// behind each file's name: it is no part of the title, and links may leave it out.
var idsInNames = dialect{
	name: "identifiers in names",
	found: func(src *importer.Source, _ string, _ []string) bool {
		all, named := 0, 0
		for _, f := range src.Files() {
			if kindOf(f.Path) == "md" {
				all++
				if base := path.Base(f.Path); nameWithID.MatchString(strings.TrimSuffix(base, path.Ext(base))) {
					named++
				}
			}
		}
		return named > 0 && named*2 >= all
	},
	finish: func(v *vault) {
		for _, n := range v.notes {
			m := nameWithID.FindStringSubmatch(n.Name)
			if m == nil {
				continue
			}
			if n.Title == n.Name {
				n.Title = m[1]
				v.change(n)
			}
			if v.byName[strings.ToLower(m[1])] == nil {
				n.Name = m[1]
				v.change(n)
				v.byName[strings.ToLower(m[1])] = n
			}
		}
	},
}
