package html_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"memopress/pkg/note"
	"memopress/pkg/writer/html"
	"memopress/pkg/writer/html/htmltest"
)

// tagNames are elements that interact in a browser's parser, and some that do not.
var tagNames = strings.Fields(`a b i em span font table thead tbody tfoot tr td th caption colgroup col
	p div center h1 h2 h3 ul ol li dl dt dd details summary pre blockquote ruby rt rp section main nav
	figure figcaption audio video source track picture img input iframe hr br wbr address code kbd tt u s small label q`)

// build makes blocks out of bytes, every choice from the next byte, so that a fuzzer can steer.
type build struct {
	data  []byte
	depth int
}

func (b *build) next(n int) int {
	if len(b.data) == 0 {
		return 0
	}
	v := int(b.data[0])
	b.data = b.data[1:]
	return v % n
}

func (b *build) blocks() []note.Block {
	b.depth++
	defer func() { b.depth-- }()
	var out []note.Block
	for n := b.next(6); n > 0 && len(b.data) > 0; n-- {
		kind := b.next(14)
		if b.depth > 4 {
			kind %= 4
		}
		switch kind {
		case 0, 1:
			out = append(out, &note.Paragraph{Inlines: b.inlines(), Anchor: b.anchor()})
		case 2, 3, 4, 5:
			out = append(out, &note.HTML{Inlines: b.inlines()})
		case 6:
			out = append(out, &note.Heading{Level: 1 + b.next(6), Inlines: b.inlines(), Anchor: b.anchor()})
		case 7:
			out = append(out, &note.List{Tight: b.next(2) == 0, Items: []note.ListItem{{Blocks: b.blocks()}, {Task: 'x', Blocks: b.blocks()}}})
		case 8:
			out = append(out, &note.Quote{Blocks: b.blocks()})
		case 9:
			out = append(out, &note.Callout{Type: "tip", Fold: note.Fold(b.next(3)), Title: b.inlines(), Blocks: b.blocks()})
		case 10:
			out = append(out, &note.Table{Rows: []note.Row{{Header: true, Cells: []note.Cell{{Blocks: b.blocks()}}}, {Cells: []note.Cell{{Blocks: b.blocks()}}}}})
		case 11:
			out = append(out, &note.Details{Summary: b.inlines(), Blocks: b.blocks()})
		case 12:
			out = append(out, &note.Definitions{Items: []note.Definition{{Term: b.inlines(), Details: [][]note.Block{b.blocks()}}}})
		case 13:
			out = append(out, &note.Code{Lang: "go", Text: "x\n"})
		}
	}
	return out
}

func (b *build) anchor() string { return [...]string{"", "", "가", "나", "x"}[b.next(5)] }

func (b *build) inlines() []note.Inline {
	b.depth++
	defer func() { b.depth-- }()
	var out []note.Inline
	for n := b.next(8); n > 0 && len(b.data) > 0; n-- {
		kind := b.next(16)
		if b.depth > 6 {
			kind %= 11
		}
		switch kind {
		case 0, 1, 2, 3, 4:
			t, ok := note.OpenTag(tagNames[b.next(len(tagNames))], b.attrs()...)
			if ok {
				out = append(out, t)
			}
		case 5, 6, 7, 8:
			if t, ok := note.CloseTag(tagNames[b.next(len(tagNames))]); ok {
				out = append(out, t)
			}
		case 9:
			out = append(out, &note.Text{Value: [...]string{"글", " ", "\n", "x<y>&\"", "a\x00b\r\nc\xff"}[b.next(5)]})
		case 10:
			out = append(out, &note.Embed{Ref: b.ref(), Alt: "그림", Title: [...]string{"", "제목"}[b.next(2)]})
		case 11:
			out = append(out, &note.Styled{Style: note.Style(b.next(8)), Color: "red", Inlines: b.inlines()})
		case 12:
			out = append(out, &note.Link{Ref: b.ref(), Inlines: b.inlines(), Bare: b.next(2) == 0})
		case 13:
			out = append(out, &note.InlineNote{Inlines: b.inlines()})
		case 14:
			out = append(out, &note.Anchor{Anchor: b.anchor()})
		case 15:
			out = append(out, &note.MathSpan{Text: "x"})
		}
	}
	return out
}

