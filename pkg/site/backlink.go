package site

import (
	"slices"
	"strings"

	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// backlinks turns the graph's backlinks of one note into those of its page.
func (b *builder) backlinks(to *page, all []graph.Backlink) []Backlink {
	var out []Backlink
	for _, l := range all {
		from := b.source(&l)
		if from == nil {
			continue
		}
		w := b.rewriter(from)
		link := Backlink{From: from.out, To: w.named(to, l.Marks)}
		if l.Item != nil {
			link.Anchor = from.anchors[l.Item]
		}
		if link.Anchor == "" && l.Block != nil {
			link.Anchor = from.anchors[l.Block]
		}
		if l.Heading != nil {
			link.Section = strings.Join(strings.Fields(w.shown(l.Heading.Inlines)), " ")
			link.Anchor = orElse(link.Anchor, from.anchors[l.Heading])
		}
		if l.Kind == graph.InProperty {
			link.Context = []note.Inline{&note.Text{Value: l.Property + ": "}, highlighted(&note.Text{Value: to.out.Title})}
		} else {
			link.Context = w.quote(l.Context, l.Marks, to.out.Title)
		}
		out = append(out, link)
	}
	return out
}

// named returns the anchors of the headings and blocks of a page that references name.
func (w *rewriter) named(to *page, marks []note.Inline) []string {
	var out []string
	add := func(r note.Ref) {
		if len(r.Headings) == 0 && r.Block == "" && r.Fragment == "" {
			return
		}
		t := w.resolve(w.from, r)
		if t.Note != to.src {
			return
		}
		anchor := to.anchors[t.Node]
		if t.FragmentMissing {
			anchor = to.named[htmlFragment(r)]
		}
		if anchor != "" && !slices.Contains(out, anchor) {
			out = append(out, anchor)
		}
	}
	for _, m := range marks {
		switch m := m.(type) {
		case *note.Link:
			add(m.Ref)
		case *note.Embed:
			add(m.Ref)
		case *note.Tag:
			for _, a := range m.Attrs() {
				if a.Ref != nil {
					add(*a.Ref)
				}
			}
		}
	}
	return out
}

// quote copies running text for a list of backlinks: without links, notes and pictures, the
// marks highlighted.
func (w *rewriter) quote(inlines []note.Inline, marks []note.Inline, title string) []note.Inline {
	var out []note.Inline
	for i := 0; i < len(inlines); i++ {
		in := inlines[i]
		marked := slices.Contains(marks, in)
		var inner []note.Inline
		switch in := in.(type) {
		case *note.Text, *note.CodeSpan, *note.MathSpan:
			inner = []note.Inline{in}
		case *note.Break:
			inner = []note.Inline{&note.Break{}}
		case *note.Hashtag:
			inner = []note.Inline{&note.Text{Value: "#" + in.Name}}
		case *note.Styled:
			inner = w.quote(in.Inlines, marks, title)
			if len(inner) > 0 && !marked {
				inner = []note.Inline{&note.Styled{Style: in.Style, Color: in.Color, Inlines: inner}}
			}
		case *note.Link:
			if w.hidden(in) {
				inner = []note.Inline{&note.Text{Value: placeholder}}
			} else {
				inner = w.quote(w.linkText(in), marks, title)
			}
		case *note.Embed:
			text := in.Alt
			if marked && text == "" {
				text = title
			} else if !w.showUnpublished && namesTarget(text, in.Ref) && !w.leads(in.Ref) {
				text = ""
			}
			if text != "" {
				inner = []note.Inline{&note.Text{Value: text}}
			}
		case *note.Tag:
			if marked && in.Name() == "a" {
				end := i + 1
				for end < len(inlines) && !closes(inlines[end], "a") {
					end++
				}
				inner = w.quote(inlines[i+1:end], marks, title)
				i = end
			} else if in.Name() == "br" {
				inner = []note.Inline{&note.Break{}}
			}
		}
		if marked && len(inner) > 0 {
			inner = []note.Inline{highlighted(inner...)}
		}
		out = append(out, inner...)
	}
	return out
}

func highlighted(inlines ...note.Inline) note.Inline {
	return &note.Styled{Style: note.Highlight, Inlines: inlines}
}

func closes(in note.Inline, name string) bool {
	t, ok := in.(*note.Tag)
	return ok && t.Closing() && t.Name() == name
}

// flatten is running text for a table of contents: without links, pictures and notes.
func flatten(inlines []note.Inline) []note.Inline {
	var out []note.Inline
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text, *note.CodeSpan, *note.MathSpan:
			out = append(out, in)
		case *note.Break:
			out = append(out, &note.Break{})
		case *note.Hashtag:
			out = append(out, &note.Text{Value: "#" + in.Name})
		case *note.Styled:
			if inner := flatten(in.Inlines); len(inner) > 0 {
				out = append(out, &note.Styled{Style: in.Style, Color: in.Color, Inlines: inner})
			}
		case *note.Link:
			if in.Ref.Kind == note.RefNone && len(in.Inlines) == 0 {
				out = append(out, &note.Text{Value: placeholder})
			} else {
				out = append(out, flatten(in.Inlines)...)
			}
		}
	}
	return out
}

// headings returns the table of contents of a published text: the headings that stand in it
// directly, not in quotes, callouts or lists.
func headings(blocks []note.Block) []Heading {
	var out []Heading
	for _, b := range blocks {
		switch b := b.(type) {
		case *note.Heading:
			if text := flatten(b.Inlines); len(text) > 0 {
				out = append(out, Heading{Level: b.Level, Anchor: b.Anchor, Text: text})
			}
		case *note.Div:
			out = append(out, headings(b.Blocks)...)
		}
	}
	return out
}

func (p *page) leadsTo(to *page) bool { return slices.Contains(p.links, to) }

// related turns the graph's relations of one note into those of its page. A link counts as a
// reason only where readers can see it: properties that are not shown give none.
func (b *builder) related(p *page, all []graph.Related) []Related {
	var out []Related
	for _, r := range all {
		to := b.pages[r.Note]
		if to == nil {
			continue
		}
		rel := Related{Note: to.out, Words: slices.Clone(r.Words)}
		for i, w := range rel.Words {
			rel.Words[i] = strings.Clone(w) // not the whole text that it stands in
		}
		for _, n := range r.Links {
			via := b.pages[n]
			if via != nil && (p.leadsTo(via) && to.leadsTo(via) || via.leadsTo(p) && via.leadsTo(to)) {
				rel.Links = append(rel.Links, via.out)
			}
		}
		if len(rel.Links) > 0 || len(rel.Words) > 0 {
			out = append(out, rel)
		}
	}
	return out
}
