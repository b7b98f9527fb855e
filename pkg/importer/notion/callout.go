package notion

import (
	"strings"
	"unicode/utf8"

	"memopress/pkg/note"
)

// longTitle is how long the first paragraph of a callout may be to stand as its title, in bytes.
const longTitle = 120

// types are the kinds of callout that icons stand for.
var types = map[string]string{"💡": "tip", "⚠": "warning", "❗": "important", "‼": "important", "❓": "question", "✅": "success",
	"🚨": "danger", "🔥": "danger", "🚫": "danger", "ℹ": "info", "🐛": "bug", "📌": "important", "📝": "note", "💬": "quote"}

// callout makes a callout of its icon and its contents. Notion's have no title: a short first
// paragraph stands as one, else the icon.
func callout(icon string, blocks []note.Block) *note.Callout {
	c := &note.Callout{Type: "note", Blocks: blocks}
	if t := types[strings.TrimSuffix(icon, "\ufe0f")]; t != "" {
		c.Type = t
	}
	if icon != "" {
		c.Title = []note.Inline{&note.Text{Value: icon}}
	}
	if len(blocks) == 0 {
		return c
	}
	p, ok := blocks[0].(*note.Paragraph)
	if !ok || len(note.PlainText(p.Inlines)) > longTitle || breaks(p.Inlines) {
		return c
	}
	if icon != "" {
		c.Title[0] = &note.Text{Value: icon + " "}
	}
	c.Title = append(c.Title, p.Inlines...)
	c.Blocks = blocks[1:]
	return c
}

func breaks(inlines []note.Inline) bool {
	found := false
	note.WalkInlines(inlines, func(node any) bool {
		switch node.(type) {
		case *note.Break, *note.Embed:
			found = true
		}
		return !found
	})
	return found
}

// foldAsides makes callouts of what stands between the tags <aside> and </aside>.
func foldAsides(blocks []note.Block) []note.Block {
	var out []note.Block
	var open []int // where in out an aside began
	for _, b := range blocks {
		within(b, foldAsides)
		switch aside(b) {
		case "<":
			open = append(open, len(out))
		case ">":
			if len(open) == 0 {
				continue
			}
			begin := open[len(open)-1]
			open = open[:len(open)-1]
			inner := append([]note.Block(nil), out[begin:]...)
			icon, inner := takeIcon(inner)
			out = append(out[:begin], callout(icon, inner))
		default:
			out = append(out, b)
		}
	}
	return out
}

// aside tells the HTML of an opening or closing tag of a callout from other blocks.
func aside(b note.Block) string {
	h, ok := b.(*note.HTML)
	if !ok {
		return ""
	}
	for _, in := range h.Inlines {
		switch in := in.(type) {
		case *note.Tag:
			if in.Name() != "aside" {
				return ""
			}
			if in.Closing() {
				return ">"
			}
			return "<"
		case *note.Text:
			if strings.TrimSpace(in.Value) != "" {
				return ""
			}
		default:
			return ""
		}
	}
	return ""
}

// takeIcon takes the icon off the beginning of a callout: an emoji before its text, or a picture
// of Notion's own, which is left out.
func takeIcon(blocks []note.Block) (string, []note.Block) {
	if len(blocks) == 0 {
		return "", blocks
	}
	inlines := []note.Inline{}
	switch b := blocks[0].(type) {
	case *note.Paragraph:
		inlines = b.Inlines
	case *note.HTML:
		inlines = b.Inlines
	}
	if len(inlines) == 0 {
		return "", blocks
	}
	if image, ok := inlines[0].(*note.Embed); ok && isIcon(image.Ref.Target) {
		inlines = inlines[1:]
		for len(inlines) > 0 && blank(inlines[0]) {
			inlines = inlines[1:]
		}
		if len(inlines) == 0 {
			return "", blocks[1:]
		}
		if p, ok := blocks[0].(*note.Paragraph); ok {
			p.Inlines = inlines
		}
		return "", blocks
	}
	text, ok := inlines[0].(*note.Text)
	p, running := blocks[0].(*note.Paragraph)
	if !ok || !running {
		return "", blocks
	}
	word, rest, more := strings.Cut(text.Value, " ")
	if !isEmoji(word) {
		return "", blocks
	}
	if !more || rest == "" {
		p.Inlines = p.Inlines[1:]
	} else {
		p.Inlines[0] = &note.Text{Value: rest}
	}
	for len(p.Inlines) > 0 && blank(p.Inlines[0]) {
		p.Inlines = p.Inlines[1:]
	}
	if len(p.Inlines) == 0 {
		return word, blocks[1:]
	}
	return word, blocks
}

func blank(in note.Inline) bool {
	switch in := in.(type) {
	case *note.Break:
		return true
	case *note.Text:
		return strings.TrimSpace(in.Value) == ""
	}
	return false
}

// isIcon reports whether an address is that of one of Notion's own icons.
func isIcon(target string) bool {
	return strings.HasPrefix(target, "https://www.notion.so/icons/") || strings.HasPrefix(target, "/icons/")
}

// isEmoji reports whether a word is one symbol of Unicode's pictures, with its modifiers.
func isEmoji(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return len(s) <= 40 && (r >= 0x1f000 && r <= 0x1faff || r >= 0x2190 && r <= 0x2bff || r >= 0x3030 && r <= 0x303d)
}

// within replaces the lists of blocks that b holds by what f makes of them.
func within(b note.Block, f func([]note.Block) []note.Block) {
	switch b := b.(type) {
	case *note.List:
		for i := range b.Items {
			b.Items[i].Blocks = f(b.Items[i].Blocks)
		}
	case *note.Quote:
		b.Blocks = f(b.Blocks)
	case *note.Callout:
		b.Blocks = f(b.Blocks)
	case *note.Details:
		b.Blocks = f(b.Blocks)
	case *note.Div:
		b.Blocks = f(b.Blocks)
	case *note.Footnote:
		b.Blocks = f(b.Blocks)
	case *note.Table:
		for _, r := range b.Rows {
			for i := range r.Cells {
				r.Cells[i].Blocks = f(r.Cells[i].Blocks)
			}
		}
	case *note.Definitions:
		for i := range b.Items {
			for j := range b.Items[i].Details {
				b.Items[i].Details[j] = f(b.Items[i].Details[j])
			}
		}
	}
}
