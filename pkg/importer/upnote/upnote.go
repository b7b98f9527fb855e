// Package upnote reads UpNote: its backup (.upnx with the folder files beside it), and its exports
// as HTML and Markdown.
//
// The backup is the whole; of several the newest counts. Notes keep the identifiers that links
// between them name.
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
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads UpNote's backups and exports. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "upnote", Title: "UpNote", Accepts: []string{"upnx", "folder", "zip"},
		HowTo: importer.HowTo{
			English: "Settings › Backup, with “Backup attachments” switched on (it is off at first): give the folder with the .upnx file. The HTML and Markdown exports are read as well, but leave attachments out.",
			Korean:  "설정 › 백업에서 ‘첨부 파일 백업’을 켜고(처음에는 꺼져 있다) 백업한 뒤, .upnx가 든 폴더를 준다. HTML과 Markdown 내보내기도 읽지만 첨부 파일이 빠진다.",
		}}
}

// shine matches what only UpNote's HTML has.
var shine = regexp.MustCompile(`class="[^"]*\bshine-editor\b|data-upnote-tag=|upnote://x-callback-url`)

// Detect looks for a backup, or pages of an export.
func (Importer) Detect(src *importer.Source) importer.Match {
	looked := 0
	for _, f := range src.Files() {
		switch strings.ToLower(path.Ext(f.Path)) {
		case ".upnx":
			return importer.Match{Score: 98, Reason: "a backup of UpNote: " + f.Path}
		case ".html":
			if looked++; looked > 30 {
				continue
			}
			if head, err := f.Head(16 << 10); err == nil && shine.Match(head) {
				return importer.Match{Score: 90, Reason: "pages of UpNote, such as " + f.Path}
			}
		}
	}
	return importer.Match{}
}

// A record is a line of a backup.
type record struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// An entry is what the records hold: notes, notebooks, which note is in which, and files.
type entry struct {
	ID         string  `json:"id"`
	Title      string  `json:"title"`
	HTML       string  `json:"html"`
	Text       string  `json:"text"`
	Created    float64 `json:"createdAt"`
	Updated    float64 `json:"updatedAt"`
	Trashed    bool    `json:"trashed"`
	Deleted    bool    `json:"deleted"`
	Bookmarked bool    `json:"bookmarked"`
	Pinned     bool    `json:"pinned"`
	Template   bool    `json:"isTemplate"`
	Locked     bool    `json:"locked"`
	Parent     string  `json:"parent"`
	NoteID     string  `json:"noteId"`
	NotebookID string  `json:"notebookId"`
	Name       string  `json:"name"`
	Content    string  `json:"content"`

	item string
}

// A reader reads one source.
type reader struct {
	src       *importer.Source
	opts      importer.Options
	sink      importer.Sink
	file      importer.File
	notes     []*entry
	notebooks map[string]*entry
	of        map[string][]string      // notebooks by note
	files     map[string]importer.File // by base name in lower case
	names     map[string]string        // names of files by their ID
	told      bool                     // that all attachments are missing was told
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := &reader{src: src, opts: opts, sink: sink, notebooks: map[string]*entry{}, of: map[string][]string{}, files: map[string]importer.File{}, names: map[string]string{}}
	var backups []importer.File
	for _, f := range src.Files() {
		if strings.EqualFold(path.Ext(f.Path), ".upnx") {
			backups = append(backups, f)
		}
	}
	if len(backups) == 0 {
		r.export()
		return ctx.Err()
	}
	slices.SortStableFunc(backups, newer)
	r.file = backups[0]
	for _, f := range backups[1:] {
		importer.LeaveOut(sink, src, f, ledger.Other, "older backup")
	}
	for _, f := range src.Files() {
		switch {
		case strings.EqualFold(path.Ext(f.Path), ".upnx"):
		case f.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of memopress")
		default:
			r.files[strings.ToLower(path.Base(f.Path))] = f
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, f.Path))
		}
	}
	if err := r.backup(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		importer.FailItem(sink, src, r.file, "the rest", ledger.Note, err, nil)
	}
	r.send()
	return ctx.Err()
}

// newer puts the newer backup first: their names end in the time at which they were made.
func newer(a, b importer.File) int { return strings.Compare(path.Base(b.Path), path.Base(a.Path)) }

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
	if n == 1 && bytes.HasPrefix(line, []byte("version:")) {
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
		return
	case "notebooks":
		if !e.Deleted {
			r.notebooks[e.ID] = e
		}
	case "organizers":
		if !e.Deleted {
			r.of[e.NoteID] = append(r.of[e.NoteID], e.NotebookID)
		}
	case "files":
		r.names[e.ID] = e.Name
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
	n := &note.Note{ID: note.ID(key(e.ID)), Title: importer.OneLine(e.Title), Space: r.opts.Space, Created: importer.UnixTime(e.Created), Updated: importer.UnixTime(e.Updated),
		Pinned: e.Pinned, Source: note.Source{Input: r.src.Name, File: r.file.Path, Item: e.item}}
	notebooks := r.of[e.ID]
	var all [][]string
	for _, id := range notebooks {
		if p := r.path(id); len(p) > 0 {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b []string) int { // the deepest says the most
		return cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a, b))
	})
	if len(all) > 0 {
		n.Notebook = all[0]
		for _, other := range all[1:] {
			n.Tags = append(n.Tags, importer.CleanTag(strings.Join(other, "/")))
		}
	}
	if e.Bookmarked {
		n.Properties = append(n.Properties, importer.TypedProperty("starred", note.CheckboxProperty, "true"))
	}
	if e.HTML != "" {
		n.Body = r.page(n, e.HTML, r.file.Place, e.item)
	} else {
		n.Body = importer.PlainText(e.Text)
	}
	r.title(n)
	switch {
	case e.Trashed:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	case e.Template:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "template"}
	case e.Locked:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "locked"}
	}
	n.Path = paths.Give(n.Notebook, n.Title, ".md")
	n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
	return n
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

func (r *reader) report(place, item, code, message, hint string, id note.ID) {
	r.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: diag.Pos{File: place, Item: item}, Message: message, Hint: hint, Note: string(id)})
}
