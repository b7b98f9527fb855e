package markdown

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// blocks writes blocks without a line end after the last. With tight set they stand on lines
// that follow each other where Markdown allows it.
func (w *writer) blocks(blocks []note.Block, tight bool) string {
	start := len(w.parts)
	var before note.Block
	alternate := false // the list before was written with the other marker
	for _, b := range blocks {
		// A list behind a list would be one with it, unless it has another marker.
		l, isList := b.(*note.List)
		p, wasList := before.(*note.List)
		alternate = isList && wasList && l.Ordered == p.Ordered && !alternate
		s := w.block(b, alternate)
		if s == "" {
			continue
		}
		if _, ok := b.(*note.Definitions); ok && before != nil {
			if _, ok := before.(*note.Definitions); ok {
				w.parts = append(w.parts, "\n\n<!-- -->")
			}
		}
		switch {
		case before == nil:
		case tight && follows(before, b):
			w.parts = append(w.parts, "\n")
		default:
			w.parts = append(w.parts, "\n\n")
		}
		w.parts = append(w.parts, s)
		before = b
	}
	return w.join(start)
}

// follows reports whether b is read as a block of its own on the line after a.
func follows(a, b note.Block) bool {
	if ownLineID(a) {
		return false
	}
	switch a.(type) {
	case *note.Code, *note.Math, *note.Diagram, *note.Query, *note.Heading:
	case *note.Paragraph, *note.List:
		if p, ok := a.(*note.Paragraph); ok && p.ID != "" {
			return false
		}
		switch b := b.(type) {
		case *note.List:
			return len(b.Items) > 0 && len(b.Items[0].Blocks) > 0 && (!b.Ordered || b.Start == 1)
		case *note.Code, *note.Diagram, *note.Query, *note.Quote, *note.Callout, *note.Heading:
			return true
		}
		return false
	default:
		return false
	}
	switch b.(type) {
	case *note.Definitions, *note.HTML, *note.Rule:
		return false
	}
	return true
}

// blockID matches the ids that the app takes.
var blockID = regexp.MustCompile(`^[A-Za-z0-9-]+$`)

// ownLineID reports whether b has an id that stands on a line below it.
func ownLineID(b note.Block) bool {
	id, inside := idOf(b)
	return id != "" && !inside
}

// idOf returns a block's id, and whether it is written at the end of the block's own text.
func idOf(b note.Block) (id string, inside bool) {
	switch b := b.(type) {
	case *note.Paragraph:
		return b.ID, true
	case *note.Heading:
		return b.ID, true
	case *note.List:
		return b.ID, false
	case *note.Quote:
		return b.ID, false
	case *note.Callout:
		return b.ID, false
	case *note.Code:
		return b.ID, false
	case *note.Math:
		return b.ID, false
	case *note.Table:
		return b.ID, false
	case *note.Details:
		return b.ID, false
	case *note.Definitions:
		return b.ID, false
	case *note.Diagram:
		return b.ID, false
	case *note.Query:
		return b.ID, false
	}
	return "", false
}

// block writes one block with its id.
func (w *writer) block(b note.Block, alternate bool) string {
	s := w.bare(b, alternate)
	id, inside := idOf(b)
	switch {
	case id == "" || w.page != nil:
	case !blockID.MatchString(id):
		// An id from HTML: an anchor stands for it.
		anchor := `<a id="` + attribute(id) + `"></a>`
		if h, ok := b.(*note.Heading); ok {
			return strings.TrimRight(strings.Repeat("#", level(h))+" "+anchor+strings.TrimLeft(s, "# "), " ")
		}
		if inside {
			return anchor + s
		}
		return anchor + "\n\n" + s
	case inside:
		return s + " ^" + id
	default:
		return s + "\n\n^" + id
	}
	return s
}

func level(h *note.Heading) int { return min(max(h.Level, 1), 6) }

