package org

import (
	"regexp"
	"strings"

	"memopress/pkg/note"
)

// isGrid reports whether a line is the upper edge of a table of table.el.
func isGrid(text string) bool {
	return strings.Trim(strings.TrimSpace(text), "+-") == "" && strings.Count(text, "+") > 1
}

var cellCookie = regexp.MustCompile(`^<([lrc]?)\d*>$`)

// table reads a table. One of table.el, whose cells span several lines, is shown as it is.
func (r *reading) table(i int) int {
	start := i
	for i < len(r.lines) {
		text := strings.TrimSpace(r.lines[i].text)
		if text == "" || text[0] != '|' && text[0] != '+' {
			break
		}
		i++
	}
	lines := r.lines[start:i]
	if strings.TrimSpace(lines[0].text)[0] == '+' {
		r.add(&note.Code{Text: codeText(lines)})
		return i
	}
	var rows [][]string
	var nos []int
	header := 0
	for _, l := range lines {
		text := strings.TrimSpace(l.text)
		if strings.HasPrefix(text, "|-") {
			if header == 0 {
				header = len(rows)
			}
			continue
		}
		rows, nos = append(rows, cells(text)), append(nos, l.no)
	}
	if header == len(rows) {
		header = 0 // nothing below the line
	}
	r.add(r.tableBlock(rows, nos, header))
	return i
}

func cells(text string) []string {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "|"), "|")
	parts := strings.SplitN(text, "|", maxColumns)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// tableBlock makes the table. Rows of nothing but cookies such as <l> and <r10> set how columns
// are aligned; rows marked "/" hold column groups.
func (r *reading) tableBlock(rows [][]string, nos []int, header int) note.Block {
	t := &note.Table{}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	if width*len(rows) > 1_000_000 { // one long row among many short ones
		width = 0
	}
	align := make([]note.Align, max(width, maxColumns))
	for n, row := range rows {
		if isGroups(row) {
			continue
		}
		if takeCookies(row, align) {
			continue
		}
		out := note.Row{Header: n < header}
		for _, text := range row {
			c := note.Cell{}
			if in := r.running(text, nos[n]); len(in) > 0 {
				c.Blocks = []note.Block{&note.Paragraph{Inlines: in}}
			}
			out.Cells = append(out.Cells, c)
		}
		for len(out.Cells) < width {
			out.Cells = append(out.Cells, note.Cell{})
		}
		t.Rows = append(t.Rows, out)
	}
	for i := range t.Rows {
		for j := range t.Rows[i].Cells {
			t.Rows[i].Cells[j].Align = align[j]
		}
	}
	return t
}

// isGroups reports whether a row holds groups of columns: "/" and then only "<", ">" and "<>".
func isGroups(row []string) bool {
	if len(row) < 2 || row[0] != "/" {
		return false
	}
	for _, c := range row[1:] {
		if c != "" && strings.Trim(c, "<>") != "" {
			return false
		}
	}
	return true
}

// takeCookies sets align from a row that holds cookies and nothing else.
func takeCookies(row []string, align []note.Align) bool {
	found := false
	for _, c := range row {
		if c == "" {
			continue
		}
		if !cellCookie.MatchString(c) {
			return false
		}
		found = true
	}
	if !found {
		return false
	}
	for i, c := range row {
		if m := cellCookie.FindStringSubmatch(c); m != nil && m[1] != "" {
			align[i] = map[string]note.Align{"l": note.AlignLeft, "r": note.AlignRight, "c": note.AlignCenter}[m[1]]
		}
	}
	return true
}
