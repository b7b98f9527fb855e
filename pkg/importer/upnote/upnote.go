// Package upnote reads UpNote: its backup (.upnx with the folder files beside it), and its exports
// as HTML and Markdown.
//
// The backup is the whole; of several the newest counts. Notes keep the identifiers that links
// between them name.
package upnote

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

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

// shine matches what only UpNote's HTML has, linked what any text may have that points into the app.
var (
	shine  = regexp.MustCompile(`class="[^"]*\bshine-(?:editor|highlight|text|collapsible)\b|data-upnote-tag=`)
	linked = regexp.MustCompile(`(?i)upnote://x-callback-url/`)
)

// Detect looks for a backup, pages of an export, or Markdown beside notebooks of shortcuts.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks = 30 // pages and texts that are looked into
	looked, best := 0, importer.Match{}
	for _, f := range src.Files() {
		found := importer.Match{}
		switch ext := strings.ToLower(path.Ext(f.Path)); ext {
		case ".upnx":
			return importer.Match{Score: 98, Reason: "a backup of UpNote: " + f.Path}
		case ".lnk":
			if at := shortcutOf(f.Path); at != nil && (src.Has(at.note+".md") || src.Has(at.note+".html")) {
				found = importer.Match{Score: 80, Reason: "notebooks of shortcuts to notes, such as " + f.Path}
			}
		case ".html", ".md":
			if looked++; looked > looks {
				continue
			}
			head, err := f.Head(16 << 10)
			switch {
			case err != nil:
			case ext == ".html" && shine.Match(head):
				return importer.Match{Score: 90, Reason: "pages of UpNote, such as " + f.Path}
			case linked.Match(head):
				found = importer.Match{Score: 30, Reason: "links into UpNote, such as in " + f.Path}
			}
		}
		if found.Score > best.Score {
			best = found
		}
	}
	return best
}

// A record is a line of a backup.
type record struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// An entry is what the records hold: notes, notebooks, which note is in which, and files.
type entry struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	HTML       string   `json:"html"`
	Text       string   `json:"text"`
	Created    number   `json:"createdAt"`
	Updated    number   `json:"updatedAt"`
	Trashed    switched `json:"trashed"`
	Deleted    switched `json:"deleted"`
	Bookmarked switched `json:"bookmarked"`
	Pinned     switched `json:"pinned"`
	Template   switched `json:"isTemplate"`
	Locked     switched `json:"locked"`
	Parent     string   `json:"parent"`
	NoteID     string   `json:"noteId"`
	NotebookID string   `json:"notebookId"`
	Name       string   `json:"name"`
	Content    string   `json:"content"`

	item string
}

// A number may be written as text, and a switch as 0 or 1.
type (
	number   float64
	switched bool
)

// UnmarshalJSON reads a number in any of its forms. What is none is 0: a note is not lost for it.
func (n *number) UnmarshalJSON(data []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(data), `"`), 64)
	if err == nil {
		*n = number(v)
	}
	return nil
}

// UnmarshalJSON reads a switch in any of its forms. What is neither on nor off is an error: it might
// keep a note private.
func (f *switched) UnmarshalJSON(data []byte) error {
	switch s := strings.Trim(string(data), `"`); s {
	case "0", "false", "null", "":
	case "1", "true":
		*f = true
	default:
		return fmt.Errorf("%.40s is neither true nor false", s)
	}
	return nil
}

// A reader reads one source.
type reader struct {
	src       *importer.Source
	opts      importer.Options
	sink      importer.Sink
	root      string // the folder that an archive holds everything in
	file      importer.File
	notes     []*entry
	titles    map[string]string // of notes by their IDs
	notebooks map[string]*entry
	of        map[string][]string // notebooks by note
	orders    map[string][]string // notes in the order of their notebook
	keys      map[string]string   // of attachments by base name in lower case
	names     map[string]string   // names of files by base name in lower case
	pages     map[string]note.ID  // notes of an export by path
	missing   []missing
	shown     int // files that notes show and that are there
}

// inside returns the path of a file below the root.
func (r *reader) inside(p string) string {
	if r.root == "" {
		return p
	}
	return strings.TrimPrefix(p, r.root+"/")
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := &reader{src: src, opts: opts, sink: sink, root: src.Wrapper(), titles: map[string]string{}, notebooks: map[string]*entry{}, of: map[string][]string{},
		orders: map[string][]string{}, keys: map[string]string{}, names: map[string]string{}, pages: map[string]note.ID{}}
	var backups []importer.File
	for _, f := range src.Files() {
		if strings.EqualFold(path.Ext(f.Path), ".upnx") {
			backups = append(backups, f)
		}
	}
	if len(backups) == 0 {
		if err := r.export(ctx); err != nil {
			return err
		}
	} else {
		if err := r.newest(ctx, backups); err != nil {
			return err
		}
		if err := r.backup(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			importer.FailItem(sink, src, r.file, "the rest", ledger.Note, err, nil)
		}
		r.attachments()
		r.send()
	}
	r.reportMissing()
	return ctx.Err()
}