func (b *build) ref() note.Ref {
	return [...]note.Ref{
		{Kind: note.RefPage, Target: "폴더/나.html", Anchor: "x"},
		{Kind: note.RefPage, Target: "self.html"},
		{Kind: note.RefFile, Target: "files/a.png"},
		{Kind: note.RefFile, Target: "files/a.mp3"},
		{Kind: note.RefFile, Target: "files/a.pdf"},
		{Kind: note.RefNone},
		{Kind: note.RefURL, Target: "https://example.org/a.png"},
		{Kind: note.RefURL, Target: "java\tscript:alert(1)"},
		{Kind: note.RefURL, Target: "https://youtu.be/abc"},
	}[b.next(9)]
}

func (b *build) attrs() []note.Attr {
	var out []note.Attr
	for n := b.next(4); n > 0; n-- {
		ref := b.ref()
		out = append(out, [...]note.Attr{
			{Name: "class", Value: `a "b" language-go`}, {Name: "id", Value: "가"}, {Name: "id", Value: "x y"},
			{Name: "name", Value: "body"}, {Name: "align", Value: "Center"}, {Name: "style", Value: "color:red"},
			{Name: "onclick", Value: "alert(1)"}, {Name: "href", Ref: &ref}, {Name: "src", Ref: &ref},
			{Name: "colspan", Value: "2"}, {Name: "width", Value: "100%"}, {Name: "type", Value: "checkbox"},
			{Name: "title", Value: "<>\"'&"}, {Name: "open"}, {Name: "dir", Value: "x"}, {Name: "poster", Ref: &ref},
		}[b.next(16)])
	}
	return out
}

// remarks says something about every heading and block.
func remarks(string) []byte {
	return []byte(`<aside class="marginalia"><ul><li><a href="x.html">글</a> <q>말</q></li></ul></aside>`)
}

func check(t *testing.T, w *html.Writer, blocks []note.Block) {
	t.Helper()
	whole := []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "속"}, &note.FootnoteRef{Label: "1"}}, Anchor: "가"}}
	p := html.Page{Address: "여기/self.html", IDs: true, Sidenotes: true, Remarks: remarks, Transclude: func(ref note.Ref) (html.Transclusion, bool) {
		if ref.Target == "self.html" {
			return html.Transclusion{Title: "Self", Address: ref.Target, Blocks: blocks}, true
		}
		return html.Transclusion{Title: "나", Address: ref.Target, Blocks: whole}, true
	}}
	out := w.Write(p, blocks).HTML
	for _, f := range htmltest.Check([]byte(out)) {
		t.Fatalf("%s\n%s", f, out)
	}
	// A fragment stands inside something: it must not reach out.
	for _, around := range []string{"<article>%s</article>", "<ul><li>%s</li></ul>", "<table><tbody><tr><td>%s</td></tr></tbody></table>"} {
		for _, f := range htmltest.Check(fmt.Appendf(nil, around, out)) {
			t.Fatalf("in %s: %s\n%s", around, f, out)
		}
	}
	p.NoLinks = true
	for _, b := range blocks {
		if b, ok := b.(*note.Paragraph); ok {
			out := w.Inlines(p, b.Inlines).HTML
			for _, f := range htmltest.Check(fmt.Appendf(nil, `<p><a href="x">%s</a></p>`, out)) {
				t.Fatalf("as running text: %s\n%s", f, out)
			}
		}
	}
}

func TestRandomTags(t *testing.T) {
	w := html.New(html.Options{HeadingOffset: 1})
	rnd := rand.New(rand.NewPCG(1, 2))
	n := 4_000
	if testing.Short() {
		n = 500
	}
	for range n {
		data := make([]byte, 20+rnd.IntN(200))
		for i := range data {
			data[i] = byte(rnd.IntN(256))
		}
		b := build{data: data}
		check(t, w, b.blocks())
	}
}

func FuzzTags(f *testing.F) {
	f.Add([]byte("\x05\x02\x07\x00\x0a\x00\x05\x0b\x09\x00"))
	f.Add([]byte{3, 2, 5, 0, 6, 0, 0, 9, 0, 9, 0, 0, 10, 0, 5, 9})
	w := html.New(html.Options{HeadingOffset: 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		b := build{data: data}
		check(t, w, b.blocks())
	})
}
