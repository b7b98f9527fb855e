package notion

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// A database is a CSV file: the rows of a database, or those of one view of it.
type database struct {
	file
	header []string
	kinds  []string // of the columns; see property
	rows   [][]string
	size   int
}

// maxColumns is how many properties a database may have; Notion allows some hundreds.
const maxColumns = 2000

// read reads the CSV: UTF-8 with a byte order mark, commas, quotes doubled.
func (d *database) read(e *export) error {
	text, err := d.Text(e.opts.Encoding, e.sink)
	if err != nil {
		return err
	}
	d.size = len(text)
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("it is not valid CSV: %w", err)
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		if d.header == nil {
			d.header = row
			continue
		}
		d.rows = append(d.rows, row)
	}
	if len(d.header) > maxColumns {
		return fmt.Errorf("it has %d columns, more than the %d that are read", len(d.header), maxColumns)
	}
	d.kinds = make([]string, len(d.header))
	for i := range d.header {
		d.kinds[i] = d.kindOf(i)
	}
	return nil
}

func (d *database) cell(row []string, column int) string {
	if column < len(row) {
		return row[column]
	}
	return ""
}

// column returns the column of that name, -1 for none.
func (d *database) column(name string) int {
	if d == nil {
		return -1
	}
	return slices.Index(d.header, name)
}

// checks are what Notion writes for a checkbox, in the languages of its interface.
var checks = map[string]string{"yes": "true", "no": "false", "예": "true", "아니요": "false", "はい": "true", "いいえ": "false", "是": "true", "否": "false"}

// kindOf finds the type of a column, which the export does not tell: by its name, else by what
// all its values are.
func (d *database) kindOf(column int) string {
	if kind := kindsByName[strings.ToLower(d.header[column])]; kind != "" && kind != "tags" && kind != "email" {
		return kind
	}
	some := false
	is := map[string]bool{"checkbox": true, "date": true, "number": true, "email": true}
	for _, row := range d.rows {
		v := d.cell(row, column)
		if v == "" {
			continue
		}
		some = true
		if checks[strings.ToLower(v)] == "" {
			delete(is, "checkbox")
		}
		if is["date"] && !isDate(v) {
			delete(is, "date")
		}
		if !plainNumber.MatchString(v) {
			delete(is, "number")
		}
		if is["email"] && !allAddresses(v) {
			delete(is, "email")
		}
		if len(is) == 0 {
			break
		}
	}
	for _, kind := range []string{"checkbox", "date", "number", "email"} {
		if some && is[kind] {
			return kind
		}
	}
	return "text"
}

func isDate(v string) bool {
	for end := range strings.SplitSeq(v, "→") {
		if _, _, ok := readDate(end, nil); !ok {
			return false
		}
	}
	return true
}

func allAddresses(v string) bool {
	for part := range strings.SplitSeq(v, ",") {
		if !mailAddress.MatchString(strings.TrimSpace(part)) {
			return false
		}
	}
	return true
}

// private reports whether a column tells who wrote a row, or their addresses: it stays with the
// rows, as a private property, and out of the table.
func (d *database) private(column int) bool {
	switch d.kinds[column] {
	case "email", "created_by", "last_edited_by":
		return true
	}
	return false
}

// property types a value of the database, or of no database when d is nil.
func (d *database) property(name, value string) property {
	kind := kindsByName[strings.ToLower(name)]
	if i := d.column(name); i >= 0 {
		kind = d.kinds[i]
	} else if kind == "" || kind == "email" {
		one := database{header: []string{name}, rows: [][]string{{value}}}
		kind = one.kindOf(0)
	}
	if kind == "checkbox" {
		value = cmp.Or(checks[strings.ToLower(value)], value)
	}
	if kind == "" || kind == "tags" {
		kind = "text"
	}
	p := textual(name, kind, value)
	if links := relations(value); kind == "text" && len(links) > 0 {
		p.kind, p.values = "relation", nil
		for _, l := range links {
			ref := l.Ref
			p.values = append(p.values, note.Value{Text: note.PlainText(l.Inlines), Ref: &ref})
		}
	}
	return p
}

