package applenotes

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"memopress/pkg/importer"
)

// A database is a private copy of a SQLite file of the source, open for reading.
type database struct {
	*sql.DB
	dir     string
	damaged string          // what SQLite found wrong; empty for a whole one
	tables  map[string]bool // names of ordinary tables in upper case
}

// header begins every SQLite file.
const header = "SQLite format 3\x00"

// maxBlob is how large one value in a database may be, in bytes.
const maxBlob = 64 << 20

// openDatabase copies f and its write-ahead log into a folder of its own and opens the copy: the
// newest notes are often in the log only, the app may be writing at this moment, and the source
// may be an archive. The "-shm" file is an index of the log, which SQLite makes again.
func openDatabase(ctx context.Context, src *importer.Source, f importer.File) (db *database, err error) {
	dir, err := os.MkdirTemp("", "memopress-notes-")
	if err != nil {
		return nil, fmt.Errorf("copy %s: %w", f.RawPath, err)
	}
	db = &database{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
			db = nil
		}
	}()
	p := filepath.Join(dir, "store.sqlite")
	if err := copyFile(p, f); err != nil {
		return db, err
	}
	if log, ok := src.Lookup(f.Path + "-wal"); ok {
		if err := copyFile(p+"-wal", log); err != nil {
			return db, err
		}
	}
	db.DB, err = sql.Open("sqlite", "file:"+(&url.URL{Path: p}).EscapedPath()+
		"?mode=rw&_pragma=query_only(1)&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=mmap_size(0)")
	if err != nil {
		return db, fmt.Errorf("open %s: %w", f.RawPath, err)
	}
	db.SetMaxOpenConns(1)
	if err := db.limit(ctx); err != nil {
		return db, fmt.Errorf("open %s: %w", f.RawPath, err)
	}
	if db.tables, err = db.listTables(ctx); err != nil {
		return db, fmt.Errorf("%s is not a whole SQLite database: %w", f.RawPath, err)
	}
	db.check(ctx)
	return db, nil
}

func copyFile(to string, f importer.File) (err error) {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("copy %s: %w", f.RawPath, err)
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("copy %s: %w", f.RawPath, err)
	}
	_, err = io.Copy(w, r)
	if err = errors.Join(err, w.Close()); err != nil {
		return fmt.Errorf("copy %s: %w", f.RawPath, err)
	}
	return nil
}

// limit bounds what a hostile database can make SQLite allocate.
func (db *database) limit(ctx context.Context) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = sqlite.Limit(conn, sqlite3.SQLITE_LIMIT_LENGTH, maxBlob)
	return errors.Join(err, conn.Close())
}

// listTables returns the ordinary tables: a view or a virtual table of a Core Data store's name
// is none of Notes.
func (db *database) listTables(ctx context.Context) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE %' LIMIT 1000`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	tables := map[string]bool{}
	for rows.Next() {
		var name sql.NullString
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		tables[strings.ToUpper(name.String)] = true
	}
	return tables, rows.Err()
}

// check looks at every page once. A file that passes has no page in two places, so that reading
// it ends.
func (db *database) check(ctx context.Context) {
	var found sql.NullString
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		db.damaged = err.Error()
	} else if found.String != "ok" {
		db.damaged = oneLine(found.String)
	}
}

// columns returns the names of a table's columns in upper case.
func (db *database) columns(ctx context.Context, table string) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM pragma_table_info(?)`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		columns[strings.ToUpper(name)] = true
	}
	return columns, rows.Err()
}

// Close closes the database and removes the copy.
func (db *database) Close() error {
	var err error
	if db.DB != nil {
		err = db.DB.Close()
	}
	return errors.Join(err, os.RemoveAll(db.dir))
}
