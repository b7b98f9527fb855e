package document

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/csv"
	"memopress/pkg/reader/date"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// readTable reads a file as a table.
func readTable(f importer.File, p string, opts importer.Options, r diag.Reporter) (csv.Table, error) {
	text, err := f.Text(opts.Encoding, r)
	if err != nil {
		return csv.Table{}, err
	}
	separator := rune(0)
	if strings.EqualFold(path.Ext(p), ".tsv") {
		separator = '\t'
	}
	t, err := csv.Read(string(text), separator)
	if err != nil {
		return t, err
	}
	if t.Lossy {
		r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I007", Pos: diag.Pos{File: f.Place},
			Message: "a quotation mark in the table does not end, so that cells may stand in one another", Hint: "save the table again"})
	}
	return t, nil
}

// table makes a note of a whole table. One that is larger than a page can hold stays a file that
// the note shows.
func table(n *note.Note, src *importer.Source, f importer.File, p string, opts importer.Options, r diag.Reporter) ([]note.Attachment, error) {
	t, err := readTable(f, p, opts, r)
	if err != nil {
		return nil, err
	}
	n.Title = n.Name
	if b, ok := t.Block(); ok {
		n.Body = []note.Block{b}
		return nil, nil
	}
	r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I007", Pos: diag.Pos{File: f.Place}, Note: string(n.ID),
		Message: fmt.Sprintf("the table has %d rows, more than a page can hold; the note links to the file instead", len(t.Rows)), Hint: "with --rows each row is a note"})
	a := importer.FileAttachment(src, f, n.Space, p+"/"+path.Base(p))
	a.Source.Item, n.Source.Item = "file", "text"
	n.Body = []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefAttachment, Target: a.Key}, Bare: true, Inlines: []note.Inline{&note.Text{Value: a.Name}}}}}}
	return []note.Attachment{a}, nil
}

// maxCell is how long a cell may be that is a property of a note, in bytes; a longer one is a
// section of its text.
const maxCell = 2000

// Rows reads a table as one note for each row: its columns are properties, but for the one that
// titles it and the one that holds its text. What a column named tags, created or publish means
// is what it means in front matter.
func Rows(src *importer.Source, f importer.File, p string, opts importer.Options, r diag.Reporter) ([]*note.Note, error) {
	t, err := readTable(f, p, opts, r)
	if err != nil {
		return nil, err
	}
	columns, title, body := t.Columns(), t.TitleColumn(), t.BodyColumn()
	stem := strings.TrimSuffix(path.Base(p), path.Ext(p))
	var folders []string
	if dir := path.Dir(p); dir != "." {
		folders = strings.Split(dir, "/")
	}
	var paths importer.Paths
	var out []*note.Note
	for i, row := range t.Rows {
		at := func(c int) string {
			if c < 0 || c >= len(row) {
				return ""
			}
			return strings.TrimSpace(row[c])
		}
		n := importer.FileNote(src, f, opts.Space, p)
		n.Notebook = append(folders[:len(folders):len(folders)], importer.Segment(stem))
		n.Source.Item = fmt.Sprintf("row %d", i+1)
		name := importer.Shorten(importer.OneLine(at(title)), 120)
		if name == "" {
			name = fmt.Sprintf("%s %d", stem, i+1)
		}
		n.Path = paths.Give(n.Notebook, name, ".md")
		n.ID = note.ID(opts.Space + "/" + p + "#" + strings.TrimSuffix(path.Base(n.Path), ".md"))
		n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
		var long []int
		var matter strings.Builder
		for c, column := range columns {
			value := at(c)
			switch {
			case c == title || c == body:
			case value == "" && switches[strings.ToLower(column)]: // nothing is said
			case len(value) > maxCell:
				long = append(long, c)
			default:
				matter.WriteString(yamlName(column) + ": " + yamlValue(value) + "\n")
			}
		}
		m, _, _ := frontmatter.Parse([]byte("---\n"+matter.String()+"---\n"), frontmatter.Options{File: f.Place, Note: string(n.ID), Report: r, Location: opts.Location})
		m.Apply(n)
		if n.Title == "" || at(title) != "" {
			n.Title = name
		}
		md := markdown.Options{Dialect: markdown.Obsidian, HardBreaks: opts.HardBreaks == nil || *opts.HardBreaks, File: f.Place, Note: string(n.ID), Report: r}
		n.Body = markdown.Parse([]byte(at(body)), md)
		for _, c := range long {
			n.Body = append(n.Body, &note.Heading{Level: 2, Inlines: []note.Inline{&note.Text{Value: columns[c]}}})
			n.Body = append(n.Body, importer.PlainText(at(c))...)
		}
		out = append(out, n)
	}
	return out, nil
}

var plainNumber = regexp.MustCompile(`^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?$`)

// yamlValue writes a cell as YAML: numbers, dates and true and false as such.
func yamlValue(s string) string {
	switch lower := strings.ToLower(s); {
	case s == "":
		return ""
	case lower == "true" || lower == "false":
		return lower
	case plainNumber.MatchString(s), date.IsDay(s):
		return s
	}
	return yamlText(s)
}

// switches are the columns that decide about publishing: a cell without text decides nothing.
var switches = map[string]bool{"publish": true, "published": true, "public": true, "dg-publish": true, "private": true, "draft": true, "unlisted": true, "visibility": true}

var plainName = regexp.MustCompile(`^\p{L}[\p{L}\p{N}_-]*$`)

// yamlName writes a column's name, without quotes where it needs none: only so do the names that
// decide about publishing count.
func yamlName(s string) string {
	if plainName.MatchString(s) {
		return s
	}
	return yamlText(s)
}

// yamlText writes text in double quotes, which YAML reads as JSON does.
func yamlText(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(out)
}
