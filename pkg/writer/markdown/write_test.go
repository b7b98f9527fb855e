package markdown

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/html"
)

func TestText(t *testing.T) {
	tests := []struct{ text, want string }{
		{"안녕하세요. 오늘은 2024년 3월 1일(금)입니다!", "안녕하세요. 오늘은 2024년 3월 1일(금)입니다!"},
		{"[공지] 오후 3~5시, 가격 $5 (10% 할인)", "[공지] 오후 3~5시, 가격 $5 (10% 할인)"},
		{"a < b > c & d, <제목>, x=1, C:\\가", "a < b > c & d, <제목>, x=1, C:\\가"},
		{"snake_case_name, 5 * 3, a | b, C#", "snake_case_name, 5 * 3, a | b, C#"},
		{"[[위키]]", `\[[위키]]`},
		{"#태그 #1", `\#태그 \#1`},
		{"$x$와 $5", `\$x\$와 \$5`},
		{"==강조== 100%% ~~취소~~", `\=\=강조\=\= 100\%\% \~\~취소\~\~`},
		{"**굵게** _기울임_ `코드`", "\\*\\*굵게\\*\\* \\_기울임\\_ \\`코드\\`"},
		{"- 항목", `\- 항목`},
		{"1. 항목", `1\. 항목`},
		{"# 제목", `\# 제목`},
		{"> 인용", `\> 인용`},
		{"---", `\---`},
		{": 풀이", `\: 풀이`},
		{"|---|", `\|---|`},
		{"<b>태그</b> &amp;", `\<b>태그\</b> \&amp;`},
		{"[글](주소)", `\[글\](주소)`},
		{"각주[^1] ^id", `각주\[^1] \^id`},
		{"https://e.com/a_b", "https://e.com/a_b"},
		{"  앞뒤 공백  ", "앞뒤 공백"},
	}
	for _, tt := range tests {
		got := string(Write(&note.Note{Body: []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: tt.text}}}}}))
		if got != tt.want+"\n" {
			t.Errorf("%q is written %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestStyles(t *testing.T) {
	bold := func(s string) *note.Styled {
		return &note.Styled{Style: note.Strong, Inlines: []note.Inline{&note.Text{Value: s}}}
	}
	tests := []struct {
		in   []note.Inline
		want string
	}{
		{[]note.Inline{bold("굵게(괄호)"), &note.Text{Value: "입니다"}}, "**굵게(괄호)**입니다"},
		{[]note.Inline{bold("“인용”"), &note.Text{Value: "이다"}}, "**“인용”**이다"},
		{[]note.Inline{&note.Text{Value: "이것은"}, bold("(괄호)")}, "이것은**(괄호)**"},
		{[]note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefPath, Target: "C# 100%?.md"}, Inlines: []note.Inline{&note.Text{Value: "글"}}}}, "[글](C%23%20100%25%3F.md)"},
		{[]note.Inline{&note.Text{Value: "a"}, bold("(b)"), &note.Text{Value: "c"}}, "a<strong>(b)</strong>c"},
		{[]note.Inline{bold(" 가 "), &note.Text{Value: "나"}}, "**가** 나"},
		{[]note.Inline{bold("가"), bold("나")}, "**가나**"},
		{[]note.Inline{&note.Styled{Style: note.Underline, Inlines: []note.Inline{&note.Text{Value: "밑줄"}}}}, "<u>밑줄</u>"},
		{[]note.Inline{&note.Styled{Style: note.Colored, Color: "red", Inlines: []note.Inline{&note.Text{Value: "빨강"}}}}, `<font color="red">빨강</font>`},
		{[]note.Inline{&note.Text{Value: "H"}, &note.Styled{Style: note.Subscript, Inlines: []note.Inline{&note.Text{Value: "2"}}}, &note.Text{Value: "O"}}, "H<sub>2</sub>O"},
		{[]note.Inline{&note.CodeSpan{Text: "a``b`"}}, "``` a``b` ```"},
		{[]note.Inline{&note.MathSpan{Text: "x"}, &note.Text{Value: "5"}}, "$x$<!-- -->5"},
		{[]note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefName, Target: "노트", Headings: []string{"절"}}, Inlines: []note.Inline{&note.Text{Value: "글"}}}}, "[[노트#절|글]]"},
		{[]note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefPath, Target: "폴더/노트 (1).md", Block: "id"}, Inlines: []note.Inline{&note.Text{Value: "글]"}}}}, `[글\]](폴더/노트%20%281%29.md#^id)`},
		{[]note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefName, Target: "그림.png"}, Alt: "고양이", Width: 300, Height: 200}}, "![[그림.png|고양이|300x200]]"},
		{[]note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefURL, Target: "https://e.com/a.png"}, Width: 300}}, "![300](https://e.com/a.png)"},
	}
	for _, tt := range tests {
		got := string(Write(&note.Note{Body: []note.Block{&note.Paragraph{Inlines: tt.in}}}))
		if got != tt.want+"\n" {
			t.Errorf("written %q, want %q", got, tt.want)
		}
	}
}

