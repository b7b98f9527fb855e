package site

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/note"
)

func openTag(name string, attrs ...note.Attr) *note.Tag {
	t, ok := note.OpenTag(name, attrs...)
	if !ok {
		panic(name)
	}
	return t
}

// everyForm returns a body in which each kind of block and inline refers to the target, by
// name, path or ID, and nothing but such references names it.
func everyForm(target string) []note.Block {
	link := func() note.Inline { return wiki(target) }
	embed := func(alt string) note.Inline {
		return &note.Embed{Ref: wikilinkRef(target), Alt: alt, Title: alt}
	}
	ref := note.Ref{Kind: note.RefPath, Target: target + ".md"}
	p := func() []note.Block { return []note.Block{para(text("글 "), link(), text(" 끝"))} }
	return []note.Block{
		&note.Paragraph{ID: "p", Inlines: []note.Inline{
			text("글 "), link(), wiki(target, "내 말"), wiki(target + "#부분|"), embed(""), embed(target), embed(target + ".md"), embed("내 설명"),
			&note.Styled{Style: note.Strong, Inlines: []note.Inline{link()}}, &note.InlineNote{Inlines: []note.Inline{link()}},
			&note.CodeSpan{Text: "c"}, &note.MathSpan{Text: "m"}, &note.Break{}, &note.Hashtag{Name: "tag"}, &note.FootnoteRef{Label: "1"}, &note.Anchor{ID: "here"},
			openTag("a", note.Attr{Name: "href", Ref: &ref}, note.Attr{Name: "id", Value: "x"}), text("본문"),
			&note.Link{Ref: note.Ref{Kind: note.RefNote, Target: target + ".md"}, Bare: true, Inlines: []note.Inline{text(target)}},
			&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: "obsidian://open?file=" + target}, Bare: true, Inlines: []note.Inline{text(target)}},
		}},
		heading(1, text("제목 "), link()),
		&note.List{ID: "l", Items: []note.ListItem{{ID: "i", Task: 'x', Blocks: p()}}},
		&note.Quote{ID: "q", Blocks: p()},
		&note.Callout{ID: "co", Type: "tip", Metadata: "wide", Fold: note.FoldShut, Title: []note.Inline{link()}, Blocks: p()},
		&note.Code{ID: "c", Lang: "go", Info: "{1}", Text: "x\n"},
		&note.Math{ID: "m", Text: "x^2"},
		&note.Table{ID: "t", Rows: []note.Row{{Header: true, Cells: []note.Cell{{Align: note.AlignRight, ColSpan: 2, Blocks: p()}}}}},
		&note.Rule{},
		&note.Details{ID: "d", Open: true, Summary: []note.Inline{link()}, Blocks: p()},
		&note.Definitions{ID: "df", Items: []note.Definition{{Term: []note.Inline{link()}, Details: [][]note.Block{p()}, Tight: true}}},
		&note.Footnote{Label: "1", Blocks: p()},
		&note.Diagram{ID: "dg", Lang: "mermaid", Text: "graph TD"},
		&note.Query{ID: "qu", Lang: "dataview", Text: "LIST"},
		&note.Div{Classes: []string{"columns"}, Blocks: p()},
		&note.HTML{Inlines: []note.Inline{openTag("video", note.Attr{Name: "poster", Ref: &ref}, note.Attr{Name: "src", Ref: &ref}), openTag("img", note.Attr{Name: "src", Ref: &ref})}},
	}
}

// The body above holds every kind of node that the model has.
func TestEveryNodeIsKnown(t *testing.T) {
	seen := map[string]bool{}
	note.Walk(everyForm("x"), func(n any) bool {
		seen[strings.TrimPrefix(fmt.Sprintf("%T", n), "*note.")] = true
		return true
	})
	for _, file := range []string{"../note/block.go", "../note/inline.go"} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`func \(\*(\w+)\) (?:block|inline)\(\)`).FindAllStringSubmatch(string(src), -1) {
			if !seen[m[1]] {
				t.Errorf("%s is not in the tests of the wall: teach rewriter, dump and everyForm", m[1])
			}
		}
	}
}

