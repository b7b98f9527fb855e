package org

import (
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// A bullet is what an item of a list begins with.
type bullet struct {
	indent  int // columns before it
	ordered bool
	start   int
	rest    string // what follows it
	column  int    // the column that rest begins on
}

// bulletOf reads the mark of an item: "-", "+", "*", "1.", "1)", "a." or "a)", and a space or the
// end of the line behind it. A star at the beginning of a line is a heading's. Each line is asked
// once for each list around it, so no pattern is matched here.
func bulletOf(text string) (bullet, bool) {
	first := strings.TrimLeft(text, " \t")
	space := len(text) - len(first)
	mark := 0
	for mark < len(first) && mark < 9 && first[mark] >= '0' && first[mark] <= '9' {
		mark++
	}
	b := bullet{}
	switch {
	case first == "":
		return b, false
	case first[0] == '-', first[0] == '+', first[0] == '*' && space > 0:
		mark = 1
	case mark > 0:
		n, err := strconv.Atoi(first[:mark])
		if err != nil || mark == len(first) || first[mark] != '.' && first[mark] != ')' {
			return b, false
		}
		b.ordered, b.start = true, n
		mark++
	case first[0] >= 'a' && first[0] <= 'z' && len(first) > 1 && (first[1] == '.' || first[1] == ')'):
		b.ordered, b.start = true, int(first[0]-'a')+1
		mark = 2
	default:
		return b, false
	}
	rest := strings.TrimLeft(first[mark:], " \t")
	if rest == first[mark:] && rest != "" {
		return bullet{}, false
	}
	b.indent, b.rest, b.column = columns(text[:space]), rest, columns(text[:len(text)-len(rest)])
	return b, true
}

// columns returns how wide white space and a mark are; a tab goes on to the next multiple of 8.
func columns(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '\t' {
			n += 8 - n%8
		} else {
			n++
		}
	}
	return n
}

func indentOf(text string) int { return columns(text[:len(text)-len(strings.TrimLeft(text, " \t"))]) }

var (
	counterMark = regexp.MustCompile(`^\[@(\d{1,9}|[A-Za-z])\][ \t]*`)
	checkMark   = regexp.MustCompile(`^\[([ xX-])\](?:[ \t]+|$)`)
	termMark    = regexp.MustCompile(`^(?:(.*?)[ \t]+)?::(?:[ \t]+|$)`)
)

// An item is one item of a list, with its text as lines.
type item struct {
	bullet bullet
	task   rune
	term   string
	isTerm bool
	lines  []line
}

// list reads the list that begins at line i.
func (r *reading) list(i int, first bullet) int {
	var items []item
	loose := false
	for i < len(r.lines) {
		b, ok := bulletOf(r.lines[i].text)
		if !ok || b.indent != first.indent || b.ordered != first.ordered {
			break
		}
		end, blank := r.itemEnd(i, b.indent)
		items = append(items, newItem(b, r.lines[i:end]))
		loose = loose || blank
		next := end
		for next < len(r.lines) && strings.TrimSpace(r.lines[next].text) == "" {
			next++
		}
		if next == len(r.lines) || next-end >= 2 {
			i = end
			break
		}
		if b, ok := bulletOf(r.lines[next].text); ok && b.indent == first.indent && b.ordered == first.ordered && next > end {
			loose = true
		}
		i = next
	}
	r.add(r.listBlock(items, first, !loose))
	return i
}

// itemEnd returns the line after an item that begins at line i, without empty lines at its end.
// blank reports whether there is an empty line in it.
func (r *reading) itemEnd(i, indent int) (end int, blank bool) {
	end = i + 1
	for n := i + 1; n < len(r.lines); n++ {
		text := r.lines[n].text
		if strings.TrimSpace(text) == "" {
			if n > i+1 && strings.TrimSpace(r.lines[n-1].text) == "" {
				break
			}
			continue
		}
		if indentOf(text) <= indent {
			break
		}
		if n > end {
			blank = true
		}
		if m := blockBegin(text); m != nil { // a block may hold lines that are not indented
			if no, ok := r.parser.end(strings.ToLower(m[1]), r.lines[n].no, r.limit()); ok {
				n = no - r.lines[0].no
			}
		}
		end = n + 1
	}
	return end, blank
}

// blockBegin matches the line that begins a block.
func blockBegin(text string) []string {
	if !strings.HasPrefix(strings.TrimLeft(text, " \t"), "#+") {
		return nil
	}
	return beginLine.FindStringSubmatch(text)
}

func newItem(b bullet, lines []line) item {
	it := item{bullet: b}
	rest := b.rest
	if m := counterMark.FindStringSubmatch(rest); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			it.bullet.start = n
		} else {
			it.bullet.start = int(m[1][0]|0x20-'a') + 1
		}
		rest = rest[len(m[0]):]
	}
	if m := checkMark.FindStringSubmatch(rest); m != nil {
		it.task = []rune(strings.ToLower(m[1]))[0]
		if it.task == '-' {
			it.task = '/' // some of the items below it are done
		}
		rest = rest[len(m[0]):]
	}
	if !b.ordered {
		if m := termMark.FindStringSubmatch(rest); m != nil {
			it.term, it.isTerm, rest = strings.TrimSpace(m[1]), true, rest[len(m[0]):]
		}
	}
	it.lines = append([]line{{strings.Repeat(" ", min(b.column, 1000)) + rest, lines[0].no}}, lines[1:]...)
	return it
}

// listBlock makes a list of items; one whose items are terms without boxes is a list of
// definitions.
func (r *reading) listBlock(items []item, first bullet, tight bool) note.Block {
	terms, boxes := true, false
	for _, it := range items {
		terms, boxes = terms && it.isTerm, boxes || it.task != 0
	}
	if terms && !boxes {
		d := &note.Definitions{}
		for _, it := range items {
			def := note.Definition{Term: r.running(it.term, it.lines[0].no), Tight: tight}
			if body := r.blocks(it.lines, r.depth+1); len(body) > 0 {
				def.Details = [][]note.Block{body}
			}
			d.Items = append(d.Items, def)
		}
		return d
	}
	l := &note.List{Ordered: first.ordered, Tight: tight}
	if first.ordered {
		l.Start = items[0].bullet.start
	}
	for _, it := range items {
		body := r.blocks(it.lines, r.depth+1)
		if it.isTerm {
			body = r.withTerm(it, body)
		}
		l.Items = append(l.Items, note.ListItem{Task: it.task, Blocks: body})
	}
	return l
}

// withTerm puts the term before the text of an item that stands among items without one.
func (r *reading) withTerm(it item, body []note.Block) []note.Block {
	if it.term == "" {
		return body
	}
	term := []note.Inline{&note.Styled{Style: note.Strong, Inlines: r.running(it.term, it.lines[0].no)}}
	if len(body) > 0 {
		if p, ok := body[0].(*note.Paragraph); ok {
			p.Inlines = append(append(term, &note.Text{Value: " "}), p.Inlines...)
			return body
		}
	}
	return append([]note.Block{&note.Paragraph{Inlines: term}}, body...)
}
