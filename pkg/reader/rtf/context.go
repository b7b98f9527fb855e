package rtf

import (
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// A context is text that stands by itself: the document, a footnote, a text box.
type context struct {
	flow   office.Flow
	spans  []office.Span
	after  []note.Block
	id     string
	task   rune
	inLink int
	grids  []*grid
	defs   []cellDef // of the row that is being defined
	def    cellDef
	header bool
	end    func(blocks []note.Block)
}

func (r *reader) push(c *context) { r.contexts = append(r.contexts, c) }

func (r *reader) top() *context { return r.contexts[len(r.contexts)-1] }

// enter begins a context with the current group.
func (r *reader) enter(end func([]note.Block)) {
	if len(r.contexts) > maxNesting {
		return
	}
	c := &context{end: end}
	r.now.context = c
	r.now.dest, r.now.format, r.now.para = body, office.Format{}, paragraph{}
	r.push(c)
}

// leave ends a context, and those that began in it.
func (r *reader) leave(c *context) {
	for len(r.contexts) > 1 {
		top := r.top()
		blocks := top.finish(r)
		r.contexts = r.contexts[:len(r.contexts)-1]
		top.end(blocks)
		if top == c {
			return
		}
	}
}

// finish ends the last paragraph and all tables, and returns the blocks.
func (c *context) finish(r *reader) []note.Block {
	if len(c.spans) > 0 || c.task != 0 {
		r.paragraphIn(c, r.now.para)
	}
	c.closeTables(0)
	c.flow.Add(c.after...)
	return c.flow.Finish()
}

// at returns the flow of the cell at that depth, 0 for outside of tables.
func (c *context) at(depth int) *office.Flow {
	depth = min(depth, maxNesting)
	c.closeTables(depth)
	for len(c.grids) < depth {
		c.grids = append(c.grids, &grid{})
	}
	if depth == 0 {
		return &c.flow
	}
	return &c.grids[depth-1].flow
}

// closeTables ends the tables that are deeper than depth.
func (c *context) closeTables(depth int) {
	for len(c.grids) > depth {
		t := c.grids[len(c.grids)-1].table()
		c.grids = c.grids[:len(c.grids)-1]
		if len(t.Rows) == 0 {
			continue
		}
		if n := len(c.grids); n > 0 {
			c.grids[n-1].flow.Add(t)
		} else {
			c.flow.Add(t)
		}
	}
}

// paragraph ends a paragraph.
func (r *reader) paragraph() {
	r.paragraphIn(r.top(), r.now.para)
	r.now.para.mark = ""
}

func (r *reader) paragraphIn(c *context, p paragraph) {
	flow := c.at(p.table)
	spans, after, id, task := c.spans, c.after, c.id, c.task
	c.spans, c.after, c.id, c.task = nil, nil, "", 0
	s := r.styles[p.style]
	level := s.level
	if p.outline != 0 {
		level = max(p.outline, 0)
	}
	code := office.IsCode(s.name)
	if task == 0 && level == 0 {
		task = office.TakeBox(&spans)
	}
	if !code {
		spans = office.Trim(spans)
	}
	item, isItem := r.item(p)
	if isItem && task == 0 {
		task = office.BoxMark(strings.TrimSpace(p.mark))
	}
	isTitle := office.IsTitle(s.name)
	block := func() note.Block { return &note.Paragraph{Inlines: office.Inlines(spans), ID: id} }
	switch {
	case office.IsContents(s.name):
	case len(spans) == 0 && code && flow.InCode():
		flow.Code("")
	case len(spans) == 0 && task == 0:
		if p.border && len(after) == 0 {
			flow.Add(&note.Rule{})
		}
	case level > 0 || isTitle:
		for i := range spans {
			spans[i].Format.Bold, spans[i].Format.Color = false, ""
		}
		in := office.Inlines(spans)
		if isTitle && r.title == "" {
			r.title = office.OneLine(note.PlainText(in))
		}
		flow.Add(&note.Heading{Level: max(1, min(level, 6)), Inlines: in, ID: id})
	case isItem || task != 0:
		if !isItem {
			item = office.Item{Key: "tasks"}
		}
		if task != 0 {
			item.Ordered = false
		}
		item.Task, item.Block = task, block()
		flow.Item(item)
	case code || office.OnlyCode(spans) && flow.InCode():
		flow.Code(office.Lines(spans)...)
	case office.IsQuote(s.name):
		flow.Quote(block())
	default:
		flow.Add(block())
	}
	flow.Add(after...)
}

var numbered = regexp.MustCompile(`^\(?([0-9]{1,6}|[a-zA-Z])[.)]`)

// item says whether a paragraph is an item of a list. What its own mark shows is believed before
// what the table of lists says.
func (r *reader) item(p paragraph) (office.Item, bool) {
	mark := strings.TrimSpace(p.mark)
	l, known := r.lists[r.overrides[p.list]]
	at := max(0, min(p.level, 8))
	switch {
	case p.list == 0 && mark == "" && p.old == 0:
		return office.Item{}, false
	case known && l.formats[at] == 255 && mark == "":
		return office.Item{}, false
	}
	it := office.Item{Key: "list " + strconv.Itoa(p.list), Level: at}
	if known && mark == "" {
		it.Ordered = l.formats[at] != 23 && l.formats[at] != 255
	} else if m := numbered.FindStringSubmatch(mark); m != nil {
		it.Ordered = true
		if n, err := strconv.Atoi(m[1]); err == nil {
			it.Number = n
		} else {
			it.Number = int(m[1][0]|0x20-'a') + 1
		}
	} else {
		it.Ordered = mark == "" && p.old == 'n'
	}
	if it.Ordered && it.Number == 0 {
		key := it.Key + " " + strconv.Itoa(at)
		r.numbers[key]++
		it.Number = r.numbers[key]
	}
	return it, true
}

// cell ends a cell at a depth.
func (r *reader) cell(depth int) {
	p := r.now.para
	p.table = depth
	c := r.top()
	if len(c.spans) > 0 || c.task != 0 || len(c.after) > 0 {
		r.paragraphIn(c, p)
	}
	c.at(depth)
	c.grids[min(depth, maxNesting)-1].endCell(p.align)
	r.now.para.mark = ""
}

// row ends a row at a depth.
func (r *reader) row(depth int) {
	c := r.top()
	c.at(depth)
	c.grids[min(depth, maxNesting)-1].endRow(c.defs, c.header)
}
