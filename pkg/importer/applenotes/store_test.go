package applenotes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// dumpOf reads a folder of files and returns everything as text.
func dumpOf(t *testing.T, files map[string]string) (importertest.Result, string) {
	t.Helper()
	dir := importertest.Folder(t, files)
	got := importertest.Read(t, applenotes.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	return got, importertest.Dump(got)
}

// bodyOf returns the Markdown of the only note of a store with that text.
func bodyOf(t *testing.T, blob []byte, add ...func(*storeBuilder)) string {
	t.Helper()
	b := newStore(t, newColumns)
	for _, a := range add {
		a(b)
	}
	b.note("Title", blob, row{})
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	if len(got.Notes) != 1 {
		t.Fatal(dump)
	}
	return string(markdown.Write(got.Notes[0]))
}

// has fails for each of the wanted that is not in text.
func has(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in\n%s", w, text)
		}
	}
}

// Runs count UTF-16 units: an emoji is two, and a family seven.
func TestRunsAreUTF16(t *testing.T) {
	got := bodyOf(t, spansOf(t, s("제목 🧳\n", style(0)), s("🚀1"), s("굵게", bold), s("👩‍👩‍👧"), s("기울임", italic), s(" 끝")))
	has(t, got, "🚀1**굵게**👩‍👩‍👧*기울임* 끝")
}

// A run that ends inside a surrogate pair does not cut the character in two, and what follows
// stays in its place.
func TestRunInsideCharacter(t *testing.T) {
	body := append(str(2, "T\n🚀bold x"), sub(5, num(1, 3))...)
	body = append(body, sub(5, num(1, 5), bold)...)
	body = append(body, sub(5, num(1, 2))...)
	got := bodyOf(t, zipped(t, sub(2, sub(3, body))))
	has(t, got, "🚀**bold** x")
	if strings.Contains(got, "\ufffd") {
		t.Error(got)
	}
}

func TestStyles(t *testing.T) {
	got := bodyOf(t, spansOf(t,
		s("Title\n", style(0)),
		s("first line\nsecond\u2028soft\n\nnext paragraph\n"),
		s("a", bold), s("b", both), s("c", italic), s(" "), s("u", underlined), s("s", struck), s("\n"),
		s("x"), s("2", num(8, 1)), s(" H"), s("2", num(8, 0xffffffff)), s("\n"),
		s("red", sub(10, float(1, 1), float(2, 0), float(3, 0), float(4, 1))), s(" black", sub(10, float(1, 0), float(2, 0), float(3, 0), float(4, 1))), s("\n"),
		s("mint", num(14, 4)), s(" "), s("pink", num(14, 2), bold), s("\n"),
		s("to the right\n", style(-1, num(2, 2))),
		s("x := 1\n", style(4)), s("\n", style(4)), s("y := 2\n", style(4)),
		s("see https://example.org/a.\n"),
		s("example.org/b", link("https://example.org/b")), s(" "), s("named", link("https://example.org/c")), s("\n"),
	))
	has(t, got, "first line  \nsecond  \nsoft\n\nnext paragraph", "**a<em>b</em>**_c_", "<u>u</u>~~s~~", "x<sup>2</sup> H<sub>2</sub>", `<font color="#ff0000">red</font> black`,
		"mint", "pink", `<div align="right">`, "to the right", "```\nx := 1\n\ny := 2\n```", "https://example.org/a", "[named](https://example.org/c)")
}

func TestLists(t *testing.T) {
	got := bodyOf(t, spansOf(t, s("Title\n", style(0)),
		s("one\n", style(100)), s("deeper\n", style(101, indent(1))), s("deepest\n", style(102, indent(3))), s("two\u2028soft\n", style(101)),
		s("first\n", style(102)), s("second\n", style(102)),
		s("open\n", style(103, checked(0))), s("완료\n", style(103, checked(1))), s("\n", style(103, checked(0))),
		s("quoted\n", style(-1, num(8, 1))), s("quoted item\n", style(100, num(8, 1)))))
	has(t, got, "- one\n  - deeper\n    1. deepest\n- two  \n  soft", "1. first\n2. second", "[ ] open", "[x] 완료", "> quoted\n>\n> - quoted item")
	if strings.Count(got, "[ ]") != 2 {
		t.Errorf("an item without text is lost:\n%s", got)
	}
}

