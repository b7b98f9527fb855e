package site

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"memopress/pkg/graph"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// mergeCopies finds the published notes that several inputs hold, each with the same title and
// the same words: the same memo in two apps, or in an app and in a folder that it was exported
// to. Of each group one stays public; the others leave public and are entered as duplicates of
// it. It looks at nothing but what is published, so that a private copy changes nothing. The
// result holds the copies of each note that stays.
func mergeCopies(g *graph.Graph, public map[*note.Note]bool, o *Outcome) map[*note.Note][]*note.Note {
	groups := map[[32]byte][]*note.Note{}
	var order [][32]byte
	for _, n := range g.Notes() {
		if !public[n] {
			continue
		}
		key, ok := fingerprint(n)
		if !ok {
			continue
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], n)
	}
	copies := map[*note.Note][]*note.Note{}
	for _, key := range order {
		group := groups[key]
		slices.SortStableFunc(group, richer)
		kept := group[0]
		inputs := map[string]bool{kept.Source.Input: true}
		for _, n := range group[1:] {
			if inputs[n.Source.Input] { // two notes of one app are two notes
				continue
			}
			inputs[n.Source.Input] = true
			delete(public, n)
			copies[kept] = append(copies[kept], n)
			o.Notes[n.ID] = Decision{Rule: ledger.Duplicate, Detail: "the same as " + position(kept, note.Ref{}).File}
			o.Published--
			o.count(ledger.Duplicate)
		}
	}
	return copies
}

// count adds one note to those that a rule left out.
func (o *Outcome) count(rule string) {
	i := slices.IndexFunc(o.LeftOut, func(c RuleCount) bool { return c.Rule == rule })
	if i < 0 {
		o.LeftOut = append(o.LeftOut, RuleCount{Rule: rule})
		i = len(o.LeftOut) - 1
	}
	o.LeftOut[i].Count++
	slices.SortFunc(o.LeftOut, byCount)
}

func byCount(a, b RuleCount) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Rule, b.Rule))
}

// fingerprint is a hash of a note's title and words, of where its links to the web lead, of its
// code and formulas, and of the names of the files that it shows. ok is unset for a note without words: many are empty.
func fingerprint(n *note.Note) (key [32]byte, ok bool) {
	h := sha256.New()
	write := func(kind, s string) { fmt.Fprintf(h, "%s %d %s\n", kind, len(s), s) }
	write("title", lettersOf(n.Title))
	var text strings.Builder // apps divide the same words into other pieces
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Text:
			if s := lettersOf(node.Value); s != "" {
				ok = true
				text.WriteString(s)
			}
		case *note.CodeSpan:
			write("code", node.Text)
		case *note.Code:
			ok = ok || node.Text != ""
			write("code", strings.TrimSpace(node.Text))
		case *note.Math:
			write("math", node.Text)
		case *note.MathSpan:
			write("math", node.Text)
		case *note.Diagram:
			write("diagram", strings.TrimSpace(node.Text))
		case *note.Query:
			write("query", strings.TrimSpace(node.Text))
		case *note.Hashtag:
			text.WriteString(lettersOf(node.Name))
		case *note.Link:
			if node.Ref.Kind == note.RefURL {
				write("link", node.Ref.Target)
			}
		case *note.Embed:
			write("embed", fold(path.Base(node.Ref.Target)))
		case *note.Tag:
			for _, a := range node.Attrs() {
				if a.Ref != nil {
					write("tag", fold(path.Base(a.Ref.Target)))
				}
			}
		case *note.ListItem:
			write("task", string(node.Task))
		}
		return true
	})
	write("text", text.String())
	return [32]byte(h.Sum(nil)), ok
}

// lettersOf returns the letters and numbers of s in folded form: apps differ in how they write the
// rest.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, fold(s))
}

// richer puts the note first whose source says the most: links to other notes, tags and
// properties, then the older, then an order that says nothing.
func richer(a, b *note.Note) int {
	return cmp.Or(cmp.Compare(worth(b), worth(a)), a.Created.Compare(b.Created), cmp.Compare(a.Space, b.Space), cmp.Compare(a.ID, b.ID))
}

func worth(n *note.Note) int {
	w := len(n.Tags) + len(n.Properties) + len(n.Aliases)
	note.Walk(n.Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok && l.Ref.Kind != note.RefURL {
			w++
		}
		return true
	})
	return w
}
