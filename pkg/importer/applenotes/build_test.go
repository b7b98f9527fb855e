package applenotes_test

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"crypto/sha1"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	_ "modernc.org/sqlite"
)

// The stores of these tests are built here, as Notes builds them: a Core Data database whose
// texts are gzipped protobuf.

// num, str and sub are fields of a protobuf message.
func num(number int, value int) []byte {
	b := binary.AppendUvarint(nil, uint64(number)<<3)
	return binary.AppendUvarint(b, uint64(value))
}

func str(number int, value string) []byte {
	b := binary.AppendUvarint(nil, uint64(number)<<3|2)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}

func sub(number int, fields ...[]byte) []byte { return str(number, string(bytes.Join(fields, nil))) }

func float(number int, value float64) []byte {
	b := binary.AppendUvarint(nil, uint64(number)<<3|5)
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(value)))
}

func zipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// A span is text with its fields of an AttributeRun.
type span struct {
	text   string
	fields [][]byte
}

func s(text string, fields ...[]byte) span { return span{text, fields} }

// Fields of runs.
var (
	bold, italic, both = num(5, 1), num(5, 2), num(5, 3)
	underlined, struck = num(6, 1), num(7, 1)
)

func style(kind int, more ...[]byte) []byte {
	return sub(2, append([][]byte{num(1, kind)}, more...)...)
}
func indent(n int) []byte     { return num(4, n) }
func checked(done int) []byte { return sub(5, str(1, "0123456789abcdef"), num(2, done)) }
func link(url string) []byte  { return str(9, url) }
func attached(id, uti string) []byte {
	return sub(12, str(1, id), str(2, uti))
}

// textOf is the message of a text, spansOf the same as a note's ZDATA.
func textOf(spans ...span) []byte {
	var text strings.Builder
	var runs []byte
	for _, sp := range spans {
		text.WriteString(sp.text)
		runs = append(runs, sub(5, append([][]byte{num(1, len(utf16.Encode([]rune(sp.text))))}, sp.fields...)...)...)
	}
	return append(str(2, text.String()), runs...)
}

func spansOf(t testing.TB, spans ...span) []byte {
	return zipped(t, append(num(1, 0), sub(2, num(1, 0), num(2, 0), sub(3, textOf(spans...)))...))
}

// uuid makes a UUID of a name.
func uuid(name string) string {
	h := md5.Sum([]byte(name))
	return strings.ToUpper(fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:]))
}

// tableOf is the data of a table. The order of its rows and columns is in lists of UUIDs that
// differ from those of the cells, as in Notes; removed is a row that is in the list only.
func tableOf(t testing.TB, rightToLeft bool, removed bool, rows ...[]string) []byte {
	keys := []string{"identity", "crTableColumnDirection", "self", "crRows", "UUIDIndex", "crColumns", "cellColumns"}
	var uuids, entries []string
	addUUID := func(name string) int {
		h := md5.Sum([]byte(name))
		uuids = append(uuids, string(h[:]))
		return len(uuids) - 1
	}
	add := func(entry []byte) int {
		entries = append(entries, string(entry))
		return len(entries) - 1
	}
	reserve := func() int { return add(nil) }
	object := func(i int) []byte { return num(6, i) }
	custom := func(kind int, members ...[]byte) []byte {
		return sub(13, append([][]byte{num(1, kind)}, members...)...)
	}
	uuidEntry := func(index int) int { return add(custom(2, sub(3, num(1, 4), sub(2, num(2, index))))) }
	pair := func(k, v int) []byte { return sub(1, sub(1, object(k)), sub(2, object(v))) }

	root, direction, name := reserve(), reserve(), reserve()
	orderOf := func(prefix string, n int, removed bool) (set int, cells []int) {
		var list, contents, elements []byte
		for i := range n {
			outer, inner := addUUID(fmt.Sprint(prefix, i)), addUUID(fmt.Sprint(prefix, i, "cell"))
			if removed && i == 1 {
				gone := addUUID(prefix + "gone")
				list = append(list, sub(2, num(1, 99), str(2, uuids[gone]))...)
			}
			list = append(list, sub(2, num(1, i), str(2, uuids[outer]))...)
			k, v := uuidEntry(outer), uuidEntry(inner)
			contents = append(contents, pair(k, v)...)
			elements = append(elements, pair(k, k)...)
			cells = append(cells, v)
		}
		return add(sub(16, sub(1, sub(1, sub(1, str(2, "")), list), sub(2, contents)), sub(2, elements))), cells
	}
	rowSet, rowIDs := orderOf("row", len(rows), removed)
	columnSet, columnIDs := orderOf("column", len(rows[0]), false)
	var columns []byte
	for c, columnID := range slices.Backward(columnIDs) {
		var inColumn []byte
		for r, rowID := range slices.Backward(rowIDs) {
			if rows[r][c] != "" {
				inColumn = append(inColumn, pair(rowID, add(sub(10, textOf(s(rows[r][c])))))...)
			}
		}
		columns = append(columns, pair(columnID, add(sub(6, inColumn)))...)
	}
	cells := add(sub(6, columns))
	side := "CRTableColumnDirectionLeftToRight"
	if rightToLeft {
		side = "CRTableColumnDirectionRightToLeft"
	}
	entries[name] = string(custom(1, sub(3, num(1, 2), sub(2, str(4, side)))))
	entries[direction] = string(sub(1, sub(1), sub(2, object(name))))
	entries[root] = string(custom(12, sub(3, num(1, 0), sub(2, str(4, "00000000-0000-0000-0000-000000000000"))), sub(3, num(1, 1), sub(2, object(direction))),
		sub(3, num(1, 3), sub(2, object(rowSet))), sub(3, num(1, 5), sub(2, object(columnSet))), sub(3, num(1, 6), sub(2, object(cells)))))
	return graphOf(t, entries, keys, uuids)
}