// What repeats a hidden name at second hand is silent too: bare links to headings that hold it,
// the sources of queries, addresses of the author's apps and disk, names with brackets.
func TestNoNameAtSecondHand(t *testing.T) {
	head := heading(2, text("제목 "), wiki("비밀 canary"), text(" 끝"))
	a := newNote("글/a.md", head, heading(2, text("보통 제목")),
		&note.Query{Lang: "dataview", Text: "LIST FROM \"비밀/canary\" OR \"글\" OR [[비밀 canary]] OR [[b]]\nWHERE x = \"그대로\""})
	a.Title, a.Summary = "앞 [[비밀 [canary]]]", "[[비밀 [canary]|내 [말]]] 은"
	b := newNote("글/b.md",
		para(text("보라 "), wiki("a#제목 비밀 canary 끝", "a > 제목 비밀 canary 끝"), text(" 를 "), wiki("a#보통 제목", "a > 보통 제목")),
		heading(2, wiki("a#제목 비밀 canary 끝", "a > 제목 비밀 canary 끝"), text("뒤")))
	for i, l := range b.Body[0].(*note.Paragraph).Inlines {
		if l, ok := l.(*note.Link); ok {
			l.Bare = i > 0
		}
	}
	b.Body[1].(*note.Heading).Inlines[0].(*note.Link).Bare = true
	for _, v := range []string{"obsidian://open?file=canary", "file:///home/me/비밀 canary.md", "https://example.com/"} {
		b.Properties = append(b.Properties, note.Property{Name: "source", Value: []note.Value{{Text: v}}})
	}
	s, _, _ := publish(t, Settings{}, []*note.Note{a, b, private(newNote("비밀/canary.md")), private(newNote("비밀 canary.md"))})
	got := dump(s)
	for line := range strings.SplitSeq(got, "\n") {
		if strings.Contains(line, "canary") {
			t.Errorf("the name is left: %s", line)
		}
	}
	for _, kept := range []string{"제목 끝", "a > 보통 제목", "앞 …", "내 [말] 은", "example.com", `LIST FROM "…" OR "글" OR … OR [[b]]`, `"그대로"`} {
		if !strings.Contains(got, kept) && !strings.Contains(got, strings.ReplaceAll(kept, `"`, `\"`)) {
			t.Errorf("%q is gone from\n%s", kept, got)
		}
	}
}

// A title that an importer took from the first heading hides what the heading hides.
func TestTitleFromHeading(t *testing.T) {
	a := newNote("a.md", heading(1, text("이야기 "), wiki("비밀 canary"), text(" 끝")), para(text("글")))
	a.Title = "이야기 비밀 canary 끝"
	b := newNote("b.md", heading(1, text("이야기 "), wiki("a")))
	b.Title = "이야기 a"
	s, _, _ := publish(t, Settings{}, []*note.Note{a, b, private(newNote("비밀 canary.md"))})
	if got := find(t, s, "a.html").Title; got != "이야기 … 끝" {
		t.Errorf("title %q", got)
	}
	if got := find(t, s, "b.html").Title; got != "이야기 a" {
		t.Errorf("title %q", got)
	}
}

// A target that is private and one that does not exist give the same Site, in which nothing
// is left of its name and no reference of the source.
func TestPrivateLooksMissing(t *testing.T) {
	secret := "비밀 canary"
	public := func() *note.Note {
		n := newNote("공개.md", everyForm(secret)...)
		n.Summary = "요약 [[" + secret + "]] 와 [[" + secret + "|그것]], [t](" + secret + ".md)"
		n.Image = &note.Ref{Kind: note.RefName, Target: secret}
		for _, v := range []note.Value{
			{Text: "[[" + secret + "]]"}, {Text: "[[" + secret + "|내 말]]"}, {Text: "보라 [[" + secret + "]] 를"}, {Text: "[[" + secret + "]]", Ref: &note.Ref{Kind: note.RefName, Target: secret}},
			{Text: secret, Ref: &note.Ref{Kind: note.RefName, Target: secret}}, {Text: "[링크](" + secret + ".md)"},
		} {
			n.Properties = append(n.Properties, note.Property{Name: "source", Value: []note.Value{v}})
		}
		return n
	}
	hidden := private(newNote(secret+".md", heading(1, text("부분")), para(wiki("공개"))))
	hidden.Aliases = []string{"공개"}
	var with, without diag.List
	a, _ := Publish(graph.New([]*note.Note{public(), hidden}, nil), Settings{}, Policy{Rule: All()}, &with)
	b, _ := Publish(graph.New([]*note.Note{public()}, nil), Settings{}, Policy{Rule: All()}, &without)
	if d := firstDifference(dump(a), dump(b)); d != "" {
		t.Errorf("private and missing differ: %s", d)
	}
	for line := range strings.SplitSeq(dump(a), "\n") {
		if strings.Contains(line, "canary") {
			t.Errorf("the name is left: %s", line)
		}
	}
	for _, kept := range []string{"내 말", "내 설명", "본문", "그것", "링크"} {
		if !strings.Contains(dump(a), kept) {
			t.Errorf("the author's own text %q is gone", kept)
		}
	}
	if got, want := a.Notes[0].Description, "요약 … 와 그것, t"; got != want {
		t.Errorf("description %q, want %q", got, want)
	}
	for _, d := range with.Sorted() {
		if d.Severity > diag.Info || d.Code != "L005" || d.Note != "공개.md" || strings.Contains(d.Message+d.Hint, "canary") {
			t.Errorf("a diagnostic that is shown: %+v", d)
		}
	}
}

