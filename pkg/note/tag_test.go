package note

import "testing"

func TestOpenTag(t *testing.T) {
	ref := &Ref{Kind: RefURL, Target: "https://example.org"}
	for _, tt := range []struct {
		name  string
		attrs []Attr
		want  string // "" for not allowed
	}{
		{"kbd", nil, "kbd"},
		{"KBD", nil, "kbd"},
		{"script", nil, ""},
		{"style", nil, ""},
		{"svg", nil, ""},
		{"form", nil, ""},
		{"span", []Attr{{Name: "onclick", Value: "x()"}, {Name: "class", Value: "가"}}, "span class=가"},
		{"span", []Attr{{Name: "style", Value: "color:red"}}, "span"},
		{"a", []Attr{{Name: "href", Ref: ref}}, "a href=→"},
		{"a", []Attr{{Name: "href", Value: "javascript:x()"}}, "a"},
		{"span", []Attr{{Name: "title", Ref: ref}}, "span"},
		{"td", []Attr{{Name: "ColSpan", Value: "2"}, {Name: "colspan", Value: "3"}}, "td colspan=2"},
		{"input", nil, ""},
		{"input", []Attr{{Name: "type", Value: "text"}}, ""},
		{"input", []Attr{{Name: "type", Value: "checkbox"}}, "input type=checkbox"},
		{"iframe", []Attr{{Name: "srcdoc", Value: "<b>"}}, "iframe"},
	} {
		got := ""
		if tag, ok := OpenTag(tt.name, tt.attrs...); ok {
			got = tag.Name()
			for _, a := range tag.Attrs() {
				value := a.Value
				if a.Ref != nil {
					value = "→"
				}
				got += " " + a.Name + "=" + value
			}
		}
		if got != tt.want {
			t.Errorf("OpenTag(%s, %v) = %q, want %q", tt.name, tt.attrs, got, tt.want)
		}
	}
	if _, ok := CloseTag("br"); ok {
		t.Error("a void element has a closing tag")
	}
	if _, ok := CloseTag("script"); ok {
		t.Error("an element that is not allowed has a closing tag")
	}
}

func TestSection(t *testing.T) {
	text := func(s, anchor string) *Paragraph {
		return &Paragraph{Inlines: []Inline{&Text{Value: s}}, Anchor: anchor}
	}
	body := []Block{
		text("앞", ""),
		&Heading{Level: 2, Anchor: "가"},
		text("가의 글", ""),
		&Heading{Level: 3, Anchor: "나"},
		&List{Anchor: "list", Items: []ListItem{
			{Blocks: []Block{text("하나", "")}},
			{Anchor: "item", Blocks: []Block{text("둘", "deep")}},
		}},
		&Heading{Level: 2, Anchor: "다"},
		&Quote{Blocks: []Block{text("인용", "quoted")}},
	}
	for _, tt := range []struct {
		anchor string
		want   int    // blocks
		first  string // plain text of the first paragraph found
	}{
		{"가", 4, "가의 글"},
		{"나", 2, "하나"},
		{"다", 2, "인용"},
		{"list", 1, "하나"},
		{"item", 1, "둘"},
		{"deep", 1, "둘"},
		{"quoted", 1, "인용"},
		{"none", 0, ""},
		{"", 0, ""},
	} {
		got := Section(body, tt.anchor)
		first := ""
		Walk(got, func(node any) bool {
			if p, ok := node.(*Paragraph); ok && first == "" {
				first = PlainText(p.Inlines)
			}
			return true
		})
		if len(got) != tt.want || first != tt.first {
			t.Errorf("Section(%q): %d blocks beginning with %q, want %d with %q", tt.anchor, len(got), first, tt.want, tt.first)
		}
	}
}
