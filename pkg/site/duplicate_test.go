package site

import (
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

func memo(input, path, title, text string, inlines ...note.Inline) *note.Note {
	return &note.Note{ID: note.ID(input + "/" + path), Title: title, Name: title, Path: path, Space: input,
		Body:   []note.Block{&note.Paragraph{Inlines: append([]note.Inline{&note.Text{Value: text}}, inlines...)}},
		Source: note.Source{Input: input, File: path}}
}

// A memo that two apps hold is one page, and what links to either leads there. A private copy
// changes nothing, and two notes of one app stay two.
func TestCopiesOfSeveralInputs(t *testing.T) {
	link := func(target string) note.Inline {
		return &note.Link{Ref: note.Ref{Kind: note.RefName, Target: target}, Inlines: []note.Inline{&note.Text{Value: "여기"}}}
	}
	keep := memo("keep", "장보기.md", "장보기", "우유, 빵!")
	vault := memo("vault", "집/장보기.md", "장보기", "우유 **빵**", &note.Link{Ref: note.Ref{Kind: note.RefNote, Target: "x"}})
	linking := memo("keep", "b.md", "b", "bb", link("장보기"))
	other := memo("keep", "c.md", "장보기", "두부")
	again := memo("keep", "d.md", "b", "bb", link("장보기"))
	private := memo("other", "장보기.md", "장보기", "우유 빵")
	private.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "private: true"}

	all := []*note.Note{keep, vault, linking, other, again, private}
	s, o := Publish(graph.New(all, nil), Settings{Title: "위키", Roots: map[string]string{"keep": "Google Keep", "vault": ""}}, Policy{Rule: All()}, diag.Discard)
	if d := o.Notes[keep.ID]; d.Published || d.Rule != ledger.Duplicate || d.Detail != "the same as vault/집/장보기.md" {
		t.Errorf("%+v", d)
	}
	if !o.Notes[vault.ID].Published || !o.Notes[again.ID].Published || o.Published != 4 {
		t.Errorf("%+v", o)
	}
	addresses := map[string]*Note{}
	for _, n := range s.Notes {
		addresses[n.Address] = n
	}
	for _, want := range []string{"집/장보기.html", "Google-Keep/b.html", "Google-Keep/c.html", "Google-Keep/d.html"} {
		if addresses[want] == nil {
			t.Errorf("no page %s in %v", want, addresses)
		}
	}
	if len(addresses["집/장보기.html"].Backlinks) != 2 {
		t.Errorf("%d backlinks", len(addresses["집/장보기.html"].Backlinks))
	}
	if s.Settings.Roots != nil {
		t.Error("the site knows the inputs")
	}
	without, _ := Publish(graph.New(all[:5], nil), Settings{Title: "위키", Roots: map[string]string{"keep": "Google Keep"}}, Policy{Rule: All()}, diag.Discard)
	if len(without.Notes) != len(s.Notes) {
		t.Error("a private copy changes the site")
	}
}

// Notes that differ in code, in a formula, in the picture or in how words end are no copies.
func TestNoCopies(t *testing.T) {
	for name, pair := range map[string][2][]note.Inline{
		"code":    {{&note.CodeSpan{Text: "a + 1.5"}}, {&note.CodeSpan{Text: "a - 15"}}},
		"formula": {{&note.MathSpan{Text: "a=b"}}, {&note.MathSpan{Text: "x^2"}}},
		"picture": {{&note.Embed{Ref: note.Ref{Kind: note.RefPath, Target: "one.png"}}}, {&note.Embed{Ref: note.Ref{Kind: note.RefPath, Target: "two.png"}}}},
	} {
		a, b := memo("a", "x.md", "메모", "글", pair[0]...), memo("b", "x.md", "메모", "글", pair[1]...)
		if _, o := Publish(graph.New([]*note.Note{a, b}, nil), Settings{Title: "위키"}, Policy{Rule: All()}, diag.Discard); o.Published != 2 {
			t.Errorf("%s: %d published", name, o.Published)
		}
	}
	a, b := memo("a", "x.md", "회의", "록 정리"), memo("b", "y.md", "회의록", "정리")
	if _, o := Publish(graph.New([]*note.Note{a, b}, nil), Settings{Title: "위키"}, Policy{Rule: All()}, diag.Discard); o.Published != 2 {
		t.Error("a title is part of the text")
	}
}
