package logseq

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/date"
	"memopress/pkg/reader/markdown"
)

// identify gives the pages their identities: that of a file is its path, and that of a page of a
// database its title, by which Logseq knows it whatever the export's file is called.
func (g *graph) identify() {
	times := map[note.ID]int{}
	for _, p := range g.pages {
		p.id = note.ID(g.opts.Space + "/" + p.path)
		if p.path != "" {
			continue
		}
		wanted := note.ID("logseq:" + p.title)
		for p.id = wanted; times[p.id] > 0; {
			times[wanted]++
			p.id = note.ID(fmt.Sprintf("%s-%d", wanted, times[wanted]))
		}
		times[p.id]++
	}
}

// note makes the note of a page.
func (g *graph) note(p *page) *note.Note {
	parts := strings.Split(p.title, "/")
	n := &note.Note{ID: p.id, Title: parts[len(parts)-1], Name: p.title, Path: p.notePath, Space: g.opts.Space, Notebook: parts[:len(parts)-1],
		Aliases: p.aliases, Created: p.day, Source: note.Source{Input: g.src.Name, File: p.file.Path, Item: p.item}}
	if !p.day.IsZero() {
		n.Notebook = []string{g.config.journals}
	}
	g.pageProperties(n, p)
	if g.unreadable {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "visibility-unreadable", Detail: "the graph's settings cannot be read"}
	}
	if p.org {
		n.Body = g.orgBody(p, n)
	} else {
		n.Body = g.body(p, n, p.blocks, 1)
	}
	return n
}

// own are the properties that only the app needs, or that have a place of their own in a note.
var own = regexp.MustCompile(`(?i)^(?:title|alias|id|collapsed|heading|background-color|logseq\..*|card-.*|hl-.*|ls-type|query-.*|icon|filters|template-including-parent|exclude-from-graph-view|public|tags|created-at|updated-at|file|file-path)$`)

// pageProperties reads what a page says of itself above its blocks.
func (g *graph) pageProperties(n *note.Note, p *page) {
	for _, pr := range p.properties {
		switch name := strings.ToLower(pr.name); name {
		case "tags":
			for _, t := range list(pr.value) {
				if t = importer.CleanTag(t); t != "" && !slices.Contains(n.Tags, t) {
					n.Tags = append(n.Tags, t)
				}
			}
		case "public":
			switch pr.value {
			case "true":
				n.Visibility = note.Visibility{State: note.MarkedPublic, Rule: "public: true"}
			case "false":
				n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "public: false"}
			default:
				n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "visibility-unreadable", Detail: "public:: " + pr.value}
			}
		case "template":
			n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "template"}
		case "created-at", "updated-at":
			t, ok := date.Parse(pr.value, g.opts.Location)
			if ok && name == "created-at" {
				n.Created = importer.Sensible(t)
			} else if ok {
				n.Updated = importer.Sensible(t)
			}
		case "file", "file-path":
			n.Body = append(n.Body, g.text(p, n, pr.value, 1)...)
		default:
			if !own.MatchString(name) {
				n.Properties = append(n.Properties, g.property(p, pr))
			}
		}
	}
}

var links = regexp.MustCompile(`\[\[[^\[\]\n]+\]\]`)

// property types a property: a list where the value is several links.
func (g *graph) property(on *page, p property) note.Property {
	p.value = macro.ReplaceAllStringFunc(p.value, func(m string) string { return g.macro(on, m) })
	if found := links.FindAllString(p.value, -1); len(found) > 1 && strings.Trim(links.ReplaceAllString(p.value, ""), ", ") == "" {
		return importer.ListProperty(p.name, found...)
	}
	switch p.value {
	case "true", "false":
		return importer.TypedProperty(p.name, note.CheckboxProperty, p.value)
	}
	return importer.TextProperty(p.name, p.value)
}

// body turns blocks into a document: headings open sections, at least of the level that their
// depth asks for; everything else are lists.
func (g *graph) body(p *page, n *note.Note, blocks []*block, level int) []note.Block {
	var out []note.Block
	for _, b := range blocks {
		if b.plain {
			text := g.text(p, n, b.text, b.line)
			g.mark(b, text)
			out = append(append(out, text...), g.blockProperties(p, n, b)...)
			continue
		}
		if isHeading(b) {
			out = append(out, g.section(p, n, b, level)...)
			continue
		}
		ordered := b.get("logseq.order-list-type") == "number"
		l, ok := last(out).(*note.List)
		if !ok || l.Ordered != ordered {
			l = &note.List{Ordered: ordered, Start: 1, Tight: true}
			out = append(out, l)
		}
		if it, ok := g.item(p, n, b); ok {
			l.Items = append(l.Items, it)
		}
	}
	return slices.DeleteFunc(out, func(b note.Block) bool {
		l, ok := b.(*note.List)
		return ok && len(l.Items) == 0
	})
}

