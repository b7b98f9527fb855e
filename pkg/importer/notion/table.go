package notion

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A match says which page each row of a database is.
type match struct {
	title int     // the column of titles
	pages []*page // by row; nil for none
}

// matchRows finds the pages of rows by their titles, and of several of one title those with the
// same properties. CSV files do not hold identifiers.
func matchRows(d *database, pages []*page) match {
	byTitle := map[string][]*page{}
	for _, p := range pages {
		byTitle[p.note.Title] = append(byTitle[p.note.Title], p)
	}
	m := match{title: d.titleColumn(byTitle), pages: make([]*page, len(d.rows))}
	for i, row := range d.rows {
		title := cmp.Or(importer.OneLine(d.cell(row, m.title)), "Untitled")
		same := byTitle[title]
		if len(same) == 0 {
			continue
		}
		best := 0
		if len(same) > 1 {
			most := -1
			for j, p := range same[:min(len(same), maxSame)] {
				if n := d.likeness(row, p); n > most {
					best, most = j, n
				}
			}
		}
		m.pages[i] = same[best]
		same[0], same[best] = same[best], same[0]
		byTitle[title] = same[1:]
	}
	return m
}

// matchMentions finds the pages of rows whose title is a date: a page says "@Last Monday" where
// the CSV says which day that was. All their other properties have to be the same, and the
// page's title becomes the day.
func (e *export) matchMentions(d *database, pages []*page, m match) {
	matched := map[*page]bool{}
	for _, p := range m.pages {
		matched[p] = true
	}
	byProperties := map[string][]*page{}
	for _, p := range pages {
		if !matched[p] && strings.HasPrefix(p.note.Title, "@") {
			f := fingerprint(p.note)
			byProperties[f] = append(byProperties[f], p)
		}
	}
	for i, row := range d.rows {
		title := importer.OneLine(d.cell(row, m.title))
		if m.pages[i] != nil || !strings.HasPrefix(title, "@") {
			continue
		}
		probe := page{note: &note.Note{}}
		for c, column := range d.header {
			if v := d.cell(row, c); c != m.title && v != "" {
				e.assign(&probe, d.property(column, v))
			}
		}
		if same := byProperties[fingerprint(probe.note)]; len(same) == 1 && !matched[same[0]] {
			m.pages[i] = same[0]
			matched[same[0]] = true
			same[0].note.Title, same[0].note.Name = title, title
		}
	}
}

