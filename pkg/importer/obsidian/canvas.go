package obsidian

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

// A canvas is a file of JSON Canvas 1.0 (https://jsoncanvas.org/spec/1.0/). Fields that only
// place or colour things are left out.
type canvas struct {
	Nodes []*card `json:"nodes"`
	Edges []edge  `json:"edges"`

	in map[*card][]*card // the cards of each group; of nil, those in none
}

type card struct {
	ID      string  `json:"id"`
	Type    string  `json:"type"` // text, file, link or group
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	Width   float64 `json:"width"`
	Height  float64 `json:"height"`
	Text    string  `json:"text"`
	File    string  `json:"file"`
	Subpath string  `json:"subpath"` // begins with "#"
	URL     string  `json:"url"`
	Label   string  `json:"label"`

	inside *card // the smallest group around it
	blocks []note.Block
}

type edge struct {
	From    string `json:"fromNode"`
	FromEnd string `json:"fromEnd"` // none, unless "arrow"
	To      string `json:"toNode"`
	ToEnd   string `json:"toEnd"` // an arrow, unless "none"
	Label   string `json:"label"`
}

func isCanvas(p string) bool { return strings.EqualFold(path.Ext(p), ".canvas") }

// readCanvas makes a note of a canvas: its cards from top to bottom, those in a group under the
// group's name, then the lines between them. An empty file is an empty canvas.
func readCanvas(n *note.Note, text []byte, md markdown.Options) error {
	c := canvas{in: map[*card][]*card{}}
	if len(strings.TrimSpace(string(text))) > 0 {
		if err := json.Unmarshal(text, &c); err != nil {
			return fmt.Errorf("the canvas cannot be read: %w", err)
		}
	}
	c.Nodes = slices.DeleteFunc(c.Nodes, func(k *card) bool { return k == nil })
	c.group()
	for _, k := range c.Nodes {
		k.blocks = k.content(md)
	}
	for _, k := range c.Nodes {
		c.in[k.inside] = append(c.in[k.inside], k)
	}
	n.Body = c.section(nil, 2)
	if lines := c.lines(); len(lines.Items) > 0 {
		n.Body = append(n.Body, &note.Rule{}, lines)
	}
	return nil
}

// mostGrouping bounds the comparisons of cards with groups; a drawing by hand needs thousands.
const mostGrouping = 10_000_000

// group sorts the cards as one reads them and finds the group that each lies in.
func (c *canvas) group() {
	slices.SortStableFunc(c.Nodes, func(a, b *card) int {
		return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X), cmp.Compare(a.ID, b.ID))
	})
	var groups []*card
	for _, k := range c.Nodes {
		if k.Type == "group" {
			groups = append(groups, k)
		}
	}
	if len(groups)*len(c.Nodes) > mostGrouping {
		groups = nil // the cards all stay, without their groups around them
	}
	for _, k := range c.Nodes {
		for _, g := range groups {
			if g.holds(k) && (k.inside == nil || g.area() < k.inside.area()) {
				k.inside = g
			}
		}
	}
}

func (k *card) area() float64 { return k.Width * k.Height }

// holds reports whether the middle of other lies in the group. Of two groups only the larger
// holds the other, so that no two hold each other.
func (k *card) holds(other *card) bool {
	if k == other || other.Type == "group" && other.area() >= k.area() {
		return false
	}
	x, y := other.X+other.Width/2, other.Y+other.Height/2
	return x >= k.X && x <= k.X+k.Width && y >= k.Y && y <= k.Y+k.Height
}

// section returns the cards in a group, nil for those in none, and then the groups in it.
func (c *canvas) section(in *card, level int) []note.Block {
	var out []note.Block
	for _, k := range c.in[in] {
		if k.Type != "group" {
			out = append(out, k.blocks...)
		}
	}
	for _, k := range c.in[in] {
		if k.Type != "group" {
			continue
		}
		if label := oneLine(k.Label); label != "" {
			out = append(out, &note.Heading{Level: min(level, 6), Inlines: []note.Inline{&note.Text{Value: label}}})
		}
		out = append(out, c.section(k, level+1)...)
	}
	return out
}

