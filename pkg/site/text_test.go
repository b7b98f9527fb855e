package site

import (
	"strings"
	"testing"
	"unicode/utf8"

	"memopress/pkg/note"
)

func TestShorten(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"짧은 글.", "짧은 글."},
		{"One sentence here. Another one that is longer", "One sentence here."},
		{"오늘은 맑다. 내일은 비가 온다고 했다 그래서 우산을 챙겼다", "오늘은 맑다. 내일은 비가 온다고 했다 그래서 우산을…"},
		{"no sentence ends in this long line of words", "no sentence ends in this long…"},
		{strings.Repeat("가", 40), strings.Repeat("가", 30) + "…"},
		{"日本語の文章です。次の文章はとても長いので切られるはずです。そうですね。", "日本語の文章です。次の文章はとても長いので切られるはずです。"},
		{strings.Repeat("é", 40), strings.Repeat("é", 30) + "…"},
		{"trailing, comma is dropped, here it isn't", "trailing, comma is dropped…"},
	} {
		got := shorten(test.text, 30)
		if got != test.want || !utf8.ValidString(got) {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestDescribe(t *testing.T) {
	got := describe([]note.Block{heading(1, text("제목")), &note.Code{Text: "code"}, para(text("첫 문장. "), &note.Link{Ref: note.Ref{Kind: note.RefNone}, Bare: true}),
		&note.List{Items: []note.ListItem{{Blocks: []note.Block{para(text("항목"))}}}}})
	if got != "첫 문장. … 항목" {
		t.Errorf("%q", got)
	}
	if got := describe([]note.Block{para(&note.Link{Ref: note.Ref{Kind: note.RefNone}, Bare: true})}); got != "" {
		t.Errorf("nothing but a hidden name: %q", got)
	}
}

func TestLanguageAndMinutes(t *testing.T) {
	for _, test := range []struct {
		text, site, language, direction string
		minutes                         int
	}{
		{"오늘은 The API를 썼다", "en", "ko", "ltr", 1},
		{"The garden grows", "en", "en", "ltr", 1},
		{"The garden grows", "de", "de", "ltr", 1},
		{"The garden grows", "ko", "en", "ltr", 1},
		{"日本語の文章です", "en", "ja", "ltr", 1},
		{"中文笔记", "en", "zh", "ltr", 1},
		{"中文筆記", "zh-TW", "zh-TW", "ltr", 1},
		{"مرحبا بالعالم", "en", "ar", "rtl", 1},
		{"سلام، چطور پیش می\u200cرود؟ گزارش", "en", "fa", "rtl", 1},
		{"שלום עולם", "en", "he", "rtl", 1},
		{"Привет мир", "ru", "ru", "ltr", 1},
		{"", "ko", "ko", "ltr", 1},
		{"123 !!", "", "en", "ltr", 1},
		{strings.Repeat("가나다라마 ", 400), "ko", "ko", "ltr", 4},
		{strings.Repeat("word ", 690), "en", "en", "ltr", 3},
		{strings.Repeat("don't ", 115), "en", "en", "ltr", 1},
	} {
		var c census
		c.add(test.text)
		if l := c.language(test.site); l != test.language || direction(l) != test.direction || c.minutes() != test.minutes {
			t.Errorf("%.30q in %q: %s %s %d, want %s %s %d", test.text, test.site, l, direction(l), c.minutes(), test.language, test.direction, test.minutes)
		}
	}
}
