package evernote

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

func titled(notes []*note.Note, title string) []*note.Note {
	return slices.DeleteFunc(slices.Clone(notes), func(n *note.Note) bool { return n.Title != title })
}

// A note has its own identifier or one of its time and title: the same in whatever file it comes,
// and once for two exports of it. The newer one counts.
func TestIdentifiers(t *testing.T) {
	const guid = "<guid>0A0A0A0A-0000-4000-8000-000000000001</guid>"
	got := read(t, map[string]string{
		"옛.enex":  begin + noteXML("하나", "<div>옛</div>", guid+"<updated>20240401T000000Z</updated>") + noteXML("둘", "<div>같다</div>", "") + noteXML("셋", "<div>가</div>", "") + noteXML("셋", "<div>나</div>", "") + end,
		"새로.enex": begin + noteXML("하나 (바뀐 제목)", "<div>새</div>", guid+"<updated>20240501T000000Z</updated>") + noteXML("둘", "<div>같다</div>", "") + end,
	})
	if n := titled(got.Notes, "하나 (바뀐 제목)"); len(n) != 1 || n[0].ID != "evernote:0a0a0a0a-0000-4000-8000-000000000001" || len(titled(got.Notes, "하나")) != 0 {
		t.Error(importertest.Dump(got))
	}
	if n := titled(got.Notes, "둘"); len(n) != 1 || strings.Contains(n[0].Path, "(2)") {
		t.Error(importertest.Dump(got))
	}
	if n := titled(got.Notes, "셋"); len(n) != 2 || n[1].ID != n[0].ID+"-2" && n[0].ID != n[1].ID+"-2" {
		t.Error(importertest.Dump(got))
	}
	before := got.Notes
	for _, n := range read(t, map[string]string{"다른 노트북.enex": begin + noteXML("둘", "<div>고쳤다</div>", "") + end}).Notes {
		if n.ID != titled(before, "둘")[0].ID {
			t.Errorf("another export of the same note: %s", n.ID)
		}
	}
}

// Numbers of paths follow the times of notes, not their order in files; names that differ by case
// or composition only get one too.
func TestPaths(t *testing.T) {
	older := strings.Replace(noteXML("가", "<div>먼저</div>", ""), "20240301", "20230301", 1)
	upper := strings.Replace(noteXML("Memo", "x", ""), "20240301", "20220301", 1)
	for _, order := range []string{older + noteXML("가", "<div>나중</div>", "") + noteXML("memo", "y", "") + upper, noteXML("memo", "y", "") + upper + noteXML("\u1100\u1161", "<div>나중</div>", "") + older} {
		got := read(t, map[string]string{"책.enex": begin + order + end})
		var paths []string
		for _, n := range got.Notes {
			paths = append(paths, fmt.Sprint(n.Created.Year(), " ", n.Path))
		}
		slices.Sort(paths)
		if s := strings.Join(paths, ", "); s != "2022 책/Memo.md, 2023 책/가.md, 2024 책/memo (2).md, 2024 책/가 (2).md" {
			t.Error(s)
		}
	}
}

// The notebook is the file's name, with its stack and folder; evernote-backup knows better, and a
// note that was exported alone has none.
func TestNotebooks(t *testing.T) {
	two := noteXML("하나", "가", "") + noteXML("둘", "나", "")
	for name, tt := range map[string]struct{ text, want string }{
		"묶음@@@책.enex":   {two, "묶음/책"},
		"묶음/책.enex":     {two, "묶음/책"},
		"@@@.enex":      {noteXML("하나", "가", "<note-custom-metadata><notebook-name>진짜</notebook-name></note-custom-metadata>"), "진짜"},
		"책/하나.enex":     {noteXML("하나", "가", ""), "책"},
		"하나.enex":       {noteXML("하나", "가", ""), ""},
		"a/책.enex":      {noteXML("하나", "가", "<note-custom-metadata><notebook-name>진짜 책</notebook-name><is-active>false</is-active></note-custom-metadata>"), "a/진짜 책"},
		"책 (2024).enex": {noteXML("하나", "가", ""), "책 (2024)"},
	} {
		got := read(t, map[string]string{name: begin + tt.text + end})
		if s := strings.Join(got.Notes[0].Notebook, "/"); s != tt.want {
			t.Errorf("%s: %s, want %s", name, s, tt.want)
		}
		if trash := got.Notes[0].Visibility.Rule == "trash"; trash != strings.Contains(tt.text, "is-active") {
			t.Errorf("%s: %+v", name, got.Notes[0].Visibility)
		}
	}
}