func (w *writer) bare(b note.Block, alternate bool) string {
	switch b := b.(type) {
	case *note.Paragraph:
		if w.page != nil {
			return w.paragraph(b)
		}
		return w.inlines(b.Inlines, where{})
	case *note.Heading:
		return strings.TrimRight(strings.Repeat("#", level(b))+" "+w.inlines(b.Inlines, where{line: true, heading: true}), " ")
	case *note.List:
		return w.list(b, alternate)
	case *note.Quote:
		return indent(w.first(b.Blocks, where{quote: true}), "> ", "> ")
	case *note.Callout:
		return w.callout(b)
	case *note.Code:
		if w.page != nil && b.Lang == note.Encrypted {
			return escapeAll(w.page.Locked)
		}
		return fence(strings.TrimSpace(b.Lang+" "+b.Info), b.Text)
	case *note.Math:
		return math(b.Text)
	case *note.Diagram:
		return fence(b.Lang, b.Text)
	case *note.Query:
		return fence(b.Lang, b.Text)
	case *note.Table:
		return w.table(b)
	case *note.Rule:
		if alternate {
			return "___"
		}
		return "---"
	case *note.Details:
		return w.details(b)
	case *note.Definitions:
		return w.definitions(b)
	case *note.Footnote:
		return strings.TrimRight("[^"+w.labels[b.Label]+"]: "+indent(w.blocks(b.Blocks, false), "", "    "), " ")
	case *note.Div:
		open := "<div>"
		if len(b.Classes) > 0 {
			open = `<div class="` + attribute(strings.Join(b.Classes, " ")) + `">`
		}
		return wrapped(open, w.blocks(b.Blocks, false), "</div>")
	case *note.HTML:
		return w.htmlBlock(b)
	}
	return ""
}

// wrapped puts HTML around Markdown: empty lines tell where one ends and the other begins.
func wrapped(open, inside, shut string) string {
	if inside == "" {
		return open + "\n" + shut
	}
	return open + "\n\n" + inside + "\n\n" + shut
}

func (w *writer) details(b *note.Details) string {
	var sb strings.Builder
	sb.WriteString("<details")
	if b.Open {
		sb.WriteString(" open")
	}
	sb.WriteByte('>')
	if b.Summary != nil {
		sb.WriteString("\n<summary>")
		w.tokens(&sb, b.Summary)
		sb.WriteString("</summary>")
	}
	return wrapped(sb.String(), w.blocks(b.Blocks, false), "</details>")
}

// first writes blocks of which the first stands where its beginning could be read as a mark.
func (w *writer) first(blocks []note.Block, at where) string {
	if len(blocks) > 0 {
		if p, ok := blocks[0].(*note.Paragraph); ok {
			head := w.inlines(p.Inlines, at)
			if p.ID != "" || w.page != nil {
				head = w.block(p, false)
			}
			rest := w.blocks(blocks[1:], false)
			if head == "" || rest == "" {
				return head + rest
			}
			return head + "\n\n" + rest
		}
	}
	return w.blocks(blocks, false)
}

// indent puts lead before the first line of s and rest before the others. Empty lines get no
// white space at their end.
func indent(s, lead, rest string) string {
	if s != "" && strings.IndexByte(s, '\n') < 0 {
		return lead + s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		prefix := rest
		if i == 0 {
			prefix = lead
		}
		if lines[i] = prefix + l; l == "" {
			lines[i] = strings.TrimRight(prefix, " ")
		}
	}
	return strings.Join(lines, "\n")
}

func (w *writer) callout(c *note.Callout) string {
	head := "[!" + calloutName(c.Type)
	if m := calloutName(c.Metadata); m != "" && c.Metadata != "" {
		head += "|" + m
	}
	head += "]"
	switch c.Fold {
	case note.FoldOpen:
		head += "+"
	case note.FoldShut:
		head += "-"
	}
	if title := w.inlines(c.Title, where{line: true}); title != "" {
		head += " " + title
	}
	body := w.blocks(c.Blocks, false)
	if body != "" {
		if p, ok := c.Blocks[0].(*note.Paragraph); !ok || p.ID != "" {
			head += "\n"
		}
		head += "\n" + body
	}
	return indent(head, "> ", "> ")
}

func calloutName(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune("[]|\n", r) {
			return ' '
		}
		return r
	}, s))
	if s == "" {
		return "note"
	}
	return s
}