// TestHTMLTables: a table that bars cannot hold is written as HTML without losing a word, and
// read by the HTML reader as the same table.
func TestHTMLTables(t *testing.T) {
	src := `<table><tr><th colspan="2">머리</th></tr><tr><td><p>하나</p><ul><li>목록 <b>굵게</b></li><li>둘 &lt;b&gt;</li></ul></td>` +
		`<td align="right"><pre><code class="language-go">a

b
</code></pre></td></tr></table>`
	blocks := html.Fragment(src, html.Options{})
	out := string(Write(&note.Note{Body: blocks}))
	if strings.Contains(strings.TrimSpace(out), "\n\n") {
		t.Errorf("an empty line would end the HTML:\n%s", out)
	}
	if diff := cmp.Diff(canon(blocks), canon(html.Fragment(out, html.Options{}))); diff != "" {
		t.Errorf("%s\n%s", diff, out)
	}
}

func TestNote(t *testing.T) {
	seoul := time.FixedZone("", 9*60*60)
	n := &note.Note{
		Title: "제목: 하나", Name: "이름", Aliases: []string{"다른 이름", "yes"}, Tags: []string{"가/나", "2024"},
		Created: time.Date(2024, 3, 1, 9, 30, 0, 0, seoul), Updated: time.Date(2024, 3, 2, 0, 0, 0, 0, time.UTC),
		Visibility: note.Visibility{State: note.MarkedPublic}, Lang: "ko", Permalink: "/p/", Summary: "설명", Classes: []string{"wide"},
		Image: &note.Ref{Kind: note.RefName, Target: "그림.png"}, Order: 3,
		Properties: []note.Property{
			{Name: "점수", Type: note.NumberProperty, Value: []note.Value{{Text: "1.10"}}},
			{Name: "연결", Type: note.TextProperty, Value: []note.Value{{Text: "[[노트]]"}}},
			{Name: "날짜처럼", Type: note.TextProperty, Value: []note.Value{{Text: "2024-03-01"}}},
			{Name: "due date", Type: note.DateProperty, Value: []note.Value{{Text: "2024-03-01"}}},
			{Name: "done", Type: note.CheckboxProperty, Value: []note.Value{{Text: "true"}}},
			{Name: "목록", Type: note.ListProperty, Value: []note.Value{{Text: "하나"}, {Text: "true"}}},
			{Name: "빈", Type: note.TextProperty},
			{Name: "Private", Type: note.CheckboxProperty, Value: []note.Value{{Text: "false"}}},
		},
		Body: []note.Block{&note.Rule{}, &note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "본문"}}}},
	}
	want := `---
title: "제목: 하나"
aliases:
  - 다른 이름
  - "yes"
tags:
  - 가/나
  - "2024"
publish: true
created: 2024-03-01T09:30:00+09:00
updated: 2024-03-02T00:00:00Z
lang: ko
permalink: /p/
description: 설명
image: "[[그림.png]]"
cssclasses:
  - wide
weight: 3
점수: 1.10
연결: "[[노트]]"
날짜처럼: "2024-03-01"
due date: 2024-03-01
done: true
목록:
  - 하나
  - "true"
빈:
x-Private: false
---

---

본문
`
	if diff := cmp.Diff(want, string(Write(n))); diff != "" {
		t.Error(diff)
	}
	if got := string(Write(&note.Note{Title: "이름", Name: "이름", Body: []note.Block{&note.Rule{}}})); got != "***\n" {
		t.Errorf("a rule at the start of a file: %q", got)
	}
}