func last(blocks []note.Block) note.Block {
	if len(blocks) == 0 {
		return nil
	}
	return blocks[len(blocks)-1]
}

func isHeading(b *block) bool {
	first, _, _ := strings.Cut(b.text, "\n")
	return headingMark.MatchString(first) || b.get("heading") != "" && b.get("heading") != "false" && strings.TrimSpace(first) != ""
}

// section is a block that is a heading, with what is below it.
func (g *graph) section(p *page, n *note.Note, b *block, level int) []note.Block {
	text := b.text
	if h := b.get("heading"); h != "" && !headingMark.MatchString(text) {
		count := min(level, 6)
		if len(h) == 1 && h[0] >= '1' && h[0] <= '6' {
			count = int(h[0] - '0')
		}
		text = strings.Repeat("#", count) + " " + text
	}
	out := g.text(p, n, text, b.line)
	g.mark(b, out)
	out = append(out, g.blockProperties(p, n, b)...)
	return append(out, g.body(p, n, b.children, level+1)...)
}

// mark gives what a block says the block's identifier.
func (g *graph) mark(b *block, text []note.Block) {
	if len(text) == 0 {
		return
	}
	switch first := text[0].(type) {
	case *note.Heading:
		first.ID = g.wantedID(b)
	case *note.Paragraph:
		first.ID = g.wantedID(b)
	}
}

// wantedID is the identifier of a block that something refers to.
func (g *graph) wantedID(b *block) string {
	if b.id != "" && g.wanted[b.id] {
		return b.id
	}
	return ""
}

// item is a block as an item of a list. ok is unset for a block that holds nothing.
func (g *graph) item(p *page, n *note.Note, b *block) (note.ListItem, bool) {
	it := note.ListItem{ID: g.wantedID(b)}
	text := b.text
	if first, rest, _ := strings.Cut(text, "\n"); taskMark.MatchString(first) {
		m := taskMark.FindStringSubmatch(first)
		it.Task = states[m[1]]
		first = m[2]
		if pr := priority.FindStringSubmatch(first); pr != nil {
			first = strings.TrimPrefix(first, pr[0]) + " [" + pr[1] + "]"
		}
		text = strings.TrimRight(first+"\n"+rest, "\n")
	}
	text = planned.ReplaceAllStringFunc(text, func(m string) string {
		sub := planned.FindStringSubmatch(m)
		return plannedDay(sub[1], sub[2])
	})
	it.Blocks = g.text(p, n, text, b.line)
	it.Blocks = append(it.Blocks, g.area(b)...)
	it.Blocks = append(it.Blocks, g.blockProperties(p, n, b)...)
	it.Blocks = append(it.Blocks, g.body(p, n, b.children, 6)...)
	return it, len(it.Blocks) > 0 || it.Task != 0
}

// plannedDay shows when a task is planned for, or due, as Obsidian's tasks do.
func plannedDay(kind, stamp string) string {
	sign := "⏳"
	if kind == "DEADLINE" {
		sign = "📅"
	}
	return sign + " " + strings.TrimSpace(weekday.ReplaceAllString(stamp, " "))
}

// weekday is the name of a day inside a timestamp.
var weekday = regexp.MustCompile(`\s\p{L}{1,9}\.?(?:\s|$)`)

// text reads a block's own text.
func (g *graph) text(p *page, n *note.Note, text string, line int) []note.Block {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	blocks := markdown.Parse([]byte(g.markdownOf(p, text)), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true, Emoji: g.opts.Emoji, SmartPunct: g.opts.SmartPunct,
		FirstLine: line, File: p.file.Place, Note: string(n.ID), Report: g.sink})
	return g.resolve(p, blocks)
}

// blockProperties keeps the properties that an author gave a block, as a list of definitions.
func (g *graph) blockProperties(p *page, n *note.Note, b *block) []note.Block {
	d := &note.Definitions{}
	for _, pr := range b.properties {
		if own.MatchString(pr.name) && !strings.EqualFold(pr.name, "tags") && !strings.EqualFold(pr.name, "alias") || pr.value == "" || strings.EqualFold(pr.name, "template") {
			continue
		}
		blocks := g.text(p, n, pr.value, b.line)
		d.Items = append(d.Items, note.Definition{Term: []note.Inline{&note.Text{Value: pr.name}}, Details: [][]note.Block{blocks}, Tight: true})
	}
	if len(d.Items) == 0 {
		return nil
	}
	return []note.Block{d}
}

// area is the picture of an area that was marked in a PDF: assets/<name>/<page>_<id>_<time>.png.
func (g *graph) area(b *block) []note.Block {
	if b.get("hl-type") != "area" || b.id == "" {
		return nil
	}
	p, ok := g.areas[b.id]
	if !ok {
		return nil
	}
	return []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: g.opts.Space + "/" + p}}}}}
}
