package html

import (
	"strings"
	"testing"

	"memopress/pkg/note"
)

// Blocks in another script than the page's say what language they are in, and only those.
func TestTongue(t *testing.T) {
	text := func(s string) []note.Inline { return []note.Inline{&note.Text{Value: s}} }
	p := func(s string) *note.Paragraph { return &note.Paragraph{Inlines: text(s)} }
	item := func(blocks ...note.Block) note.Block {
		return &note.List{Tight: true, Items: []note.ListItem{{Blocks: blocks}}}
	}
	english := "Friends who visit always ask the same question, and the answer is no."
	for _, test := range []struct {
		language, direction string
		block               note.Block
		want                string
	}{
		{"en", "ltr", p("정치란 무엇인가"), `<p lang="ko">`},
		{"en", "ltr", p("من ارتفاع الذراع"), `<p lang="ar" dir="rtl">`},
		{"en", "ltr", p("Nora 정치란 무엇인가 하고 물었다"), `<p>`},
		{"en", "ltr", p("(「茶」) お茶の時間"), `<p lang="ja">`},
		{"ko", "ltr", p(english), `<p lang="en">`},
		{"ko", "ltr", p("React Server Components"), `<p>`},
		{"ar", "rtl", p(english), `<p lang="en" dir="ltr">`},
		{"en", "ltr", p("الشاي, three glasses and what they mean"), `<p>`},
		{"ar", "rtl", p("React هي مكتبة لبناء الواجهات"), `<p>`},
		{"en", "ltr", p("الشاي والشاي, two of them"), `<p dir="auto">`},
		{"ja", "ltr", p("東京の朝はおだやかだ"), `<p>`},
		{"zh", "ltr", p("東京の朝はおだやかだ"), `<p lang="ja">`},
		{"", "ltr", p("정치란 무엇인가"), `<p>`},
		{"en", "ltr", &note.Heading{Level: 2, Inlines: text("정치")}, `<h2 lang="ko">`},
		{"en", "ltr", &note.Quote{Blocks: []note.Block{p("정치란")}}, `<p lang="ko">`},
		{"en", "ltr", item(p("정치란")), `<li lang="ko">정치란</li>`},
		{"en", "ltr", item(p("정치란"), item(p("politics"))), "<li><span lang=\"ko\">정치란</span>\n<ul>\n<li>politics</li>"},
		{"en", "ltr", &note.Table{Rows: []note.Row{{Cells: []note.Cell{{Blocks: []note.Block{p("茶")}}, {Blocks: []note.Block{p("tea")}}}}}}, "<td lang=\"zh\">茶</td>\n<td>tea</td>"},
		{"en", "ltr", &note.Table{Rows: []note.Row{{Cells: []note.Cell{{Blocks: []note.Block{p("شاي")}}}}}}, `<td><span lang="ar" dir="rtl">شاي</span></td>`},
		{"en", "ltr", item(p("شاي")), `<li lang="ar" dir="rtl">شاي</li>`},
		{"en", "ltr", &note.Paragraph{Inlines: []note.Inline{&note.Styled{Inlines: text("정치")}, &note.Text{Value: " 와 사회"}}}, `<p lang="ko">`},
	} {
		got := string(New(Options{}).Write(Page{Language: test.language, Direction: test.direction}, []note.Block{test.block}).HTML)
		if !strings.Contains(got, test.want) {
			t.Errorf("in %s: %s, want %s", test.language, got, test.want)
		}
	}
}
