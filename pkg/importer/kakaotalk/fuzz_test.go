package kakaotalk

import (
	"io"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
)

// run imports one file and checks that it is accounted for.
func run(t *testing.T, name, text string) {
	src := importer.NewSource("in", []importer.File{{Path: name, RawPath: name, Size: int64(len(text)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}})
	for _, perMessage := range []bool{false, true} {
		c := importer.NewCollector(diag.Discard)
		if err := (Importer{}).Import(t.Context(), src, importer.Options{Space: "s", Location: time.UTC, PerMessage: perMessage}, c); err != nil {
			t.Fatal(err)
		}
		notes, _ := c.Finish()
		paths := map[string]bool{}
		for _, n := range notes {
			if n.Title == "" || n.Path == "" || len(n.Body) == 0 || paths[n.Path] {
				t.Errorf("%+v", n)
			}
			paths[n.Path] = true
		}
		if len(c.Ledger.Entries()) == 0 {
			t.Error("not accounted for")
		}
	}
}

// No line of a text is lost: it stands in a message, opens one, or only says which day it is.
func FuzzText(f *testing.F) {
	f.Add("나 님과 카카오톡 대화\n저장한 날짜 : 2024-12-10 09:00:00\n\n--------------- 2024년 12월 9일 월요일 ---------------\n[나] [오후 12:05] 글\n둘\n[나] [오전 1:00] 흉내\n")
	f.Add("2025년 10월 10일 오전 10:09\n2025년 10월 10일 오전 10:09, 나 : 글\n2025년 10월 10일 오전 10:10, 나님이 들어왔습니다.\n")
	f.Add("Monday, December 9, 2024\nDec 9, 2024 at 00:05, Sky : a\n\nDec 9, 2024 at 2:50 p.m., Sky :\nDec 9, 2024, 2:50 PM: Sky left.\n")
	f.Add("2021년 12월 16일 목요일\n오후 8:36, 바다 : 하나\n오후 3:00, 나 : 둘\n[a] [b] [c] [오후 1:00] d\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 8<<10 {
			return
		}
		_, messages, before := parseText(text)
		var sb strings.Builder
		for _, m := range messages {
			sb.WriteString(m.text + "\n")
		}
		sb.WriteString(strings.Join(before, "\n"))
		all := sb.String()
		for i, l := range splitLines(text) {
			_, day := dayOf(l)
			_, moment := stampOf(l)
			if day || moment || i < 5 && isPreamble(l) {
				continue
			}
			if h := parseHead(l); h.kind != plain {
				l = h.text
			}
			if !strings.Contains(all, strings.TrimSpace(l)) {
				t.Errorf("lost: %q", l)
			}
		}
		run(t, "a.txt", text)
	})
}

// Whatever a table holds, its words stand in messages.
func FuzzTable(f *testing.F) {
	f.Add("Date,User,Message\n2025-07-06 14:39:55,\"나\",\"글, \"\"따옴표\"\"\n둘\"\n2025-07-06 14:40:00,나,셋\n")
	f.Add("Date,User,Message\n2025-07-06 14:39:55,\"나\",\"열린\n2025-07-06 14:40:00,\"나\",\"\nx\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 8<<10 {
			return
		}
		run(t, "a.csv", "Date,User,Message\n"+text)
	})
}
