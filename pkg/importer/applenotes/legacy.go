package applenotes

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// A legacyFolder is a row of ZFOLDER, or of ZSTORE on iPhones.
type legacyFolder struct {
	name    string
	parent  int64
	trashed bool
}

// readLegacy reads the store that Notes had until iOS 8 and OS X 10.10: a row for each note, with
// its body as HTML.
func (c *collection) readLegacy(ctx context.Context, f importer.File, db *database) error {
	if db.damaged != "" {
		limited, cancel := context.WithTimeout(ctx, maxReading)
		defer cancel()
		ctx = limited
		c.failItem(f, "damage", ledger.Other, fmt.Errorf("the database is damaged: %s", db.damaged), nil)
	}
	folders, err := db.legacyFolders(ctx)
	if err != nil && db.damaged == "" {
		return err
	}
	have, err := db.columns(ctx, "ZNOTE")
	if err != nil {
		return err
	}
	uuid := db.storeID(ctx)
	query := "SELECT CAST(n.Z_PK AS INTEGER), " + legacyColumn(have, "TEXT", "ZTITLE") + ", " + legacyColumn(have, "TEXT", "ZGUID", "ZREMOTEID") + ", " +
		legacyColumn(have, "REAL", "ZDATECREATED", "ZCREATIONDATE") + ", " + legacyColumn(have, "REAL", "ZDATEEDITED", "ZMODIFICATIONDATE") + ", " +
		legacyColumn(have, "INTEGER", "ZFOLDER", "ZSTORE") + ", " + legacyColumn(have, "INTEGER", "ZDELETEDFLAG") + ", " + db.legacyText(ctx) +
		" FROM ZNOTE n LEFT JOIN ZNOTEBODY b ON b.Z_PK = n.ZBODY ORDER BY n.Z_PK"
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	items := 0
	for ; rows.Next() && items < maxObjects; items++ {
		var o object
		var body sql.NullString
		if err := rows.Scan(&o.pk, &o.title, &o.identifier, &o.created, &o.modified, &o.folder, &o.deleted, &body); err != nil {
			return fmt.Errorf("after %d notes: %w", items, err)
		}
		c.legacyNote(f, o, uuid, body.String, folders)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("after %d notes: %w", items, err)
	}
	return nil
}

func legacyColumn(have map[string]bool, kind string, names ...string) string {
	var found []string
	for _, name := range names {
		if have[name] {
			found = append(found, "n."+name)
		}
	}
	empty := "0"
	if kind == "TEXT" {
		empty = "''"
	}
	return "CAST(COALESCE(" + strings.Join(append(found, empty, empty), ", ") + ") AS " + kind + ")"
}

// legacyText returns the SQL of a body: ZHTMLSTRING on a Mac, ZCONTENT on an iPhone.
func (db *database) legacyText(ctx context.Context) string {
	have, err := db.columns(ctx, "ZNOTEBODY")
	switch {
	case err == nil && have["ZHTMLSTRING"]:
		return "CAST(b.ZHTMLSTRING AS TEXT)"
	case err == nil && have["ZCONTENT"]:
		return "CAST(b.ZCONTENT AS TEXT)"
	}
	return "NULL"
}

// storeID returns the UUID that Core Data gives to a store, which its notes' row numbers go with.
func (db *database) storeID(ctx context.Context) string {
	var id sql.NullString
	if err := db.QueryRowContext(ctx, "SELECT CAST(Z_UUID AS TEXT) FROM Z_METADATA").Scan(&id); err != nil {
		return ""
	}
	return oneLine(id.String)
}

func (db *database) legacyFolders(ctx context.Context) (map[int64]legacyFolder, error) {
	out := map[int64]legacyFolder{}
	if !db.tables["ZFOLDER"] {
		return out, nil
	}
	have, err := db.columns(ctx, "ZFOLDER")
	if err != nil {
		return out, err
	}
	column := func(kind, name string) string { return strings.ReplaceAll(legacyColumn(have, kind, name), "n.", "") }
	rows, err := db.QueryContext(ctx, "SELECT CAST(Z_PK AS INTEGER), "+column("TEXT", "ZNAME")+", "+column("INTEGER", "ZPARENT")+", "+column("INTEGER", "ZTRASHACCOUNT")+" FROM ZFOLDER LIMIT 1000000")
	if err != nil {
		return out, err
	}
	defer rows.Close()
	for rows.Next() {
		var pk, trash int64
		var d legacyFolder
		if err := rows.Scan(&pk, &d.name, &d.parent, &trash); err != nil {
			return out, err
		}
		d.trashed = trash != 0
		out[pk] = d
	}
	return out, rows.Err()
}

// legacyNote makes one note.
func (c *collection) legacyNote(f importer.File, o object, uuid, source string, folders map[int64]legacyFolder) {
	item := fmt.Sprintf("note %d", o.pk)
	if strings.TrimSpace(source) == "" && oneLine(o.title) == "" {
		c.leaveOutItem(f, item, "a note without text")
		return
	}
	n := &note.Note{Space: c.opts.Space, Created: coreTime(o.created), Updated: coreTime(o.modified),
		Source: note.Source{Input: c.src.Name, File: f.Path, Item: item}}
	switch {
	case o.identifier != "":
		n.ID = noteID(o.identifier)
	case uuid != "":
		n.ID = note.ID(fmt.Sprintf("apple-notes:%s/%d", norm.NFC.String(uuid), o.pk))
	default:
		n.ID = note.ID(fmt.Sprintf("%s/%s#%d", c.opts.Space, f.Path, o.pk))
	}
	trashed := o.deleted != 0
	seen := map[int64]bool{}
	for at := o.folder; at != 0 && !seen[at] && len(n.Notebook) < maxFolders; at = folders[at].parent {
		seen[at] = true
		trashed = trashed || folders[at].trashed
		if name := oneLine(folders[at].name); name != "" && name != "RootFolder" {
			n.Notebook = append(n.Notebook, name)
		}
	}
	slices.Reverse(n.Notebook)
	if trashed {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	}
	n.Body = html.Fragment(tidyPage(source), html.Options{File: f.Place, Item: item, Note: string(n.ID), Report: c.sink, Location: c.opts.Location})
	n.Body = dropTitle(n.Body, oneLine(o.title))
	n.Title = cmp.Or(shorten(oneLine(o.title)), shorten(firstLine(n.Body)), dateTitle(n.Created.In(c.opts.Location)), "Apple Notes")
	if strings.Contains(source, "cid:") {
		c.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I003", Pos: diag.Pos{File: f.Place, Item: item}, Note: string(n.ID),
			Message: "the note has files that the old store keeps elsewhere; they are not shown"})
	}
	c.keep(n)
}
