package upnote

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Limits on a backup, in bytes.
const (
	maxLine   = 64 << 20
	maxBackup = 4 << 30
)

// backup reads the records of the newest backup: gzip, a line with the version, then a record on
// each line.
func (r *reader) backup(ctx context.Context) error {
	f, err := r.file.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("the backup is not gzip: %w", err)
	}
	lines := bufio.NewReaderSize(io.LimitReader(z, maxBackup), 1<<20)
	for n := 1; ; n++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		line, err := readLine(lines)
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 {
			r.record(n, trimmed)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readLine reads up to a line end. A line beyond maxLine is an error.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return nil, fmt.Errorf("a line of more than %d bytes", maxLine)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

func (r *reader) record(n int, line []byte) {
	item := fmt.Sprintf("line %d", n)
	if version, ok := bytes.CutPrefix(line, []byte("version:")); ok && n == 1 {
		if v := string(bytes.TrimSpace(version)); v != "2" {
			r.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I005", Pos: diag.Pos{File: r.file.Place}, Message: fmt.Sprintf("version %.20s of UpNote's backups is not known; it was read as version 2", v), Hint: "look whether all is there"})
		}
		importer.LeaveOutItem(r.sink, r.src, r.file, item, ledger.Other, "version of the backup")
		return
	}
	var rec record
	e := &entry{item: item}
	err := json.Unmarshal(line, &rec)
	if err == nil && len(rec.Data) > 0 {
		err = json.Unmarshal(rec.Data, e)
	}
	if err != nil {
		importer.FailItem(r.sink, r.src, r.file, item, ledger.Note, err, line)
		return
	}
	switch rec.Type {
	case "notes":
		r.notes = append(r.notes, e)
		r.titles[e.ID] = importer.OneLine(e.Title)
		return
	case "notebooks":
		if !e.Deleted {
			r.notebooks[e.ID] = e
		}
	case "organizers":
		if !e.Deleted {
			r.of[e.NoteID] = append(r.of[e.NoteID], e.NotebookID)
		}
	case "lists":
		var ids []string
		if book, ok := strings.CutPrefix(e.ID, "notebooks_"); ok && json.Unmarshal([]byte(e.Content), &ids) == nil {
			r.orders[book] = ids
		}
	case "files":
		if i := strings.LastIndex(e.ID, "__"); i > 0 {
			r.names[strings.ToLower(e.ID[:i]+"."+e.ID[i+2:])] = e.Name
		}
	}
	importer.LeaveOutItem(r.sink, r.src, r.file, item, ledger.Other, "record of the app: "+importer.OneLine(rec.Type))
}

// path returns the names of a notebook and of those around it, outermost first.
func (r *reader) path(id string) []string {
	var out []string
	seen := map[string]bool{}
	for id != "" && !seen[id] && r.notebooks[id] != nil {
		seen[id] = true
		out = append([]string{importer.OneLine(r.notebooks[id].Title)}, out...)
		id = r.notebooks[id].Parent
	}
	return out
}

// send makes the records notes, in the order of their creation.
func (r *reader) send() {
	slices.SortStableFunc(r.notes, func(a, b *entry) int {
		if a.Created != b.Created {
			if a.Created < b.Created {
				return -1
			}
			return 1
		}
		return strings.Compare(a.ID, b.ID)
	})
	var paths importer.Paths
	seen := map[string]bool{}
	for _, e := range r.notes {
		if e.Deleted {
			importer.LeaveOutItem(r.sink, r.src, r.file, e.item, ledger.Note, "deleted")
			continue
		}
		if e.ID == "" || seen[e.ID] {
			e.ID = r.opts.Space + "/" + e.item
		}
		seen[e.ID] = true
		r.sink.Note(r.note(e, &paths))
	}
}

func key(id string) string { return "upnote:" + id }

// note makes one note. It lies in the first of its notebooks; the others are tags' work.
func (r *reader) note(e *entry, paths *importer.Paths) *note.Note {
	n := &note.Note{ID: note.ID(key(e.ID)), Title: importer.OneLine(e.Title), Space: r.opts.Space, Created: importer.UnixTime(float64(e.Created)), Updated: importer.UnixTime(float64(e.Updated)),
		Pinned: bool(e.Pinned), Source: note.Source{Input: r.src.Name, File: r.file.Path, Item: e.item}}
	r.place(n, e)
	if e.Bookmarked {
		n.Properties = append(n.Properties, importer.TypedProperty("starred", note.CheckboxProperty, "true"))
	}
	if e.HTML != "" {
		n.Body = r.page(n, e.HTML, at{place: r.file.Place, item: e.item})
	} else {
		n.Body = importer.PlainText(e.Text)
	}
	r.title(n)
	switch {
	case bool(e.Trashed):
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	case bool(e.Template):
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "template"}
	case bool(e.Locked):
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "locked"}
	}
	n.Path = paths.Give(n.Notebook, n.Title, ".md")
	n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
	return n
}

// place puts a note into one of its notebooks, the deepest, which says the most; the others become
// tags, and where its notebook has an order of its own, the note has its number there.
func (r *reader) place(n *note.Note, e *entry) {
	type book struct {
		id   string
		path []string
	}
	var all []book
	for _, id := range r.of[e.ID] {
		if p := r.path(id); len(p) > 0 && !slices.ContainsFunc(all, func(b book) bool { return b.id == id }) {
			all = append(all, book{id, p})
		}
	}
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b book) int {
		return cmp.Or(cmp.Compare(len(b.path), len(a.path)), slices.Compare(a.path, b.path), strings.Compare(a.id, b.id))
	})
	n.Notebook = all[0].path
	n.Order = slices.Index(r.orders[all[0].id], e.ID) + 1
	for _, other := range all[1:] {
		n.Tags = append(n.Tags, importer.CleanTag(strings.Join(other.path, "/")))
	}
}

// title takes a title from the body where the note has none. UpNote's first line is its title.
func (r *reader) title(n *note.Note) {
	if n.Title == "" {
		n.Title = importer.TitleOf(n.Body)
	}
	if n.Title == "" {
		n.Title = "Untitled"
	}
}