// fingerprint is what the properties of a note say, in any order; properties without a value
// say nothing.
func fingerprint(n *note.Note) string {
	parts := []string{fmt.Sprint(n.Created, n.Updated, n.Tags)}
	for _, p := range n.Properties {
		if len(p.Value) > 0 {
			text := p.Name
			for _, v := range p.Value {
				text += "\x00" + v.Text
			}
			parts = append(parts, text)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "\x01")
}

// maxSame is how many pages of one title are compared with a row.
const maxSame = 50

// titleColumn returns the column in which most of the titles of pages stand, the first when
// there are none: Notion writes it first.
func (d *database) titleColumn(byTitle map[string][]*page) int {
	best, most := 0, 0
	for c := range d.header {
		n := 0
		for _, row := range d.rows {
			if len(byTitle[importer.OneLine(d.cell(row, c))]) > 0 {
				n++
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// likeness counts the properties of a page that a row has as well.
func (d *database) likeness(row []string, p *page) int {
	n := 0
	for _, own := range p.note.Properties {
		if c := d.column(own.Name); c >= 0 && len(own.Value) > 0 {
			want := d.property(own.Name, d.cell(row, c))
			var probe note.Note
			add(&probe, own.Name, want, nil)
			if v := probe.Properties[0].Value; len(v) == len(own.Value) && v[0].Text == own.Value[0].Text {
				n++
			}
		}
	}
	return n
}

// table returns a database as a table whose rows link to their pages; nil for one without
// columns.
func (e *export) table(d *database, m match) *note.Table {
	columns := []int{}
	if m.title < len(d.header) {
		columns = append(columns, m.title)
	}
	var hidden []string
	for c := range d.header {
		switch {
		case c == m.title:
		case d.private(c):
			hidden = append(hidden, d.header[c])
		default:
			columns = append(columns, c)
		}
	}
	if len(hidden) > 0 {
		e.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: d.Place},
			Message: "the table does not show who wrote its rows, nor addresses: " + strings.Join(hidden, ", "), Hint: "the rows keep them as private properties"})
	}
	if len(columns) == 0 {
		return nil
	}
	t := &note.Table{}
	head := note.Row{Header: true}
	for _, c := range columns {
		head.Cells = append(head.Cells, cell(text(d.header[c])))
	}
	t.Rows = append(t.Rows, head)
	for i, row := range d.rows {
		if isEmpty(row) {
			continue
		}
		r := note.Row{}
		for _, c := range columns {
			value := d.cell(row, c)
			if p := m.pages[i]; c == m.title && p != nil {
				r.Cells = append(r.Cells, cell([]note.Inline{&note.Link{Bare: true, Inlines: text(p.note.Title),
					Ref: note.Ref{Kind: note.RefNote, Target: string(p.note.ID), Title: p.note.Title}}}))
				continue
			}
			r.Cells = append(r.Cells, cell(e.value(d, value)))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func text(s string) []note.Inline {
	if s == "" {
		return nil
	}
	return []note.Inline{&note.Text{Value: s}}
}

func cell(inlines []note.Inline) note.Cell {
	if len(inlines) == 0 {
		return note.Cell{}
	}
	return note.Cell{Blocks: []note.Block{&note.Paragraph{Inlines: inlines}}}
}

// value reads a cell: relations to other pages, files, or text with web addresses.
func (e *export) value(d *database, s string) []note.Inline {
	var out []note.Inline
	comma := func() {
		if len(out) > 0 {
			out = append(out, &note.Text{Value: ", "})
		}
	}
	if links := relations(s); len(links) > 0 {
		for _, l := range links {
			comma()
			out = append(out, l)
		}
		return out
	}
	if files := e.filesIn(d.dir(), s); len(files) > 0 {
		for _, a := range files {
			comma()
			out = append(out, &note.Link{Ref: note.Ref{Kind: note.RefAttachment, Target: a.key}, Inlines: text(decode(nameBase(a.path)))})
		}
		return out
	}
	for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if i > 0 {
			out = append(out, &note.Break{Hard: true})
		}
		out = append(out, importer.PlainInlines(line)...)
	}
	return out
}

// filesIn returns the attachments that a value lists, nil unless it is such a list.
func (e *export) filesIn(dir, s string) []*attached {
	if !strings.Contains(s, "/") || strings.Contains(s, "\n") {
		return nil
	}
	var out []*attached
	for p := range strings.SplitSeq(s, ", ") {
		a := e.attachments.find(dir, p)
		if a == nil {
			return nil
		}
		out = append(out, a)
	}
	return out
}

func isEmpty(row []string) bool {
	return !slices.ContainsFunc(row, func(s string) bool { return s != "" })
}

func nameBase(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }

// relation matches the target after the title of a related page: "Title (https://www.notion.so/…)"
// or "Title (Folder%20…/Title%20….md)".
var relation = regexp.MustCompile(` \((https?://[^\s()]*` + hex32 + `[^\s()]*|[^\s()]*` + hex32 + `(?:\.md|\.html|\.csv)[^\s()]*)\)(?:, |$)`)

// relations reads a value that is nothing but related pages, joined by commas; nil for any other.
func relations(s string) []*note.Link {
	var out []*note.Link
	at := 0
	for _, m := range relation.FindAllStringSubmatchIndex(s, -1) {
		title := importer.OneLine(s[at:m[0]])
		if title == "" {
			return nil
		}
		out = append(out, &note.Link{Ref: addressOf(s[m[2]:m[3]]), Bare: true, Inlines: text(title)})
		at = m[1]
	}
	if at < len(s) {
		return nil
	}
	return out
}