// typeNames are those that Notes writes into every table, in its order.
var typeNames = strings.Fields(`com.apple.CRDT.NSNumber com.apple.CRDT.NSString com.apple.CRDT.NSUUID com.apple.CRDT.CRTuple com.apple.CRDT.CRRegisterMultiValueLeast
	com.apple.CRDT.CRRegisterMultiValue com.apple.CRDT.CRTree com.apple.CRDT.CRTreeNode com.apple.CRDT.NSData com.apple.notes.ICCloudSyncingObjectActivityEvent
	com.apple.notes.ICFastSyncSelectionState com.apple.notes.CRTable com.apple.notes.ICTable`)

func graphOf(t testing.TB, entries, keys, uuids []string) []byte {
	var data []byte
	for _, e := range entries {
		data = append(data, str(3, e)...)
	}
	for _, k := range keys {
		data = append(data, str(4, k)...)
	}
	for _, n := range typeNames {
		data = append(data, str(5, n)...)
	}
	for _, u := range uuids {
		data = append(data, str(6, u)...)
	}
	return zipped(t, sub(2, num(1, 0), num(2, 0), sub(3, data)))
}

// galleryOf is the data of a gallery with those children.
func galleryOf(t testing.TB, children ...string) []byte {
	var entries []string
	for _, c := range children {
		entries = append(entries, string(sub(13, num(1, 1), sub(3, num(1, 0), sub(2, str(4, c))))))
	}
	return graphOf(t, entries, []string{"self"}, nil)
}

// The entities of a store, with numbers as in iOS 17.
const (
	entAccount, entAttachment, entInline, entFolder, entMedia, entNote = 14, 5, 9, 15, 11, 12
)

// A row is the columns of a row that are not NULL.
type row map[string]any

// A storeBuilder builds a NoteStore.sqlite.
type storeBuilder struct {
	t    testing.TB
	path string
	db   *sql.DB
	next int
}

