package applenotes

import "memopress/pkg/note"

// shallowest returns the least indent of the paragraphs.
func shallowest(ps []paragraph) int {
	least := maxIndent
	for _, p := range ps {
		least = min(least, p.style.indent)
	}
	return least
}

// lists turns list paragraphs into lists, of which the outermost have the given indent. Deeper
// paragraphs go into the item above them; without one they are a list by themselves.
func (b *body) lists(ps []paragraph, indent int) []note.Block {
	var out []note.Block
	var current *note.List
	kind := 0
	for len(ps) > 0 {
		if ps[0].style.indent > indent {
			n := 1
			for n < len(ps) && ps[n].style.indent > indent {
				n++
			}
			inner := b.lists(ps[:n], shallowest(ps[:n]))
			if current == nil {
				out = append(out, inner...)
			} else {
				last := &current.Items[len(current.Items)-1]
				last.Blocks = append(last.Blocks, inner...)
			}
			ps = ps[n:]
			continue
		}
		if k := listKind(ps[0].style.kind); current == nil || k != kind {
			kind = k
			current = &note.List{Ordered: k == kindNumbered, Start: 1, Tight: true}
			if !current.Ordered {
				current.Start = 0
			}
			out = append(out, current)
		}
		item := note.ListItem{Blocks: b.content(ps[0])}
		if kind == kindChecklist {
			if item.Task = ' '; ps[0].style.done {
				item.Task = 'x'
			}
		}
		current.Items = append(current.Items, item)
		ps = ps[1:]
	}
	return out
}

// listKind takes dashed lists for dotted ones: they differ in looks only.
func listKind(kind int) int {
	if kind == kindDashed {
		return kindDotted
	}
	return kind
}