// The order of rows and columns is in lists of other UUIDs than the cells'; rows that were
// removed are in the list still.
func TestTable(t *testing.T) {
	for _, tt := range []struct {
		rightToLeft bool
		want        string
	}{{false, "| 가 | b |\n| c |  |\n|  | 라 |"}, {true, "| b | 가 |\n|  | c |\n| 라 |  |"}} {
		got := bodyOf(t, spansOf(t, s("Title\n", style(0)), s("before "), s("\ufffc", attached(uuid("t"), "com.apple.notes.table")), s(" after\n")), func(b *storeBuilder) {
			b.add(entAttachment, row{"ZIDENTIFIER": uuid("t"), "ZTYPEUTI": "com.apple.notes.table", "ZMERGEABLEDATA1": tableOf(t, tt.rightToLeft, true, []string{"가", "b"}, []string{"c", ""}, []string{"", "라"})})
		})
		has(t, got, "before", tt.want, "after")
	}
}

// A table that cannot be read leaves the words that Notes keeps for searching, and the rest of
// the note.
func TestBrokenTable(t *testing.T) {
	for _, data := range [][]byte{nil, {0x1f, 0x8b, 0}, zipped(t, []byte{0xff}), zipped(t, sub(2, sub(3, str(5, "com.apple.notes.ICTable"), sub(3, sub(13, num(1, 0))))))} {
		got := bodyOf(t, spansOf(t, s("Title\n", style(0)), s("\ufffc", attached(uuid("t"), "com.apple.notes.table")), s("\nafter\n")), func(b *storeBuilder) {
			b.add(entAttachment, row{"ZIDENTIFIER": uuid("t"), "ZTYPEUTI": "com.apple.notes.table", "ZMERGEABLEDATA1": data, "ZSUMMARY": "낱말 하나\nword"})
		})
		has(t, got, "낱말 하나", "word", "after")
	}
}

// An attachment of which the store has no row costs the note nothing else.
func TestMissingAttachment(t *testing.T) {
	b := newStore(t, newColumns)
	b.note("Title", spansOf(t, s("Title\n", style(0)), s("before "), s("\ufffc", attached(uuid("gone"), "public.jpeg")), s(" after"), s("\ufffc", attached(uuid("no file"), "public.jpeg"))), row{})
	m := b.add(entMedia, row{"ZIDENTIFIER": uuid("no file medium"), "ZFILENAME": "사진.jpg"})
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("no file"), "ZTYPEUTI": "public.jpeg", "ZMEDIA": m})
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	has(t, dump, "before [public.jpeg] after", "warning I003", "the file of 사진.jpg is not in the export")
	if len(got.Notes) != 1 || got.Failed() != 0 {
		t.Error(dump)
	}
}

// Folder type 1 is the trash and what lies in it, type 3 a search; folders that lie in each other
// end.
func TestFolders(t *testing.T) {
	b := newStore(t, newColumns)
	one, two := b.account("iCloud"), b.account("On My Mac")
	trash := b.folder("Recently Deleted", 1, row{"ZOWNER": one})
	inTrash := b.folder("안쪽", 0, row{"ZOWNER": one, "ZPARENT": trash})
	smart := b.folder("Tagged", 3, row{"ZSMARTFOLDERQUERYJSON": `{"tag":"x"}`})
	loop := b.folder("loop", 0, row{"ZOWNER": two})
	round := b.folder("round", 0, row{"ZOWNER": two, "ZPARENT": loop})
	b.exec("UPDATE ZICCLOUDSYNCINGOBJECT SET ZPARENT = ? WHERE Z_PK = ?", round, loop)
	for name, folder := range map[string]int{"in trash": trash, "deeper in trash": inTrash, "in a loop": loop, "nowhere": 0, "in a search": smart} {
		b.note(name, spansOf(t, s(name+"\n"), s("text")), row{"ZFOLDER": folder})
	}
	b.note("marked", spansOf(t, s("marked\n")), row{"ZFOLDER": loop, "ZMARKEDFORDELETION": 1})
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	visible := map[string]note.State{}
	for _, n := range got.Notes {
		visible[n.Title] = n.Visibility.State
		if n.Title == "in a loop" && strings.Join(n.Notebook, "/") != "On My Mac/round/loop" {
			t.Errorf("%q", n.Notebook)
		}
	}
	for name, want := range map[string]note.State{"in trash": note.MarkedPrivate, "deeper in trash": note.MarkedPrivate, "marked": note.MarkedPrivate, "in a loop": note.Unmarked, "nowhere": note.Unmarked} {
		if state, ok := visible[name]; !ok || state != want {
			t.Errorf("%s: %v, %v", name, state, ok)
		}
	}
	has(t, dump, "trash", `the smart folder "Tagged" is a search`)
}

