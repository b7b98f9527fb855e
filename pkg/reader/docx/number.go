package docx

import (
	"strconv"
	"strings"

	"memopress/pkg/internal/office"
)

// A numbering is a list as a document defines it.
type numbering struct {
	levels [9]level
	base   string // the abstract numbering, whose counters its lists share
}

type level struct {
	format string // "bullet", "decimal", …; "none" for no mark
	text   string // of the mark: "%1.", "•", "☐"
	start  int
	reset  bool // this list begins anew
}

// readNumbering reads the lists.
func (d *document) readNumbering() {
	d.lists, d.counters = map[string]*numbering{}, map[string][]int{}
	n := d.optional(d.partOf("numbering"))
	abstract := map[string]*numbering{}
	n.Each("w:abstractNum", func(a *office.Node) {
		num := &numbering{base: a.Attr("w:abstractNumId")}
		a.Each("w:lvl", func(l *office.Node) { num.level(l) })
		abstract[num.base] = num
	})
	n.Each("w:num", func(m *office.Node) {
		num := &numbering{}
		if a := abstract[m.Child("w:abstractNumId").Attr("w:val")]; a != nil {
			*num = *a
		}
		m.Each("w:lvlOverride", func(o *office.Node) {
			i, err := strconv.Atoi(o.Attr("w:ilvl"))
			if err != nil || i < 0 || i > 8 {
				return
			}
			if l := o.Child("w:lvl"); l != nil {
				num.level(l)
			}
			if s := o.Child("w:startOverride"); s != nil {
				num.levels[i].start, num.levels[i].reset = number(s.Attr("w:val"), 1), true
			}
		})
		d.lists[m.Attr("w:numId")] = num
	})
}

func (n *numbering) level(l *office.Node) {
	i, err := strconv.Atoi(l.Attr("w:ilvl"))
	if err != nil || i < 0 || i > 8 {
		return
	}
	n.levels[i] = level{format: l.Child("w:numFmt").Attr("w:val"), text: l.Child("w:lvlText").Attr("w:val"), start: number(l.Child("w:start").Attr("w:val"), 1)}
}

// number reads a whole number that is not negative, or returns other.
func number(s string, other int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 1_000_000 {
		return other
	}
	return n
}

// item returns the list item that numbering properties make of a paragraph. ok is false when they
// make none.
func (d *document) item(p *office.Node) (it office.Item, mark string, ok bool) {
	id := p.Child("w:numId").Attr("w:val")
	if id == "" || id == "0" {
		return it, "", false
	}
	at := min(number(p.Child("w:ilvl").Attr("w:val"), 0), 8)
	num := d.lists[id]
	if num == nil {
		return office.Item{Key: id, Level: at}, "", true
	}
	l := num.levels[at]
	if l.format == "none" {
		return it, "", false
	}
	it = office.Item{Key: id, Level: at, Ordered: l.format != "bullet" && l.format != ""}
	it.Number = d.count(id, num, at)
	return it, l.text, true
}

// count returns the number of the next item of a list at a level. Lists of one abstract numbering
// go on counting, unless they say that they begin anew.
func (d *document) count(id string, num *numbering, at int) int {
	key := num.base
	for _, l := range num.levels[:at+1] {
		if l.reset {
			key = "list " + id
		}
	}
	c := d.counters[key]
	if c == nil {
		c = make([]int, 9)
		for i := range c {
			c[i] = -1
		}
		d.counters[key] = c
	}
	if c[at] < 0 {
		c[at] = num.levels[at].start
	} else {
		c[at]++
	}
	for i := at + 1; i < 9; i++ {
		c[i] = -1
	}
	return c[at]
}