// Whatever a reference is in the note, in the Site it is one of four kinds, without a trace of
// the source.
func TestOnlyResolvedReferences(t *testing.T) {
	for _, target := range []string{"대상", "없음"} {
		n := newNote("a/공개.md", everyForm(target)...)
		s, _, _ := publish(t, Settings{}, []*note.Note{n, newNote("대상.md", heading(2, text("부분")))})
		var refs []note.Ref
		note.Walk(s.Notes[0].Body, func(n any) bool {
			switch n := n.(type) {
			case *note.Link:
				refs = append(refs, n.Ref)
			case *note.Embed:
				refs = append(refs, n.Ref)
			case *note.Tag:
				for _, a := range n.Attrs() {
					if a.Ref != nil {
						refs = append(refs, *a.Ref)
					}
				}
			}
			return true
		})
		if len(refs) < 20 {
			t.Errorf("only %d references", len(refs))
		}
		for _, r := range refs {
			want := note.Ref{Kind: r.Kind, Anchor: r.Anchor}
			switch r.Kind {
			case note.RefPage:
				want.Target = "대상.html"
			case note.RefNone:
				want.Anchor = ""
			default:
				t.Errorf("%+v", r)
			}
			if r.Kind == note.RefNone && target == "대상" && r.Target != "" || fmt.Sprintf("%+v", r) != fmt.Sprintf("%+v", want) {
				t.Errorf("%+v, want %+v", r, want)
			}
		}
		if ids := authorIDs(s.Notes[0].Body); len(ids) > 0 {
			t.Errorf("ids of the source are left: %q", ids)
		}
	}
}

// authorIDs returns the ids of the source that are left in a body.
func authorIDs(blocks []note.Block) []string {
	var ids []string
	note.Walk(blocks, func(n any) bool {
		id := ""
		switch n := n.(type) {
		case *note.ListItem:
			id = n.ID
		case *note.Anchor:
			id = n.ID
		case *note.Tag:
			for _, a := range n.Attrs() {
				if a.Name == "id" || a.Name == "name" {
					id = a.Value
				}
			}
		case note.Block:
			id = blockID(n)
		}
		if id != "" {
			ids = append(ids, id)
		}
		return true
	})
	return ids
}

func TestShowUnpublished(t *testing.T) {
	for _, notes := range [][]*note.Note{
		{newNote("a.md", para(wiki("비밀")))},
		{newNote("a.md", para(wiki("비밀"))), private(newNote("비밀.md"))},
	} {
		s, _ := Publish(graph.New(notes, nil), Settings{}, Policy{Rule: All(), ShowUnpublished: true}, diag.Discard)
		l := s.Notes[0].Body[0].(*note.Paragraph).Inlines[0].(*note.Link)
		if note.PlainText(l.Inlines) != "비밀" || l.Ref.Kind != note.RefNone || l.Bare {
			t.Errorf("%+v", l)
		}
	}
}

func TestAnchors(t *testing.T) {
	n := newNote("n.md",
		heading(1, text("한글 제목: 둘!")), heading(1, text("한글 제목: 둘!")), heading(2, text("Main")), heading(2, text("???")),
		heading(2, text("B abc")), &note.Paragraph{ID: "abc"}, &note.Paragraph{ID: "ABC"}, heading(2, text("user-x")),
		heading(2, wiki("비밀")), heading(2, text("C# & C++")), heading(2, text("Straße ① café")),
		&note.HTML{Inlines: []note.Inline{openTag("a", note.Attr{Name: "name", Value: "Old"})}},
		para(wiki("#한글 제목 둘"), wiki("#^ABC"), wiki("#Old"), wiki("#없음"), wiki("#B abc")),
	)
	s, _, _ := publish(t, Settings{}, []*note.Note{n, private(newNote("비밀.md"))})
	var ids, targets []string
	note.Walk(s.Notes[0].Body, func(n any) bool {
		switch n := n.(type) {
		case *note.Link:
			targets = append(targets, n.Ref.Anchor)
		case *note.Anchor:
			ids = append(ids, n.Anchor)
		case note.Block:
			if a := note.AnchorOf(n); a != "" {
				ids = append(ids, a)
			}
		}
		return true
	})
	want := []string{"한글-제목-둘", "한글-제목-둘-1", "main-1", "section", "b-abc-2", "b-abc", "b-abc-1", "h-user-x", "section-1", "c--c", "straße-①-café", "b-old"}
	if !slices.Equal(ids, want) {
		t.Errorf("ids %q\nwant %q", ids, want)
	}
	if want := []string{"", "한글-제목-둘", "b-abc", "b-old", "", "b-abc-2"}; !slices.Equal(targets, want) {
		t.Errorf("targets %q, want %q", targets, want)
	}
	for _, id := range ids {
		if ReservedID(id) {
			t.Errorf("%s belongs to the page", id)
		}
	}
}
