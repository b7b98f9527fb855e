package graph

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"memopress/pkg/note"
)

// generate makes n notes of about 2.4 KB, half of them Korean, each with eight links, in folders
// of fifty. Words follow Zipf's law, as in real text.
func generate(n int) []*note.Note {
	rnd := rand.New(rand.NewPCG(1, uint64(n)))
	zipf := rand.NewZipf(rnd, 1.15, 4, 30000)
	syllables := []rune("가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추기니디리미비시이지치")
	particles := []string{"", "", "은", "는", "을", "에서", "의", "도"}
	word := func(korean bool) string {
		w := zipf.Uint64()
		if korean {
			k := uint64(len(syllables))
			s := []rune{syllables[w%k], syllables[w/k%k], syllables[w/k/k%k]}
			return string(s[:2+w%2]) + particles[rnd.IntN(len(particles))]
		}
		var sb strings.Builder
		for x := w + 30; x > 0; x /= 11 {
			sb.WriteString([]string{"ba", "ce", "di", "fo", "gu", "lan", "mer", "nit", "pos", "ra", "st"}[x%11])
		}
		return sb.String()
	}
	titles := make([]string, n)
	for i := range titles {
		titles[i] = strings.TrimSpace(fmt.Sprintf("%s %s %d", word(i%2 == 0), word(i%2 == 0), i%97))
		if i%5 == 0 {
			titles[i] = word(i%2 == 0) + word(i%2 == 0)
		}
	}
	notes := make([]*note.Note, n)
	for i := range notes {
		korean := i%2 == 0
		nt := newNote(fmt.Sprintf("folder %d/%05d %s.md", i/50, i, titles[i]))
		nt.Title = titles[i]
		for p := range 8 {
			in := []note.Inline{}
			for range 3 {
				var sb strings.Builder
				for range 9 {
					sb.WriteString(word(korean) + " ")
				}
				in = append(in, text(sb.String()+"끝났다. "))
			}
			target := notes[rnd.IntN(i+1)]
			if target == nil {
				target = nt
			}
			in = append(in, wikilink(target.Name), text(" 뒤에도 글이 있다."))
			nt.Body = append(nt.Body, &note.Heading{Level: 2, Inlines: []note.Inline{text(fmt.Sprintf("Part %d", p))}}, para(in...))
		}
		notes[i] = nt
	}
	return notes
}

func benchmark(b *testing.B, run func(b *testing.B, notes []*note.Note)) {
	for _, n := range []int{1000, 10000} {
		notes := generate(n)
		size := 0
		for _, x := range notes {
			note.Walk(x.Body, func(node any) bool {
				if t, ok := node.(*note.Text); ok {
					size += len(t.Value)
				}
				return true
			})
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			run(b, notes)
		})
	}
}

func BenchmarkBacklinks(b *testing.B) {
	benchmark(b, func(b *testing.B, notes []*note.Note) {
		for b.Loop() {
			g := New(notes, nil)
			for _, n := range notes {
				g.Backlinks(n.ID)
			}
		}
	})
}

func BenchmarkProject(b *testing.B) {
	benchmark(b, func(b *testing.B, notes []*note.Note) {
		g := New(notes, nil)
		g.Backlinks(notes[0].ID)
		for b.Loop() {
			g.Project(func(*note.Note) bool { return true }).Backlinks(notes[0].ID)
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	benchmark(b, func(b *testing.B, notes []*note.Note) {
		g := New(notes, nil)
		for i := 0; b.Loop(); i++ {
			g.Resolve(notes[i%len(notes)], note.Ref{Kind: note.RefName, Target: notes[i*7919%len(notes)].Name})
		}
	})
}

func BenchmarkMentions(b *testing.B) {
	benchmark(b, func(b *testing.B, notes []*note.Note) {
		for b.Loop() {
			g := New(notes, nil)
			g.links()
			b.ReportMetric(float64(len(g.Mentions())), "mentioned")
		}
	})
}

func BenchmarkRelated(b *testing.B) {
	benchmark(b, func(b *testing.B, notes []*note.Note) {
		for b.Loop() {
			g := New(notes, nil)
			g.links()
			b.ReportMetric(float64(len(g.Related(5))), "related")
		}
	})
}

func BenchmarkHints(b *testing.B) {
	benchmark(b, func(b *testing.B, notes []*note.Note) {
		g := New(notes, nil)
		for i := 0; b.Loop(); i++ {
			g.Hints(notes[i%len(notes)], note.Ref{Kind: note.RefName, Target: notes[i*7919%len(notes)].Name + "x"})
		}
	})
}