// TestDecides: every name that the reader of front matter takes for visibility is renamed.
func TestDecides(t *testing.T) {
	for _, name := range []string{"publish", "Published", "PUBLIC", "dg publish", "dg-publish", "Private", "draft", "Unlisted", "visibility", "ｐｕｂｌｉｃ"} {
		for _, v := range []string{"true", "false", "maybe"} {
			n := &note.Note{Properties: []note.Property{{Name: name, Type: note.TextProperty, Value: []note.Value{{Text: v}}}}}
			if m, _, _ := frontmatter.Parse(Write(n), frontmatter.Options{}); m.Visibility.State != note.Unmarked {
				t.Errorf("property %q: %q makes the note %v", name, v, m.Visibility)
			}
		}
	}
}

// TestFrontMatterRoundTrip: what a note says outside of its body is read again as it was.
func TestFrontMatterRoundTrip(t *testing.T) {
	words := rapid.SampledFrom([]string{"가", "나 다", "a: b", "#태그", "'", `"`, `\`, "[x", "- y", "{z}", "&a", "*b", "!c", "| d", "> e", "%f", "@g", "`h", "true", "2024", "1.10",
		"2024-03-01", "null", "~", "가\t나", "😀", "한국어 (괄호)", "x # y", "a,b", "\u2028x", "\u0085", "—", "..."})
	rapid.Check(t, func(t *rapid.T) {
		tagWords := rapid.SampledFrom([]string{"가", "나/다", "a-b", "2024x", "true", "null", "이모지😀"})
		n := &note.Note{
			Title: strings.Join(strings.Fields(words.Draw(t, "title")), " "), Summary: strings.Join(strings.Fields(words.Draw(t, "summary")), " "),
			Tags: rapid.SliceOfNDistinct(tagWords, 0, 3, rapid.ID).Draw(t, "tags"),
		}
		if len(n.Tags) == 0 {
			n.Tags = nil
		}
		for _, a := range rapid.SliceOfNDistinct(words, 0, 3, rapid.ID).Draw(t, "aliases") {
			if a = strings.Join(strings.Fields(a), " "); a != "" {
				n.Aliases = append(n.Aliases, a)
			}
		}
		if rapid.Bool().Draw(t, "dated") {
			n.Created = time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "created")).In(time.FixedZone("", 9*60*60))
			if n.Created.Unix() == 0 {
				n.Created = time.Time{}
			}
		}
		n.Visibility.State = note.State(rapid.IntRange(0, 2).Draw(t, "visibility"))
		for i, v := range rapid.SliceOfN(words, 0, 4).Draw(t, "values") {
			p := note.Property{Name: string(rune('a'+i)) + words.Draw(t, "name"), Type: note.TextProperty, Value: []note.Value{{Text: v}}}
			p.Name = strings.Join(strings.Fields(p.Name), " ")
			if rapid.Bool().Draw(t, "list") {
				p.Type = note.ListProperty
			}
			n.Properties = append(n.Properties, p)
		}
		src := Write(n)
		got, _ := read(src)
		if !got.Created.Equal(n.Created) {
			t.Fatalf("created %v, read %v\n%s", n.Created, got.Created, src)
		}
		got.Created, got.Visibility.Rule, got.Visibility.Detail = n.Created, "", ""
		if diff := cmp.Diff(n, got); diff != "" {
			t.Fatalf("%s\n%s", diff, src)
		}
	})
}
