package html

import (
	"strconv"

	"memopress/pkg/note"
)

func (s *state) table(t *note.Table) {
	s.features.Table = true
	if s.page.Plain {
		s.raw("<table")
		s.writeID(t.Anchor)
	} else {
		s.raw(`<div class="table" tabindex="0" role="group"`)
		s.attr("aria-label", s.message("table"))
		s.writeID(t.Anchor)
		s.raw("><table")
	}
	s.raw(">\n")
	s.push("table")
	head := 0
	for head < len(t.Rows) && t.Rows[head].Header {
		head++
	}
	s.rows("thead", t.Rows[:head])
	s.rows("tbody", t.Rows[head:])
	s.pop()
	s.raw("</table>")
	if !s.page.Plain {
		s.raw("</div>")
	}
	s.raw("\n")
}

func (s *state) rows(group string, rows []note.Row) {
	if len(rows) == 0 {
		return
	}
	s.raw("<" + group + ">\n")
	s.push(group)
	s.push("tr")
	for _, r := range rows {
		s.raw("<tr>\n")
		for i := range r.Cells {
			s.cell(&r.Cells[i], r.Header)
		}
		s.raw("</tr>\n")
	}
	s.pop()
	s.pop()
	s.raw("</" + group + ">\n")
}

func (s *state) cell(c *note.Cell, header bool) {
	name := "td"
	if c.Header || header {
		name = "th"
	}
	s.raw("<" + name)
	if name == "th" && !s.page.Plain {
		if header {
			s.raw(` scope="col"`)
		} else {
			s.raw(` scope="row"`)
		}
	}
	if c.ColSpan > 1 {
		s.raw(` colspan="` + strconv.Itoa(min(c.ColSpan, 1000)) + `"`)
	}
	if c.RowSpan > 1 {
		s.raw(` rowspan="` + strconv.Itoa(min(c.RowSpan, 1000)) + `"`)
	}
	if c.Align != note.AlignNone {
		s.raw(` class="align-` + [...]string{"", "left", "center", "right"}[c.Align] + `"`)
	}
	s.tongueOf(c.Blocks, true)
	s.raw(">")
	s.push(name)
	// A cell of one paragraph has no <p>.
	s.flow(c.Blocks, len(c.Blocks) == 1)
	s.pop()
	s.raw("</" + name + ">\n")
}