// A locked note is left out with what to do about it, and so are its files.
func TestLocked(t *testing.T) {
	b := newStore(t, newColumns)
	pk := b.note("비밀", []byte("encrypted"), row{"ZISPASSWORDPROTECTED": 1})
	m := b.add(entMedia, row{"ZIDENTIFIER": uuid("locked medium"), "ZFILENAME": "x.jpg"})
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("locked"), "ZTYPEUTI": "public.jpeg", "ZMEDIA": m, "ZNOTE": pk})
	b.note("open", spansOf(t, s("open\n")), row{})
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes(), "Accounts/A/Media/" + uuid("locked medium") + "/x.jpg": "encrypted"})
	has(t, dump, "#"+uuid("비밀")+": left out locked", "x.jpg: left out locked", "warning I006")
	if len(got.Notes) != 1 || len(got.Attachments) != 0 {
		t.Error(dump)
	}
}

// Stores of iOS 11 have other columns, and a table that joins notes and folders.
func TestOldSchema(t *testing.T) {
	b := newStore(t, `ZIDENTIFIER VARCHAR, ZTITLE VARCHAR, ZTITLE1 VARCHAR, ZTITLE2 VARCHAR, ZNAME VARCHAR, ZPARENT INTEGER, ZOWNER INTEGER, ZACCOUNT2 INTEGER,
		ZNOTE INTEGER, ZFOLDERTYPE INTEGER, ZCREATIONDATE1 TIMESTAMP, ZMODIFICATIONDATE1 TIMESTAMP, ZTYPEUTI VARCHAR, ZMERGEABLEDATA BLOB`)
	b.exec("CREATE TABLE Z_11NOTES ( Z_11FOLDERS INTEGER, Z_8NOTES INTEGER, PRIMARY KEY (Z_11FOLDERS, Z_8NOTES) )")
	f := b.folder("오래된 폴더", 0, row{})
	n := b.note("옛 메모", spansOf(t, s("옛 메모\n"), s("\ufffc", attached(uuid("t"), "com.apple.notes.table"))), row{"ZCREATIONDATE1": 500000000, "ZMODIFICATIONDATE1": 500000001.5})
	b.exec("INSERT INTO Z_11NOTES VALUES (?, ?)", f, n)
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("t"), "ZTYPEUTI": "com.apple.notes.table", "ZMERGEABLEDATA": tableOf(t, false, false, []string{"하나", "둘"})})
	_, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	has(t, dump, "created: 2016-11-05T00:53:20Z", "updated: 2016-11-05T00:53:21.5Z", "path: 오래된 폴더/옛 메모.md", "| 하나 | 둘 |")
}

// The newest notes are in the log only, as long as the app runs.
func TestWriteAheadLog(t *testing.T) {
	b := newStore(t, newColumns)
	b.note("first", spansOf(t, s("first\n")), row{})
	for _, pragma := range []string{"PRAGMA journal_mode = wal", "PRAGMA wal_autocheckpoint = 0"} {
		b.exec(pragma)
	}
	b.note("나중", spansOf(t, s("나중\n")), row{})
	files := map[string]string{}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		data, err := os.ReadFile(b.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		files["group.com.apple.notes/NoteStore.sqlite"+suffix] = string(data)
	}
	got, dump := dumpOf(t, files)
	if len(got.Notes) != 2 {
		t.Error(dump)
	}
	has(t, dump, "나중", "NoteStore.sqlite-wal: left out part of the store", "NoteStore.sqlite-shm: left out part of the store")
	importertest.Run(t, applenotes.Importer{}, importertest.Fixture{Name: "log", Files: files})

	// Cut between two pages a log looks whole; only the "-shm" file knows better.
	const log, page = "group.com.apple.notes/NoteStore.sqlite-wal", 24 + 1024
	files[log] = files[log][:32+(len(files[log])-32)/page/2*page]
	_, dump = dumpOf(t, files)
	has(t, dump, "the newest changes are missing")
}

