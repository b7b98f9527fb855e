package html

import (
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/note"
)

// list reads <ul>, <ol> and their kin. A list that stands between items, as many editors write
// nested ones, belongs to the item before it; anything else between items is an item.
func (w *walker) list(n *xhtml.Node, wraps []*wrap) *note.List {
	l := &note.List{Ordered: n.DataAtom == atom.Ol, Tight: true}
	if l.Ordered {
		l.Start = 1
		if s := attr(n.Attr, "start"); s != "" {
			l.Start = number(s, 0, 999_999_999)
		}
	}
	stray := w.b.walker(wraps)
	flush := func() {
		stray.flush()
		blocks := stray.done()
		if len(blocks) > 0 {
			l.Items = append(l.Items, note.ListItem{Blocks: blocks})
		}
		stray = w.b.walker(wraps)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.ElementNode && w.b.isHidden(c):
		case c.DataAtom == atom.Li:
			flush()
			l.Items = append(l.Items, w.item(c, wraps))
			l.Tight = l.Tight && !hasChild(c, atom.P)
		case (c.DataAtom == atom.Ul || c.DataAtom == atom.Ol) && len(l.Items) > 0:
			flush()
			last := &l.Items[len(l.Items)-1]
			last.Blocks = append(last.Blocks, w.list(c, slices.Concat(wraps, w.wrapsOf(c))))
		case c.DataAtom == atom.Ul || c.DataAtom == atom.Ol:
			flush()
			l.Items = append(l.Items, note.ListItem{Blocks: []note.Block{w.list(c, slices.Concat(wraps, w.wrapsOf(c)))}})
		default:
			stray.node(c)
		}
	}
	flush()
	stray.done()
	return l
}

// item reads <li>. Its checkbox is an <input>, or what Notion, Quill, Tiptap and Google Keep
// write instead of one.
func (w *walker) item(n *xhtml.Node, wraps []*wrap) note.ListItem {
	it := note.ListItem{Blocks: w.b.blocks(n, slices.Concat(wraps, w.wrapsOf(n))...)}
	for _, name := range []string{"data-checked", "aria-checked"} {
		switch v, _ := lookup(n.Attr, name); v {
		case "true":
			it.Task = 'x'
		case "false":
			it.Task = ' '
		}
	}
	if id := attr(n.Attr, "id"); w.b.isTarget(id) {
		it.ID = id
	}
	if len(it.Blocks) == 0 {
		return it
	}
	// The paragraph of a checkbox has become a list of one task by now.
	if l, ok := it.Blocks[0].(*note.List); ok && l.Tight && len(l.Items) == 1 && l.Items[0].Task != 0 && startsWithCheckbox(n) {
		it.Task = l.Items[0].Task
		it.Blocks = slices.Concat(l.Items[0].Blocks, it.Blocks[1:])
	}
	return it
}

// startsWithCheckbox reports whether the first thing in n is a checkbox of its own, not one of
// a list inside.
func startsWithCheckbox(n *xhtml.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.TextNode && strings.TrimSpace(c.Data) == "" {
			continue
		}
		if c.Type != xhtml.ElementNode || c.DataAtom == atom.Ul || c.DataAtom == atom.Ol {
			return false
		}
		_, ok := checkbox(c)
		return ok || startsWithCheckbox(c)
	}
	return false
}

// checkbox reports whether n is a checkbox, and whether it is checked.
func checkbox(n *xhtml.Node) (checked, ok bool) {
	switch {
	case n.DataAtom == atom.Input && strings.EqualFold(strings.TrimSpace(attr(n.Attr, "type")), "checkbox"):
		_, checked = lookup(n.Attr, "checked")
		return checked, true
	case n.Data == "en-todo":
		return strings.EqualFold(attr(n.Attr, "checked"), "true"), true
	}
	if n.FirstChild != nil {
		return false, false
	}
	for c := range strings.FieldsSeq(attr(n.Attr, "class")) {
		switch c {
		case "checkbox-on":
			return true, true
		case "checkbox-off":
			return false, true
		}
	}
	return false, false
}

// boxTag is how a checkbox travels through running text.
func boxTag(checked bool) *note.Tag {
	attrs := []note.Attr{{Name: "type", Value: "checkbox"}}
	if checked {
		attrs = append(attrs, note.Attr{Name: "checked"})
	}
	t, _ := note.OpenTag("input", attrs...)
	return t
}

// cutCheckbox takes a checkbox off the beginning of running text.
func cutCheckbox(inlines []note.Inline) (task rune, rest []note.Inline, ok bool) {
	if len(inlines) == 0 {
		return 0, inlines, false
	}
	t, ok := inlines[0].(*note.Tag)
	if !ok || t.Name() != "input" {
		return 0, inlines, false
	}
	task = ' '
	if len(t.Attrs()) > 1 {
		task = 'x'
	}
	rest = inlines[1:]
	if len(rest) > 0 {
		if text, ok := rest[0].(*note.Text); ok {
			if text.Value = strings.TrimLeft(text.Value, " \u00a0"); text.Value == "" {
				rest = rest[1:]
			}
		}
	}
	return task, rest, true
}

// task adds a line that begins with a checkbox: to the list of tasks before it, or to a new one.
func (w *walker) task(task rune, inlines []note.Inline) {
	it := note.ListItem{Task: task}
	if len(inlines) > 0 {
		it.Blocks = []note.Block{&note.Paragraph{Inlines: inlines}}
	}
	if len(w.out) > 0 {
		if l, ok := w.out[len(w.out)-1].(*note.List); ok && l.Tight && !l.Ordered && len(l.Items) > 0 && l.Items[len(l.Items)-1].Task != 0 {
			l.Items = append(l.Items, it)
			return
		}
	}
	w.out = append(w.out, &note.List{Tight: true, Items: []note.ListItem{it}})
}
