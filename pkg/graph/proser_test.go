package graph

import (
	"strings"
	"testing"

	"memopress/pkg/note"

	"pgregory.net/rapid"
)

// What a proser reads of a note is what the steps say: the text of each stretch by itself, folded,
// as far as there is a word in it.
func TestProserReadsAsTheStepsSay(t *testing.T) {
	p := newProser() // one for all notes: nothing of one shows in the next
	rapid.Check(t, func(t *rapid.T) {
		n := newNote("a.md", para(drawInlines(t, 2)...), para(text("Éa")), para(text("가나 ...")), para(drawInlines(t, 2)...))
		n.Title = rapid.SampledFrom([]string{"", "제목 Title", "가 [[나]]"}).Draw(t, "title")
		var want []passage
		var visit func(inlines []note.Inline, at place)
		visit = func(inlines []note.Inline, at place) {
			raw := proseText(inlines)
			if strings.IndexFunc(raw, isWordRune) >= 0 {
				ps := passage{inlines: inlines, at: at}
				ps.text, ps.offsets = foldText(raw)
				want = append(want, ps)
			}
			note.WalkInlines(inlines, func(in any) bool {
				inner, ok := in.(*note.InlineNote)
				if ok {
					visit(inner.Inlines, at)
				}
				_, link := in.(*note.Link)
				return !ok && !link
			})
		}
		walkText(n.Body, place{}, visit)
		p.read(n)
		if len(p.passages) != len(want) {
			t.Fatalf("%d passages, want %d", len(p.passages), len(want))
		}
		all := titleText(n) + barrierText
		for i, got := range p.passages {
			if got.text != want[i].text || len(got.offsets) != len(want[i].offsets) || got.at != want[i].at {
				t.Errorf("passage %d is %q, want %q", i, got.text, want[i].text)
			}
			all += got.text + barrierText
		}
		if p.text != all {
			t.Errorf("text %q, want %q", p.text, all)
		}
	})
}

// Terms are the words of a text with their number, each shown by the first of its longest forms.
func TestTermsCountWords(t *testing.T) {
	p := newProser()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{
			"고양이", "고양이는", "고양", "고양이들까지", " ", ".", "word", "words", "思维", "导图", "カタカナ", "カ", "가", "있는", "the", "a1b", "été", barrierText,
		}), 0, 40).Draw(t, "parts")
		text, _ := foldText(strings.Join(parts, ""))
		count, shown := map[uint64]int32{}, map[uint64]string{}
		splitWords(text, func(word uint64, _ int, as string) {
			if count[word]++; len(as) > len(shown[word]) {
				shown[word] = as
			}
		})
		terms := p.words.terms(text)
		if len(terms) != len(count) {
			t.Fatalf("%d terms, want %d", len(terms), len(count))
		}
		for _, term := range terms {
			if got := shownAt(text[term.at:]); term.count != count[term.word] || got != shown[term.word] {
				t.Errorf("%q %d times, want %q %d times", got, term.count, shown[term.word], count[term.word])
			}
		}
	})
}