// Notes of one title, also if only the case differs, have paths of their own, in the order in
// which they were made; a title may hold anything.
func TestPaths(t *testing.T) {
	b := newStore(t, newColumns)
	for i, title := range []string{"같은 제목", "같은 제목", "Plan", "plan", "a/b: c", "..", strings.Repeat("긴", 300)} {
		b.note(title+strings.Repeat("!", i), spansOf(t, s(title+"\n")), row{"ZCREATIONDATE3": 600000000 - i})
	}
	got, _ := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	paths := map[string]bool{}
	for _, n := range got.Notes {
		paths[n.Path] = true
	}
	for _, want := range []string{"같은 제목.md", "같은 제목 (2).md", "plan.md", "Plan (2).md", "a-b- c.md"} {
		if !paths[want] {
			t.Errorf("no %s in %v", want, paths)
		}
	}
}

// A note of which the device has a row but no text is its beginning, or nothing.
func TestWithoutText(t *testing.T) {
	b := newStore(t, newColumns)
	b.note("아직 없음", nil, row{"ZSNIPPET": "첫 줄", "ZNEEDSINITIALFETCHFROMCLOUD": 1})
	b.add(entNote, row{"ZIDENTIFIER": uuid("empty")})
	_, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
	has(t, dump, "title: 아직 없음", "첫 줄", "warning I003", "#"+uuid("empty")+": left out a note without text")
}

// In a backup of an iPhone files are named by hashes.
func TestBackup(t *testing.T) {
	b := newStore(t, newColumns)
	account := b.account("iCloud")
	f := b.folder("Notes", 0, row{"ZOWNER": account})
	m := b.add(entMedia, row{"ZIDENTIFIER": "11111111-2222-3333-4444-555555555555", "ZFILENAME": "사진.png"})
	n := b.note("사진", spansOf(t, s("사진\n"), s("\ufffc", attached(uuid("p"), "public.png"))), row{"ZFOLDER": f})
	b.add(entAttachment, row{"ZIDENTIFIER": uuid("p"), "ZTYPEUTI": "public.png", "ZMEDIA": m, "ZNOTE": n})
	got, dump := dumpOf(t, map[string]string{
		"4f/4f98687d8ab0d6d1a371110e6b7300f6e465bef2":                                               b.bytes(),
		hashed("Accounts/" + uuid("iCloud") + "/Media/11111111-2222-3333-4444-555555555555/사진.png"): "\x89PNG\r\n\x1a\n",
		"Manifest.db": "SQLite format 3\x00 of other apps",
	})
	if len(got.Attachments) != 1 || got.Attachments[0].Name != "사진.png" || got.Attachments[0].MediaType != "image/png" {
		t.Error(dump)
	}
	has(t, dump, "Manifest.db: left out not of Apple Notes")
}

// Recordings show their transcripts, cards their pages, mentions and sums their text.
func TestInlineAttachments(t *testing.T) {
	b := newStore(t, newColumns)
	blob := []span{s("Title\n", style(0))}
	add := func(name, uti string, r row) {
		r["ZIDENTIFIER"] = uuid(name)
		ent := entAttachment
		if strings.Contains(uti, "inlinetext") {
			ent = entInline
			r["ZTYPEUTI1"] = uti
		} else {
			r["ZTYPEUTI"] = uti
		}
		b.add(ent, r)
		blob = append(blob, s("\ufffc", attached(strings.ToLower(uuid(name)), uti)), s("\n"))
	}
	const inline = "com.apple.notes.inlinetextattachment."
	m := b.add(entMedia, row{"ZIDENTIFIER": uuid("m"), "ZFILENAME": "회의.m4a"})
	add("audio", "com.apple.m4a-audio", row{"ZMEDIA": m, "ZTITLE": "회의 녹음", "ZADDITIONALINDEXABLETEXT": "안녕하세요. Let us begin."})
	add("card", "public.url", row{"ZTITLE": "Example", "ZURLSTRING": "https://example.org/"})
	add("tag", inline+"hashtag", row{"ZALTTEXT": "#할일/집", "ZTOKENCONTENTIDENTIFIER": "할일"})
	add("mention", inline+"mention", row{"ZALTTEXT": "@민지", "ZTOKENCONTENTIDENTIFIER": "friend@example.org"})
	add("sum", inline+"calculateresult", row{"ZALTTEXT": "42"})
	add("line", inline+"dividerline", row{})
	add("link", inline+"link", row{"ZALTTEXT": "다른 메모", "ZTOKENCONTENTIDENTIFIER": "applenotes:note/" + strings.ToLower(uuid("other")) + "?ownerIdentifier=x"})
	pdf := "com.apple.paper.doc.scan"
	add("scan", pdf, row{"ZTITLE": "영수증", "ZFALLBACKPDFGENERATION": "2_X"})
	add("thing", "public.unrecognised", row{})
	b.note("Title", spansOf(t, blob...), row{})
	b.note("other", spansOf(t, s("다른 메모\n")), row{})
	got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes(),
		"Accounts/A/Media/" + uuid("m") + "/회의.m4a":                            "\x00\x00\x00\x18ftypM4A ",
		"Accounts/A/FallbackPDFs/" + uuid("scan") + "/1_W/FallbackPDF.pdf":     "%PDF-1.4 old",
		"Accounts/A/FallbackPDFs/" + uuid("scan") + "/2_X/FallbackPDF.pdf":     "%PDF-1.4 new",
		"Accounts/A/FallbackImages/" + uuid("scan") + "/2_X/FallbackImage.png": "x",
	})
	has(t, dump, "회의 녹음", "안녕하세요. Let us begin.", "[Example](https://example.org/)", "#할일/집", "@민지", "42", "\n---\n", "public.unrecognised", "1_W/FallbackPDF.pdf: left out preview of an attachment")
	if strings.Contains(dump, "friend@example.org") {
		t.Error("the address of a person that a note mentions is shown")
	}
	links, names := 0, ""
	for _, n := range got.Notes {
		note.Walk(n.Body, func(node any) bool {
			if l, ok := node.(*note.Link); ok && l.Ref.Kind == note.RefNote {
				links++
				if l.Ref.Target != "apple-notes:"+uuid("other") || !l.Bare || l.Ref.Title != "다른 메모" {
					t.Errorf("%+v", l)
				}
			}
			return true
		})
	}
	for _, a := range got.Attachments {
		names += a.Name + " "
	}
	if links != 1 || !strings.Contains(names, "회의.m4a") || !strings.Contains(names, "영수증.pdf") {
		t.Error(links, names)
	}
}

