package applenotes

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// An object is a row of the one wide table in which Notes keeps accounts, folders, notes,
// attachments and media. Which columns there are differs with every version.
type object struct {
	pk, entity                                                 int64
	identifier                                                 string
	title, cardTitle, folderTitle                              string
	name, filename                                             string
	folder, parent, owner, account                             int64
	note, media, parentAttachment                              int64
	folderType                                                 int64
	pinned, locked, deleted, notFetched                        int64
	created, modified                                          float64
	uti, altText, token, address                               string
	handwriting, transcript, summary                           string
	generation, imageGeneration, pdfGeneration, query, snippet string
}

// A column is a field of an object and the columns that may hold it, the newest first.
type column struct {
	kind  string // the SQL type that it is read as
	names []string
	into  func(o *object) any
}

func text(into func(*object) *string, names ...string) column {
	return column{"TEXT", names, func(o *object) any { return into(o) }}
}

func number(into func(*object) *int64, names ...string) column {
	return column{"INTEGER", names, func(o *object) any { return into(o) }}
}

func decimal(into func(*object) *float64, names ...string) column {
	return column{"REAL", names, func(o *object) any { return into(o) }}
}

// objectColumns lists the columns of iOS 9 to 26.
var objectColumns = []column{
	number(func(o *object) *int64 { return &o.pk }, "Z_PK"),
	number(func(o *object) *int64 { return &o.entity }, "Z_ENT"),
	text(func(o *object) *string { return &o.identifier }, "ZIDENTIFIER"),
	text(func(o *object) *string { return &o.title }, "ZTITLE1"),
	text(func(o *object) *string { return &o.cardTitle }, "ZTITLE", "ZUSERTITLE"),
	text(func(o *object) *string { return &o.folderTitle }, "ZTITLE2"),
	text(func(o *object) *string { return &o.name }, "ZNAME"),
	text(func(o *object) *string { return &o.filename }, "ZFILENAME"),
	number(func(o *object) *int64 { return &o.folder }, "ZFOLDER"),
	number(func(o *object) *int64 { return &o.parent }, "ZPARENT"),
	number(func(o *object) *int64 { return &o.owner }, "ZOWNER"),
	number(func(o *object) *int64 { return &o.account }, "ZACCOUNT8", "ZACCOUNT7", "ZACCOUNT6", "ZACCOUNT5", "ZACCOUNT4", "ZACCOUNT3", "ZACCOUNT2", "ZACCOUNT1", "ZACCOUNT"),
	number(func(o *object) *int64 { return &o.note }, "ZNOTE", "ZNOTE1"),
	number(func(o *object) *int64 { return &o.media }, "ZMEDIA"),
	number(func(o *object) *int64 { return &o.parentAttachment }, "ZPARENTATTACHMENT", "ZPARENTATTACHMENT1"),
	number(func(o *object) *int64 { return &o.folderType }, "ZFOLDERTYPE"),
	number(func(o *object) *int64 { return &o.pinned }, "ZISPINNED"),
	number(func(o *object) *int64 { return &o.locked }, "ZISPASSWORDPROTECTED"),
	number(func(o *object) *int64 { return &o.deleted }, "ZMARKEDFORDELETION"),
	number(func(o *object) *int64 { return &o.notFetched }, "ZNEEDSINITIALFETCHFROMCLOUD"),
	decimal(func(o *object) *float64 { return &o.created }, "ZCREATIONDATE3", "ZCREATIONDATE2", "ZCREATIONDATE1", "ZCREATIONDATE"),
	decimal(func(o *object) *float64 { return &o.modified }, "ZMODIFICATIONDATE1", "ZMODIFICATIONDATE"),
	text(func(o *object) *string { return &o.uti }, "ZTYPEUTI", "ZTYPEUTI1"),
	text(func(o *object) *string { return &o.altText }, "ZALTTEXT"),
	text(func(o *object) *string { return &o.token }, "ZTOKENCONTENTIDENTIFIER"),
	text(func(o *object) *string { return &o.address }, "ZURLSTRING"),
	text(func(o *object) *string { return &o.handwriting }, "ZHANDWRITINGSUMMARY"),
	text(func(o *object) *string { return &o.transcript }, "ZADDITIONALINDEXABLETEXT"),
	text(func(o *object) *string { return &o.summary }, "ZSUMMARY"),
	text(func(o *object) *string { return &o.generation }, "ZGENERATION1", "ZGENERATION"),
	text(func(o *object) *string { return &o.imageGeneration }, "ZFALLBACKIMAGEGENERATION"),
	text(func(o *object) *string { return &o.pdfGeneration }, "ZFALLBACKPDFGENERATION"),
	text(func(o *object) *string { return &o.query }, "ZSMARTFOLDERQUERYJSON"),
	text(func(o *object) *string { return &o.snippet }, "ZSNIPPET"),
}

// expression returns the SQL of a column, of whatever version: the first that has a value.
func (c column) expression(have map[string]bool) string {
	var found []string
	for _, name := range c.names {
		if have[name] {
			found = append(found, name)
		}
	}
	empty := "0"
	if c.kind == "TEXT" {
		empty = "''"
	}
	return "CAST(COALESCE(" + strings.Join(append(found, empty, empty), ", ") + ") AS " + c.kind + ")"
}

// table is where everything but the text of notes is.
const table = "ZICCLOUDSYNCINGOBJECT"

// maxObjects is how many rows are read: ten times the largest library known.
const maxObjects = 5_000_000

// readObjects returns the rows by their number. With an error it returns those before the place
// that cannot be read.
func (db *database) readObjects(ctx context.Context) (map[int64]*object, error) {
	objects := map[int64]*object{}
	have, err := db.columns(ctx, table)
	if err != nil {
		return objects, err
	}
	var expressions []string
	for _, c := range objectColumns {
		expressions = append(expressions, c.expression(have))
	}
	rows, err := db.QueryContext(ctx, "SELECT "+strings.Join(expressions, ", ")+" FROM "+table)
	if err != nil {
		return objects, err
	}
	defer rows.Close()
	for rows.Next() {
		if len(objects) == maxObjects {
			return objects, fmt.Errorf("more than %d rows", maxObjects)
		}
		o := &object{}
		var into []any
		for _, c := range objectColumns {
			into = append(into, c.into(o))
		}
		if err := rows.Scan(into...); err != nil {
			return objects, err
		}
		o.identifier = strings.ToUpper(strings.ToValidUTF8(o.identifier, "\ufffd"))
		objects[o.pk] = o
	}
	return objects, rows.Err()
}

// entities returns the numbers of the entities that a store has, by their names.
func (db *database) entities(ctx context.Context) (map[string]int64, error) {
	rows, err := db.QueryContext(ctx, "SELECT CAST(Z_NAME AS TEXT), CAST(Z_ENT AS INTEGER) FROM Z_PRIMARYKEY LIMIT 10000")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]int64{}
	for rows.Next() {
		var name sql.NullString
		var number sql.NullInt64
		if err := rows.Scan(&name, &number); err != nil {
			return nil, err
		}
		out[name.String] = number.Int64
	}
	return out, rows.Err()
}

// blob returns a value of the wide table: nil when there is none.
func (db *database) blob(ctx context.Context, pk int64, have map[string]bool, names ...string) ([]byte, error) {
	var found []string
	for _, name := range names {
		if have[name] {
			found = append(found, name)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	var data []byte
	err := db.QueryRowContext(ctx, "SELECT CAST(COALESCE("+strings.Join(append(found, "NULL"), ", ")+") AS BLOB) FROM "+table+" WHERE Z_PK = ?", pk).Scan(&data)
	return data, err
}