// fence writes code between fences that are longer than any run of backticks in it.
func fence(info, text string) string {
	n := 3
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(line, " \t")
		n = max(n, len(line)-len(strings.TrimLeft(line, "`"))+1)
	}
	mark := strings.Repeat("`", n)
	var sb strings.Builder
	info = strings.Join(strings.Fields(strings.ReplaceAll(info, "`", "'")), " ")
	for i := 0; i < len(info); i++ {
		if info[i] == '\\' || info[i] == '&' && looksEntity(info[i:]) {
			sb.WriteByte('\\')
		}
		sb.WriteByte(info[i])
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return mark + sb.String() + "\n" + text + mark
}

func math(text string) string {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "$$") || len(text) > 12<<10 || text == "" {
		return fence("math", text+"\n")
	}
	return "$$\n" + text + "\n$$"
}

func (w *writer) list(l *note.List, alternate bool) string {
	start := len(w.parts)
	// A list is loose in Markdown when an empty line stands in it.
	tight := l.Tight || len(l.Items) == 1 && len(l.Items[0].Blocks) < 2
	for i := range l.Items {
		if i > 0 {
			w.parts = append(w.parts, "\n")
			if !tight {
				w.parts = append(w.parts, "\n")
			}
		}
		marker := "- "
		switch {
		case l.Ordered && alternate:
			marker = strconv.Itoa(min(l.Start+i, 999_999_999)) + ") "
		case l.Ordered:
			marker = strconv.Itoa(min(l.Start+i, 999_999_999)) + ". "
		case alternate:
			marker = "* "
		}
		item := w.item(&l.Items[i], tight)
		w.parts = append(w.parts, strings.TrimRight(indent(item, marker, strings.Repeat(" ", len(marker))), " "))
	}
	return w.join(start)
}

func (w *writer) item(it *note.ListItem, tight bool) string {
	head := ""
	if it.Task != 0 {
		task := it.Task
		if task == ']' || task < ' ' {
			task = 'x'
		}
		head = "[" + string(task) + "]"
	}
	blocks := it.Blocks
	if len(blocks) == 0 {
		return head + w.itemID(it.ID, head)
	}
	p, ok := blocks[0].(*note.Paragraph)
	if !ok {
		s := w.rules(blocks, tight)
		if head != "" {
			return head + "\n" + s
		}
		return s
	}
	text := w.inlines(p.Inlines, where{first: it.Task == 0})
	if head != "" && text != "" {
		head += " "
	}
	head += text
	id := it.ID
	if id == "" {
		id = p.ID
	}
	head += w.itemID(id, head)
	rest := w.rules(blocks[1:], tight)
	switch {
	case rest == "":
		return head
	case tight && follows(&note.Paragraph{}, blocks[1]) && head != "":
		return head + "\n" + rest
	}
	return head + "\n\n" + rest
}

func (w *writer) itemID(id, head string) string {
	switch {
	case id == "" || w.page != nil:
		return ""
	case !blockID.MatchString(id):
		return ` <a id="` + attribute(id) + `"></a>`
	case head == "":
		return "^" + id
	}
	return " ^" + id
}

// rules writes blocks of a list item, where a rule of dashes could be read as an item.
func (w *writer) rules(blocks []note.Block, tight bool) string {
	if !slices.ContainsFunc(blocks, func(b note.Block) bool { _, ok := b.(*note.Rule); return ok }) {
		return w.blocks(blocks, tight)
	}
	var parts []string
	for _, b := range blocks {
		if _, ok := b.(*note.Rule); ok {
			parts = append(parts, "___")
		} else if s := w.block(b, false); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n\n")
}

func (w *writer) definitions(d *note.Definitions) string {
	var sb strings.Builder
	for i, item := range d.Items {
		term := w.inlines(item.Term, where{line: true})
		if i > 0 && len(d.Items[i-1].Details) > 0 {
			sb.WriteByte('\n')
		}
		sb.WriteString(term + "\n")
		details := item.Details
		if len(details) == 0 && i == len(d.Items)-1 {
			details = [][]note.Block{nil} // a term alone would be a paragraph
		}
		for _, blocks := range details {
			if !item.Tight {
				sb.WriteByte('\n')
			}
			text := w.blocks(blocks, false)
			if text == "" {
				text = "<!-- -->" // a colon alone explains nothing
			}
			sb.WriteString(indent(text, ":   ", "    ") + "\n")
		}
	}
	return strings.TrimSuffix(sb.String(), "\n")
}