// TestBlobs reads texts that Notes itself wrote.
func TestBlobs(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	want := map[string][]string{
		"block_quotes":        {"> This is a block quote", "```\nThis is monostyled\n```", "> This is a monostyled block quote"},
		"color_formatting":    {`<font color="#ff0000">Red</font>`, "[x] Checklist, checked"},
		"emoji_formatting_1":  {"🚀1🚀2🕹️**3💻4🖥️5🧑‍💻6👩‍💻7**"},
		"emoji_formatting_2":  {"**Graphic Designer 💻 from Stockport, UK** 📍", "[projects](https://ciofecaforensics.com)"},
		"emoji_formatting_3":  {"Bold: **bold**", "Underlined: <u>underlined</u>"},
		"html":                {"This should never show up"},
		"list_indents":        {"- [ ] Checklist\n  - [ ] Indented checklist 1\n    - [ ]", "1. Numbered list\n   1. "},
		"right_to_left_table": {"|  | اول |\n| نهاية |  |"},
		"simple_note":         {"title: Title"},
		"table_formats":       {"| **Bold** | *Italics* |", "| Mixed **bold** *italics* <u>underline</u> |  |"},
		"table":               {"| Row 1 Column 1 | Row 1 Column 2 |\n| Row 2 Column 1 | Row 2 Column 2 |"},
		"text_decorations":    {"***Bold italic body***", "~~Strikethrough body~~"},
		"url":                 {"[his older brother](https://en.m.wikipedia.org/wiki/Graig_Nettles)"},
		"wide_characters":     {"體驗看法覺得很大"},
	}
	paths, err := filepath.Glob(filepath.Join(corpus, "apple-notes/cloud-notes-parser-blobs/*.bin"))
	if err != nil || len(paths) != 17 {
		t.Fatal(len(paths), err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(p), ".bin"), "_gzipped")
		b := newStore(t, newColumns)
		if strings.Contains(name, "table") {
			b.add(entAttachment, row{"ZIDENTIFIER": uuid("table"), "ZTYPEUTI": "com.apple.notes.table", "ZMERGEABLEDATA1": data})
			data = spansOf(t, s("Table\n"), s("\ufffc", attached(uuid("table"), "com.apple.notes.table")))
		}
		b.note(name, data, row{})
		got, dump := dumpOf(t, map[string]string{"NoteStore.sqlite": b.bytes()})
		if strings.HasPrefix(name, "ZSERVER") { // records of CloudKit, which are no texts
			if got.Failed() != 1 {
				t.Error(dump)
			}
			continue
		}
		has(t, dump, want[strings.TrimSuffix(name, "_protobuf")]...)
		if got.Failed() > 0 {
			t.Error(dump)
		}
	}
}
