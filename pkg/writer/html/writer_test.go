package html_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
	"memopress/pkg/writer/html"
	"memopress/pkg/writer/html/htmltest"
)

func text(s string) []note.Inline { return []note.Inline{&note.Text{Value: s}} }

func para(s string) *note.Paragraph { return &note.Paragraph{Inlines: text(s)} }

func TestFeatures(t *testing.T) {
	w := html.New(html.Options{})
	for name, c := range map[string]struct {
		block note.Block
		want  html.Features
	}{
		"nothing":     {para("글"), html.Features{}},
		"formula":     {&note.Math{Text: "x"}, html.Features{Math: true}},
		"bad formula": {&note.Math{Text: `\x`}, html.Features{}},
		"diagram":     {&note.Diagram{Lang: "mermaid"}, html.Features{Diagram: true}},
		"code":        {&note.Code{}, html.Features{Code: true}},
		"table":       {&note.Table{}, html.Features{Table: true}},
		"callout":     {&note.Callout{Type: "bug"}, html.Features{Callout: true}},
		"film":        {&note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefFile, Target: "a.webm"}}}}, html.Features{Media: true}},
		"image":       {&note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefFile, Target: "a.WEBP"}}}}, html.Features{Image: true}},
	} {
		if got := w.Write(html.Page{}, []note.Block{c.block}).Features; got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestHeadingOffset(t *testing.T) {
	for offset, want := range map[int]string{0: "<h1>가</h1>\n<h6>나</h6>\n", 1: "<h2>가</h2>\n<h6>나</h6>\n", 4: "<h5>가</h5>\n<h6>나</h6>\n"} {
		w := html.New(html.Options{HeadingOffset: offset})
		got := w.Write(html.Page{}, []note.Block{&note.Heading{Level: 1, Inlines: text("가")}, &note.Heading{Level: 6, Inlines: text("나")}})
		if string(got.HTML) != want {
			t.Errorf("offset %d: %s", offset, got.HTML)
		}
	}
}

func TestCalloutTypes(t *testing.T) {
	w := html.New(html.Options{})
	korean := html.Page{Message: func(key string) string {
		if key == "callout.warning" {
			return "주의"
		}
		return ""
	}}
	for _, c := range []struct{ written, base, title string }{
		{"note", "note", "Note"}, {"tldr", "abstract", "TL;DR"}, {"todo", "todo", "To do"}, {"warning", "warning", "주의"},
		{"cite", "quote", "Quote"}, {"faq", "question", "FAQ"}, {"내-상자", "note", "내 상자"}, {"my_own-kind", "note", "My Own Kind"}, {"", "note", "Note"},
	} {
		got := string(w.Write(korean, []note.Block{&note.Callout{Type: c.written}}).HTML)
		want := fmt.Sprintf("<div class=\"callout callout-%s\" data-callout=\"%s\">\n<div class=\"callout-title\">%s</div>\n</div>\n", c.base, c.written, c.title)
		if got != want {
			t.Errorf("%s: %s", got, want)
		}
	}
}

// TestEmbedLimits: however notes embed each other, the page ends and says what was cut.
func TestEmbedLimits(t *testing.T) {
	many := func(targets ...string) []note.Block {
		var p note.Paragraph
		for _, target := range targets {
			p.Inlines = append(p.Inlines, &note.Embed{Ref: note.Ref{Kind: note.RefPage, Target: target, Line: 3}})
		}
		return []note.Block{&p}
	}
	site := map[string][]note.Block{}
	for i := range 40 {
		var next []string
		for j := range 40 {
			next = append(next, fmt.Sprintf("%d.html", (i*7+j)%40))
		}
		site[fmt.Sprintf("%d.html", i)] = many(next...)
	}
	for i := range 20 {
		site[fmt.Sprintf("줄%d.html", i)] = many(fmt.Sprintf("줄%d.html", i+1))
	}
	site["큰.html"] = []note.Block{para(strings.Repeat("가", 100_000))}
	for _, c := range []struct {
		name   string
		blocks []note.Block
		code   string
	}{
		{"thicket", many("0.html"), "M002"},
		{"chain", many("줄0.html"), "M002"},
		{"itself", many("여기.html"), "M001"},
		{"big", many(strings.Split(strings.Repeat("큰.html ", 40)+"큰.html", " ")...), "M002"},
	} {
		site["여기.html"] = c.blocks
		var found diag.List
		w := html.New(html.Options{})
		r := w.Write(html.Page{Address: "여기.html", File: "여기.md", IDs: true, Report: &found, Transclude: func(ref note.Ref) (html.Transclusion, bool) {
			blocks, ok := site[ref.Target]
			return html.Transclusion{Title: strings.TrimSuffix(ref.Target, ".html"), Address: ref.Target, Blocks: blocks}, ok
		}}, c.blocks)
		if len(r.HTML) > 6<<20 {
			t.Errorf("%s: %d bytes", c.name, len(r.HTML))
		}
		for _, f := range htmltest.Check([]byte(r.HTML)) {
			t.Errorf("%s: %s", c.name, f)
		}
		all := found.Sorted()
		if len(all) == 0 || all[len(all)-1].Code != c.code || all[0].Pos.Line != 3 || all[0].Pos.File != "여기.md" {
			t.Errorf("%s: %v", c.name, all)
		}
	}
}

// TestCorpus writes every Markdown note of the corpus, several at a time.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	var files []string
	for _, dir := range []string{"obsidian", "foam", "logseq/logseq-docs/pages", "dendron"} {
		if err := filepath.WalkDir(filepath.Join(corpus, dir), func(p string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".md") && !d.IsDir() {
				files = append(files, p)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	w := html.New(html.Options{HeadingOffset: 1})
	work := make(chan string)
	var wg sync.WaitGroup
	var mu sync.Mutex
	size, written := 0, 0
	for range 2 {
		wg.Go(func() {
			for name := range work {
				src, err := os.ReadFile(name)
				if err != nil {
					t.Error(err)
					continue
				}
				blocks := markdown.Parse(src, markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true})
				publish(blocks)
				p := html.Page{Address: "쪽/a.html", IDs: true, Sidenotes: true, Remarks: remarks, Transclude: func(ref note.Ref) (html.Transclusion, bool) {
					return html.Transclusion{Title: "다른", Address: ref.Target, Blocks: []note.Block{para("글")}}, true
				}}
				out := w.Write(p, blocks).HTML
				for _, f := range htmltest.Check([]byte(out)) {
					t.Errorf("%s: %s", name, f)
				}
				if again := html.New(html.Options{HeadingOffset: 1}).Write(p, blocks).HTML; len(out) < 20_000 && out != again {
					t.Errorf("%s: another writer writes something else", name)
				}
				mu.Lock()
				size, written = size+len(src), written+len(out)
				mu.Unlock()
			}
		})
	}
	for _, f := range files {
		work <- f
	}
	close(work)
	wg.Wait()
	t.Logf("%d notes, %d bytes read, %d written", len(files), size, written)
}

// body is a note as people write them, without code and formulas.
var body = strings.Repeat(`# 정원 일기

오늘은 [[토마토]]와 *바질*을 심었다. **물 주기**는 하루에 한 번, [참고](https://example.org/garden?q=basil)를 보자.
The soil is `+"`pH 6.5`"+`, see [[Soil#Acid|the notes]] and #정원/봄.

- 모종 세 개
- [x] 거름
- [ ] 지지대 ![[토마토.png|200]]

> [!tip] 요령
> 잎이 젖지 않게 한다.

| 날 | 한 일 |
|---|---|
| 1 | 심기 |
| 2 | 물 |

`, 20)

func benchmark(b *testing.B, src string, fresh bool) {
	blocks := markdown.Parse([]byte(src), markdown.Options{Dialect: markdown.Obsidian})
	publish(blocks)
	w := html.New(html.Options{HeadingOffset: 1})
	p := html.Page{Address: "일기/정원.html", IDs: true, Language: "ko"}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if fresh {
			w = html.New(html.Options{HeadingOffset: 1})
		}
		w.Write(p, blocks)
	}
}

func BenchmarkNote(b *testing.B) { benchmark(b, body, false) }

var code = strings.Repeat("```go\nfunc main() {\n\tfor i := range 10 {\n\t\tfmt.Println(\"안녕\", i) // 인사\n\t}\n}\n```\n\n글\n\n", 40)

func BenchmarkCode(b *testing.B)      { benchmark(b, code, false) }
func BenchmarkCodeFirst(b *testing.B) { benchmark(b, code, true) }

func BenchmarkMath(b *testing.B) {
	benchmark(b, strings.Repeat("식 $a^2+b^2=c^2$ 과 $\\frac{1}{2}$.\n\n$$\n\\sum_i x_i\n$$\n\n", 40), false)
}

// TestManyEmbeds: a page looks up only so many embedded notes, however little each shows.
func TestManyEmbeds(t *testing.T) {
	looked := 0
	page := html.Page{
		Address: "여기.html",
		Transclude: func(ref note.Ref) (html.Transclusion, bool) {
			looked++
			return html.Transclusion{Title: "작은", Address: ref.Target}, true
		},
	}
	var blocks []note.Block
	for range 3000 {
		blocks = append(blocks, &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefPage, Target: "작은.html"}}}})
	}
	var reports diag.List
	page.Report = &reports
	got := string(html.New(html.Options{}).Write(page, blocks).HTML)
	if shown := strings.Count(got, "<section"); shown != 2000 || looked != shown {
		t.Errorf("%d notes are looked up, %d shown, want 2000", looked, shown)
	}
	if links := strings.Count(got, "<a "); links != 3000 {
		t.Errorf("%d links, want 3000", links)
	}
	if found := reports.Sorted(); len(found) != 1 || found[0].Code != "M002" {
		t.Errorf("reported: %v", found)
	}
}
