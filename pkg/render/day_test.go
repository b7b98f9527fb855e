package render_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/render"
)

// A note whose title is a day is a page of the diary on that day, however the day is written.
func TestDayInTitle(t *testing.T) {
	for title, want := range map[string]string{
		"2026-11-23": "2026-11-23", "2026-11-23 Monday": "2026-11-23", "2026.11.23": "2026-11-23", "2026. 11. 23.": "2026-11-23",
		"2026년 11월 3일": "2026-11-03", "2026년11월3일 일기": "2026-11-03", norm.NFD.String("2026년 11월 3일"): "2026-11-03",
		"2026年11月23日": "2026-11-23", "2026_11_23": "2026-11-23",
		"Nov 23rd, 2026": "2026-11-23", "November 1st, 2026": "2026-11-01", "sep 2nd, 2026": "2026-09-02",
		"2026-02-30": "", "2026-13-01": "", "2026-11-234": "", "v2026-11-23": "", "Novel 23rd, 2026": "", "2026-11": "", "회의": "",
	} {
		got, ok := render.DayInTitle(title)
		if s := got.Format(time.DateOnly); ok != (want != "") || ok && s != want {
			t.Errorf("%q: %s %v, want %q", title, s, ok, want)
		}
	}
}

// Between the pages of a diary ordinary notes do not count, be they of the same day or not.
func TestDiaryNeighbours(t *testing.T) {
	files := map[string]string{
		"2024-11-23.md": "Snow.", "일기/2025년 11월 23일.md": "첫눈.", "2026-11-23.md": "Rain.", "2026. 11. 24.md": "Sun.",
	}
	for i := range 30 {
		files[fmt.Sprintf("note %d.md", i)] = fmt.Sprintf("---\ncreated: 2025-%02d-23\n---\nText.", i%12+1)
	}
	b := build(t, publish(t, files, settings), render.Options{})
	titles := func(l *render.Link) string {
		if l == nil {
			return ""
		}
		return l.Title
	}
	var way []string
	for _, n := range []string{"2024-11-23", "일기/2025년-11월-23일", "2026-11-23", "2026.-11.-24"} {
		p := b.pages[n+".html"]
		if p == nil {
			t.Fatalf("there is no page %s", n)
		}
		way = append(way, titles(p.Previous)+"<"+titles(p.Next))
	}
	if got, want := strings.Join(way, " | "), "<2025년 11월 23일 | 2024-11-23<2026-11-23 | 2025년 11월 23일<2026. 11. 24 | 2026-11-23<"; got != want {
		t.Errorf("neighbours: %s\nwant        %s", got, want)
	}
	other := string(b.pages["2026-11-23.html"].OnThisDay)
	if !strings.Contains(other, "2025년 11월 23일") || !strings.Contains(other, ">2024<") || strings.Contains(other, "2026. 11. 24") {
		t.Errorf("this day in other years: %s", other)
	}
	if p := b.pages["note-1.html"]; p.Previous != nil || p.Next != nil {
		t.Error("an ordinary note is in the diary")
	}
}

// A day with one note leads to it, one with several to its place in the list; the week begins
// where the language lets it begin; years have pages of their own; nothing is made without days.
func TestCalendar(t *testing.T) {
	files := map[string]string{
		"2025-03-01.md": "봄.", "2026-02-01.md": "One.", "2026-02-10.md": "Two.",
		"tea.md": "---\ncreated: 2026-02-10\n---\nTea.",
	}
	for language, week := range map[string]string{
		"en": `abbr="Sunday"`, "ko": `abbr="일요일"`, "de": `abbr="Montag"`,
	} {
		s := settings
		s.Language = language
		b := build(t, publish(t, files, s), render.Options{})
		page := b.text(t, "calendar.html")
		head := page[strings.Index(page, "<th "):]
		if first := head[:strings.Index(head, "</th>")]; !strings.Contains(first, week) {
			t.Errorf("%s: the week begins with %s", language, first)
		}
		for _, want := range []string{`href="2026-02-01.html"`, `class="many" href="#mp-2026-02-10"`, `<li id="mp-2026-02-10">`, `href="calendar-2025.html"`, `<caption>`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: calendar.html has no %s", language, want)
			}
		}
		if !strings.Contains(b.text(t, "calendar-2025.html"), `href="2025-03-01.html"`) {
			t.Errorf("%s: 2025 is without its note", language)
		}
	}
	for name := range build(t, publish(t, files, settings), render.Options{NoCalendar: true}).files {
		if strings.HasPrefix(name, "calendar") || strings.HasPrefix(name, "data/days") {
			t.Errorf("%s in spite of NoCalendar", name)
		}
	}
	for name := range build(t, publish(t, map[string]string{"a.md": "No day."}, settings), render.Options{}).files {
		if strings.HasPrefix(name, "calendar") {
			t.Errorf("%s without a day", name)
		}
	}
}

// A full year goes on on further pages: an export may say of everything that it was made on the
// day of the export. Days and months lead to the page that they begin on.
func TestFullYear(t *testing.T) {
	files := map[string]string{"old.md": "---\ncreated: 2025-05-05\n---\nOld."}
	for i := range 250 {
		files[fmt.Sprintf("수입 %03d.md", i)] = "---\ncreated: 2026-03-01\n---\nText."
	}
	for i := range 2 {
		files[fmt.Sprintf("late %d.md", i)] = "---\ncreated: 2026-12-31\n---\nText."
	}
	b := build(t, publish(t, files, settings), render.Options{})
	first, second := b.text(t, "calendar.html"), b.text(t, "calendar-2.html")
	listed := 0
	for _, name := range []string{"calendar.html", "calendar-2.html"} {
		n := 0
		for _, l := range b.pages[name].Lists {
			n += strings.Count(string(l.Items), "<a ")
		}
		if n > 200 {
			t.Errorf("%s lists %d notes", name, n)
		}
		listed += n
	}
	if listed != 252 {
		t.Errorf("%d notes of the year are listed, want 252", listed)
	}
	for _, want := range []string{`href="#mp-2026-03-01"`, `href="calendar-2.html#mp-2026-12-31"`, `href="calendar-2.html#mp-2026-12"`, `href="calendar-2025.html"`} {
		if !strings.Contains(first, want) {
			t.Errorf("calendar.html has no %s", want)
		}
	}
	for _, want := range []string{`id="mp-2026-12-31"`, "%EC%88%98%EC%9E%85-249.html"} {
		if !strings.Contains(second, want) {
			t.Errorf("calendar-2.html has no %s", want)
		}
	}
	if strings.Contains(second, "<table") {
		t.Error("the months stand twice")
	}
}
