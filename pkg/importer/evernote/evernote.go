// Package evernote reads Evernote's exports: ENEX files, one or many, also those that
// evernote-backup writes with identifiers and notebooks.
//
// A file is read once as a stream: what is in memory at any time is one note's text, never an
// attachment. Attachments are known by where their base64 stands in the file.
package evernote

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads ENEX files. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "evernote", Title: "Evernote", Accepts: []string{"enex", "nnex (NixNote)", "folder", "zip"},
		HowTo: importer.HowTo{
			English: "In the desktop app select a notebook › Export notebook… › ENEX, one file for each notebook, and give all of them. Links between notes are found by title; with evernote-backup --add-guid by identifier. Text that you encrypted needs --password.",
			Korean:  "데스크톱 앱에서 노트북 › 노트북 내보내기… › ENEX. 노트북마다 파일 하나씩 모두 함께 준다. 노트 사이의 링크는 제목으로 찾고, evernote-backup --add-guid로 내보내면 식별자로 찾는다. 암호화한 글에는 --password가 필요하다.",
		}}
}

// head is what an export of Evernote, or of NixNote, begins with.
var head = regexp.MustCompile(`(?i)<!DOCTYPE\s+(?:en-export|nixnote-export)|<(?:en-export|nixnote-export)[\s>]`)

// extensions that exports have. Any other name counts only for a file that comes alone.
var exportNames = []string{".enex", ".nnex", ".xml"}

func isExport(src *importer.Source, f importer.File) bool {
	if !slices.Contains(exportNames, strings.ToLower(path.Ext(f.Path))) && len(src.Files()) > 1 {
		return false
	}
	data, err := f.Head(4 << 10)
	return err == nil && head.Match(data)
}

// Detect looks for ENEX files.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks = 50 // files that are looked into
	found, others, looked := "", 0, 0
	for _, f := range src.Files() {
		ext := strings.ToLower(path.Ext(f.Path))
		switch {
		case ext == ".md":
			others++
		case found == "" && looked < looks && (slices.Contains(exportNames, ext) || len(src.Files()) == 1):
			if looked++; isExport(src, f) {
				found = f.Path
			}
		}
	}
	switch {
	case found == "":
		return importer.Match{}
	case others > 5:
		return importer.Match{Score: 15, Reason: fmt.Sprintf("an export of Evernote (%s) among %d Markdown files", found, others)}
	}
	return importer.Match{Score: 95, Reason: "exports of Evernote, such as " + found}
}

// An export is being read.
type export struct {
	src         *importer.Source
	opts        importer.Options
	sink        importer.Sink
	notes       []*found
	attachments []attached
	said        map[said]int    // the numbers of what notes without identifiers say; see id
	alike       map[note.ID]int // how many different ones have one ID
	hashed      []byte          // memory for what is hashed
}

// A said is what a note says, hashed, under an ID that is made of its title and time.
type said struct {
	id   note.ID
	text [sha256.Size]byte
}

// A found is a note with what links need.
type found struct {
	*note.Note
	toc   bool // a table of contents, whose links carry titles that were right when it was made
	links []*guidLink
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	e := &export{src: src, opts: opts, sink: sink, said: map[said]int{}, alike: map[note.ID]int{}}
	for _, f := range src.Files() {
		if err := ctx.Err(); err != nil {
			return err
		}
		ext := strings.ToLower(path.Ext(f.Path))
		switch {
		case f.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of memopress")
		case ext == ".enex" || ext == ".nnex" || isExport(src, f):
			e.file(ctx, f)
		default:
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, f.Path))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	e.follow()
	e.send()
	return nil
}

// send gives paths to notes and attachments in an order that the next export keeps, and sends
// them. A note that is there twice has one path.
func (e *export) send() {
	slices.SortStableFunc(e.notes, func(a, b *found) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID), b.Updated.Compare(a.Updated))
	})
	var paths importer.Paths
	given := map[note.ID]string{}
	order := make(map[*note.Note]int, len(e.notes))
	for i, n := range e.notes {
		order[n.Note] = i
		if given[n.ID] == "" {
			given[n.ID] = paths.Give(n.Notebook, n.Title, ".md")
		}
		n.Path = given[n.ID]
		n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
		e.sink.Note(n.Note)
	}
	slices.SortStableFunc(e.attachments, func(a, b attached) int { return cmp.Compare(order[a.to], order[b.to]) })
	files := map[string]string{}
	for _, a := range e.attachments {
		if files[a.Key] == "" {
			files[a.Key] = paths.Give(append(slices.Clone(a.to.Notebook), "attachments"), a.stem, a.ext)
		}
		a.Path = files[a.Key]
		a.Name = path.Base(a.Path)
		e.sink.Attachment(a.Attachment)
	}
}

func (e *export) report(f *file, item, code string, severity diag.Severity, message, hint string, id note.ID) {
	e.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: diag.Pos{File: f.Place, Item: item}, Message: message, Hint: hint, Note: string(id)})
}

// clean takes out what XML does not allow and what would hide in names.
func clean(s string) string {
	if utf8.ValidString(s) && !hasControl(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		if isControl(rune(s[i])) {
			return true
		}
	}
	return false
}

func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' && r != '\r' }
