// Package csv reads tables of separated values, as spreadsheets, databases and apps write them.
//
// No cell is lost: rows that are longer or shorter than others, quotes that do not end and
// separators that nobody declared leave every word in some cell. Time is linear in the text.
package csv

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"memopress/pkg/note"
	"memopress/pkg/reader/date"
)

// A Table is a table that was read.
type Table struct {
	Header    []string   // names of the columns, unique and not empty; nil when the first row is no header
	Rows      [][]string // without the header; each of its own length
	Separator rune
	Lossy     bool // a quote did not end, so that cells may be in one another
}

// Read reads text in UTF-8. forced is the separator, 0 to find it out. The error says that it is
// no table.
func Read(text string, forced rune) (Table, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if first, rest, ok := strings.Cut(text, "\n"); ok && len(first) == 5 && strings.HasPrefix(strings.ToLower(first), "sep=") { // Excel's own mark
		text, forced = rest, rune(first[4])
	}
	t := Table{Separator: forced}
	if forced == 0 {
		t.Separator = separator(text)
	}
	rows, lossy := parse(text, t.Separator, -1)
	t.Lossy = lossy
	if len(rows) == 0 {
		return t, errors.New("there is no row in it")
	}
	t.Rows = rows
	if isHeader(rows) {
		t.Header, t.Rows = unique(rows[0]), rows[1:]
	}
	return t, nil
}

// parse reads up to most rows, all of them for -1. Rows without any text are none.
func parse(text string, separator rune, most int) (rows [][]string, lossy bool) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
	for most < 0 || len(rows) < most {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, lossy
		}
		if err != nil {
			lossy = true
			if len(row) == 0 {
				return rows, lossy
			}
		}
		if slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			rows = append(rows, row)
		}
	}
	return rows, lossy
}

// separator finds the separator: the one that splits the first rows into the most cells, all of
// them into as many.
func separator(text string) rune {
	const looked = 64 << 10
	head := text[:min(len(text), looked)]
	best, bestScore := ',', 0.0
	for _, c := range []rune{',', ';', '\t', '|'} {
		rows, _ := parse(head, c, 30)
		if len(rows) > 1 && len(text) > looked {
			rows = rows[:len(rows)-1] // it may be cut
		}
		if len(rows) == 0 || len(rows[0]) < 2 {
			continue
		}
		same := 0
		for _, row := range rows {
			if len(row) == len(rows[0]) {
				same++
			}
		}
		if score := float64(same) / float64(len(rows)) * (1 + float64(min(len(rows[0]), 20))/20); score > bestScore {
			best, bestScore = c, score
		}
	}
	return best
}

var number = regexp.MustCompile(`^[-+]?[0-9][0-9.,]*%?$`)

// isHeader reports whether the first row names the columns: each cell has a name, none twice, and
// none is a number or a date.
func isHeader(rows [][]string) bool {
	if len(rows) < 2 {
		return false
	}
	seen := map[string]bool{}
	named := 0
	for _, c := range rows[0] {
		c = strings.ToLower(strings.TrimSpace(c))
		if c == "" {
			continue
		}
		if number.MatchString(c) || date.IsDay(c) || date.IsTime(c) || utf8.RuneCountInString(c) > 100 {
			return false
		}
		named++
		seen[c] = true
	}
	return named > 0 && named*2 > len(rows[0]) && len(seen)*2 >= named
}

// unique gives each column a name of its own.
func unique(names []string) []string {
	seen := map[string]int{}
	out := make([]string, len(names))
	for i, n := range names {
		n = strings.Join(strings.Fields(n), " ")
		if n == "" {
			n = "Column " + strconv.Itoa(i+1)
		}
		key := strings.ToLower(n)
		if seen[key]++; seen[key] > 1 {
			n += " " + strconv.Itoa(seen[key])
			seen[strings.ToLower(n)]++
		}
		out[i] = n
	}
	return out
}

// Columns returns the names of all columns, those of a table without a header made up.
func (t Table) Columns() []string {
	width := len(t.Header)
	for _, row := range t.Rows {
		width = max(width, len(row))
	}
	out := slices.Clone(t.Header)
	for i := len(out); i < width && i < maxColumns; i++ {
		out = append(out, "Column "+strconv.Itoa(i+1))
	}
	return out
}

// The limits on what a page can hold as a table.
const (
	maxColumns = 500
	maxCells   = 100_000
)

// Block returns the table as a block. ok is false when it is larger than a page can hold.
func (t Table) Block() (b *note.Table, ok bool) {
	columns := len(t.Header)
	cells := 0
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	if cells = columns * (len(t.Rows) + 1); cells > maxCells || columns > maxColumns {
		return nil, false
	}
	b = &note.Table{}
	if t.Header != nil {
		b.Rows = append(b.Rows, blockRow(t.Header, columns, true))
	}
	for _, row := range t.Rows {
		b.Rows = append(b.Rows, blockRow(row, columns, false))
	}
	return b, true
}

func blockRow(row []string, columns int, header bool) note.Row {
	out := note.Row{Header: header, Cells: make([]note.Cell, columns)}
	for i, text := range row {
		if in := cellText(text); len(in) > 0 {
			out.Cells[i].Blocks = []note.Block{&note.Paragraph{Inlines: in}}
		}
	}
	return out
}

// cellText keeps the lines of a cell.
func cellText(text string) []note.Inline {
	var out []note.Inline
	for i, l := range strings.Split(strings.TrimSpace(text), "\n") {
		if i > 0 {
			out = append(out, &note.Break{Hard: true})
		}
		if l = strings.TrimRight(l, " \t"); l == "" {
			continue
		}
		if strings.HasPrefix(l, "http://") || strings.HasPrefix(l, "https://") {
			if !strings.ContainsAny(l, " \t") {
				out = append(out, &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: l}, Bare: true, Inlines: []note.Inline{&note.Text{Value: l}}})
				continue
			}
		}
		out = append(out, &note.Text{Value: l})
	}
	return out
}
