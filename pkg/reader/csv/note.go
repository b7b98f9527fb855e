package csv

import (
	"slices"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/reader/date"
)

// Block returns the whole table as a block, its header as a header row.
func (t *Table) Block() *note.Table {
	out := &note.Table{}
	add := func(row []string, header bool) {
		r := note.Row{Header: header}
		for _, cell := range row {
			r.Cells = append(r.Cells, note.Cell{Blocks: Text(cell)})
		}
		out.Rows = append(out.Rows, r)
	}
	if t.Header != nil {
		add(t.Header, true)
	}
	for _, row := range t.Rows {
		add(row, false)
	}
	return out
}

// Text returns the text of a cell as blocks: an empty line ends a paragraph, other line ends are
// kept, and a web address on its own is a link.
func Text(s string) []note.Block {
	var out []note.Block
	for para := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		var in []note.Inline
		for i, line := range strings.Split(strings.Trim(para, "\n"), "\n") {
			if i > 0 {
				in = append(in, &note.Break{Hard: true})
			}
			switch {
			case line == "":
			case isAddress(line):
				in = append(in, &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: line}, Bare: true, Inlines: []note.Inline{&note.Text{Value: line}}})
			default:
				in = append(in, &note.Text{Value: line})
			}
		}
		if len(in) > 0 {
			out = append(out, &note.Paragraph{Inlines: in})
		}
	}
	return out
}

func isAddress(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " \t")
}

// Names of columns that hold a note's title, its text, its tags and its dates, in the languages of
// those who asked.
var (
	titles = []string{"title", "name", "subject", "제목", "이름", "タイトル", "名前", "标题", "標題", "名称", "titel", "titre", "título", "headline"}
	bodies = []string{"content", "body", "text", "note", "notes", "description", "내용", "본문", "메모", "글", "内容", "本文", "正文", "inhalt", "contenu", "contenido"}
	tags   = []string{"tags", "tag", "labels", "keywords", "태그", "라벨", "タグ", "标签"}
)

func (t *Table) column(names []string) int {
	for _, name := range names {
		for i, h := range t.Header {
			if strings.EqualFold(h, name) {
				return i
			}
		}
	}
	return -1
}

// TitleColumn returns the column whose cells are titles: by its name, else the first one.
func (t *Table) TitleColumn() int { return max(t.column(titles), 0) }

// BodyColumn returns the column whose cells are texts, -1 for none.
func (t *Table) BodyColumn() int {
	if i := t.column(bodies); i != t.TitleColumn() {
		return i
	}
	return -1
}

// Tags returns the tags of a row: of its column of that name, divided by commas or spaces.
func (t *Table) Tags(row int) []string {
	i := t.column(tags)
	if i < 0 {
		return nil
	}
	var out []string
	for _, tag := range strings.FieldsFunc(t.Rows[row][i], func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if tag = strings.Trim(tag, "#/ "); tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}

// Properties returns the other cells of a row as properties, typed where a column says no more
// than numbers, dates, or true and false. Empty cells are left out.
func (t *Table) Properties(row int) []note.Property {
	var out []note.Property
	for i, cell := range t.Rows[row] {
		if cell == "" || i == t.TitleColumn() || i == t.BodyColumn() || i == t.column(tags) || i >= len(t.Header) {
			continue
		}
		p := note.Property{Name: t.Header[i], Value: []note.Value{{Text: cell}}}
		switch {
		case strings.EqualFold(cell, "true") || strings.EqualFold(cell, "false"):
			p.Type, p.Value[0].Text = note.CheckboxProperty, strings.ToLower(cell)
		case date.IsDay(cell):
			p.Type = note.DateProperty
		case date.IsTime(cell):
			p.Type = note.DateTimeProperty
		case isNumber(cell):
			p.Type = note.NumberProperty
		}
		out = append(out, p)
	}
	return out
}

// isNumber reports whether a cell is a number as properties write it. "007" is a name.
func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits != "" && strings.Trim(digits, "0123456789.") == "" && strings.Count(digits, ".") <= 1 && !strings.HasPrefix(digits, ".") && !strings.HasSuffix(digits, ".") &&
		(len(digits) == 1 || digits[0] != '0' || strings.HasPrefix(digits, "0."))
}