// joinViews puts the CSV files of one database together. The one with all properties counts; the
// other, a view, is left out.
func (e *export) joinViews() {
	byID := map[string]*database{}
	slices.SortStableFunc(e.tables, func(a, b *database) int {
		all := map[bool]int{true: 0, false: 1}
		return cmp.Or(strings.Compare(a.id, b.id), cmp.Compare(all[a.all], all[b.all]), cmp.Compare(b.size, a.size), strings.Compare(a.Path, b.Path))
	})
	kept := e.tables[:0]
	for _, d := range e.tables {
		if first := byID[d.id]; first != nil {
			rule := "view of a database that another file holds whole"
			if d.all == first.all {
				rule = "duplicate"
			}
			importer.LeaveOut(e.sink, e.src, d.File, ledger.Other, rule)
			continue
		}
		byID[d.id] = d
		kept = append(kept, d)
		for _, folder := range d.folders() {
			if e.homes[folder] == nil {
				e.homes[folder] = d
			}
		}
	}
	e.tables = kept
}

// fillDatabases makes a note of each database, or completes the page that it has, and notes of
// the rows that have no page.
func (e *export) fillDatabases() {
	rows := map[*database][]*page{}
	for _, p := range e.pages {
		if d := e.homes[p.dir()]; d != nil {
			rows[d] = append(rows[d], p)
		}
	}
	var added []*page
	for _, d := range e.tables {
		m := matchRows(d, rows[d])
		e.matchMentions(d, rows[d], m)
		missing := e.missingRows(d, m)
		t := e.table(d, m)
		if p := e.byID[d.id]; p != nil {
			if !hasTable(p.note.Body) && t != nil {
				p.note.Body = append(p.note.Body, t)
			}
			e.leaveOut(d, len(missing) > 0)
		} else {
			added = append(added, e.databasePage(d, t, len(missing) > 0))
		}
		added = append(added, missing...)
	}
	for _, p := range added {
		e.enter(p)
	}
	e.pages = append(e.pages, added...)
}

// leaveOut accounts for a CSV whose rows stand in a page's table already.
func (e *export) leaveOut(d *database, items bool) {
	const rule = "table of a page"
	if items {
		importer.LeaveOutItem(e.sink, e.src, d.File, "database", ledger.Other, rule)
		return
	}
	importer.LeaveOut(e.sink, e.src, d.File, ledger.Other, rule)
}

func (e *export) databasePage(d *database, t *note.Table, items bool) *page {
	p := &page{file: d.file, size: d.size}
	p.note = &note.Note{Space: e.opts.Space, Source: note.Source{Input: e.src.Name, File: d.Path}}
	if items {
		p.item, p.note.Source.Item = "database", "database"
	}
	if t != nil {
		p.note.Body = []note.Block{t}
	}
	e.identify(p)
	return p
}

func hasTable(blocks []note.Block) bool {
	return slices.ContainsFunc(blocks, func(b note.Block) bool { _, ok := b.(*note.Table); return ok })
}

// missingRows makes empty notes of the rows that no page was found for: Notion leaves pages
// without text out of some exports. The index may know who they are.
func (e *export) missingRows(d *database, m match) []*page {
	var out []*page
	unnamed := map[string][]string{} // identifiers that have no page, by title
	for _, id := range e.index.children[d.id] {
		if e.byID[id] == nil {
			unnamed[e.index.title[id]] = append(unnamed[e.index.title[id]], id)
		}
	}
	taken, times := map[note.ID]bool{}, map[note.ID]int{}
	for i, row := range d.rows {
		title := d.cell(row, m.title)
		if m.pages[i] != nil || isEmpty(row) {
			continue
		}
		item := fmt.Sprintf("row %d", i+1)
		p := &page{item: item, row: i + 1, file: file{File: d.File, path: path.Join(d.folders()[0], "row.md"), name: name{title: title}}}
		p.note = &note.Note{Space: e.opts.Space, Title: title, Source: note.Source{Input: e.src.Name, File: d.Path, Item: item}}
		if ids := unnamed[title]; len(ids) > 0 {
			p.id = ids[0]
			unnamed[title] = ids[1:]
		}
		e.identify(p)
		if p.id == "" {
			id := noteID(d.id) + note.ID("/"+importer.OneLine(title))
			p.note.ID = id
			for n := max(times[id]+1, 2); taken[p.note.ID]; n++ {
				p.note.ID = id + note.ID(fmt.Sprintf("/%d", n))
				times[id] = n
			}
		}
		taken[p.note.ID] = true
		for c, column := range d.header {
			if v := d.cell(row, c); c != m.title && v != "" {
				e.assign(p, d.property(column, v))
			}
		}
		m.pages[i] = p
		out = append(out, p)
	}
	return out
}
