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
