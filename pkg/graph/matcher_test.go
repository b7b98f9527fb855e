package graph

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestMatcher compares what a matcher finds with what trying every phrase at every place finds,
// while phrases come and go. They begin alike, so that the trie parts late.
func TestMatcher(t *testing.T) {
	pieces := []string{"a", "b", "ab", "회의", "회", "의", "록", "会", "议", "カ", "ー", " ", ".", "é", "1", "은", "까지"}
	rnd := rand.New(rand.NewPCG(3, 4))
	some := func(most int) string {
		var sb strings.Builder
		for range 1 + rnd.IntN(most) {
			sb.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		return sb.String()
	}
	for range 300 {
		m := newMatcher()
		var phrases []string
		there := map[int]bool{}
		for range 60 {
			p := some(6)
			if utf8.RuneCountInString(p) < 2 {
				continue
			}
			n := slices.Index(phrases, p)
			if n < 0 {
				n = len(phrases)
				phrases = append(phrases, p)
			}
			if there[n] = !there[n]; there[n] {
				m.add(p, int32(n))
			} else {
				m.remove(p)
			}
			text := some(30)
			var got, want []hit
			m.find(text, func(h hit) { got = append(got, h) })
			eachHit(text, phrases, there, func(h hit) { want = append(want, h) })
			if !slices.Equal(got, want) {
				t.Fatalf("in %q of %q (%v) found %v, want %v", text, phrases, there, got, want)
			}
		}
	}
}

func eachHit(text string, phrases []string, there map[int]bool, found func(hit)) {
	var beforeThat, before rune
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		best := hit{end: -1}
		for n, p := range phrases {
			if end := i + len(p); there[n] && end > best.end && strings.HasPrefix(text[i:], p) && beginsWord(beforeThat, before, r) {
				if last, _ := utf8.DecodeLastRuneInString(p); endsWord(last, text[end:]) {
					best = hit{int32(n), i, end}
				}
			}
		}
		if best.end < 0 {
			beforeThat, before = before, r
			i += w
			continue
		}
		found(best)
		before, _ = utf8.DecodeLastRuneInString(text[:best.end])
		beforeThat, i = 0, best.end
	}
}
