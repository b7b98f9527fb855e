package graph

import (
	"cmp"
	"maps"
	"slices"

	"memopress/pkg/note"
)

// A relatedMemory holds which notes are related, by their numbers, with all that it was found
// from. What a word weighs follows from how many notes hold it, so that a note that changes moves
// the weights in others; only what these move in turn is found again.
type relatedMemory struct {
	named   uint64
	limit   int
	notes   []*note.Note
	about   []*analysis
	holding map[uint64]int32 // notes by word
	weights [][]weight
	all     map[uint64][]posting // by word, in order of the notes
	cut     map[uint64][]posting // the strongest of them, by word: see maxPostings
	out, in [][]int32
	found   [][]relation
	reasons [][]reasons
	shown   [][]string  // by note: how the words that stand for it are written
	lists   [][]Related // the same as reasons, with the notes
	renewed []int32     // notes whose list is not that of the graph before
}

// reasons are a Related by numbers.
type reasons struct {
	to    int32
	links []int32
	words []string
}

// mostWords is how many words may come or go before all notes are weighed again.
const mostWords = 200

// relate returns what Related does, and remembers it.
func (m *relatedMemory) relate(g *Graph, limit int) [][]Related {
	size := len(g.notes)
	same := m.named == g.named && m.limit == limit && len(m.notes) == size
	r := &relater{g: g, out: g.links().out, weights: make([][]weight, size), texts: make([]string, size)}
	if same && slices.EqualFunc(r.out, m.out, slices.Equal) {
		r.in = m.in
	} else {
		r.in = backwards(r.out)
	}
	terms := make([][]term, size)
	inParallel(size, func(i int) { r.texts[i], terms[i] = g.about[i].words(g.notes[i]) })
	if !same {
		*m = relatedMemory{named: g.named, limit: limit, found: make([][]relation, size), reasons: make([][]reasons, size), shown: make([][]string, size), lists: make([][]Related, size)}
		notesWith := countNotes(terms)
		m.holding = map[uint64]int32{}
		for i := range notesWith {
			for _, s := range notesWith[i].slots {
				if s.key != 0 {
					m.holding[s.key] = s.n
				}
			}
		}
		inParallel(size, func(i int) { r.weights[i] = weigh(terms[i], m.holds, size) })
		m.all = postingsOf(r.weights)
		m.cut = make(map[uint64][]posting, len(m.all))
		for w, ps := range m.all {
			m.cut[w] = strongest(ps)
		}
	}
	touched := make([]bool, size) // what is related to them has to be found again
	reweighed := make([]bool, size)
	replaced := make([]bool, size)
	if same {
		for i, n := range g.notes {
			replaced[i] = m.notes[i] != n
		}
		m.weigh(g, r, terms, touched, reweighed)
		touchLinked(m, r, touched)
	}
	r.postings = func(word uint64) []posting { return m.cut[word] }
	renewed := make([]bool, size)
	inParallelWith(size, func() *tally { return &tally{score: make([]int32, size)} }, func(t *tally, i int) {
		switch {
		case !same || touched[i]:
			m.found[i] = r.relate(int32(i), t, limit)
		case slices.ContainsFunc(m.found[i], func(rel relation) bool { return reweighed[rel.to] || replaced[rel.to] }):
		default:
			if renewed[i] = leadsToAny(m.reasons[i], replaced); renewed[i] {
				m.lists[i] = r.named(m.reasons[i])
			}
			return
		}
		if !same || reweighed[i] || replaced[i] {
			m.shown[i] = nil
		}
		now := m.explain(r, int32(i), limit)
		if !same || leadsToAny(now, replaced) || !slices.EqualFunc(now, m.reasons[i], equalReasons) {
			m.reasons[i], m.lists[i], renewed[i] = now, r.named(now), true
		}
	})
	m.notes, m.about, m.weights, m.out, m.in = g.notes, g.about, r.weights, r.out, r.in
	m.renewed = m.renewed[:0]
	for i, is := range renewed {
		if is {
			m.renewed = append(m.renewed, int32(i))
		}
	}
	return m.lists
}

func equalReasons(a, b reasons) bool {
	return a.to == b.to && slices.Equal(a.links, b.links) && slices.Equal(a.words, b.words)
}

