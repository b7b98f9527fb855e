package applenotes

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
)

// The types of folder.
const (
	trashFolder = 1
	smartFolder = 3
)

// maxFolders is how many folders may lie in each other.
const maxFolders = 32

// folder returns the folder of a note, nil for none.
func (s *store) folder(o *object) *object {
	pk := o.folder
	if pk == 0 {
		pk = s.folderOf[o.pk]
	}
	f := s.objects[pk]
	if f == nil || f.entity != s.entity["ICFolder"] {
		return nil
	}
	return f
}

// notebook returns the folders around a note, outermost first, after the account if several have
// notes, and whether one of them is the trash. Folders that lie in each other end the path.
func (s *store) notebook(o *object) (path []string, trashed bool) {
	seen := map[int64]bool{}
	for f := s.folder(o); f != nil && !seen[f.pk] && len(path) < maxFolders; f = s.objects[f.parent] {
		seen[f.pk] = true
		trashed = trashed || f.folderType == trashFolder || strings.HasPrefix(f.identifier, "TRASHFOLDER")
		if title := oneLine(f.folderTitle); title != "" {
			path = append(path, title)
		}
	}
	if s.manyOwners {
		if a := s.account(o); a != nil {
			if name := oneLine(a.name); name != "" && !strings.Contains(name, "@") {
				path = append(path, name)
			}
		}
	}
	slices.Reverse(path)
	return path, trashed
}

// account returns the account of a note or an attachment, nil when the store does not say.
func (s *store) account(o *object) *object {
	if n := s.objects[o.note]; n != nil && n.entity == s.entity["ICNote"] {
		o = n
	}
	for _, pk := range []int64{s.ownerOf(o), o.account} {
		if a := s.objects[pk]; a != nil && a.entity == s.entity["ICAccount"] {
			return a
		}
	}
	return nil
}

// ownerOf returns the account that a note's folder belongs to.
func (s *store) ownerOf(o *object) int64 {
	if f := s.folder(o); f != nil {
		return f.owner
	}
	return 0
}

// accountOf returns the identifier of the account, as the folders of Accounts are named.
func (s *store) accountOf(o *object) string {
	if a := s.account(o); a != nil {
		return a.identifier
	}
	return ""
}

// The tables and columns that join notes and folders up to iOS 11: Z_11NOTES(Z_11FOLDERS, Z_8NOTES).
var (
	joinTable  = regexp.MustCompile(`^Z_\d{1,3}NOTES$`)
	joinFolder = regexp.MustCompile(`^Z_\d{1,3}FOLDERS$`)
)

// readFolderPairs reads the folders of notes where a table of its own has them.
func (s *store) readFolderPairs() error {
	s.folderOf = map[int64]int64{}
	for name := range s.db.tables {
		if !joinTable.MatchString(name) {
			continue
		}
		columns, err := s.db.columns(s.ctx, name)
		if err != nil {
			return err
		}
		folders, notes := "", ""
		for c := range columns {
			switch {
			case joinFolder.MatchString(c):
				folders = c
			case joinTable.MatchString(c):
				notes = c
			}
		}
		if folders == "" || notes == "" {
			continue
		}
		if err := s.readPairs(s.ctx, "SELECT "+notes+", "+folders+" FROM "+name+" ORDER BY 1, 2"); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) readPairs(ctx context.Context, query string) error {
	rows, err := s.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() && len(s.folderOf) < maxObjects {
		var noteKey, folderKey sql.NullInt64
		if err := rows.Scan(&noteKey, &folderKey); err != nil {
			return err
		}
		if s.folderOf[noteKey.Int64] == 0 {
			s.folderOf[noteKey.Int64] = folderKey.Int64
		}
	}
	return rows.Err()
}
