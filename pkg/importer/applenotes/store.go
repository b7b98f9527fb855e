package applenotes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// A store is one NoteStore.sqlite being read.
type store struct {
	*collection
	ctx  context.Context
	file importer.File
	db   *database
	have map[string]bool // columns of the wide table

	objects     map[int64]*object
	entity      map[string]int64
	attachments map[string]*object  // by identifier
	children    map[int64][]*object // attachments by the one that they are part of
	ofNote      map[int64][]*object // attachments by their note
	folderOf    map[int64]int64     // folders of notes where another table has them (iOS 11 and before)
	manyOwners  bool                // several accounts have notes
}

// maxReading is how long a damaged store may be read. A whole one is read to its end.
const maxReading = 30 * time.Second

// readStore reads the notes of a store. The error says that nothing of it can be read.
func (c *collection) readStore(ctx context.Context, f importer.File, db *database) error {
	s := &store{collection: c, ctx: ctx, file: f, db: db}
	if db.damaged != "" {
		limited, cancel := context.WithTimeout(ctx, maxReading)
		defer cancel()
		s.ctx = limited
		s.failItem(f, "damage", ledger.Other, fmt.Errorf("the database is damaged: %s", db.damaged), nil)
	}
	if err := s.load(); err != nil {
		return err
	}
	if err := s.readNotes(); err != nil {
		return err
	}
	s.reportSmartFolders()
	return nil
}

// load reads everything but the texts of notes.
func (s *store) load() (err error) {
	if s.have, err = s.db.columns(s.ctx, table); err != nil {
		return err
	}
	if s.entity, err = s.db.entities(s.ctx); err != nil {
		return fmt.Errorf("the entities of the store: %w", err)
	}
	if s.entity["ICNote"] == 0 {
		return errors.New("the store has no entity ICNote")
	}
	if s.objects, err = s.db.readObjects(s.ctx); err != nil {
		if s.ctx.Err() != nil && s.db.damaged == "" || len(s.objects) == 0 {
			return err
		}
		s.failItem(s.file, "rows", ledger.Other, fmt.Errorf("after %d rows: %w", len(s.objects), err), nil)
	}
	s.attachments, s.children, s.ofNote = map[string]*object{}, map[int64][]*object{}, map[int64][]*object{}
	for _, pk := range s.order() {
		o := s.objects[pk]
		if o.uti == "" {
			continue
		}
		if o.identifier != "" && s.attachments[o.identifier] == nil {
			s.attachments[o.identifier] = o
		}
		s.ofNote[o.note] = append(s.ofNote[o.note], o)
		if o.parentAttachment != 0 && o.deleted == 0 {
			s.children[o.parentAttachment] = append(s.children[o.parentAttachment], o)
		}
	}
	return s.readFolderPairs()
}

// order returns the numbers of all rows, ascending.
func (s *store) order() []int64 {
	out := make([]int64, 0, len(s.objects))
	for pk := range s.objects {
		out = append(out, pk)
	}
	slices.Sort(out)
	return out
}

// A textRow is a row of ZICNOTEDATA without its text.
type textRow struct{ pk, note, size int64 }

