package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	reader "memopress/pkg/reader/markdown"
)

func read(src []byte) (*note.Note, []note.Block) {
	n := &note.Note{}
	m, body, line := frontmatter.Parse(src, frontmatter.Options{})
	m.Apply(n)
	return n, reader.Parse(body, reader.Options{Dialect: reader.Obsidian, FirstLine: line})
}

// fragments are what the generated text is made of: words of two scripts between all that could
// be syntax.
var fragments = []string{"가", "나다", "이다", "word", "x1", "5", " ", " ", " ", " ", "*", "**", "_", "__", "~", "~~", "~~~", "=", "==", "[", "]",
	"[[", "]]", "(", ")", "!", "<", ">", "#", "#태그", "$", "$5", "%%", "%", "^", "^id", "|", "\\", "&amp;", "&", ":", "-", "- ", "1. ", "2) ",
	"+ ", "# ", "> ", "`", "```", "[ ] ", "[x](y)", "[^1]", "[a]: b", "---", "===", ": ", "|--|", "<b>", "</div>", "<!--", "[!note]", "“따옴표”", "(괄호)", ".", ",", "…", "😀", "'", "\""}

type gen struct {
	*rapid.T
	labels int
	depth  int
}

func (g *gen) pick(n int, what string) int { return rapid.IntRange(0, n-1).Draw(g.T, what) }

func (g *gen) text() string {
	var sb strings.Builder
	for range 1 + g.pick(6, "length") {
		sb.WriteString(rapid.SampledFrom(fragments).Draw(g.T, "fragment"))
	}
	s := strings.TrimSpace(sb.String())
	if s == "" {
		return "글"
	}
	return s
}

func (g *gen) simple() string {
	return rapid.SampledFrom([]string{"노트", "Note A", "폴더/노트", "v1.2", "a_b", "C++", "그림.png", "50% 할인", "a&b", "(괄호)"}).Draw(g.T, "name")
}

func (g *gen) reference() note.Ref {
	r := note.Ref{Kind: rapid.SampledFrom([]note.RefKind{note.RefURL, note.RefName, note.RefPath}).Draw(g.T, "kind")}
	if r.Kind == note.RefURL {
		r.Target = rapid.SampledFrom([]string{"https://e.com/a", "https://ko.wikipedia.org/wiki/위키_(백과)?a=1&b=2#c", "mailto:me@e.com", "ftp://e.com/x y", "http://e.com/a*b_c_"}).Draw(g.T, "url")
		return r
	}
	r.Target = g.simple()
	switch g.pick(4, "fragment") {
	case 0:
		if r.Target != "그림.png" {
			r.Headings = []string{"제목 하나", "부제목"}[:1+g.pick(2, "headings")]
		}
	case 1:
		if r.Target != "그림.png" {
			r.Block = "id-1"
		}
	}
	return r
}

func (g *gen) inlines(allow map[string]bool) []note.Inline {
	var out []note.Inline
	g.depth++
	defer func() { g.depth-- }()
	for range 1 + g.pick(3, "inlines") {
		n := 14
		if g.depth > 3 {
			n = 4
		}
		switch g.pick(n, "inline") {
		case 0, 1, 2:
			out = append(out, &note.Text{Value: g.text()})
		case 3:
			out = append(out, &note.Text{Value: " " + g.text() + " "})
		case 4, 5:
			s := note.Style(g.pick(8, "style"))
			st := &note.Styled{Style: s, Inlines: g.inlines(allow)}
			if s == note.Colored {
				st.Color = "red"
			}
			out = append(out, st)
		case 6:
			if allow["break"] && len(out) > 0 {
				out = append(out, &note.Break{Hard: g.pick(3, "hard") > 0})
				if g.pick(4, "twice") == 0 {
					out = append(out, &note.Break{Hard: true})
				}
				out = append(out, &note.Text{Value: g.text()})
			}
		case 7:
			out = append(out, &note.CodeSpan{Text: strings.TrimSpace(g.text())})
		case 8:
			out = append(out, &note.Text{Value: " "}, &note.MathSpan{Text: rapid.SampledFrom([]string{"x^2", `\frac{a}{b}`, "a|b", "가_1", "5"}).Draw(g.T, "math"), Display: g.pick(4, "display") == 0 && len(out) > 0})
		case 9:
			out = append(out, &note.Text{Value: " "}, &note.Hashtag{Name: rapid.SampledFrom([]string{"태그", "a/b", "2024-기록"}).Draw(g.T, "tag")})
		case 10, 11:
			if allow["link"] {
				out = append(out, g.link(allow))
			}
		case 12:
			if allow["link"] {
				out = append(out, g.embed())
			}
		case 13:
			switch {
			case allow["note"] && g.pick(2, "note") == 0:
				out = append(out, &note.InlineNote{Inlines: g.inlines(map[string]bool{"link": true})})
			case allow["note"] && g.labels > 0:
				out = append(out, &note.FootnoteRef{Label: fmt.Sprint(1 + g.pick(g.labels, "label"))})
			}
		}
	}
	if strings.TrimSpace(note.PlainText(out)) == "" {
		out = append([]note.Inline{&note.Text{Value: g.text()}}, out...)
	}
	return out
}