// leadsToAny reports whether one of the notes that reasons name is among those of a set.
func leadsToAny(all []reasons, set []bool) bool {
	for k := range all {
		if set[all[k].to] || slices.ContainsFunc(all[k].links, func(via int32) bool { return set[via] }) {
			return true
		}
	}
	return false
}

func (m *relatedMemory) holds(word uint64) int { return int(m.holding[word]) }

// weigh finds the weights of all notes, those that nothing has moved as they were.
func (m *relatedMemory) weigh(g *Graph, r *relater, terms [][]term, touched, reweighed []bool) {
	size := len(g.notes)
	moved := map[uint64]int32{}
	for i, n := range g.notes {
		if m.notes[i] == n {
			continue
		}
		touched[i], reweighed[i] = true, true
		_, before := m.about[i].words(m.notes[i])
		for _, t := range before {
			moved[t.word]--
		}
		for _, t := range terms[i] {
			moved[t.word]++
		}
	}
	most := max(3, size/commonWord)
	for w, by := range moved {
		was, now := int(m.holding[w]), int(m.holding[w]+by)
		if m.holding[w] += by; now == 0 {
			delete(m.holding, w)
		}
		if by == 0 || was > most && now > most || was < 2 && now < 2 {
			delete(moved, w) // it stands for no note, before and after
		}
	}
	words := slices.Sorted(maps.Keys(moved))
	inParallel(size, func(i int) {
		again := reweighed[i] || len(words) > mostWords
		for k := 0; k < len(words) && !again; k++ {
			_, again = slices.BinarySearchFunc(terms[i], words[k], func(t term, w uint64) int { return cmp.Compare(t.word, w) })
		}
		r.weights[i] = m.weights[i]
		if again {
			if ws := weigh(terms[i], m.holds, size); !slices.Equal(ws, m.weights[i]) {
				r.weights[i], reweighed[i] = ws, true
			}
		}
	})
	changed := map[uint64]bool{} // words whose postings have
	for i := range r.weights {
		if reweighed[i] {
			m.repost(int32(i), m.weights[i], r.weights[i], changed)
		}
	}
	for w := range changed {
		before := m.cut[w]
		m.cut[w] = strongest(m.all[w])
		if slices.Equal(before, m.cut[w]) {
			continue
		}
		for _, p := range m.all[w] {
			touched[p.note] = true
		}
	}
	for i := range touched {
		touched[i] = touched[i] || reweighed[i]
	}
}

// repost makes the postings those of a note's new weights, and enters the words of which that
// changed any.
func (m *relatedMemory) repost(i int32, before, now []weight, changed map[uint64]bool) {
	place := func(w uint64) (int, bool) {
		return slices.BinarySearchFunc(m.all[w], i, func(p posting, i int32) int { return cmp.Compare(p.note, i) })
	}
	share := make(map[uint64]int32, len(now))
	for _, w := range now {
		share[w.word] = w.share
	}
	for _, w := range before {
		s, still := share[w.word]
		if still && s == w.share {
			delete(share, w.word)
			continue
		}
		if at, ok := place(w.word); ok && !still {
			m.all[w.word] = slices.Delete(slices.Clone(m.all[w.word]), at, at+1)
			changed[w.word] = true
		}
	}
	for w, s := range share {
		at, ok := place(w)
		list := slices.Clone(m.all[w])
		if ok {
			list[at].share = s
		} else {
			list = slices.Insert(list, at, posting{i, s})
		}
		m.all[w] = list
		changed[w] = true
	}
}

// touchLinked marks the notes whose links, or those of a neighbour, have changed.
func touchLinked(m *relatedMemory, r *relater, touched []bool) {
	moved := make([]bool, len(touched))
	some := false
	for i := range moved {
		moved[i] = !slices.Equal(m.out[i], r.out[i]) || !slices.Equal(m.in[i], r.in[i])
		some = some || moved[i]
	}
	if !some {
		return
	}
	for i := range touched {
		for _, side := range [...][]int32{r.out[i], r.in[i]} {
			for _, via := range side {
				touched[i] = touched[i] || moved[via]
			}
		}
		touched[i] = touched[i] || moved[i]
	}
}

// explain is relater.explain by numbers.
func (m *relatedMemory) explain(r *relater, i int32, limit int) []reasons {
	if len(m.found[i]) == 0 {
		return nil
	}
	if m.shown[i] == nil {
		m.shown[i] = r.shownWords(i)
	}
	return r.explain(i, m.found[i], m.shown[i], limit)
}
