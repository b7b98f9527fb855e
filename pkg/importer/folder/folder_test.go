package folder_test

import (
	"slices"
	"testing"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"memopress/pkg/importer/folder"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, folder.Importer{}) }

// Text of Windows comes in its old encodings, and old Macs end lines with "\r".
func TestEncodings(t *testing.T) {
	const memo = "회의록\n똠방각하와 펲시맨\n2024-03-01"
	encode := func(s string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	got := importertest.Read(t, folder.Importer{}, importertest.Folder(t, map[string]string{
		"cp949.txt":   encode(korean.EUCKR.NewEncoder().String(memo)),
		"utf16.txt":   encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(memo)),
		"bom.txt":     "\ufeff" + memo,
		"mac.txt":     "회의록\r똠방각하와 펲시맨\r2024-03-01",
		"windows.txt": "회의록\r\n똠방각하와 펲시맨\r\n2024-03-01\r\n",
		"cp949.md":    encode(korean.EUCKR.NewEncoder().String("# 회의록\n\n똠방각하와 펲시맨")),
		"cp949.html":  encode(korean.EUCKR.NewEncoder().String(`<meta charset="euc-kr"><title>회의록</title><p>똠방각하와 펲시맨`)),
	}))
	if len(got.Notes) != 7 {
		t.Fatalf("%d notes", len(got.Notes))
	}
	for _, n := range got.Notes {
		first := note.PlainText(n.Body[len(n.Body)-1].(*note.Paragraph).Inlines)
		if n.Title != "회의록" || first != "똠방각하와 펲시맨" && first != "똠방각하와 펲시맨 2024-03-01" {
			t.Errorf("%s: %q, %q", n.Path, n.Title, first)
		}
	}
}

// A file that is no text and one that is too large are accounted for.
func TestNoText(t *testing.T) {
	got := importertest.Read(t, folder.Importer{}, importertest.Folder(t, map[string]string{"noise.txt": "a\xff\x00\x01b", "노트.md": "글"}))
	states := map[string]ledger.State{}
	for _, e := range got.Ledger {
		states[e.Item] = e.State
	}
	damaged := false
	for _, d := range got.Diagnostics {
		damaged = damaged || d.Code == "I004"
	}
	if !damaged || states["노트.md"] != ledger.Imported || len(states) != 2 {
		t.Errorf("%v, %+v", states, got.Diagnostics)
	}
}

// An archive of one folder is read as that folder.
func TestWrapper(t *testing.T) {
	got := importertest.Read(t, folder.Importer{}, importertest.Zip(t, map[string]string{"나의 노트/_config.yml": "", "나의 노트/_layouts/a.html": "<p>", "나의 노트/글/a.md": "글"}))
	if len(got.Notes) != 1 || got.Notes[0].Path != "글/a.md" || got.Notes[0].Notebook[0] != "글" || got.Notes[0].Source.File != "나의 노트/글/a.md" {
		t.Errorf("%+v", got.Notes)
	}
	got = importertest.Read(t, folder.Importer{}, importertest.Folder(t, map[string]string{"노트/a.md": "글"}))
	if got.Notes[0].Path != "노트/a.md" {
		t.Errorf("%+v", got.Notes[0])
	}
}

// What a browser saved beside a page is part of that page, frames included.
func TestSavedPage(t *testing.T) {
	got := importertest.Read(t, folder.Importer{}, importertest.Zip(t, map[string]string{
		"글/저장.html": "<title>저장</title><p>text <img src='저장_files/a.png'>", "글/저장_files/frame.html": "<p>advertisement", "글/저장_files/a.png": "x",
		"글/my_files/a.html": "<p>a page of its own", "b.md": "text"}))
	var paths []string
	for _, n := range got.Notes {
		paths = append(paths, n.Path)
	}
	if !slices.Equal(paths, []string{"b.md", "글/my_files/a.html", "글/저장.html"}) || len(got.Attachments) != 1 || len(got.Ledger) != 5 {
		t.Errorf("%q, %+v", paths, got.Ledger)
	}
}
