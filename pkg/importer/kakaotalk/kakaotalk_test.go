package kakaotalk_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/korean"
	xunicode "golang.org/x/text/encoding/unicode"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/kakaotalk"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, kakaotalk.Importer{}) }

const windows = "구름 님과 카카오톡 대화\r\n저장한 날짜 : 2024-12-10 09:00:00\r\n\r\n" +
	"--------------- 2024년 12월 9일 월요일 ---------------\r\n[구름] [오후 12:05] 점심 메모\r\n둘째 줄\r\n[구름] [오후 12:05] 같은 분\r\n[구름] [오후 12:05] 같은 분\r\n"

// read imports files with options and returns what it made.
func read(t *testing.T, opts importer.Options, files map[string]string) *importertest.Result {
	t.Helper()
	var list diag.List
	var all []importer.File
	for name, text := range files {
		all = append(all, importer.File{Path: name, RawPath: name, Place: name, Size: int64(len(text)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
	}
	src := importer.NewSource("in", all)
	c := importer.NewCollector(&list)
	opts.Space = importertest.Space
	if opts.Location == nil {
		opts.Location = time.UTC
	}
	r := &importertest.Result{Input: "in", Err: kakaotalk.Importer{}.Import(t.Context(), src, opts, c)}
	r.Notes, r.Attachments = c.Finish()
	r.Ledger, r.Diagnostics = c.Ledger.Entries(), list.Sorted()
	return r
}

// The same chat in every encoding that Windows may have written it in.
func TestEncodings(t *testing.T) {
	cp949, err := korean.EUCKR.NewEncoder().String(windows)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewEncoder().String(windows)
	if err != nil {
		t.Fatal(err)
	}
	want := importertest.Dump(importertest.Result{Notes: read(t, importer.Options{}, map[string]string{"대화.txt": windows}).Notes})
	if !strings.Contains(want, "**12:05** 점심 메모") {
		t.Fatal(want)
	}
	for name, text := range map[string]string{"BOM": "\ufeff" + windows, "CP949": cp949, "UTF-16": utf16} {
		got := importertest.Dump(importertest.Result{Notes: read(t, importer.Options{}, map[string]string{"대화.txt": text}).Notes})
		if got != want {
			t.Errorf("%s: %s", name, got)
		}
		dir := importertest.Folder(t, map[string]string{"a.txt": text})
		sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (kakaotalk.Importer{}).Detect(sources[0]); m.Score < 90 {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// Times are Korea's unless somebody chose a zone.
func TestZone(t *testing.T) {
	files := map[string]string{"a.txt": windows}
	if got := read(t, importer.Options{}, files).Notes[0].Created; !got.Equal(time.Date(2024, 12, 9, 3, 5, 0, 0, time.UTC)) {
		t.Error(got)
	}
	if got := read(t, importer.Options{ZoneGiven: true, Location: time.UTC}, files).Notes[0].Created; !got.Equal(time.Date(2024, 12, 9, 12, 5, 0, 0, time.UTC)) {
		t.Error(got)
	}
}

// A note for each message. Notes keep their IDs in a longer export, in one that begins later and
// in another layout.
func TestMessageIDs(t *testing.T) {
	ids := func(text string) []note.ID {
		var out []note.ID
		for _, n := range read(t, importer.Options{PerMessage: true}, map[string]string{"a.txt": text}).Notes {
			out = append(out, n.ID)
		}
		return out
	}
	short := ids(windows)
	if len(short) != 3 || short[0] == short[1] || short[1] == short[2] {
		t.Fatal(short)
	}
	longer := strings.Replace(windows, "--------------- 2024년", "--------------- 2024년 12월 8일 일요일 ---------------\n[구름] [오전 9:00] 전날\n\n--------------- 2024년", 1) + "[구름] [오후 1:00] 더\n"
	android := "구름 카카오톡 대화\n저장한 날짜 : 2024년 12월 10일 오후 6:35\n\n2024년 12월 9일 오후 12:05, 구름 : 점심 메모\n둘째 줄\n2024년 12월 9일 오후 12:05, 구름 : 같은 분\n2024년 12월 9일 오후 12:05, 구름 : 같은 분\n"
	for _, text := range []string{longer, android} {
		got := ids(text)
		for _, id := range short {
			if !slices.Contains(got, id) {
				t.Errorf("%s is not in %v", id, got)
			}
		}
	}
	titles := read(t, importer.Options{PerMessage: true}, map[string]string{"a.txt": windows}).Notes
	if titles[0].Title != "점심 메모" && titles[1].Title != "점심 메모" && titles[2].Title != "점심 메모" {
		t.Error(titles[0].Title, titles[1].Title, titles[2].Title)
	}
}

// No name of a person is in a title, a path, a body or an ID.
func TestNamesStayOut(t *testing.T) {
	two := windows + "[가람] [오후 12:06] 응\r\n"
	for _, text := range []string{windows, two} {
		for _, perMessage := range []bool{false, true} {
			got := read(t, importer.Options{PerMessage: perMessage}, map[string]string{"a.txt": text})
			for _, n := range got.Notes {
				n.Properties = nil
				if n.Visibility.State == note.MarkedPrivate != (text == two) {
					t.Errorf("visibility %+v", n.Visibility)
				}
			}
			if dump := importertest.Dump(*got); strings.Contains(dump, "구름") || strings.Contains(dump, "가람") || !strings.Contains(dump, "둘째 줄") {
				t.Error(dump)
			}
		}
	}
}

// A part that was not given is missed.
func TestMissingPart(t *testing.T) {
	got := read(t, importer.Options{}, map[string]string{
		"Talk_2026.1.27 21_37-2.txt": "Talk_2026.1.27 21:37-2.txt\n저장한 날짜 : 2026. 1. 27. 21:37\n\n2026. 1. 26. 11:44, 바다 : 둘째 부분\n",
		"Talk_2026.1.27 21_37-4.txt": "Talk_2026.1.27 21:37-4.txt\n저장한 날짜 : 2026. 1. 27. 21:37\n\n2026. 1. 27. 11:44, 바다 : 넷째 부분\n"})
	dump := importertest.Dump(*got)
	if strings.Count(dump, "I002") != 2 || !strings.Contains(dump, "a part 3 ") || !strings.Contains(dump, "a part 1 ") || len(got.Notes) != 2 {
		t.Error(dump)
	}
}

// Lines that other apps and people write are no chats.
func TestOthersStayOut(t *testing.T) {
	for name, text := range map[string]string{
		"notes":    "회의록\n오전 10:00, 안건 : 예산\n[메모] 할 일\n",
		"log":      "2024-12-09 14:30:00 INFO start\n2024-12-09 14:31:00 INFO end\n",
		"whatsapp": "12/9/24, 2:30 PM - John: hello\n12/9/24, 2:31 PM - Jane: hi\n",
		"table":    "Date,User\n2024-12-09,나\n",
		"todo":     "2024. 12. 9. 오전 10:00 회의\n2024. 12. 10. 오전 10:00 회의\n2024. 12. 11. 오전 10:00 회의\n",
	} {
		dir := importertest.Folder(t, map[string]string{name + ".txt": text})
		sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (kakaotalk.Importer{}).Detect(sources[0]); m.Score != 0 {
			t.Errorf("%s: %+v", name, m)
		}
	}
	dir := importertest.Folder(t, map[string]string{"a.md": "# a", "b.md": "# b", "chat.txt": windows})
	sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if m := (kakaotalk.Importer{}).Detect(sources[0]); m.Score >= 20 {
		t.Errorf("a chat among notes: %+v", m)
	}
}

// A long chat is read in time that grows with its length, also when it is made to hurt.
func TestLong(t *testing.T) {
	for name, line := range map[string]string{"heads": "[나] [오후 2:30] 글\n", "back": "[나] [오후 2:30] [나] [오전 1:00] 글\n[나] [오전 1:00] 글\n", "brackets": strings.Repeat("[", 1000) + "\n", "days": "--------------- 2024년 12월 9일 월요일 ---------------\n\n\n"} {
		text := windows + strings.Repeat(line, 512<<10/len(line))
		start := time.Now()
		read(t, importer.Options{}, map[string]string{"a.txt": text})
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
	row := `2025-07-06 14:39:55,"나","열린` + "\n"
	start := time.Now()
	read(t, importer.Options{}, map[string]string{"a.csv": "Date,User,Message\n" + strings.Repeat(row, 50_000)})
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("rows: %v", took)
	}
}
