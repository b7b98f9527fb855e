package applenotes

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/reader/date"
)

// An index is a CSV file of the archive, "Notes Details.csv": a row for each note.
type index struct {
	file importer.File
	rows map[string][]indexRow // by the letters and numbers of the title
}

type indexRow struct {
	created, modified time.Time
	pinned, deleted   bool
}

// The columns of the index. Apple writes "Title, Created On, Modified On, Pinned, Deleted,
// Drawing/Handwriting, ContentHash at Import".
var indexNames = [...][]string{{"title", "note title", "name", "제목"}, {"created on", "created", "creation date", "date created", "생성일"},
	{"modified on", "modified", "last modified", "modification date", "last modified date", "수정일"}, {"pinned"}, {"deleted"}}

// indexColumns returns the places of the columns in a header: title, created, modified, pinned
// and deleted. ok is false when one of the first three is missing.
func indexColumns(record []string) (places [5]int, ok bool) {
	for i, names := range indexNames {
		places[i] = slices.IndexFunc(record, func(s string) bool {
			return slices.Contains(names, strings.ToLower(oneLine(strings.TrimPrefix(s, "\ufeff"))))
		})
	}
	return places, places[0] >= 0 && places[1] >= 0 && places[2] >= 0
}

// findIndex returns the first CSV file that has the columns of an index, with a text in a folder
// of its own name beside it.
func findIndex(src *importer.Source) (importer.File, bool) {
	texts := false
	for _, f := range src.Files() {
		if ext := path.Ext(f.Path); strings.EqualFold(ext, ".txt") && sameNote(path.Base(path.Dir(f.Path)), f.Path) {
			texts = true
			break
		}
	}
	if !texts {
		return importer.File{}, false
	}
	for _, f := range src.Files() {
		if isIndex(f) {
			return f, true
		}
	}
	return importer.File{}, false
}