func (g *gen) link(allow map[string]bool) note.Inline {
	l := &note.Link{Ref: g.reference()}
	switch {
	case l.Ref.Kind == note.RefName:
		l.Inlines = []note.Inline{&note.Text{Value: rapid.SampledFrom([]string{"글", "다른 글*", "#x"}).Draw(g.T, "text")}}
		if g.pick(2, "bare") == 0 {
			l.Bare = true
			l.Inlines = []note.Inline{&note.Text{Value: l.Ref.Shown()}}
		}
	case l.Ref.Kind == note.RefURL && l.Ref.Target == "https://e.com/a" && g.pick(2, "bare") == 0:
		l.Bare = true
		l.Inlines = []note.Inline{&note.Text{Value: l.Ref.Target}}
	default:
		l.Inlines = []note.Inline{&note.Text{Value: g.text()}}
		if g.pick(3, "title") == 0 {
			l.Title = `제목 "하나" \&amp;`
		}
		if g.pick(3, "styled") == 0 {
			l.Inlines = append(l.Inlines, &note.Styled{Style: note.Strong, Inlines: []note.Inline{&note.Text{Value: "굵게"}}})
		}
	}
	return l
}

func (g *gen) embed() note.Inline {
	e := &note.Embed{Ref: g.reference(), Alt: rapid.SampledFrom([]string{"", "대체 글", "a*b"}).Draw(g.T, "alt")}
	if g.pick(2, "sized") == 0 {
		e.Width = 300
		e.Height = 200 * g.pick(2, "height")
	}
	return e
}

var all = map[string]bool{"break": true, "link": true, "note": true}

func (g *gen) blocks(max int) []note.Block {
	var out []note.Block
	g.depth++
	defer func() { g.depth-- }()
	for range 1 + g.pick(max, "blocks") {
		out = append(out, g.block())
	}
	return out
}

func (g *gen) paragraph() *note.Paragraph {
	d := g.depth
	g.depth = 0
	defer func() { g.depth = d }()
	return &note.Paragraph{Inlines: g.inlines(all)}
}

func (g *gen) line() []note.Inline {
	d := g.depth
	g.depth = 1
	defer func() { g.depth = d }()
	return g.inlines(map[string]bool{"link": true})
}