// A link whose text is its target's title has no text of its own; one that its author wrote has.
// A table of contents decides even where its title is that of two notes.
func TestBareLinks(t *testing.T) {
	link := func(n int, text string) string {
		return fmt.Sprintf(`<a href="https://www.evernote.com/client/web#?n=00000000-0000-4000-8000-00000000000%d&amp;">%s</a> `, n, text)
	}
	got := read(t, map[string]string{"책.enex": begin + noteXML("비밀", "x", "") + noteXML("둘", "b", "") + noteXML("둘", "c", "") + noteXML("옛 둘", "d", "") +
		noteXML("차례", "<div>"+link(1, "비밀")+"</div><div>"+link(2, "둘")+"</div>", "") +
		noteXML("글", "<div>"+link(1, "비밀")+link(1, "내 말")+link(2, "옛 둘")+"</div>", "") + end})
	var links []string
	note.Walk(titled(got.Notes, "글")[0].Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok {
			links = append(links, fmt.Sprint(note.PlainText(l.Inlines), " → ", l.Ref.Title, " ", l.Bare))
		}
		return true
	})
	if s := strings.Join(links, ", "); s != "비밀 → 비밀 true, 내 말 → 비밀 false, 옛 둘 → 둘 false" {
		t.Error(s)
	}
}

// Marks that stand where two pieces of the stream meet are marks.
func TestPieceEnds(t *testing.T) {
	for pad := maxPiece - 220; pad < maxPiece+20; pad++ {
		in := begin + noteXML("제목", strings.Repeat("x", pad)+`&amp;]]<![CDATA[>]]><b>가</b>`, `<resource><data encoding="base64">`+strings.Repeat("QUJD", (maxPiece-pad)&3)+`QUJD</data></resource>`) + end
		s := newScanner(strings.NewReader(in))
		for {
			tok, err := s.next()
			if err != nil {
				t.Fatal(err)
			}
			if tok.kind != startTag || tok.name != "note" {
				continue
			}
			rec, err := s.readNote(tok.from)
			if err != nil || !strings.Contains(rec.content, `x&amp;]]><b>가</b></en-note>`) {
				t.Fatalf("%d: %v, %q", pad, err, rec.content[len(rec.content)-60:])
			}
			break
		}
	}
}

// Base64 in a section, with line ends written as entities, and with padding, is the same data in
// the hash and when it is opened; wrong types and endings of names are put right.
func TestData(t *testing.T) {
	for _, data := range []string{png, "\xff\xd8\xff\xe0 a photo", "그냥 글", ""} {
		text := base64.StdEncoding.EncodeToString([]byte(data))
		for _, written := range []string{text, "<![CDATA[" + text + "]]>", "\n  <![CDATA[\n" + text + "\n]]>\n", strings.Join(strings.SplitAfter(text, "A"), "&#13;\n&#xD;")} {
			got := read(t, map[string]string{"가.enex": begin + noteXML("그림", `<en-media hash="`+hashOf(data)+`"/>`, `<resource><data
encoding="base64">`+written+`</data><mime>application/octet-stream</mime><resource-attributes><file-name>그림.png</file-name></resource-attributes></resource>`) + end})
			if data == "" {
				if len(got.Attachments) != 0 || !strings.Contains(importertest.Dump(got), "I003") {
					t.Error(importertest.Dump(got))
				}
				continue
			}
			a := got.Attachments[0]
			r, err := a.Open()
			if err != nil {
				t.Fatal(err)
			}
			back, err := io.ReadAll(iotest.OneByteReader(r))
			want := map[byte]string{'\x89': "그림.png image/png", '\xff': "그림.jpg image/jpeg"}[data[0]]
			if err != nil || string(back) != data || want != "" && a.Name+" "+a.MediaType != want || strings.Contains(importertest.Dump(got), "I003") {
				t.Errorf("%q: %q, %v, %s %s", written, back, err, a.Name, a.MediaType)
			}
		}
	}
}

