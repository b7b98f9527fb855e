package graph

import (
	"strings"
	"testing"

	"memopress/pkg/note"
)

func TestLinksInTitlesAreNoWords(t *testing.T) {
	n := newNote("a.md", para(text("본문 이야기")))
	n.Title = "일지 [[비밀계획 [초안]]] 그리고 [[다른비밀|글]] 산책기록"
	var words []string
	split := func(n *note.Note) {
		_, text := proseOf(n)
		splitWords(text, func(_ uint64, _ int, shown string) { words = append(words, shown) })
	}
	split(n)
	headed := newNote("b.md", &note.Heading{Level: 1, Inlines: []note.Inline{text("첫머리 "), wikilink("비밀계획")}})
	headed.Title = "첫머리 비밀계획"
	split(headed)
	got := strings.Join(words, " ")
	if strings.Contains(got, "비밀") || strings.Contains(got, "초안") || !strings.Contains(got, "산책기록") || !strings.Contains(got, "일지") {
		t.Errorf("words %q", got)
	}
}
