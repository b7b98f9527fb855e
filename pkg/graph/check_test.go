package graph

import (
	"fmt"
	"slices"
	"testing"

	"memopress/pkg/note"
)

func TestDuplicates(t *testing.T) {
	g := vault("나.md", "b/나.md", "b/나.png", "Memo.md", "memo.md", "w:나.md", "only.md")
	got := fmt.Sprint(g.Duplicates())
	if want := "[{나.md [나.md b/나.md] false} {Memo.md [Memo.md memo.md] true}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestOrphans(t *testing.T) {
	g := New([]*note.Note{newNote("a.md", para(wikilink("b"))), newNote("b.md"), newNote("외톨이.md", para(wikilink("외톨이"), wikilink("none")))}, nil)
	var got []note.ID
	for _, n := range g.Orphans() {
		got = append(got, n.ID)
	}
	if !slices.Equal(got, []note.ID{"외톨이.md"}) {
		t.Errorf("%q", got)
	}
}

func TestHints(t *testing.T) {
	notes := []*note.Note{newNote("회의록.md"), newNote("a/Gardening.md"), newNote("b/plan.md"), newNote("c/plan.md")}
	notes[0].Aliases = []string{"Minutes", "미팅 노트"}
	notes[1].Title = "Growing things"
	g := New(notes, []note.Attachment{{Key: "p", Name: "photo.jpg", Path: "img/photo.jpg"}})
	for _, tt := range []struct{ link, want string }{
		{"minutes", "[an alias of 회의록]"},
		{"growing things", "[an alias of Gardening]"},
		{"회의롯", "[perhaps 회의록]"},
		{"회이록", "[perhaps 회의록]"},
		{"Gardenning", "[perhaps Gardening (a/Gardening.md)]"},
		{"Gradening", "[perhaps Gardening (a/Gardening.md)]"},
		{"x/plan", "[perhaps b/plan perhaps c/plan]"},
		{"phto.jpg", "[perhaps photo.jpg (img/photo.jpg)]"},
		{"plans", "[perhaps b/plan perhaps c/plan]"},
		{"nothing like it", "[]"},
		{"", "[]"},
	} {
		if got := fmt.Sprint(g.Hints(notes[0], note.Ref{Kind: note.RefName, Target: tt.link})); got != tt.want {
			t.Errorf("[[%s]]: %s, want %s", tt.link, got, tt.want)
		}
	}
}

// related writes what a graph says is related to a note.
func relatedTo(g *Graph, id note.ID) []string {
	var out []string
	for _, r := range g.Related(5)[id] {
		s := string(r.Note.ID) + ":"
		for _, l := range r.Links {
			s += " " + string(l.ID)
		}
		out = append(out, s+fmt.Sprintf(" %q", r.Words))
	}
	return out
}

func TestRelated(t *testing.T) {
	g := New([]*note.Note{
		newNote("hub.md", para(wikilink("a"), wikilink("b"))),
		newNote("a.md", para(text("하나"), wikilink("src"))),
		newNote("b.md", para(text("둘"), wikilink("src"))),
		newNote("src.md"),
		newNote("가.md", para(text("고양이는 사막에서 낙타를 만났다. The quagga is extinct."))),
		newNote("나.md", para(text("낙타와 고양이의 우정. About the quagga."))),
		newNote("다.md", para(text("고양이"), wikilink("none"))),
		newNote("甲.md", para(text("我喜欢思维导图。"))),
		newNote("乙.md", para(text("画思维导图很好玩。"))),
		newNote("x.md", para(text("nothing like it"))),
	}, nil)
	for _, tt := range []struct {
		id   note.ID
		want []string
	}{
		{"a.md", []string{`b.md: hub.md src.md []`}},
		{"hub.md", nil},
		{"src.md", nil},
		{"가.md", []string{`나.md: ["quagga" "낙타" "고양이"]`}},
		{"다.md", nil},
		{"甲.md", []string{`乙.md: ["思维导图"]`}},
		{"x.md", nil},
	} {
		if got := relatedTo(g, tt.id); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.id, got, tt.want)
		}
	}
}

func TestCommonWordsRelateNothing(t *testing.T) {
	var notes []*note.Note
	for i := range 100 {
		notes = append(notes, newNote(fmt.Sprintf("%03d.md", i), para(text("사과와 바나나, and an orangutan"))))
	}
	if got := New(notes, nil).Related(5); len(got) != 0 {
		t.Errorf("%d notes are related", len(got))
	}
}

// Notes that link to each other are not offered again, and a hub that everything links to relates
// nothing.
func TestRelatedLeavesOutWhatIsLinked(t *testing.T) {
	notes := []*note.Note{newNote("hub.md"), newNote("a.md", para(wikilink("b"), wikilink("c"))), newNote("b.md", para(wikilink("c"))), newNote("c.md")}
	for i := range 200 {
		notes = append(notes, newNote(fmt.Sprintf("%03d.md", i), para(wikilink("hub"))))
	}
	g := New(notes, nil)
	if got := g.Related(5); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
