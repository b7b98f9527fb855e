// Package dayone reads the journals of Day One as its JSON export has them: one JSON file for
// each journal, with its photos, recordings, films and PDFs beside it, in a folder or a zip.
//
// A journal is known by the shape of its JSON and by nothing else. Every entry of it is a note or
// a failure. Files are found by the checksum that a record somewhere in the export gives to an
// identifier: a photo that was copied to another entry has its record on the first only.
package dayone

import (
	"context"
	"fmt"
	"path"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads exports of Day One. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{
		Name: "dayone", Title: "Day One", Accepts: []string{"folder", "zip", "tgz", "json"},
		HowTo: importer.HowTo{
			English: "In Day One choose File › Export › JSON (on a phone Settings › Import/Export › Export Day One JSON), with media, for all journals. " +
				"Comments, shared journals of others and the history of entries are not in it.",
			Korean: "Day One에서 파일 › 내보내기 › JSON을 고릅니다(휴대전화는 설정 › 가져오기/내보내기). 모든 일기장을 사진과 함께 내보냅니다. " +
				"댓글, 남이 공유한 일기장, 지난 판은 들어 있지 않습니다.",
		},
	}
}

// Detect looks into the first JSON files for the shape of a journal.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks = 50
	looked := 0
	for _, f := range src.Files() {
		if !isJSON(f.Path) {
			continue
		}
		if looked++; looked > looks {
			break
		}
		if head, err := f.Head(64 << 10); err == nil && looksLikeJournal(head) {
			return importer.Match{Score: 92, Reason: "a journal in Day One's JSON, " + f.Path}
		}
	}
	return importer.Match{}
}

func isJSON(p string) bool { return strings.EqualFold(path.Ext(p), ".json") }

// An export is one export being read.
type export struct {
	src     *importer.Source
	opts    importer.Options
	sink    importer.Sink
	entries []*found
	media   map[string]medium        // by identifier, of all entries of all journals
	files   map[string]importer.File // by folder and checksum
	sent    map[string]string        // paths of files → keys of attachments
	claimed map[string]bool          // paths of files that are accounted for
}

// A found is an entry as it was read.
type found struct {
	entry
	file    importer.File
	journal string // the file's name without extension
	item    string // the entry's name inside the file
}

// Import sends every entry and file to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	e := &export{src: src, opts: opts, sink: sink, media: map[string]medium{}, files: indexFiles(src), sent: map[string]string{}, claimed: map[string]bool{}}
	for _, f := range src.Files() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if isJSON(f.Path) {
			e.readJournal(f)
		}
	}
	e.collectMedia()
	notes, err := e.notes(ctx)
	if err != nil {
		return err
	}
	givePaths(notes)
	for _, n := range notes {
		sink.Note(n)
	}
	e.accountForOthers()
	return ctx.Err()
}

// notes makes the notes. Files are sent one after the other, so that the first entry that shows
// a file names it.
func (e *export) notes(ctx context.Context) ([]*note.Note, error) {
	notes := make([]*note.Note, len(e.entries))
	err := importer.InParallel(ctx, len(e.entries), func(i int) {
		b := &body{export: e, found: e.entries[i], note: e.noteOf(e.entries[i])}
		b.read()
		notes[i] = b.note
	})
	if err != nil {
		return nil, err
	}
	for i, n := range notes {
		b := &body{export: e, found: e.entries[i], note: n}
		b.attach()
		b.setTitle()
	}
	return notes, nil
}

// accountForOthers accounts for the files that no entry has claimed.
func (e *export) accountForOthers() {
	for _, f := range e.src.Files() {
		switch {
		case e.claimed[f.Path]:
		case path.Base(f.Path) == "memopress.yaml":
			importer.LeaveOut(e.sink, e.src, f, ledger.Other, "settings of memopress")
		case kinds[path.Base(path.Dir(f.Path))] != "":
			e.sink.Attachment(importer.FileAttachment(e.src, f, e.opts.Space, f.Path))
		default:
			importer.LeaveOut(e.sink, e.src, f, ledger.Other, "not of Day One")
		}
	}
}

func (f *found) String() string { return fmt.Sprintf("%s#%s", f.file.Path, f.item) }