// textRows returns the rows that hold the texts of notes.
func (s *store) textRows() ([]textRow, error) {
	rows, err := s.db.QueryContext(s.ctx, `SELECT Z_PK, CAST(COALESCE(ZNOTE, 0) AS INTEGER), COALESCE(LENGTH(ZDATA), 0) FROM ZICNOTEDATA`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []textRow
	for rows.Next() && len(out) < maxObjects {
		var r textRow
		if err := rows.Scan(&r.pk, &r.note, &r.size); err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// readNotes makes the notes: those with a text, and those of which the store has a row only.
func (s *store) readNotes() error {
	texts, err := s.textRows()
	if err != nil {
		if len(texts) == 0 {
			return fmt.Errorf("the texts of the notes: %w", err)
		}
		s.failItem(s.file, "texts", ledger.Other, fmt.Errorf("after %d texts: %w", len(texts), err), nil)
	}
	accounts := map[string]bool{}
	withText := map[int64]bool{}
	for _, r := range texts {
		if o := s.objects[r.note]; o != nil && o.entity == s.entity["ICNote"] {
			accounts[s.accountOf(o)] = true
		}
	}
	s.manyOwners = len(accounts) > 1
	for _, r := range texts {
		if s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		o := s.objects[r.note]
		switch {
		case o == nil || o.entity != s.entity["ICNote"]:
			s.failItem(s.file, fmt.Sprintf("text %d", r.pk), ledger.Note, errors.New("the store has no note that this text belongs to"), nil)
		case withText[r.note]:
			s.leaveOutItem(s.file, fmt.Sprintf("text %d", r.pk), "a second text of one note")
		default:
			withText[r.note] = true
			s.readNote(o, r)
		}
	}
	for _, pk := range s.order() {
		if o := s.objects[pk]; o.entity == s.entity["ICNote"] && !withText[pk] {
			s.readNote(o, textRow{})
		}
	}
	return nil
}

// readNote makes one note, or accounts for what cannot be one.
func (s *store) readNote(o *object, r textRow) {
	item := cmp.Or(norm.NFC.String(o.identifier), fmt.Sprintf("note %d", o.pk))
	switch {
	case o.locked != 0:
		s.leaveLocked(o, item)
	case r.size > maxBlob:
		s.failItem(s.file, item, ledger.Note, fmt.Errorf("its text has %d bytes", r.size), nil)
	case r.size == 0:
		s.withoutText(o, item)
	default:
		var blob []byte
		err := s.db.QueryRowContext(s.ctx, "SELECT CAST(ZDATA AS BLOB) FROM ZICNOTEDATA WHERE Z_PK = ?", r.pk).Scan(&blob)
		var d document
		if err == nil {
			d, err = decodeDocument(blob)
		}
		if err != nil {
			s.failItem(s.file, item, ledger.Note, fmt.Errorf("%q: %w", oneLine(o.title), err), blob)
			return
		}
		b := &body{store: s, note: s.noteOf(o, item)}
		b.write(o, d)
		s.keep(b.note)
	}
}

// leaveLocked leaves a locked note and its files out: their key is the author's password.
func (s *store) leaveLocked(o *object, item string) {
	s.leaveOutItem(s.file, item, "locked")
	s.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I006", Pos: diag.Pos{File: s.file.Place, Item: item},
		Message: fmt.Sprintf("the note %q is locked; it is left out", oneLine(o.title)),
		Hint:    "in Notes, open it, choose Remove Lock, and copy the store again"})
	for _, a := range s.ofNote[o.pk] {
		ids := []string{a.identifier}
		if m := s.objects[a.media]; m != nil {
			ids = append(ids, m.identifier)
		}
		for _, id := range ids {
			for _, f := range s.files.byID[id] {
				if s.claims[f.Path] == "" {
					s.claims[f.Path] = "locked"
				}
			}
		}
	}
}

// withoutText accounts for a note of which this device has no text: its beginning, if there is
// one, is a note; the rest has not been downloaded.
func (s *store) withoutText(o *object, item string) {
	title, snippet := oneLine(o.title), oneLine(o.snippet)
	if title == "" && snippet == "" || o.deleted != 0 {
		s.leaveOutItem(s.file, item, "a note without text")
		return
	}
	n := s.noteOf(o, item)
	n.Title = cmp.Or(shorten(title), shorten(snippet))
	n.Body = importer.PlainText(snippet)
	s.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I003", Pos: diag.Pos{File: s.file.Place, Item: item}, Note: string(n.ID),
		Message: fmt.Sprintf("the store has no text of the note %q but its beginning", n.Title),
		Hint:    "open Notes, wait until the note is downloaded from iCloud, and copy again"})
	s.keep(n)
}

// reportSmartFolders tells of the searches that Notes shows as folders: they hold no notes.
func (s *store) reportSmartFolders() {
	for _, pk := range s.order() {
		o := s.objects[pk]
		if o.entity == s.entity["ICFolder"] && o.deleted == 0 && (o.folderType == smartFolder || strings.TrimSpace(o.query) != "") {
			s.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: s.file.Place, Item: norm.NFC.String(o.identifier)},
				Message: fmt.Sprintf("the smart folder %q is a search and has no notes of its own: %s", oneLine(o.folderTitle), oneLine(o.query))})
		}
	}
}
