package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/note"
)

// itemParser is goldmark's parser of list items, which takes the task mark off their text.
type itemParser struct {
	parser.BlockParser
	dialect Dialect
}

func (p itemParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	if p.dialect == CommonMark {
		return
	}
	para, ok := node.FirstChild().(*ast.Paragraph)
	if !ok || para.Lines().Len() == 0 {
		return
	}
	segment := para.Lines().At(0)
	task, n := taskMark(segment.Value(reader.Source()), p.dialect)
	if n == 0 {
		return
	}
	s := stateOf(pc)
	if s.tasks == nil {
		s.tasks = map[ast.Node]rune{}
	}
	s.tasks[node] = task
	segment = segment.WithStart(segment.Start + n)
	segment = segment.TrimLeftSpace(reader.Source())
	para.Lines().Set(0, segment)
	if segment.IsEmpty() { // goldmark does not expect empty lines
		para.Lines().SetSliced(1, para.Lines().Len())
	}
}

// taskMark reads "[x] ". n is its length. GFM knows a space and "x"; Obsidian takes any
// character, and a mark with nothing behind it when it is one of those.
func taskMark(line []byte, dialect Dialect) (task rune, n int) {
	if len(line) < 3 || line[0] != '[' {
		return 0, 0
	}
	r, size := utf8.DecodeRune(line[1:])
	n = 1 + size + 1
	if n > len(line) || line[n-1] != ']' || r == '\n' || r == ']' {
		return 0, 0
	}
	common := r == ' ' || r == 'x' || r == 'X'
	switch {
	case dialect != Obsidian && !common:
		return 0, 0
	case n == len(line):
		if dialect != Obsidian || !common {
			return 0, 0
		}
	case !isSpace(rune(line[n])):
		return 0, 0
	}
	return r, n
}

func (l *lowerer) lowerList(n *ast.List) note.Block {
	list := &note.List{Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight}
	list.Items = make([]note.ListItem, 0, n.ChildCount())
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		item := note.ListItem{Task: l.tasks[c], Blocks: l.blocks(c)}
		if len(item.Blocks) > 0 {
			// The id at the end of an item's own text means the item with all below it.
			if p, ok := item.Blocks[0].(*note.Paragraph); ok {
				item.ID, p.ID = p.ID, ""
			}
		}
		list.Items = append(list.Items, item)
	}
	return list
}

func (l *lowerer) lowerDefinitions(n ast.Node) note.Block {
	d := &note.Definitions{}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if tight, ok := isDescription(c); !ok {
			d.Items = append(d.Items, note.Definition{Term: l.inlines(c), Tight: true})
			l.takeID()
		} else if len(d.Items) > 0 {
			last := &d.Items[len(d.Items)-1]
			last.Details = append(last.Details, l.blocks(c))
			last.Tight = last.Tight && tight
		}
	}
	return d
}
