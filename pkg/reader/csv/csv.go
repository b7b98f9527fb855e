// Package csv reads tables of comma-separated values, as spreadsheets and apps export them: with
// commas, semicolons, tabs or bars between cells, with and without a header.
//
// Nothing is lost to bad quoting: a cell with a stray quotation mark keeps it, and rows of uneven
// length are filled up.
package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/reader/date"
)

// A Table is a table of text. All rows are as long as the longest one.
type Table struct {
	Header    []string // names of the columns; nil when the first row is one of values
	Rows      [][]string
	Delimiter rune
}

// maxCells bounds a table.
const maxCells = 5_000_000

// errCells is the error of a table that no page could hold.
var errCells = errors.New("the table has more than five million cells")

// Read reads a table in UTF-8. The error says that the table is too large; everything else can be
// read.
func Read(src []byte) (*Table, error) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if d, ok := bytes.CutPrefix(src, []byte("sep=")); ok && len(d) > 1 && (d[1] == '\n' || d[1] == '\r') { // Excel's way to say it
		return read(d[1:], rune(d[0]))
	}
	return read(src, delimiter(src))
}

func read(src []byte, comma rune) (*Table, error) {
	t := &Table{Delimiter: comma}
	if !bytes.Contains(src, []byte("\n")) {
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	r := csv.NewReader(bytes.NewReader(src))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	cells, width := 0, 0
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil { // an open quotation mark at the end; what follows it is in the row
			if len(row) == 0 {
				break
			}
		}
		if cells += len(row); cells > maxCells {
			return nil, errCells
		}
		for i := range row {
			row[i] = norm.NFC.String(strings.TrimSpace(row[i]))
		}
		width = max(width, len(row))
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows)*width > maxCells {
		return nil, errCells
	}
	for i, row := range t.Rows {
		t.Rows[i] = append(row, make([]string, width-len(row))...)
	}
	t.Rows = slices.DeleteFunc(t.Rows, func(row []string) bool { return strings.Join(row, "") == "" })
	if isHeader(t.Rows) {
		t.Header, t.Rows = t.Rows[0], t.Rows[1:]
	}
	return t, nil
}

// delimiter returns the mark that divides the first lines into the same number of cells most
// often, outside quotation marks.
func delimiter(src []byte) rune {
	lines := logicalLines(src, 20)
	best, bestScore := ',', 0
	for _, d := range []rune{',', ';', '\t', '|'} {
		counts := map[int]int{}
		for _, l := range lines {
			counts[countOutside(l, d)]++
		}
		score := 0
		for n, times := range counts {
			if n > 0 {
				score = max(score, times*100+min(n, 99))
			}
		}
		if score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// logicalLines returns the first lines, in which a quoted cell may hold line ends.
func logicalLines(src []byte, limit int) []string {
	var out []string
	var sb strings.Builder
	quoted := false
	for _, c := range string(src[:min(len(src), 64<<10)]) {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			out = append(out, sb.String())
			sb.Reset()
			if len(out) == limit {
				return out
			}
			continue
		}
		sb.WriteRune(c)
	}
	if sb.Len() > 0 {
		out = append(out, sb.String())
	}
	return out
}

func countOutside(line string, d rune) int {
	n, quoted := 0, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == d && !quoted:
			n++
		}
	}
	return n
}

var number = regexp.MustCompile(`^[-+]?[\d,. ]*\d%?$`)

// isHeader reports whether the first row names the columns: its cells are all filled, short and
// different, and none is a number or a date.
func isHeader(rows [][]string) bool {
	if len(rows) < 2 {
		return false
	}
	seen := map[string]bool{}
	for _, cell := range rows[0] {
		key := strings.ToLower(cell)
		if cell == "" || len([]rune(cell)) > 60 || strings.Contains(cell, "\n") || seen[key] || number.MatchString(cell) || date.IsDay(cell) {
			return false
		}
		seen[key] = true
	}
	return true
}