// newColumns are what stores of iOS 17 and later have of the columns that are read.
const newColumns = `ZIDENTIFIER VARCHAR, ZTITLE VARCHAR, ZTITLE1 VARCHAR, ZTITLE2 VARCHAR, ZNAME VARCHAR, ZFILENAME VARCHAR, ZFOLDER INTEGER, ZPARENT INTEGER,
	ZOWNER INTEGER, ZACCOUNT7 INTEGER, ZNOTE INTEGER, ZNOTE1 INTEGER, ZMEDIA INTEGER, ZPARENTATTACHMENT INTEGER, ZFOLDERTYPE INTEGER, ZISPINNED INTEGER,
	ZISPASSWORDPROTECTED INTEGER, ZMARKEDFORDELETION INTEGER, ZNEEDSINITIALFETCHFROMCLOUD INTEGER, ZCREATIONDATE1 TIMESTAMP, ZCREATIONDATE3 TIMESTAMP,
	ZMODIFICATIONDATE1 TIMESTAMP, ZTYPEUTI VARCHAR, ZTYPEUTI1 VARCHAR, ZALTTEXT VARCHAR, ZTOKENCONTENTIDENTIFIER VARCHAR, ZURLSTRING VARCHAR,
	ZHANDWRITINGSUMMARY VARCHAR, ZADDITIONALINDEXABLETEXT VARCHAR, ZSUMMARY VARCHAR, ZGENERATION VARCHAR, ZGENERATION1 VARCHAR, ZFALLBACKIMAGEGENERATION VARCHAR,
	ZFALLBACKPDFGENERATION VARCHAR, ZSMARTFOLDERQUERYJSON VARCHAR, ZSNIPPET VARCHAR, ZMERGEABLEDATA1 BLOB, ZUNAPPLIEDENCRYPTEDRECORDDATA BLOB`

func newStore(t testing.TB, columns string) *storeBuilder {
	t.Helper()
	b := &storeBuilder{t: t, path: filepath.Join(t.TempDir(), "NoteStore.sqlite"), next: 1}
	var err error
	if b.db, err = sql.Open("sqlite", "file:"+b.path+"?_pragma=page_size(1024)&_pragma=journal_mode(delete)"); err != nil {
		t.Fatal(err)
	}
	b.db.SetMaxOpenConns(1)
	b.exec("CREATE TABLE ZICCLOUDSYNCINGOBJECT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, " + columns + " )")
	b.exec("CREATE TABLE ZICNOTEDATA ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZNOTE INTEGER, ZDATA BLOB )")
	b.exec("CREATE TABLE Z_PRIMARYKEY (Z_ENT INTEGER PRIMARY KEY, Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER)")
	for name, ent := range map[string]int{"ICAccount": entAccount, "ICAttachment": entAttachment, "ICInlineAttachment": entInline, "ICFolder": entFolder, "ICMedia": entMedia, "ICNote": entNote} {
		b.exec("INSERT INTO Z_PRIMARYKEY VALUES (?, ?, 0, 0)", ent, name)
	}
	return b
}

func (b *storeBuilder) exec(query string, args ...any) {
	b.t.Helper()
	if _, err := b.db.Exec(query, args...); err != nil {
		b.t.Fatal(query, err)
	}
}

// add inserts an object and returns its number.
func (b *storeBuilder) add(entity int, r row) int {
	b.t.Helper()
	pk := b.next
	b.next++
	columns, marks, args := "Z_PK, Z_ENT", "?, ?", []any{pk, entity}
	for _, name := range slices.Sorted(maps.Keys(r)) {
		columns, marks, args = columns+", "+name, marks+", ?", append(args, r[name])
	}
	b.exec("INSERT INTO ZICCLOUDSYNCINGOBJECT ("+columns+") VALUES ("+marks+")", args...)
	return pk
}

// note inserts a note with its text; a nil blob makes a row without one.
func (b *storeBuilder) note(name string, blob []byte, r row) int {
	b.t.Helper()
	full := row{"ZIDENTIFIER": uuid(name), "ZTITLE1": name}
	maps.Copy(full, r)
	pk := b.add(entNote, full)
	b.exec("INSERT INTO ZICNOTEDATA (ZNOTE, ZDATA) VALUES (?, ?)", pk, blob)
	return pk
}

// account and folder insert what their names say.
func (b *storeBuilder) account(name string) int {
	return b.add(entAccount, row{"ZIDENTIFIER": uuid(name), "ZNAME": name})
}

func (b *storeBuilder) folder(title string, kind int, r row) int {
	full := row{"ZIDENTIFIER": uuid("folder " + title), "ZTITLE2": title, "ZFOLDERTYPE": kind}
	maps.Copy(full, r)
	return b.add(entFolder, full)
}

// bytes closes the store and returns its file.
func (b *storeBuilder) bytes() string {
	b.t.Helper()
	if err := b.db.Close(); err != nil {
		b.t.Fatal(err)
	}
	data, err := os.ReadFile(b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(data)
}

// hashed is the name that a backup of an iPhone gives to a file.
func hashed(p string) string {
	h := fmt.Sprintf("%x", sha1.Sum([]byte("AppDomainGroup-group.com.apple.notes-"+p)))
	return h[:2] + "/" + h
}