// What NixNote writes is read with identifiers, notebooks, milliseconds and hexadecimal data.
func TestNixNote(t *testing.T) {
	in := `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE NixNote-Export><nixnote-export version="2" exportType="backup" application="NixNote">
<Synchronization><UpdateSequenceNumber>5</UpdateSequenceNumber></Synchronization>
<Notebook><Guid>b1</Guid><Name>여행</Name><Stack>모음</Stack></Notebook><Tag><Guid>t1</Guid><Name>바다</Name></Tag>
<Note><Guid>AAAAAAAA-0000-4000-8000-000000000001</Guid><Title>강릉</Title><Content><![CDATA[<en-note><div>파도 <en-media type="image/png" hash="` + hashOf(png) + `"/></div></en-note>]]></Content>
<Created>1709251200000</Created><Updated>1709337600000</Updated><Deleted>0</Deleted><Active>true</Active><NotebookGuid>b1</NotebookGuid><Tag><Guid>t1</Guid><Name>바다</Name></Tag>
<NoteResource><Guid>r1</Guid><Data><Body>` + hex.EncodeToString([]byte(png)) + `</Body><BodyHash>` + hashOf(png) + `</BodyHash><Size>14</Size></Data><Mime>image/png</Mime><ResourceAttributes><FileName>바다.png</FileName></ResourceAttributes></NoteResource>
<Attributes><Author>나</Author><SourceUrl>https://example.org/</SourceUrl><Latitude>37.7</Latitude></Attributes></Note>
<Note><Guid>AAAAAAAA-0000-4000-8000-000000000002</Guid><Title>지난 것</Title><Content><![CDATA[<en-note>x</en-note>]]></Content><Created>1709251200000</Created><Active>false</Active></Note>
</nixnote-export>`
	files := map[string]string{"backup.nnex": in}
	got := read(t, files)
	if len(got.Notes) != 2 || len(got.Attachments) != 1 || got.Failed() > 0 {
		t.Fatal(importertest.Dump(got))
	}
	n := got.Notes[0]
	if n.ID != "evernote:aaaaaaaa-0000-4000-8000-000000000001" || strings.Join(n.Notebook, "/") != "모음/여행" || !n.Created.Equal(time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)) || strings.Join(n.Tags, ",") != "바다" {
		t.Errorf("%+v", n)
	}
	if text := string(markdown.Write(n)); !strings.Contains(text, "파도") || !strings.Contains(text, hashOf(png)) || !strings.Contains(text, "note-author: 나") {
		t.Error(text)
	}
	if a := got.Attachments[0]; a.Name != "바다.png" || a.Size != int64(len(png)) {
		t.Errorf("%+v", a)
	}
	if got.Notes[1].Visibility.Rule != "trash" {
		t.Errorf("%+v", got.Notes[1].Visibility)
	}
	importertest.Run(t, Importer{}, importertest.Fixture{Name: "nixnote", Files: files})
}

// Attributes, times in the forms that were seen, and what other programs keep with a note.
func TestProperties(t *testing.T) {
	got := read(t, map[string]string{"가.enex": begin + noteXML("제목", "x", `<updated>20180306T91108 AMZ</updated><note-attributes><author>나</author><source>desktop.mac</source><reminder-order>1</reminder-order>
<reminder-time>2025-01-01T00:00:00+00:00</reminder-time><reminder-done-time>20250102T000000Z</reminder-done-time><place-name>서울</place-name><application-data key="priority">high</application-data><application-data
 key='place'>no</application-data></note-attributes>`) + end})
	text := importertest.Dump(got)
	for _, want := range []string{"updated: 2018-03-06T09:11:08Z", "note-author: 나", "device: desktop.mac", "reminder: 2025-01-01T00:00:00Z", "completed: 2025-01-02T00:00:00Z", "done: true", "place: 서울", "priority: high"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	for in, want := range map[string]string{"20240301T090000Z": "2024-03-01T09:00:00Z", "20240301T91108 PMZ": "2024-03-01T21:11:08Z", "20240301T121108 AM": "2024-03-01T00:11:08Z", "20240301T250000Z": "0001-01-01T00:00:00Z",
		"19700101T000000Z": "0001-01-01T00:00:00Z", "1709251200000": "2024-03-01T00:00:00Z", "": "0001-01-01T00:00:00Z", "어제": "0001-01-01T00:00:00Z"} {
		if s := timeOf(in).Format(time.RFC3339); s != want {
			t.Errorf("%s: %s, want %s", in, s, want)
		}
	}
}

// The day of a task is that of its own zone.
func TestTaskDays(t *testing.T) {
	task := `<task><title>사과 사기</title><taskStatus>open</taskStatus><taskFlag>true</taskFlag><dueDate>20240301T233000Z</dueDate><dueDateUIOption>date_time</dueDateUIOption><timeZone>Asia/Seoul</timeZone><taskGroupNoteLevelID>g</taskGroupNoteLevelID>
<reminder><title>no</title><reminderDate>20240301T000000Z</reminderDate></reminder></task>`
	got := read(t, map[string]string{"가.enex": begin + noteXML("할 일", "<div>x</div>", task) + end})
	if text := importertest.Dump(got); !strings.Contains(text, "- [ ] 사과 사기 📅 2024-03-02 08:30 ⏰ 2024-03-01 🚩") {
		t.Error(text)
	}
}
