package render

import (
	"slices"
	"strings"
	"testing"
	"time"

	"memopress/pkg/site"
)

// speaking returns a renderer of a site in a language, whose theme says these words in it, and
// nothing of them in English but what "en " goes before.
func speaking(lang string, words map[string]string) *renderer {
	r := &renderer{site: &site.Site{Settings: site.Settings{Language: lang}}}
	r.opts.Message = func(l, key string) string {
		if l == "en" && lang != "en" {
			return words["en "+key]
		}
		if l != lang {
			return ""
		}
		return words[key]
	}
	r.calendar = r.makeCalendar()
	return r
}

func TestPluralForms(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "one other", "ko": "other", "zh-Hant": "other", "ru": "few many one other", "ar": "few many one other two zero", "pt": "one other", "no such language": "other",
	} {
		if got := strings.Join(PluralForms(lang), " "); got != want {
			t.Errorf("%s has %s, want %s", lang, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	russian := map[string]string{"notes.one": "{n} заметка", "notes.few": "{n} заметки", "notes.many": "{n} заметок", "notes.other": "{n} заметки", "number.group": "\u00a0"}
	for _, c := range []struct {
		lang  string
		words map[string]string
		n     int
		want  string
	}{
		{"ru", russian, 1, "1 заметка"}, {"ru", russian, 3, "3 заметки"}, {"ru", russian, 11, "11 заметок"}, {"ru", russian, 21, "21 заметка"}, {"ru", russian, 12_005, "12\u00a0005 заметок"},
		{"ar", map[string]string{"notes.zero": "لا ملاحظات", "notes.two": "ملاحظتان", "notes.few": "{n} ملاحظات", "notes.other": "{n} ملاحظة"}, 2, "ملاحظتان"},
		{"ko", map[string]string{"notes.other": "노트 {n}개"}, 1, "노트 1개"},
		// A site in a language that the theme does not speak: the words and the rule of English.
		{"uk", map[string]string{"en notes.one": "{n} note", "en notes.other": "{n} notes"}, 21, "21 notes"},
		{"es", map[string]string{"notes.other": "{n} notas", "number.group": ".", "number.group.from": "10000"}, 1234, "1234 notas"},
		{"es", map[string]string{"notes.other": "{n} notas", "number.group": ".", "number.group.from": "10000"}, 1234567, "1.234.567 notas"},
	} {
		if got := speaking(c.lang, c.words).count("notes", c.n); got != c.want {
			t.Errorf("%d in %s: %q, want %q", c.n, c.lang, got, c.want)
		}
	}
}

func TestDate(t *testing.T) {
	names := func(i int, name string) string {
		s := slices.Repeat([]string{"x"}, 12)
		s[i] = name
		return strings.Join(s, ", ")
	}
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	first := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	fr := speaking("fr", map[string]string{"date": "{day} {month} {year}", "date.first": "1er", "date.months": names(10, "novembre")})
	ru := speaking("ru", map[string]string{"date": "{day} {month} {year} г.", "date.first": "1", "date.months": names(10, "ноября"), "date.month": "{month} {year}", "date.months.alone": names(10, "Ноябрь")})
	ko := speaking("ko", map[string]string{"date": "{year}년 {month}월 {day}일", "date.months": "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"})
	for got, want := range map[string]string{
		fr.date(day): "23 novembre 2026", fr.date(first): "1er novembre 2026",
		ru.date(day): "23 ноября 2026 г.", ru.month(day): "Ноябрь 2026",
		ko.date(day): "2026년 11월 23일",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWeekdays(t *testing.T) {
	r := speaking("de", map[string]string{"date.weekdays": "a, b, c, d, e, f, g", "date.weekdays.short": "A,B,C,D,E,F,G", "week.first": "1"})
	full, short, first := r.weekdays()
	if full[time.Monday] != "b" || short[time.Saturday] != "G" || first != time.Monday {
		t.Errorf("got %v, %v, %v", full, short, first)
	}
}

func TestList(t *testing.T) {
	r := speaking("en", map[string]string{"list.comma": ", ", "list.and": " and "})
	for _, c := range []struct{ in, want string }{{"", ""}, {"a", "a"}, {"a b", "a and b"}, {"a b c", "a, b and c"}} {
		if got := r.list(strings.Fields(c.in)); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
