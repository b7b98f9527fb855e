package importertest

import (
	"testing"

	"memopress/pkg/note"
)

func TestCompare(t *testing.T) {
	n := &note.Note{Title: "회의록", Body: []note.Block{
		&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "오늘 회의 "}, &note.Link{Ref: note.Ref{Kind: note.RefNote, Target: "x"}, Inlines: []note.Inline{&note.Text{Value: "지난 회의"}}}}},
		&note.List{Items: []note.ListItem{{Task: 'x', Blocks: []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "우유"}}}}}}},
	}}
	for _, tt := range []struct {
		want  string
		least float64
	}{
		{"오늘 회의 [[지난 회의]]\n\n- [x] 우유\n", 1},
		{"---\ntags: [회의]\n---\n오늘", 0}, // "tags" is no word of ours, and "회의" stands there twice
		{"오늘 [a](https://example.org)\n", 0},
		{"- [ ] 우유\n", 0},
		{"| a | b |\n|---|---|\n| 1 | 2 |\n", 0},
		{"![[그림.png]]", 0},
	} {
		s := Compare(tt.want, n)
		if got := s.Least(); (got == 1) != (tt.least == 1) {
			t.Errorf("%q: %v, missing %v", tt.want, s, s.Missing)
		}
	}
	if s := Compare("오늘 회의 안 함", n); s.Words != (Ratio{2, 4}) {
		t.Error(s)
	}
}