func isIndex(f importer.File) bool {
	if !strings.EqualFold(path.Ext(f.Path), ".csv") {
		return false
	}
	head, err := f.Head(4096)
	if err != nil {
		return false
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	record, err := csv.NewReader(bytes.NewReader(line)).Read()
	if err != nil {
		return false
	}
	_, ok := indexColumns(record)
	return ok
}

// copyNumber is what Apple appends to the files of notes that share a title: "Title-1.txt".
var copyNumber = regexp.MustCompile(`-(\d{1,6})$`)

// sameNote reports whether a text is the note that a folder is named after.
func sameNote(folder, p string) bool {
	stem := strings.TrimSuffix(path.Base(p), path.Ext(p))
	return stem == folder || copyNumber.ReplaceAllString(stem, "") == folder
}

// readIndex reads an index. Rows that it cannot read are reported and cost their dates only.
func (c *collection) readIndex(f importer.File) (index, error) {
	x := index{file: f, rows: map[string][]indexRow{}}
	text, err := f.Text(c.opts.Encoding, c.sink)
	if err != nil {
		return x, err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	header, err := r.Read()
	if err != nil {
		return x, err
	}
	places, ok := indexColumns(header)
	if !ok {
		return x, errors.New("it has no columns for title and dates")
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return x, nil
		}
		if err != nil {
			return x, err
		}
		cell := func(i int) string {
			if places[i] < 0 || places[i] >= len(record) {
				return ""
			}
			return strings.TrimSpace(record[places[i]])
		}
		row := indexRow{created: c.indexTime(cell(1)), modified: c.indexTime(cell(2)), pinned: isYes(cell(3)), deleted: isYes(cell(4))}
		key := letters(cell(0))
		x.rows[key] = append(x.rows[key], row)
	}
}

func isYes(s string) bool {
	switch strings.ToLower(s) {
	case "yes", "true", "1", "y":
		return true
	}
	return false
}

// americanTime is how the index writes times, in UTC: month, day, year.
var americanTime = regexp.MustCompile(`^(\d{2})[-/](\d{2})[-/](\d{4})[ T]+(\d{2}):(\d{2})(?::(\d{2}))?$`)

func (c *collection) indexTime(s string) time.Time {
	if m := americanTime.FindStringSubmatch(s); m != nil {
		s = m[3] + "-" + m[1] + "-" + m[2] + "T" + m[4] + ":" + m[5] + ":" + cmp.Or(m[6], "00") + "Z"
	}
	t, ok := date.Parse(s, time.UTC)
	if !ok {
		return time.Time{}
	}
	return t
}

// letters returns what of a title is left in the name of a folder.
func letters(s string) string {
	var sb strings.Builder
	for _, r := range strings.ToLower(norm.NFC.String(s)) {
		if !strings.ContainsRune(` _-/\:*?"<>|.,`+"\t\u00a0\u202f", r) {
			sb.WriteRune(r)
		}
	}
	return sb.String()
}

// readPrivacy reads the archive: a folder for each note, with its text and its files.
func (c *collection) readPrivacy(ctx context.Context) error {
	var indexes []index
	for _, f := range c.src.Files() {
		if !strings.EqualFold(path.Ext(f.Path), ".csv") || !isIndex(f) {
			continue
		}
		x, err := c.readIndex(f)
		if err != nil {
			c.claims[f.Path] = "item"
			importer.Fail(c.sink, c.src, f, ledger.Other, err)
			continue
		}
		c.claims[f.Path] = "index of the export"
		indexes = append(indexes, x)
	}
	used := map[string]int{}
	for _, dir := range c.noteFolders() {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.readFolder(dir, indexes, used)
	}
	c.claimRest(indexes)
	return nil
}

// A noteFolder is a folder of the archive: the texts of the notes that have its name, and what
// lies beside them.
type noteFolder struct {
	path  string
	texts []importer.File
	files []importer.File
}

// noteFolders returns the folders with texts, by path.
func (c *collection) noteFolders() []noteFolder {
	var dirs []noteFolder
	at := map[string]int{}
	for _, f := range c.src.Files() {
		dir := path.Dir(f.Path)
		i, ok := at[dir]
		if !ok {
			i = len(dirs)
			at[dir], dirs = i, append(dirs, noteFolder{path: dir})
		}
		dirs[i].files = append(dirs[i].files, f)
	}
	out := dirs[:0]
	for _, d := range dirs {
		all := d.files
		d.texts, d.files = nil, nil
		named := slices.ContainsFunc(all, func(f importer.File) bool { return isText(f) && sameNote(path.Base(d.path), f.Path) })
		for _, f := range all {
			if isText(f) && (!named || sameNote(path.Base(d.path), f.Path)) {
				d.texts = append(d.texts, f)
			} else {
				d.files = append(d.files, f)
			}
		}
		slices.SortStableFunc(d.texts, func(a, b importer.File) int { return cmp.Compare(numberOf(a), numberOf(b)) })
		if len(d.texts) > 0 {
			out = append(out, d)
		}
	}
	return out
}

func isText(f importer.File) bool { return strings.EqualFold(path.Ext(f.Path), ".txt") }

// numberOf returns the number that Apple appended to a file's name, 0 for none.
func numberOf(f importer.File) int {
	m := copyNumber.FindStringSubmatch(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}

// claimRest accounts for the lists of people that notes are shared with, which are not read.
func (c *collection) claimRest(indexes []index) {
	for _, f := range c.src.Files() {
		if c.claims[f.Path] == "" && strings.EqualFold(path.Ext(f.Path), ".csv") && len(indexes) > 0 && path.Dir(f.Path) == path.Dir(indexes[0].file.Path) {
			c.claims[f.Path] = "people that notes are shared with"
		}
	}
	if len(indexes) == 0 {
		c.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I002", Pos: diag.Pos{File: c.src.Name},
			Message: "the index of the archive is not here: the notes have no dates", Hint: "give the whole archive, with Notes Details.csv"})
	}
}
