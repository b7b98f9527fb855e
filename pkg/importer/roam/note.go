package roam

import (
	"regexp"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// note makes the note of a page.
func (g *graph) note(p *block) *note.Note {
	parts := namespaces(p.Title)
	n := &note.Note{ID: g.idOf(p), Title: importer.OneLine(parts[len(parts)-1]), Name: importer.OneLine(p.Title), Space: g.opts.Space, Notebook: parts[:len(parts)-1],
		Created: importer.UnixTime(p.Created), Updated: importer.UnixTime(p.Edited), Source: note.Source{Input: g.src.Name, File: g.file.Path, Item: p.item}}
	if len(n.Notebook) == 0 {
		n.Notebook = nil
	}
	if day, ok := dayOf(p.Title); ok {
		n.Notebook, n.Created = []string{"Daily notes"}, day
	}
	blocks := p.Children
	for len(blocks) > 0 {
		m := attribute.FindStringSubmatch(blocks[0].String)
		if m == nil || len(blocks[0].Children) > 0 || g.wanted[blocks[0].UID] || strings.Contains(m[2], "\n") || strings.TrimSpace(m[2]) == "" {
			break
		}
		g.property(n, strings.Trim(strings.TrimSpace(m[1]), "[]*"), strings.TrimSpace(m[2]))
		blocks = blocks[1:]
	}
	n.Body = g.body(blocks, p.View)
	return n
}

// dayTitle matches the title of a daily note: "June 28th, 2021".
var dayTitle = regexp.MustCompile(`^(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2})(?:st|nd|rd|th), (\d{4})$`)

func dayOf(title string) (time.Time, bool) {
	m := dayTitle.FindStringSubmatch(title)
	if m == nil {
		return time.Time{}, false
	}
	t, err := time.Parse("January 2 2006", m[1]+" "+m[2]+" "+m[3])
	return t, err == nil
}

var links = regexp.MustCompile(`#?\[\[[^\[\]\n]+\]\]|#[\p{L}\p{N}_/-]+`)

// property keeps an attribute. A list of links or tags is a list; "Tags" are tags.
func (g *graph) property(n *note.Note, name, value string) {
	found := links.FindAllString(value, -1)
	isList := len(found) > 0 && strings.Trim(links.ReplaceAllString(value, ""), ", ") == ""
	if isList && strings.EqualFold(name, "tags") {
		for _, f := range found {
			n.Tags = append(n.Tags, importer.CleanTag(strings.Trim(strings.TrimPrefix(f, "#"), "[]")))
		}
		return
	}
	switch {
	case isList && len(found) > 1:
		n.Properties = append(n.Properties, importer.ListProperty(name, found...))
	default:
		n.Properties = append(n.Properties, importer.TextProperty(name, value))
	}
}

// body turns blocks into a document: headings open sections, everything else are lists. view says
// how the children of their parent are shown: bullets, numbers, or as paragraphs.
func (g *graph) body(blocks []*block, view string) []note.Block {
	var out []note.Block
	for _, b := range blocks {
		switch {
		case b.Heading > 0 && b.Heading <= 6:
			text := g.text(task.ReplaceAllString(b.String, ""))
			h := &note.Heading{Level: b.Heading, ID: g.wantedID(b)}
			if p, ok := first(text).(*note.Paragraph); ok {
				h.Inlines = p.Inlines
				text = text[1:]
			}
			if len(h.Inlines) > 0 {
				out = append(out, h)
			}
			out = append(out, text...)
			out = append(out, g.body(b.Children, b.View)...)
		case view == "document" && len(b.Children) == 0 && task.FindString(b.String) == "":
			text := g.own(b)
			g.mark(b, text)
			out = append(out, aligned(b, text)...)
		default:
			out = g.item(out, b, view == "numbered")
		}
	}
	return out
}

func first(blocks []note.Block) note.Block {
	if len(blocks) == 0 {
		return nil
	}
	return blocks[0]
}

// item puts a block at the end of the list that out ends with.
func (g *graph) item(out []note.Block, b *block, ordered bool) []note.Block {
	it := note.ListItem{ID: g.wantedID(b)}
	if m := task.FindStringSubmatch(b.String); m != nil {
		it.Task = ' '
		if m[1] == "DONE" {
			it.Task = 'x'
		}
	}
	own := g.own(b)
	it.Blocks = aligned(b, own)
	if _, isTable := first(own).(*note.Table); !isTable { // a table holds what is below it
		it.Blocks = append(it.Blocks, g.body(b.Children, b.View)...)
	}
	if len(it.Blocks) == 0 && it.Task == 0 {
		return out
	}
	if len(out) > 0 {
		if l, ok := out[len(out)-1].(*note.List); ok && l.Ordered == ordered {
			l.Items = append(l.Items, it)
			return out
		}
	}
	return append(out, &note.List{Ordered: ordered, Start: 1, Tight: true, Items: []note.ListItem{it}})
}

// own is what a block says itself: a table made of the blocks below it, or its text.
func (g *graph) own(b *block) []note.Block {
	switch {
	case tableMark.MatchString(b.String):
		if t := g.table(b); t != nil {
			return []note.Block{t}
		}
	case kanbanMark.MatchString(b.String):
		return nil // its columns are the blocks below, as a list
	}
	return g.text(task.ReplaceAllString(b.String, ""))
}

// mark gives what a block says the block's identifier.
func (g *graph) mark(b *block, text []note.Block) {
	switch first := first(text).(type) {
	case *note.Paragraph:
		first.ID = g.wantedID(b)
	case *note.Table:
		first.ID = g.wantedID(b)
	case *note.Code:
		first.ID = g.wantedID(b)
	case *note.Query:
		first.ID = g.wantedID(b)
	}
}

// aligned sets text as its author did.
func aligned(b *block, text []note.Block) []note.Block {
	if (b.Align == "center" || b.Align == "right") && len(text) > 0 {
		return []note.Block{&note.Div{Classes: []string{"align-" + b.Align}, Blocks: text}}
	}
	return text
}

func (g *graph) wantedID(b *block) string {
	if g.wanted[b.UID] {
		return b.UID
	}
	return ""
}

// maxCells bounds a table made of nested blocks; a larger one stays a list.
const maxCells = 20_000

// table reads a table: each child is the first cell of a row, and its children are the cells right
// of it. A cell with several children spans their rows.
func (g *graph) table(b *block) *note.Table {
	t := &note.Table{}
	cells := 0
	var row []note.Cell
	var fill func(b *block, before []note.Cell)
	fill = func(b *block, before []note.Cell) {
		if cells++; cells > maxCells {
			return
		}
		text := g.text(task.ReplaceAllString(b.String, ""))
		g.mark(b, text)
		row := append(append([]note.Cell(nil), before...), note.Cell{Blocks: text})
		if len(b.Children) == 0 {
			t.Rows = append(t.Rows, note.Row{Header: len(t.Rows) == 0, Cells: row})
			return
		}
		for i, c := range b.Children {
			if i > 0 {
				for j := range row {
					row[j] = note.Cell{}
				}
			}
			fill(c, row)
		}
	}
	for _, c := range b.Children {
		fill(c, row)
	}
	if len(t.Rows) == 0 || cells > maxCells {
		return nil
	}
	return t
}
