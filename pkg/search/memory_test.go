package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"memopress/pkg/note"
	"memopress/pkg/site"
)

// Whatever becomes of the notes, an index with a memory is the index without one. The notes are
// enough for lists that go over several files.
func TestMemoryEqualsIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	words := strings.Fields("the garden 정원 나무를 아침에 회의록 植物学 カレンダー walk bread")
	text := func() string {
		var b strings.Builder
		for range 2 + r.IntN(500) {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		return fmt.Sprint(b.String(), "낱말", r.IntN(900))
	}
	type written struct {
		note *site.Note
		key  uint64
	}
	keys := uint64(0)
	write := func(name int) written {
		keys++
		n := &site.Note{Address: fmt.Sprintf("%05d.html", name), Title: fmt.Sprint("노트 ", name), Pinned: r.IntN(9) == 0,
			Body: []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: text()}}}}}
		return written{n, keys}
	}
	var all []written
	for i := range 1500 {
		all = append(all, write(2*i))
	}
	m := &Memory{}
	long := 0
	for step := range 25 {
		i := r.IntN(len(all))
		switch r.IntN(5) {
		case 0:
			all = slices.Insert(all, i, write(2*i-1+10000*step))
			slices.SortFunc(all, func(a, b written) int { return strings.Compare(a.note.Address, b.note.Address) })
		case 1:
			all = slices.Delete(all, i, i+1)
		case 2:
			for range 100 {
				i := r.IntN(len(all))
				n := write(0)
				n.note.Address, n.note.Pinned = all[i].note.Address, all[i].note.Pinned
				all[i] = n
			}
		default:
			for range r.IntN(4) {
				i := r.IntN(len(all))
				n := write(0)
				n.note.Address, n.note.Pinned = all[i].note.Address, all[i].note.Pinned
				all[i] = n
			}
		}
		s, key := &site.Site{}, map[*site.Note]uint64{}
		for _, w := range all {
			s.Notes = append(s.Notes, w.note)
			key[w.note] = w.key
		}
		want := Index(s, Options{Workers: 1 + step%3})
		got := Index(s, Options{Workers: 1 + step%2, Memory: m, Key: func(n *site.Note) uint64 { return key[n] }})
		if len(got) != len(want) {
			t.Fatalf("step %d: %d files, not %d", step, len(got), len(want))
		}
		for i := range want {
			if got[i].Path != want[i].Path || string(got[i].Data) != string(want[i].Data) {
				t.Fatalf("step %d: %s is not %s", step, got[i].Path, want[i].Path)
			}
			long += strings.Count(string(want[i].Data), "\\u0001")
		}
	}
	if long == 0 {
		t.Error("no list was cut")
	}
}

// Another text of one note makes the files that a new index has.
func TestRevise(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("정원 나무를 아침에 the garden slowly 庭園 植物学 カレンダー")
	body := func(n int) []note.Block {
		var out []string
		for range n {
			out = append(out, words[r.IntN(len(words))], fmt.Sprint("낱말", r.IntN(4000)))
		}
		return []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: strings.Join(out, " ")}}}}
	}
	s, keys := &site.Site{}, map[*site.Note]uint64{}
	for i := range 300 {
		n := &site.Note{Address: fmt.Sprintf("%05d.html", i), Title: fmt.Sprint("노트 ", i), Body: body(40)}
		s.Notes = append(s.Notes, n)
		keys[n] = uint64(i)
	}
	o := Options{Workers: 2, Memory: &Memory{}, Key: func(n *site.Note) uint64 { return keys[n] }}
	files := map[string]string{}
	for _, f := range Index(s, o) {
		files[f.Path] = string(f.Data)
	}
	some, fewer := 0, 0
	for step := range 40 {
		n := s.Notes[r.IntN(len(s.Notes))]
		n.Body = body([]int{0, 41, 4000}[r.IntN(3)])
		keys[n] = uint64(1000 + step)
		changed, gone, ok := o.Memory.Revise(n, o)
		if !ok {
			t.Fatalf("step %d: not revised", step)
		}
		for _, f := range changed {
			files[f.Path] = string(f.Data)
		}
		for _, path := range gone {
			delete(files, path)
		}
		want := Index(s, Options{})
		if len(want) != len(files) {
			t.Fatalf("step %d: %d files, not %d", step, len(files), len(want))
		}
		for _, f := range want {
			if files[f.Path] != string(f.Data) {
				t.Fatalf("step %d: %s is another", step, f.Path)
			}
		}
		if len(changed) < len(want) {
			some++
		}
		fewer += len(gone)
	}
	if some == 0 || fewer == 0 {
		t.Errorf("%d times only some files, %d files gone", some, fewer)
	}
	if _, _, ok := o.Memory.Revise(&site.Note{}, o); ok {
		t.Error("a note of another site was revised")
	}
}

func BenchmarkMemory(b *testing.B) {
	var notes []*site.Note
	for i := range 10_000 {
		text := strings.Repeat(fmt.Sprint("the garden 정원 나무를 아침에 낱말", i%700, " word", i%3000, " "), 30)
		notes = append(notes, &site.Note{Address: fmt.Sprintf("%05d.html", i), Title: fmt.Sprint("노트 ", i),
			Body: []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: text}}}}})
	}
	m := &Memory{}
	changed := uint64(0)
	for b.Loop() {
		changed++
		k := uint64(0)
		Index(&site.Site{Notes: notes}, Options{Memory: m, Key: func(*site.Note) uint64 {
			if k++; k == 7 {
				return 1_000_000 + changed
			}
			return k
		}})
	}
}
