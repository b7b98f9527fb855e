// Package applenotes reads the notes of Apple Notes: from the app's own store with its folder
// Accounts, from the store that it had before iOS 9, from the archive that privacy.apple.com
// sends, and from what exports as Markdown and HTML leave behind.
//
// A store is copied and only the copy is opened; nothing that a store says is trusted in its
// lengths, numbers and references. Notes of a store have the identifiers that Notes gives them,
// so that an export of tomorrow has the same notes.
package applenotes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads Apple Notes. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{
		Name: "apple-notes", Title: "Apple Notes", Korean: "Apple 메모",
		Accepts: []string{"folder", "zip", "tgz", "sqlite"},
		HowTo: importer.HowTo{
			English: "Quit Notes on a Mac and copy the folder ~/Library/Group Containers/group.com.apple.notes (NoteStore.sqlite with its -wal file, and Accounts with the pictures). " +
				"Without a Mac, ask for a copy of your notes at privacy.apple.com: it has dates, folders and files, but no formatting, tags or links. " +
				"File › Export as Markdown in Notes also works, but has no dates and folders. Locked notes are in none of them: remove their lock first.",
			Korean: "Mac에서 메모 앱을 종료하고 ~/Library/Group Containers/group.com.apple.notes 폴더를 복사합니다(NoteStore.sqlite와 -wal 파일, 사진이 든 Accounts). " +
				"Mac이 없으면 privacy.apple.com에서 메모 사본을 요청합니다. 날짜, 폴더, 파일은 있지만 서식, 태그, 링크는 없습니다. " +
				"메모 앱의 파일 › Markdown으로 내보내기도 되지만 날짜와 폴더가 없습니다. 잠긴 메모는 어디에도 없으니 먼저 잠금을 푸세요.",
		},
	}
}

// A collection is everything that is read from one source.
type collection struct {
	src    *importer.Source
	opts   importer.Options
	sink   importer.Sink
	files  mediaIndex
	claims map[string]string // paths of files that are accounted for: "attachment", "item", or the rule that leaves them out
	sent   map[string]bool   // keys of attachments
	items  map[string]int    // accounts of parts of files, by the files' paths
	notes  []*note.Note
}

// failItem accounts for a part of a store that cannot be read.
func (c *collection) failItem(f importer.File, item string, kind ledger.Kind, err error, raw []byte) {
	importer.FailItem(c.sink, c.src, f, item, kind, err, raw)
	c.items[f.Path]++
}

// leaveOutItem accounts for a part of a store that is left out.
func (c *collection) leaveOutItem(f importer.File, item string, rule string) {
	importer.LeaveOutItem(c.sink, c.src, f, item, ledger.Note, rule)
	c.items[f.Path]++
}

// keep takes a note of a store.
func (c *collection) keep(n *note.Note) {
	c.notes = append(c.notes, n)
	c.items[n.Source.File]++
}

// Import sends every note and attachment to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	c := &collection{src: src, opts: opts, sink: sink, files: indexMedia(src), claims: map[string]string{}, sent: map[string]bool{}, items: map[string]int{}}
	stores, err := c.readStores(ctx)
	if err != nil {
		return err
	}
	if !stores {
		if err := c.readExports(ctx); err != nil {
			return err
		}
	}
	namePaths(c.notes)
	for _, n := range c.notes {
		sink.Note(n)
	}
	c.accountForOthers()
	return ctx.Err()
}

// readStores reads every database that is or was a store of Notes, and reports whether there was
// one.
func (c *collection) readStores(ctx context.Context) (found bool, err error) {
	for _, f := range c.src.Files() {
		if err := ctx.Err(); err != nil {
			return found, err
		}
		switch {
		case !isSQLite(f):
			if isStoreName(f.Path) {
				found = true
				c.claims[f.Path] = "item"
				importer.Fail(c.sink, c.src, f, ledger.Other, errors.New("it is no SQLite database"))
			}
		case isStoreName(f.Path) || mentionsNotes(c.src, f, f.Size):
			found = true
			if err := c.readDatabase(ctx, f); err != nil {
				return found, err
			}
		}
	}
	return found, nil
}