func (g *gen) block() note.Block {
	n := 14
	if g.depth > 2 {
		n = 6
	}
	id := rapid.SampledFrom([]string{"", "", "", "id-1", "b2"}).Draw(g.T, "id")
	switch g.pick(n, "block") {
	case 0, 1:
		p := g.paragraph()
		if g.depth == 1 {
			p.ID = id
		}
		return p
	case 2:
		h := &note.Heading{Level: 1 + g.pick(6, "level"), Inlines: g.line()}
		if g.depth == 1 {
			h.ID = id
		}
		return h
	case 3:
		return &note.Code{Lang: rapid.SampledFrom([]string{"", "go", "c++"}).Draw(g.T, "lang"), Text: g.text() + "\n" + rapid.SampledFrom([]string{"", "\n  들여쓴\n", "```\n", "\t탭\n"}).Draw(g.T, "code")}
	case 4:
		return &note.Rule{}
	case 5:
		return &note.Math{Text: rapid.SampledFrom([]string{"x^2", "\\begin{a}\n1 & 2\n\\end{a}"}).Draw(g.T, "math")}
	case 6, 7, 8:
		return g.list()
	case 9:
		return &note.Quote{Blocks: g.blocks(2)}
	case 10:
		c := &note.Callout{Type: "tip", Fold: note.Fold(g.pick(3, "fold")), Metadata: rapid.SampledFrom([]string{"", "wide"}).Draw(g.T, "metadata")}
		if g.pick(2, "titled") == 0 {
			c.Title = g.line()
		}
		if g.pick(4, "empty") > 0 {
			c.Blocks = g.blocks(2)
		}
		return c
	case 11:
		return g.table()
	case 12:
		return &note.Details{Open: g.pick(2, "open") == 0, Summary: []note.Inline{&note.Text{Value: "요약 <&> 글"}}, Blocks: g.blocks(2)}
	default:
		d := &note.Definitions{}
		tight := g.pick(2, "tight") == 0
		for range 1 + g.pick(2, "terms") {
			d.Items = append(d.Items, note.Definition{Term: []note.Inline{&note.Text{Value: "말"}}, Tight: tight, Details: [][]note.Block{{g.paragraph()}}})
		}
		return d
	}
}

func (g *gen) list() *note.List {
	l := &note.List{Ordered: g.pick(2, "ordered") == 0, Tight: g.pick(2, "tight") == 0}
	if l.Ordered {
		l.Start = rapid.SampledFrom([]int{1, 1, 0, 9}).Draw(g.T, "start")
	}
	for range 1 + g.pick(3, "items") {
		it := note.ListItem{Task: rapid.SampledFrom([]rune{0, 0, ' ', 'x', '/'}).Draw(g.T, "task")}
		it.ID = rapid.SampledFrom([]string{"", "", "it-1"}).Draw(g.T, "id")
		it.Blocks = []note.Block{g.paragraph()}
		if g.depth < 3 && g.pick(3, "nested") == 0 {
			g.depth++
			if l.Tight {
				it.Blocks = append(it.Blocks, &note.List{Tight: true, Items: []note.ListItem{{Blocks: []note.Block{g.paragraph()}}}})
			} else {
				b := g.block()
				switch b.(type) {
				case *note.Table, *note.Definitions:
					b = &note.Rule{} // the reader takes an item that ends in one of these for a tight one
				}
				it.Blocks = append(it.Blocks, b)
			}
			g.depth--
		}
		l.Items = append(l.Items, it)
	}
	return l
}

func (g *gen) table() *note.Table {
	t := &note.Table{}
	columns := 1 + g.pick(3, "columns")
	aligns := make([]note.Align, columns)
	for i := range aligns {
		aligns[i] = note.Align(g.pick(4, "align"))
	}
	for r := range 1 + g.pick(3, "rows") {
		row := note.Row{Header: r == 0}
		for c := range columns {
			cell := note.Cell{Align: aligns[c]}
			if g.pick(4, "empty") > 0 {
				cell.Blocks = []note.Block{&note.Paragraph{Inlines: g.line()}}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// TestRoundTrip: a tree that is written and read again is the same tree.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &gen{T: t, labels: 2}
		blocks := g.blocks(4)
		blocks = append(blocks, &note.Footnote{Label: "1", Blocks: []note.Block{g.paragraph()}}, &note.Footnote{Label: "2", Blocks: []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "둘"}}}}})
		src := Write(&note.Note{Title: "노트", Name: "노트", Body: blocks})
		_, got := read(src)
		if diff := cmp.Diff(canon(blocks), canon(got)); diff != "" {
			t.Fatalf("%s\n--- written\n%s", diff, src)
		}
		if again := Write(&note.Note{Title: "노트", Name: "노트", Body: got}); string(again) != string(src) {
			_, third := read(again)
			if diff := cmp.Diff(canon(blocks), canon(third)); diff != "" {
				t.Fatalf("the second time: %s\n--- written\n%s", diff, again)
			}
		}
	})
}
