package office

import (
	"strings"

	"memopress/pkg/note"
)

// A Flow collects the blocks of a document whose paragraphs are items of lists, lines of code or
// parts of a quotation only by what they say of themselves. The zero value is empty.
type Flow struct {
	blocks []note.Block
	open   []*openList
	code   []string     // lines of a block of code that is going on
	quote  []note.Block // a quotation that is going on
}

type openList struct {
	list  *note.List
	key   string
	level int
}

// maxLevel is how deep lists nest at most.
const maxLevel = 9

// An Item is a paragraph that is an item of a list.
type Item struct {
	Key     string // the list that it belongs to, in whatever form the document names lists
	Level   int    // from 0
	Ordered bool
	Number  int  // of an ordered item
	Task    rune // as in note.ListItem
	Block   note.Block
}

// Add ends what is going on and appends blocks.
func (f *Flow) Add(blocks ...note.Block) {
	if len(blocks) > 0 {
		f.end()
		f.blocks = append(f.blocks, blocks...)
	}
}

// end ends what is going on.
func (f *Flow) end() {
	f.open = nil
	if f.code != nil {
		f.blocks = append(f.blocks, &note.Code{Text: strings.Join(f.code, "\n") + "\n"})
		f.code = nil
	}
	if f.quote != nil {
		f.blocks = append(f.blocks, &note.Quote{Blocks: f.quote})
		f.quote = nil
	}
}

// Finish ends what is going on and returns all blocks.
func (f *Flow) Finish() []note.Block {
	f.end()
	return f.blocks
}

// InCode reports whether a block of code is going on.
func (f *Flow) InCode() bool { return f.code != nil }

// Code appends lines to the block of code that is going on, or begins one.
func (f *Flow) Code(lines ...string) {
	if f.code == nil {
		f.end()
	}
	f.code = append(f.code, lines...)
}

// Quote appends a block to the quotation that is going on, or begins one.
func (f *Flow) Quote(b note.Block) {
	if f.quote == nil {
		f.end()
	}
	f.quote = append(f.quote, b)
}

// Item appends an item to the list that it belongs to, and begins that list where there is none.
func (f *Flow) Item(it Item) {
	if f.code != nil || f.quote != nil {
		f.end()
	}
	it.Level = max(0, min(it.Level, maxLevel))
	for len(f.open) > 0 && f.open[len(f.open)-1].level > it.Level {
		f.open = f.open[:len(f.open)-1]
	}
	if n := len(f.open); n > 0 && f.open[n-1].level == it.Level && (f.open[n-1].key != it.Key || f.open[n-1].list.Ordered != it.Ordered) {
		f.open = f.open[:n-1]
	}
	if n := len(f.open); n == 0 || f.open[n-1].level < it.Level {
		l := &note.List{Ordered: it.Ordered, Tight: true}
		if it.Ordered {
			l.Start = it.Number
		}
		f.place(l)
		f.open = append(f.open, &openList{list: l, key: it.Key, level: it.Level})
	}
	l := f.open[len(f.open)-1].list
	li := note.ListItem{Task: it.Task}
	if it.Block != nil {
		li.Blocks = []note.Block{it.Block}
	}
	l.Items = append(l.Items, li)
}

// place puts a new list into the last item of the one around it, or behind everything.
func (f *Flow) place(l *note.List) {
	if n := len(f.open); n > 0 {
		around := f.open[n-1].list
		last := &around.Items[len(around.Items)-1]
		last.Blocks = append(last.Blocks, l)
		return
	}
	f.blocks = append(f.blocks, l)
}

// Continue appends a block to the last item of the open list. It reports false when no list is
// open.
func (f *Flow) Continue(b note.Block) bool {
	n := len(f.open)
	if n == 0 {
		return false
	}
	l := f.open[n-1].list
	last := &l.Items[len(l.Items)-1]
	last.Blocks = append(last.Blocks, b)
	l.Tight = false
	return true
}
