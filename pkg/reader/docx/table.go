package docx

import (
	"strconv"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// maxColumns is how many columns of a table are told apart.
const maxColumns = 500

// table reads a table.
func (w *writer) table(n *office.Node) {
	if w.depth >= maxNesting {
		w.lost["table deeper than 12 in each other"]++
		w.add(&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: office.OneLine(n.Plain())}}})
		return
	}
	t := &note.Table{}
	open := map[int]*place{} // by column: the cell that goes on downwards
	var rows []*office.Node
	rowsOf(n, &rows)
	for i, tr := range rows {
		row := note.Row{Header: isOn(tr.Child("w:trPr").Child("w:tblHeader")) || i == 0 && len(rows) > 1 && firstRow(n)}
		column := number(tr.Child("w:trPr").Child("w:gridBefore").Attr("w:val"), 0)
		for range min(column, maxColumns) {
			row.Cells = append(row.Cells, note.Cell{})
		}
		var cells []*office.Node
		cellsOf(tr, &cells)
		for _, tc := range cells {
			column += w.cell(t, &row, tc, column, open)
			if column > maxColumns {
				break
			}
		}
		t.Rows = append(t.Rows, row)
	}
	for _, p := range open {
		p.close(t)
	}
	if len(t.Rows) > 0 {
		w.add(t)
	}
}

// rowsOf finds the rows of a table, which controls and changes may wrap.
func rowsOf(n *office.Node, rows *[]*office.Node) { wrapped(n, "w:tr", rows) }

func cellsOf(n *office.Node, cells *[]*office.Node) { wrapped(n, "w:tc", cells) }

func wrapped(n *office.Node, name string, out *[]*office.Node) {
	for i := range n.Children {
		c := &n.Children[i]
		switch c.Name {
		case name:
			if name == "w:tr" && c.Child("w:trPr").Child("w:del") != nil {
				continue // a deleted row
			}
			*out = append(*out, c)
		case "w:sdt":
			wrapped(c.Child("w:sdtContent").OrEmpty(), name, out)
		case "w:ins", "w:moveTo", "w:customXml", "w:smartTag":
			wrapped(c, name, out)
		}
	}
}

// A place is a cell that goes on in the rows below.
type place struct{ row, cell, rows int }

// close gives the cell the number of rows that it covers.
func (p *place) close(t *note.Table) {
	if p.rows > 1 && p.row < len(t.Rows) && p.cell < len(t.Rows[p.row].Cells) {
		t.Rows[p.row].Cells[p.cell].RowSpan = p.rows
	}
}

// cell reads one cell and returns how many columns it covers.
func (w *writer) cell(t *note.Table, row *note.Row, tc *office.Node, column int, open map[int]*place) int {
	pr := tc.Child("w:tcPr")
	span := max(1, min(number(pr.Child("w:gridSpan").Attr("w:val"), 1), maxColumns))
	if m := pr.Child("w:vMerge"); m != nil && m.Attr("w:val") != "restart" {
		if p := open[column]; p != nil {
			p.rows++
			return span
		}
	}
	if p := open[column]; p != nil {
		p.close(t)
		delete(open, column)
	}
	inner := &writer{document: w.document, part: w.part, rels: w.rels, depth: w.depth + 1}
	inner.blocks(tc)
	c := note.Cell{Blocks: inner.finish(), Align: align(tc)}
	if span > 1 {
		c.ColSpan = span
	}
	if m := pr.Child("w:vMerge"); m != nil {
		open[column] = &place{row: len(t.Rows), cell: len(row.Cells), rows: 1}
	}
	row.Cells = append(row.Cells, c)
	return span
}

func isOn(n *office.Node) bool { return n != nil && *on(n) }

// firstRow reports whether the table's look sets its first row off, as a header.
func firstRow(n *office.Node) bool {
	l := n.Child("w:tblPr").Child("w:tblLook")
	if v := l.Attr("w:firstRow"); v != "" {
		return v == "1" || v == "true"
	}
	bits, err := strconv.ParseUint(l.Attr("w:val"), 16, 32)
	return err == nil && bits&0x20 != 0
}

// align returns how the paragraphs of a cell are aligned, when all of them are alike.
func align(tc *office.Node) note.Align {
	found, first := note.AlignNone, true
	for i := range tc.Children {
		if tc.Children[i].Name != "w:p" {
			continue
		}
		a := note.AlignNone
		switch tc.Children[i].Child("w:pPr").Child("w:jc").Attr("w:val") {
		case "center":
			a = note.AlignCenter
		case "right", "end":
			a = note.AlignRight
		}
		if !first && a != found {
			return note.AlignNone
		}
		found, first = a, false
	}
	return found
}
