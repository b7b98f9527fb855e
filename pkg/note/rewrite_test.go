package note

import (
	"strings"
	"testing"
)

func TestRewriteInlines(t *testing.T) {
	text := func(s string) []Inline { return []Inline{&Text{Value: s}} }
	p := func(s string) []Block { return []Block{&Paragraph{Inlines: text(s)}} }
	blocks := []Block{
		&Paragraph{Inlines: []Inline{&Styled{Inlines: text("가")}, &Link{Inlines: text("나")}, &InlineNote{Inlines: text("다")}}},
		&Heading{Inlines: text("라")}, &List{Items: []ListItem{{Blocks: p("마")}}}, &Quote{Blocks: p("바")},
		&Callout{Title: text("사"), Blocks: p("아")}, &Table{Rows: []Row{{Cells: []Cell{{Blocks: p("자")}}}}},
		&Details{Summary: text("차"), Blocks: p("카")}, &Definitions{Items: []Definition{{Term: text("타"), Details: [][]Block{p("파")}}}},
		&Footnote{Blocks: p("하")}, &Div{Blocks: p("거")}, &HTML{Inlines: text("너")},
	}
	RewriteInlines(blocks, func(in []Inline) []Inline { return append(in, &Text{Value: "!"}) })
	var sb strings.Builder
	Walk(blocks, func(node any) bool {
		if t, ok := node.(*Text); ok {
			sb.WriteString(t.Value)
		}
		return true
	})
	if got, want := sb.String(), "가!나!다!!라!마!바!사!아!자!차!카!타!파!하!거!너!"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
