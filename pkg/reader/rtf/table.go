package rtf

import (
	"slices"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// The limits on tables.
const (
	maxNesting = 10
	maxColumns = 500
)

// A grid is a table being read.
type grid struct {
	rows  []gridRow
	cells []note.Cell // of the row that is going on
	flow  office.Flow // of the cell that is going on
	edges []int       // right edges of all cells
}

type gridRow struct {
	cells  []note.Cell
	defs   []cellDef
	header bool
}

// A cellDef is what a row says of a cell before its text.
type cellDef struct {
	right                                     int
	mergeFirst, merged, downFirst, downMerged bool
}

// endCell ends the cell that is going on.
func (g *grid) endCell(align note.Align) {
	c := note.Cell{Blocks: g.flow.Finish(), Align: align}
	g.flow = office.Flow{}
	if len(g.cells) < maxColumns {
		g.cells = append(g.cells, c)
	} else {
		last := &g.cells[len(g.cells)-1]
		last.Blocks = append(last.Blocks, c.Blocks...)
	}
}

func (g *grid) endRow(defs []cellDef, header bool) {
	if rest := g.flow.Finish(); len(rest) > 0 { // text without the mark that ends a cell
		g.flow = office.Flow{}
		g.cells = append(g.cells, note.Cell{Blocks: rest})
	}
	if len(g.cells) == 0 {
		return
	}
	for _, d := range defs {
		g.edges = append(g.edges, d.right)
	}
	g.rows = append(g.rows, gridRow{g.cells, slices.Clone(defs), header})
	g.cells = nil
}

// table makes the table: cells that were merged become one, and a cell over several columns of
// other rows spans them.
func (g *grid) table() *note.Table {
	g.endRow(nil, false)
	slices.Sort(g.edges)
	columns := slices.CompactFunc(g.edges, func(a, b int) bool { return max(a-b, b-a) < 30 })
	if len(columns) > maxColumns {
		columns = nil
	}
	t := &note.Table{}
	type place struct{ row, cell int }
	down := map[int]place{} // by left edge: the cell that goes on downwards
	for _, row := range g.rows {
		out := note.Row{Header: row.header}
		left := -1 << 40
		for i, c := range row.cells {
			if i >= len(row.defs) {
				out.Cells = append(out.Cells, c)
				continue
			}
			d := row.defs[i]
			span := 0
			for _, e := range columns {
				if e > left+30 && e <= d.right+29 {
					span++
				}
			}
			at := left
			left = max(left, d.right)
			if d.merged && len(out.Cells) > 0 {
				last := &out.Cells[len(out.Cells)-1]
				last.ColSpan, last.Blocks = max(last.ColSpan, 1)+max(span, 1), append(last.Blocks, c.Blocks...)
				continue
			}
			if p, ok := down[at]; ok && d.downMerged {
				above := &t.Rows[p.row].Cells[p.cell]
				above.RowSpan, above.Blocks = max(above.RowSpan, 1)+1, append(above.Blocks, c.Blocks...)
				continue
			}
			delete(down, at)
			if span > 1 {
				c.ColSpan = span
			}
			if d.downFirst {
				down[at] = place{len(t.Rows), len(out.Cells)}
			}
			out.Cells = append(out.Cells, c)
		}
		t.Rows = append(t.Rows, out)
	}
	return t
}
