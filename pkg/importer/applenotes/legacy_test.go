package applenotes_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
)

// legacyStore runs SQL and returns the file of the database.
func legacyStore(t *testing.T, statements ...string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "x.sqlite")
	db, err := sql.Open("sqlite", "file:"+p+"?_pragma=page_size(1024)")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The store of Macs before 2015: folders, the trash, lines as <div>s.
func TestLegacyMac(t *testing.T) {
	store := legacyStore(t,
		`CREATE TABLE ZNOTE ( Z_PK INTEGER PRIMARY KEY, ZBODY INTEGER, ZFOLDER INTEGER, ZDATECREATED TIMESTAMP, ZDATEEDITED TIMESTAMP, ZTITLE VARCHAR )`,
		`CREATE TABLE ZNOTEBODY ( Z_PK INTEGER PRIMARY KEY, ZNOTE INTEGER, ZHTMLSTRING VARCHAR )`,
		`CREATE TABLE ZFOLDER ( Z_PK INTEGER PRIMARY KEY, ZPARENT INTEGER, ZTRASHACCOUNT INTEGER, ZNAME VARCHAR )`,
		`CREATE TABLE Z_METADATA ( Z_VERSION INTEGER PRIMARY KEY, Z_UUID VARCHAR(255) )`,
		`INSERT INTO Z_METADATA VALUES (1, 'D25E1FF7-34FB-48F8-ADB6-B1C7A89F28C0')`,
		`INSERT INTO ZFOLDER VALUES (1, NULL, NULL, 'RootFolder'), (2, 1, NULL, '메모'), (3, 2, NULL, '집'), (4, NULL, 1, 'Trash'), (5, 6, NULL, 'a'), (6, 5, NULL, 'b')`,
		`INSERT INTO ZNOTEBODY VALUES (1, 1, '<html><body><div>장보기</div><div>우유</div><div>빵</div><div><br></div><div>끝 <b>bold</b></div></body></html>'),
			(2, 2, '<div>gone</div>'), (3, 3, '<h1>loop</h1>'), (4, 4, '')`,
		`INSERT INTO ZNOTE VALUES (1, 1, 3, 413779107.5, 460062346, '장보기'), (2, 2, 4, 1, 1, 'gone'), (3, 3, 5, 413779107, NULL, 'loop'), (4, 4, 2, 1, 1, ''), (5, 99, 2, 413779107, 1, 'title only')`)
	files := map[string]string{"group/NotesV7.storedata": store}
	got, dump := dumpOf(t, files)
	has(t, dump, "title: 장보기", "path: 메모/집/장보기.md", "우유  \n빵\n\n끝 **bold**", "created: 2014-02-11T02:38:27.5Z", "title: title only", "#note 4: left out a note without text", "apple-notes:D25E1FF7-34FB-48F8-ADB6-B1C7A89F28C0/1")
	if len(got.Notes) != 4 {
		t.Error(dump)
	}
	for _, n := range got.Notes {
		if (n.Title == "gone") != (n.Visibility.State == note.MarkedPrivate) {
			t.Errorf("%s: %+v", n.Title, n.Visibility)
		}
	}
	importertest.Run(t, applenotes.Importer{}, importertest.Fixture{Name: "legacy", Files: files})
}

// The store of iPhones before iOS 9 has other columns.
func TestLegacyPhone(t *testing.T) {
	store := legacyStore(t,
		`CREATE TABLE ZNOTE ( Z_PK INTEGER PRIMARY KEY, ZBODY INTEGER, ZSTORE INTEGER, ZDELETEDFLAG INTEGER, ZCREATIONDATE TIMESTAMP, ZMODIFICATIONDATE TIMESTAMP, ZTITLE VARCHAR, ZGUID VARCHAR )`,
		`CREATE TABLE ZNOTEBODY ( Z_PK INTEGER PRIMARY KEY, ZOWNER INTEGER, ZCONTENT VARCHAR )`,
		`INSERT INTO ZNOTEBODY VALUES (1, 1, '전화 메모<div>둘째 줄</div>'), (2, 2, 'x')`,
		`INSERT INTO ZNOTE VALUES (1, 1, 1, 0, 300000000, 300000001, '전화 메모', 'abc-1'), (2, 2, 1, 1, 300000000, 300000001, 'x', 'abc-2')`)
	got, dump := dumpOf(t, map[string]string{"어떤 파일.db": store})
	has(t, dump, "apple-notes:ABC-1", "title: 전화 메모", "둘째 줄", "created: 2010-07-05T05:20:00Z", "private: trash")
	if len(got.Notes) != 2 || strings.Contains(dump, "warning") {
		t.Error(dump)
	}
}