// readDatabase reads a store of either kind. Only the end of ctx is an error.
func (c *collection) readDatabase(ctx context.Context, f importer.File) (err error) {
	c.claims[f.Path] = "item"
	for _, suffix := range []string{"-wal", "-shm"} {
		if _, ok := c.src.Lookup(f.Path + suffix); ok {
			c.claims[f.Path+suffix] = "part of the store"
		}
	}
	if err := checkLog(c.src, f); err != nil {
		c.failItem(f, "log", ledger.Other, err, nil)
	}
	db, err := openDatabase(ctx, c.src, f)
	if err == nil {
		switch {
		case db.isStore():
			err = c.readStore(ctx, f, db)
		case db.isLegacy():
			err = c.readLegacy(ctx, f, db)
		default:
			err = errors.New("the database has no notes")
		}
		err = errors.Join(err, db.Close())
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	switch {
	case err == nil && c.items[f.Path] == 0:
		importer.LeaveOut(c.sink, c.src, f, ledger.Other, "a store without notes")
	case err != nil && c.items[f.Path] == 0:
		importer.Fail(c.sink, c.src, f, ledger.Other, fmt.Errorf("the store cannot be read: %w", err))
	case err != nil:
		c.failItem(f, "the rest", ledger.Other, err, nil)
	}
	return nil
}

func (db *database) isStore() bool { return db.tables[table] && db.tables["ZICNOTEDATA"] }

func (db *database) isLegacy() bool { return db.tables["ZNOTE"] && db.tables["ZNOTEBODY"] }

// mentionsNotes reports whether a table of Notes is named in the first n bytes of a database or of
// its log.
func mentionsNotes(src *importer.Source, f importer.File, n int64) bool {
	if contains(f, n) {
		return true
	}
	log, ok := src.Lookup(f.Path + "-wal")
	return ok && contains(log, n)
}

func contains(f importer.File, n int64) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	in := io.LimitReader(r, n)
	buf := make([]byte, 0, 256<<10)
	const overlap = len(table)
	for {
		read, err := io.ReadFull(in, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+read]
		if bytes.Contains(buf, []byte(table)) || bytes.Contains(buf, []byte("ZNOTEBODY")) {
			return true
		}
		if err != nil {
			return false
		}
		buf = buf[:copy(buf[:cap(buf)], buf[len(buf)-overlap:])]
	}
}

// isSQLite reports whether a file begins as SQLite files do.
func isSQLite(f importer.File) bool {
	if f.Size < 512 {
		return false
	}
	head, err := f.Head(int64(len(header)))
	return err == nil && string(head) == header
}

// isStoreName reports whether a file is called as Notes calls its stores.
func isStoreName(p string) bool {
	base := strings.ToLower(path.Base(p))
	return slices.Contains([]string{"notestore.sqlite", "notes.sqlite", backupName}, base) || strings.HasSuffix(base, ".storedata")
}

// backupName is the name that NoteStore.sqlite has in a backup of an iPhone.
const backupName = "4f98687d8ab0d6d1a371110e6b7300f6e465bef2"

// accountForOthers accounts for the files that no note has claimed.
func (c *collection) accountForOthers() {
	for _, f := range c.src.Files() {
		rule := c.claims[f.Path]
		switch {
		case rule == "attachment" || rule == "item":
		case rule != "":
			importer.LeaveOut(c.sink, c.src, f, ledger.Other, rule)
		case c.isLoneLog(f):
			importer.Fail(c.sink, c.src, f, ledger.Other, errors.New("the database that this log belongs to is not here: the newest notes are missing"))
		case path.Base(f.Path) == "memopress.yaml":
			importer.LeaveOut(c.sink, c.src, f, ledger.Other, "settings of memopress")
		case strings.Contains("/"+f.Path, "/Previews/") || strings.Contains("/"+f.Path, "/FallbackImages/") || strings.Contains("/"+f.Path, "/FallbackPDFs/"):
			importer.LeaveOut(c.sink, c.src, f, ledger.Attachment, "preview of an attachment")
		case strings.Contains("/"+f.Path, "/Media/"):
			c.sink.Attachment(importer.FileAttachment(c.src, f, c.opts.Space, f.Path))
		default:
			importer.LeaveOut(c.sink, c.src, f, ledger.Other, "not of Apple Notes")
		}
	}
}
