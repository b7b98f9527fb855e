package markdown

import (
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// table writes a table with bars, or as HTML when its cells hold more than running text, span
// others, or are headers in the middle.
func (w *writer) table(t *note.Table) string {
	columns := 0
	for _, r := range t.Rows {
		columns = max(columns, len(r.Cells))
	}
	if columns == 0 {
		return ""
	}
	if !simple(t) {
		return w.htmlTable(t)
	}
	var sb strings.Builder
	rows := t.Rows
	if rows[0].Header {
		w.bars(&sb, rows[0], columns)
		rows = rows[1:]
	} else {
		w.bars(&sb, note.Row{}, columns) // Markdown has no table without a header
	}
	sb.WriteString("\n|")
	for i := range columns {
		switch alignment(t, i) {
		case note.AlignLeft:
			sb.WriteString(" :-- |")
		case note.AlignCenter:
			sb.WriteString(" :-: |")
		case note.AlignRight:
			sb.WriteString(" --: |")
		default:
			sb.WriteString(" --- |")
		}
	}
	for _, r := range rows {
		sb.WriteByte('\n')
		w.bars(&sb, r, columns)
	}
	return sb.String()
}

func alignment(t *note.Table, column int) note.Align {
	for _, r := range t.Rows {
		if column < len(r.Cells) {
			return r.Cells[column].Align
		}
	}
	return note.AlignNone
}

func (w *writer) bars(sb *strings.Builder, r note.Row, columns int) {
	sb.WriteByte('|')
	for i := range columns {
		cell := ""
		if i < len(r.Cells) && len(r.Cells[i].Blocks) > 0 {
			p := r.Cells[i].Blocks[0].(*note.Paragraph)
			cell = w.inlines(p.Inlines, where{line: true, cell: true})
		}
		if cell == "" {
			sb.WriteString("  |")
			continue
		}
		sb.WriteString(" " + cell + " |")
	}
}

// simple reports whether bars can hold the table.
func simple(t *note.Table) bool {
	for i, r := range t.Rows {
		if r.Header && i > 0 {
			return false
		}
		for j, c := range r.Cells {
			if c.ColSpan > 1 || c.RowSpan > 1 || c.Header && !r.Header || len(c.Blocks) > 1 || c.Align != alignment(t, j) {
				return false
			}
			for _, b := range c.Blocks {
				if p, ok := b.(*note.Paragraph); !ok || p.ID != "" {
					return false
				}
			}
		}
	}
	return true
}

func (w *writer) htmlTable(t *note.Table) string {
	var sb strings.Builder
	sb.WriteString("<table>")
	for _, r := range t.Rows {
		sb.WriteString("\n<tr>")
		for _, c := range r.Cells {
			name := "td"
			if r.Header || c.Header {
				name = "th"
			}
			sb.WriteString("\n<" + name)
			if c.ColSpan > 1 {
				sb.WriteString(` colspan="` + strconv.Itoa(c.ColSpan) + `"`)
			}
			if c.RowSpan > 1 {
				sb.WriteString(` rowspan="` + strconv.Itoa(c.RowSpan) + `"`)
			}
			if c.Align != note.AlignNone {
				sb.WriteString(` align="` + [...]string{"", "left", "center", "right"}[c.Align] + `"`)
			}
			sb.WriteByte('>')
			w.elements(&sb, c.Blocks)
			sb.WriteString("</" + name + ">")
		}
		sb.WriteString("\n</tr>")
	}
	sb.WriteString("\n</table>")
	return sb.String()
}