// content returns what a card shows.
func (k *card) content(md markdown.Options) []note.Block {
	var blocks []note.Block
	switch k.Type {
	case "text":
		blocks = markdown.Parse([]byte(k.Text), md)
	case "file", "link":
		if in := k.reference(); in != nil {
			blocks = []note.Block{&note.Paragraph{Inlines: []note.Inline{in}}}
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return []note.Block{&note.Div{Classes: []string{"canvas-card"}, Blocks: blocks}}
}

// reference returns a link to the file or page of a card; pictures are shown.
func (k *card) reference() note.Inline {
	switch {
	case k.Type == "link" && k.URL != "":
		return &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: k.URL}, Bare: true, Inlines: []note.Inline{&note.Text{Value: k.URL}}}
	case k.Type == "file" && k.File != "":
		ref := note.Ref{Kind: note.RefName, Target: norm.NFC.String(k.File)}
		if isPicture(k.File) {
			return &note.Embed{Ref: ref}
		}
		sub := strings.TrimPrefix(norm.NFC.String(k.Subpath), "#")
		if id, ok := strings.CutPrefix(sub, "^"); ok {
			ref.Block = id
		} else if sub != "" {
			ref.Headings = strings.Split(sub, "#")
		}
		name := strings.TrimSuffix(path.Base(ref.Target), ".md")
		return &note.Link{Ref: ref, Bare: true, Inlines: []note.Inline{&note.Text{Value: name}}}
	}
	return nil
}

func isPicture(p string) bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif"}, strings.ToLower(path.Ext(p)))
}

// lines lists the lines between cards: "this → that: label".
func (c *canvas) lines() *note.List {
	byID := make(map[string]*card, len(c.Nodes))
	for _, k := range c.Nodes {
		byID[k.ID] = k
	}
	l := &note.List{Tight: true}
	for _, e := range c.Edges {
		from, to := byID[e.From].name(), byID[e.To].name()
		if from == nil || to == nil {
			continue
		}
		arrow := " → "
		switch back, forth := e.FromEnd == "arrow", e.ToEnd != "none"; {
		case back && forth:
			arrow = " ↔ "
		case back:
			arrow = " ← "
		case !forth:
			arrow = " – "
		}
		inlines := slices.Concat(from, []note.Inline{&note.Text{Value: arrow}}, to)
		if label := oneLine(e.Label); label != "" {
			inlines = append(inlines, &note.Text{Value: ": " + label})
		}
		l.Items = append(l.Items, note.ListItem{Blocks: []note.Block{&note.Paragraph{Inlines: inlines}}})
	}
	return l
}

// name names a card in a line: a link to what it shows, or the beginning of its text. It is nil
// for a card that says nothing.
func (k *card) name() []note.Inline {
	if k == nil {
		return nil
	}
	switch in := k.reference().(type) {
	case nil:
	case *note.Embed:
		return []note.Inline{&note.Link{Ref: in.Ref, Bare: true, Inlines: []note.Inline{&note.Text{Value: path.Base(in.Ref.Target)}}}}
	default:
		return []note.Inline{in}
	}
	if k.Type == "text" {
		return beginning(firstLine(k.blocks))
	}
	return beginning([]note.Inline{&note.Text{Value: oneLine(k.Label)}})
}

// beginning returns the first words of inlines. A link that shows nothing but the name of its
// target stays one: whether that name may be read is not decided here.
func beginning(inlines []note.Inline) []note.Inline {
	left := 60 // characters
	var out []note.Inline
	note.WalkInlines(inlines, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			if node.Bare && left > 0 {
				left -= utf8.RuneCountInString(note.PlainText(node.Inlines))
				out = append(out, &note.Link{Ref: node.Ref, Bare: true, Inlines: slices.Clone(node.Inlines)})
			}
			return !node.Bare
		case *note.Styled:
			return true
		case *note.CodeSpan, *note.MathSpan: // what is in them means nothing
			if left > 0 {
				left -= utf8.RuneCountInString(note.PlainText([]note.Inline{node.(note.Inline)}))
				out = append(out, node.(note.Inline))
			}
		case *note.Text, *note.Break, *note.Hashtag:
			text := note.PlainText([]note.Inline{node.(note.Inline)})
			if left <= 0 || text == "" {
				return false
			}
			if r := []rune(text); len(r) > left {
				text = strings.TrimSpace(string(r[:left])) + "…"
			}
			left -= utf8.RuneCountInString(text)
			out = append(out, &note.Text{Value: text})
		}
		return false
	})
	return out
}

// firstLine returns the first paragraph or heading in blocks that says something.
func firstLine(blocks []note.Block) []note.Inline {
	var line []note.Inline
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Paragraph:
			if line == nil && note.PlainText(node.Inlines) != "" {
				line = node.Inlines
			}
		case *note.Heading:
			if line == nil && note.PlainText(node.Inlines) != "" {
				line = node.Inlines
			}
		}
		return line == nil
	})
	return line
}

func oneLine(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
