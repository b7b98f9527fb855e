package site

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// benchVault makes notes of about 2,400 bytes, four in ten Korean, one in ten private, with six
// links, some of them broken, to neighbours and to hubs.
func benchVault(count int) []*note.Note {
	r := rand.New(rand.NewPCG(1, 2))
	name := func(i int) string { return fmt.Sprintf("Note %d 메모", i) }
	target := func(i int) string {
		if r.IntN(10) < 7 {
			return name(int(float64(count) * r.Float64() * r.Float64() * r.Float64()))
		}
		return name((i + r.IntN(20)) % (count + count/50 + 1))
	}
	all := make([]*note.Note, count)
	for i := range all {
		n := newNote(fmt.Sprintf("folder %d/sub %d/%s.md", i%20, i%(count/25+1), name(i)))
		n.Tags = []string{vaultTags[i%len(vaultTags)], fmt.Sprint("topic/", i%100)}
		n.Created = time.Date(2020, 1, 1+i%1000, 0, 0, 0, 0, time.UTC)
		if i%10 == 9 {
			private(n)
		}
		for j := range 6 {
			n.Body = append(n.Body, heading(2, text(fmt.Sprint("Part ", j, " 부분"))))
			var in []note.Inline
			for k := range 4 {
				words := "the garden grows slowly with patience and perennial seeds under the roof "
				if i%5 < 2 {
					words = "오늘 우리는 정원에서 나무를 심었고 지식을 조금씩 이어 붙였다. "
				}
				in = append(in, text(fmt.Sprint(words, r.IntN(100000), " ")))
				if k == 1 {
					l := wiki(target(i))
					l.Ref.Line = 10*j + k
					in = append(in, l)
				}
			}
			n.Body = append(n.Body, para(in...))
		}
		all[i] = n
	}
	return all
}

func BenchmarkPublish(b *testing.B) {
	for _, count := range []int{1000, 10000} {
		notes := benchVault(count)
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Publish(graph.New(notes, nil), Settings{Title: "Bench", Language: "ko"}, Policy{Rule: All()}, diag.Discard)
			}
		})
		b.Run(fmt.Sprint(count, "-without-mentions-and-related"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g := graph.New(notes, nil)
				_, public := decide(g, Policy{Rule: All()})
				pub := g.Project(func(n *note.Note) bool { return public[n] })
				m := materialOf(pub)
				m.mentions = func() map[note.ID][]graph.Backlink { return nil }
				m.related = func(int) map[note.ID][]graph.Related { return nil }
				builder := newBuilder(nil, m, Settings{Title: "Bench", Language: "ko"}, Policy{Rule: All()}, diag.Discard)
				builder.site()
				check(g, pub, builder, diag.Discard)
			}
		})
	}
}
