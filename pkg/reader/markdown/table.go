package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"memopress/pkg/note"
)

// table is a GFM table; its children are rows, and theirs are cells.
type table struct {
	blockNode
	align []note.Align
	id    string
}

type row struct{ blockNode }

type cell struct{ blockNode }

// maxCells is how many table cells a note may have, those included that short rows lack:
// 20 KB of pipes would otherwise become 125 MB.
const maxCells = 100_000

// tableParser makes a table of the end of a paragraph whose lines have a row of dashes among
// them. It does what goldmark's own does, within limits.
type tableParser struct{}

func (tableParser) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	source := reader.Source()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		align, ok := delimiterRow(line.Value(source))
		if !ok {
			continue
		}
		head := lines.At(i - 1)
		header := splitRow(head, source)
		if len(header) != len(align) {
			continue
		}
		t := &table{align: align}
		end := t.fill(stateOf(pc), lines, i, source)
		if t.FirstChild() == nil {
			return
		}
		t.SetPos(head.Start)
		parent := node.Parent()
		parent.InsertAfter(parent, node, t)
		if end < lines.Len() { // what the limit left over stays text
			rest := &plain{}
			for j := end; j < lines.Len(); j++ {
				rest.Lines().Append(lines.At(j))
			}
			parent.InsertAfter(parent, t, rest)
		}
		lines.SetSliced(0, i-1)
		if lines.Len() == 0 {
			parent.RemoveChild(parent, node)
			return
		}
		last := lines.At(i - 2)
		lines.Set(i-2, last.TrimRightSpace(source))
		return
	}
}

// fill reads the rows around the delimiter row at line i and returns the line it stopped at.
func (t *table) fill(s *state, lines *text.Segments, i int, source []byte) int {
	for j := i - 1; j < lines.Len(); j++ {
		if j == i {
			continue
		}
		line := lines.At(j)
		if line.Len() > maxParagraph {
			s.report(line.Start, "a table row is longer than 16 KB; the table ends before it", hintSplit)
			return j
		}
		if id, ok := soleID(line.Value(source)); ok && j == lines.Len()-1 && j > i && s.opts.Dialect == Obsidian {
			t.id = string(id)
			return lines.Len()
		}
		s.cells += len(t.align)
		if s.cells > maxCells {
			s.report(line.Start, "the tables of this note have more than 100,000 cells; the rest stay text", hintSplit)
			return j
		}
		r := &row{}
		for k, segment := range splitRow(line, source) {
			if k == len(t.align) {
				break
			}
			c := &cell{}
			if !segment.IsEmpty() {
				c.Lines().Append(segment)
			}
			r.AppendChild(r, c)
		}
		t.AppendChild(t, r)
	}
	return lines.Len()
}

// splitRow returns the cells of a row: what stands between its bars. A bar after a backslash
// belongs to its cell, whatever else stands there.
func splitRow(line text.Segment, source []byte) []text.Segment {
	line = line.TrimLeftSpace(source)
	line = line.TrimRightSpace(source)
	start, stop := line.Start, line.Stop
	if start < stop && source[start] == '|' {
		start++
	}
	var cells []text.Segment
	for at := start; start < stop || at < stop; {
		end := at
		for end < stop && (source[end] != '|' || end > line.Start && source[end-1] == '\\') {
			end++
		}
		segment := text.NewSegment(at, end)
		segment = segment.TrimLeftSpace(source)
		cells = append(cells, segment.TrimRightSpace(source))
		if end >= stop || end+1 == stop {
			break
		}
		at = end + 1
	}
	return cells
}

// delimiterRow reads "| --- | :-: |".
func delimiterRow(line []byte) (align []note.Align, ok bool) {
	if width, _ := util.IndentWidth(line, 0); width > 3 {
		return nil, false
	}
	bar := false
	for _, c := range line {
		switch c {
		case '|', ':':
			bar = true
		case '-', ' ', '\t', '\n':
		default:
			return nil, false
		}
	}
	line = bytes.TrimSpace(line)
	if !bar || len(line) < 2 {
		return nil, false
	}
	line = bytes.TrimPrefix(line, []byte("|"))
	line = bytes.TrimSuffix(line, []byte("|"))
	for col := range bytes.SplitSeq(line, []byte("|")) {
		col = bytes.TrimSpace(col)
		left, right := bytes.HasPrefix(col, []byte(":")), bytes.HasSuffix(col, []byte(":"))
		dashes := bytes.Trim(col, ":")
		if len(dashes) == 0 || len(bytes.Trim(dashes, "-")) > 0 || len(col)-len(dashes) > 2 {
			return nil, false
		}
		switch {
		case left && right:
			align = append(align, note.AlignCenter)
		case left:
			align = append(align, note.AlignLeft)
		case right:
			align = append(align, note.AlignRight)
		default:
			align = append(align, note.AlignNone)
		}
	}
	return align, true
}

// unbar is text of a table in which every "\|" means "|", code and formulas included.
func (l *lowerer) unbar(s string) string {
	if !l.inTable {
		return s
	}
	return strings.ReplaceAll(s, `\|`, "|")
}

func (l *lowerer) lowerTable(n *table) note.Block {
	t := &note.Table{ID: n.id}
	t.Rows = make([]note.Row, 0, n.ChildCount())
	l.inTable = true
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		out := note.Row{Header: r == n.FirstChild(), Cells: make([]note.Cell, len(n.align))}
		c := r.FirstChild()
		for k := range out.Cells {
			out.Cells[k].Align = n.align[k]
			if c == nil {
				continue
			}
			if inlines := l.inlines(c); len(inlines) > 0 {
				out.Cells[k].Blocks = []note.Block{&note.Paragraph{Inlines: inlines}}
			}
			c = c.NextSibling()
		}
		t.Rows = append(t.Rows, out)
	}
	l.inTable = false
	return t
}
