package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// show writes inlines so that tests can read them: links as [[…]], highlights as <…>.
func show(inlines []note.Inline) string {
	var sb strings.Builder
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			sb.WriteString(in.Value)
		case *note.Link:
			sb.WriteString("[[" + in.Ref.Target + "]]")
		case *note.Embed:
			sb.WriteString("![[" + in.Ref.Target + "]]")
		case *note.CodeSpan:
			sb.WriteString("`" + in.Text + "`")
		case *note.Break:
			sb.WriteString("/")
		case *note.Styled:
			if in.Style == note.Highlight {
				sb.WriteString("<" + show(in.Inlines) + ">")
			} else {
				sb.WriteString("*" + show(in.Inlines) + "*")
			}
		case *note.InlineNote:
			sb.WriteString("^[" + show(in.Inlines) + "]")
		default:
			fmt.Fprintf(&sb, "%T", in)
		}
	}
	return sb.String()
}

func text(s string) *note.Text { return &note.Text{Value: s} }

func wikilink(target string) *note.Link {
	return &note.Link{Ref: note.Ref{Kind: note.RefName, Target: target}, Bare: true, Inlines: []note.Inline{text(target)}}
}

func embed(target string) *note.Embed {
	return &note.Embed{Ref: note.Ref{Kind: note.RefName, Target: target}}
}

func para(in ...note.Inline) *note.Paragraph { return &note.Paragraph{Inlines: in} }

func newNote(path string, body ...note.Block) *note.Note {
	name := strings.TrimSuffix(baseOf(path), ".md")
	return &note.Note{ID: note.ID(path), Title: name, Name: name, Path: path, Body: body}
}

// mentionsIn returns what a text mentions of notes with these titles, as "title: context".
func mentionsIn(titles []string, body ...note.Block) []string {
	notes := []*note.Note{newNote("the source itself.md", body...)}
	for i, t := range titles {
		n := newNote(fmt.Sprintf("n%d.md", i))
		title, aliases, _ := strings.Cut(t, "|")
		n.Title = title
		if aliases != "" {
			n.Aliases = strings.Split(aliases, "|")
		}
		notes = append(notes, n)
	}
	g := New(notes, nil)
	var out []string
	for _, n := range g.Notes() {
		for _, b := range g.Mentions()[n.ID] {
			out = append(out, n.Title+": "+show(b.Context))
		}
	}
	return out
}

