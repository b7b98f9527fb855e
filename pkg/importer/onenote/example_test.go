package onenote

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"memopress/pkg/importer/onenote/store"
	. "memopress/pkg/importer/onenote/storetest"
)

// exampleFiles are the files of the example: a notebook of two sections with their order.
func exampleFiles() map[string][]byte {
	b := &builder{}
	meeting, plan, reading := Identifier(101), Identifier(102), Identifier(201)
	minutes := &sheet{title: "3월 회의록", number: 101, body: []*Object{
		at(1, 2, outline(
			line(styled("h1", text("안건"))),
			line(runs(append([]piece{{s: "다음 분기 "}, {s: "예산", style: []Prop{Bool(propBold, true)}}, {s: "과 "},
				{s: "일정", style: []Prop{U32(propHighlight, 0x00ffff)}}, {s: "을 정했다. 자세한 것은 "}},
				append(link("onenote:#%EC%98%88%EC%82%B0%20%EA%B3%84%ED%9A%8D&section-id={"+Identifier(100).String()+"}&page-id={"+plan.String()+"}&end", "예산 계획"),
					piece{s: "에 있다."})...)...)),
			line(styled("h2", text("할 일"))),
			task("회의실 예약", true),
			task("견적 받기", false),
			line(tag(text("계약서는 금요일까지 보낸다"), 13, 115, 0, "중요")),
			line(styled("h2", text("순서"))),
			listed("\ufffd.", line(text("인사"))),
			listed("\ufffd.", line(text("지난 회의 확인"), listed("•", line(text("예산"))), listed("•", line(text("일정"))))),
			listed("\ufffd.", line(text("다음 회의"))),
		)),
		at(1, 12, drawing([][2]int64{{1300, 15300}, {1900, 15800}, {3100, 14400}})),
	}}
	budget := &sheet{title: "예산 계획", number: 102, level: 2, body: []*Object{
		at(1, 2, outline(
			line(table(
				[]*Object{line(text("항목")), line(text("금액"))},
				[]*Object{line(text("책")), line(text("120,000"))},
				[]*Object{line(text("모임")), line(table([]*Object{line(text("봄")), line(text("가을"))}, []*Object{line(text("40,000")), line(text("60,000"))}))},
			)),
			line(runs(append([]piece{{s: "돌아가기: "}}, link("onenote:#3%EC%9B%94%20%ED%9A%8C%EC%9D%98%EB%A1%9D&page-id={"+meeting.String()+"}&end", "3월 회의록")...)...)),
			line(embedded("예산.csv", []byte("항목,금액\n책,120000\n"))),
		)),
	}}
	book := &sheet{title: "Reading list", number: 201, body: []*Object{
		at(1, 2, outline(
			line(runs(append([]piece{{s: "Books for the spring. See the "}}, link("https://example.org/library", "library")...)...)),
			listed("•", line(text("The Little Prince"), line(styled("blockquote", text("What is essential is invisible to the eye."))))),
			listed("•", line(text("Walden"))),
			line(styled("code", text("isbn = \"9780000000000\""))),
			line(fraction("n", "312")),
			line(picture("bookmark.png", "A bookmark with a purple line", dot())),
		)),
	}}
	english := &sheet{title: "Notes on Walden", number: 202, level: 2, body: []*Object{
		at(8, 2, outline(line(text("On the right: the second column.")))),
		at(1, 2, outline(line(text("On the left: the first column."),
			line(runs(append([]piece{{s: "Below it, with a link back to "}}, link("onenote:Reading.one#Reading%20list&page-id={"+reading.String()+"}", "the list")...)...))))),
	}}
	toc := b.space(map[uint32]*Object{store.ContentRoot: {Type: typeContents, Props: []Prop{Refs(propContentsChildren,
		&Object{Type: typeContents, Props: []Prop{Text(propContentsName, "회의.one"), U32(propContentsOrder, 1)}},
		&Object{Type: typeContents, Props: []Prop{Text(propContentsName, "Reading.one"), U32(propContentsOrder, 2)}},
	)}}})
	return map[string][]byte{
		"Notebook/회의.one":                Revisions(b.section(100, minutes, budget)...),
		"Notebook/Reading.one":           Packaged(b.section(200, book, english)...),
		"Notebook/Open Notebook.onetoc2": Contents(toc),
	}
}

// TestExample checks that the example in examples/ is what the writer makes of exampleFiles;
// with -update it writes it again.
func TestExample(t *testing.T) {
	for name, want := range exampleFiles() {
		p := filepath.Join("../../../examples/onenote-section", filepath.FromSlash(name))
		if update() {
			if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(p)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the writer makes: run this test with -update (%v)", name, err)
		}
	}
}

// update reports whether goldens and examples are written again; the flag is importertest's.
func update() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}
