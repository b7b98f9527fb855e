package graph

import (
	"slices"
	"strings"
	"unicode"

	"memopress/pkg/note"
)

// An outline is what fragments of links into a note can name.
type outline struct {
	headings  []*note.Heading  // in document order
	byKey     map[string][]int // headings by key, in document order
	bySlug    map[string]int   // the first heading of each slug
	blocks    map[string]any   // by block id in lower case: a note.Block, *note.ListItem or *note.Anchor
	footnotes map[string]*note.Footnote
}

func outlineOf(n *note.Note) *outline {
	o := &outline{byKey: map[string][]int{}, bySlug: map[string]int{}, blocks: map[string]any{}, footnotes: map[string]*note.Footnote{}}
	block := func(id string, node any) {
		if id = strings.ToLower(id); id != "" && o.blocks[id] == nil {
			o.blocks[id] = node
		}
	}
	note.Walk(n.Body, func(node any) bool {
		switch b := node.(type) {
		case *note.Heading:
			text := note.PlainText(b.Inlines)
			key, slug := HeadingKey(text), slug(text)
			o.byKey[key] = append(o.byKey[key], len(o.headings))
			if _, taken := o.bySlug[slug]; !taken {
				o.bySlug[slug] = len(o.headings)
			}
			o.headings = append(o.headings, b)
			block(b.ID, b)
		case *note.Paragraph:
			block(b.ID, b)
		case *note.List:
			block(b.ID, b)
		case *note.ListItem:
			block(b.ID, b)
		case *note.Quote:
			block(b.ID, b)
		case *note.Callout:
			block(b.ID, b)
		case *note.Code:
			block(b.ID, b)
		case *note.Math:
			block(b.ID, b)
		case *note.Table:
			block(b.ID, b)
		case *note.Details:
			block(b.ID, b)
		case *note.Definitions:
			block(b.ID, b)
		case *note.Diagram:
			block(b.ID, b)
		case *note.Query:
			block(b.ID, b)
		case *note.Anchor:
			block(b.ID, b)
		case *note.Footnote:
			if label := fold(b.Label); o.footnotes[label] == nil {
				o.footnotes[label] = b
			}
		}
		return true
	})
	return o
}

// HeadingKey returns the form in which headings are compared with the headings of links, as
// Obsidian does it: most punctuation counts as a space, spaces collapse, case does not matter.
func HeadingKey(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n", r) {
			return ' '
		}
		return r
	}, fold(s))
	return strings.Join(strings.Fields(s), " ")
}

// slug returns the id that GitHub and most generators give a heading: what Markdown links into
// notes from elsewhere use.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.In(r, unicode.L, unicode.M, unicode.N):
			return r
		}
		return -1
	}, fold(s))
}

// withFragment completes the target of ref with the node that its fragment names.
func (g *Graph) withFragment(t Target, ref note.Ref) Target {
	if t.Note == nil || ref.Block == "" && len(ref.Headings) == 0 && ref.Fragment == "" {
		return t
	}
	o := g.analysisOf(t.Note).outline()
	switch {
	case ref.Block != "":
		t.Node = o.block(ref.Block)
	case len(ref.Headings) > 0:
		t.Node = o.heading(ref.Headings)
	default:
		t.Node = o.heading([]string{ref.Fragment})
	}
	t.FragmentMissing = t.Node == nil
	return t
}

func (o *outline) block(id string) any {
	id = strings.ToLower(strings.TrimPrefix(id, "^"))
	return o.blocks[id]
}

// heading finds "#A#B": each next heading after the one before and of a deeper level. A single
// fragment that no heading answers to may also be a footnote ("[^1]"), a block ("^id"), a heading
// as GitHub writes its address, or an id from HTML.
func (o *outline) heading(path []string) any {
	if h := o.walk(path); h != nil {
		return h
	}
	if len(path) != 1 {
		return nil
	}
	id := strings.TrimSpace(path[0])
	if label, ok := strings.CutPrefix(id, "[^"); ok {
		if f := o.footnotes[fold(strings.TrimSuffix(label, "]"))]; f != nil {
			return f
		}
		return nil
	}
	if strings.HasPrefix(id, "^") {
		return o.block(id)
	}
	if want := fold(id); want != "" {
		if i, ok := o.bySlug[want]; ok {
			return o.headings[i]
		}
	}
	return o.block(id)
}

func (o *outline) walk(path []string) any {
	var last *note.Heading
	next := 0
	for _, part := range path {
		key := HeadingKey(part)
		if key == "" {
			continue // "#A##B" as people write it
		}
		all := o.byKey[key]
		first, _ := slices.BinarySearch(all, next)
		all = all[first:]
		i := slices.IndexFunc(all, func(i int) bool { return last == nil || o.headings[i].Level > last.Level })
		if i < 0 {
			return nil
		}
		last, next = o.headings[all[i]], all[i]+1
	}
	if last == nil {
		return nil
	}
	return last
}