func TestMentions(t *testing.T) {
	long := strings.Repeat("아무 말이나 길게 적는다. ", 30)
	for _, tt := range []struct {
		name   string
		titles []string
		body   []note.Block
		want   []string
	}{
		{"word", []string{"Garden"}, []note.Block{para(text("My garden is green."))}, []string{"Garden: My <garden> is green."}},
		{"part of a word", []string{"Garden"}, []note.Block{para(text("gardening, gardens, Gardena"))}, nil},
		{"genitive", []string{"Garden"}, []note.Block{para(text("the garden's gate"))}, []string{"Garden: the <garden>'s gate"}},
		{"joined words", []string{"mail", "main", "Go"}, []note.Block{para(text("e-mail main.go go.mod"))}, nil},
		{"end of a sentence", []string{"Go"}, []note.Block{para(text("I write go."))}, []string{"Go: I write <go>."}},
		{"the longest", []string{"New York", "York", "New York City"}, []note.Block{para(text("In New York City and New York."))}, []string{"New York: In New York City and <New York>.", "New York City: In <New York City> and New York."}},
		{"alias", []string{"Seoul|서울|漢城"}, []note.Block{para(text("서울에서 왔다"))}, []string{"Seoul: <서울>에서 왔다"}},
		{"one character", []string{"a", "나"}, []note.Block{para(text("a 나 나는"))}, nil},
		{"numbers and dates", []string{"2024", "2024-03-01", "2024년 3월 1일"}, []note.Block{para(text("2024 2024-03-01 2024년 3월 1일"))}, nil},
		{"version", []string{"Go 1.26"}, []note.Block{para(text("with go 1.26."))}, []string{"Go 1.26: with <go 1.26>."}},

		{"particle", []string{"회의"}, []note.Block{para(text("오늘 회의는 길었다"))}, []string{"회의: 오늘 <회의>는 길었다"}},
		{"particles", []string{"회의"}, []note.Block{para(text("회의에서는"))}, []string{"회의: <회의>에서는"}},
		{"no particle", []string{"회의"}, []note.Block{para(text("회의록과 회의실, 주간회의"))}, nil},
		{"plural", []string{"학생"}, []note.Block{para(text("학생들의 수"))}, []string{"학생: <학생>들의 수"}},
		{"copula", []string{"서울"}, []note.Block{para(text("여기가 서울입니다."))}, []string{"서울: 여기가 <서울>입니다."}},
		{"form of the particle", []string{"전문", "국어"}, []note.Block{para(text("전문가와 국어과"))}, nil},
		{"ㄹ before 로", []string{"서울"}, []note.Block{para(text("서울로 간다"))}, []string{"서울: <서울>로 간다"}},
		{"ㄹ before 으로", []string{"서울"}, []note.Block{para(text("서울으로"))}, nil},
		{"latin with particle", []string{"API"}, []note.Block{para(text("API를 쓴다"))}, []string{"API: <API>를 쓴다"}},
		{"latin in a compound", []string{"API"}, []note.Block{para(text("API서버와 오픈API"))}, nil},
		{"NFD text", []string{"회의"}, []note.Block{para(text(norm.NFD.String("옛 회의는 길었다")))}, []string{"회의: " + norm.NFD.String("옛 <회의>는 길었다")}},
		{"NFD title", []string{norm.NFD.String("회의")}, []note.Block{para(text("옛 회의는"))}, []string{norm.NFD.String("회의") + ": 옛 <회의>는"}},
		{"quoted", []string{"회의"}, []note.Block{para(text("‘회의’라는 말"))}, []string{"회의: ‘<회의>’라는 말"}},
		{"before a number", []string{"회의"}, []note.Block{para(text("회의는2시"))}, []string{"회의: <회의>는2시"}},

		{"han", []string{"東京"}, []note.Block{para(text("私は東京に住む"))}, []string{"東京: 私は<東京>に住む"}},
		{"han inside a longer title", []string{"東京", "東京大学"}, []note.Block{para(text("東京大学へ"))}, []string{"東京大学: <東京大学>へ"}},
		{"katakana run", []string{"データ"}, []note.Block{para(text("データベースとデータ"))}, []string{"データ: データベースと<データ>"}},
		{"latin in chinese", []string{"Go"}, []note.Block{para(text("我用Go语言"))}, []string{"Go: 我用<Go>语言"}},
		{"chinese sentence", []string{"北京"}, []note.Block{para(text(strings.Repeat("这是一句很长的话。", 40) + "我爱北京。你呢？"))}, []string{"北京: 我爱<北京>。"}},

		{"in a link", []string{"Garden"}, []note.Block{para(wikilink("garden party"), text(" x"))}, nil},
		{"in code", []string{"Garden"}, []note.Block{para(&note.CodeSpan{Text: "garden"}), &note.Code{Text: "garden\n"}}, nil},
		{"in a formula", []string{"sin"}, []note.Block{para(&note.MathSpan{Text: "sin x"})}, nil},
		{"in a tag", []string{"Garden"}, []note.Block{para(&note.Hashtag{Name: "garden"})}, nil},
		{"in an HTML link", []string{"Garden"}, []note.Block{para(openTag("a"), text("garden"), closeTag("a"), text(" garden"))}, []string{"Garden: *note.Taggarden*note.Tag <garden>"}},
		{"in a heading", []string{"Garden"}, []note.Block{&note.Heading{Level: 2, Inlines: []note.Inline{text("The garden")}}}, []string{"Garden: The <garden>"}},
		{"already linked", []string{"Garden"}, []note.Block{para(wikilink("n0"), text(" garden"))}, nil},
		{"across a line break", []string{"New York"}, []note.Block{para(text("in New"), &note.Break{}, text("York"))}, []string{"New York: in <New/York>"}},
		{"through a style", []string{"New York"}, []note.Block{para(text("in New "), &note.Styled{Style: note.Strong, Inlines: []note.Inline{text("York City")}})}, []string{"New York: in <New >*<York> City*"}},
		{"half in a style", []string{"회의"}, []note.Block{para(&note.Styled{Style: note.Strong, Inlines: []note.Inline{text("회의")}}, text("록"))}, nil},
		{"twice in a sentence", []string{"Garden"}, []note.Block{para(text("garden, garden"))}, []string{"Garden: <garden>, <garden>"}},
		{"sentence", []string{"회의"}, []note.Block{para(text(long + "오늘 회의는 길었다. " + long))}, []string{"회의: 오늘 <회의>는 길었다. "}},
		{"footnote", []string{"Garden"}, []note.Block{para(text("x"), &note.InlineNote{Inlines: []note.Inline{text("see garden")}})}, []string{"Garden: see <garden>"}},
		{"broken bytes", []string{"Garden"}, []note.Block{para(text("\xff\xfe a garden"))}, []string{"Garden: \xff\xfe a <garden>"}},
		{"shared by too many", []string{"Log", "Log", "Log", "Log"}, []note.Block{para(text("a log"))}, nil},
		{"no name", []string{"README", "무제"}, []note.Block{para(text("a readme 무제"))}, nil},
	} {
		if got := mentionsIn(tt.titles, tt.body...); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What people write behind a name does not hide it, and what merely begins like one is none.
func TestKoreanSentences(t *testing.T) {
	titles := []string{"회의", "서울", "메모", "지식", "고양이", "제텔카스텐", "일기", "학교", "Obsidian"}
	for _, want := range []string{
		"오늘 <회의>에서 결정했다.", "회의실에서 만나자.", "<서울>에서는 비가 온다.", "서울역에 도착했다.", "서울특별시는 넓다.",
		"<서울>로의 이동", "<고양이>들은 귀엽다.", "<고양이>보다는 개", "고양이네 집", "<제텔카스텐>이라는 방법이 있다.",
		"<메모>는 기억이다.", "메모장을 열었다.", "<메모>이자 기록이다.", "<메모>만으로는 부족하다.", "좋은 <메모>였습니다.", "<메모>였던 글",
		"<메모>라서 짧다.", "<지식>이라서 무겁다.", "그것이 <지식>이었습니다.", "지식인들이 모였다.", "일기예보를 봤다.", "<일기>로부터 배운다.",
		"<학교>로부터의 편지", "<학교>까지도 멀다.", "<Obsidian>으로 옮겼다.",
	} {
		got := mentionsIn(titles, para(text(strings.NewReplacer("<", "", ">", "").Replace(want))))
		if !strings.Contains(want, "<") && len(got) > 0 || strings.Contains(want, "<") && (len(got) != 1 || !strings.HasSuffix(got[0], ": "+want)) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func openTag(name string) *note.Tag  { t, _ := note.OpenTag(name); return t }
func closeTag(name string) *note.Tag { t, _ := note.CloseTag(name); return t }

func TestCommonWordsAreNoMentions(t *testing.T) {
	var notes []*note.Note
	notes = append(notes, newNote("a/time.md"), newNote("a/rare time.md"))
	for i := range 30 {
		notes = append(notes, newNote(fmt.Sprintf("n%02d.md", i), para(text("time and rare time"))))
	}
	m := New(notes, nil).Mentions()
	if n := len(m["a/time.md"]); n != 0 {
		t.Errorf("a common word is mentioned %d times", n)
	}
	if n := len(m["a/rare time.md"]); n != 30 {
		t.Errorf("a title of two words is mentioned %d times, want 30", n)
	}
}
