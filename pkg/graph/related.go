package graph

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"memopress/pkg/note"
)

const (
	maxTerms    = 40  // words of a note that stand for it
	maxPostings = 100 // notes that one word connects
	maxShared   = 100 // links of a note beyond which sharing it says nothing
	commonWord  = 20  // a word in more than one in so many notes is not rare
	maxReasons  = 5   // shared notes and words that are named
	linkWeight  = 200 // what a shared link counts, where a note's words together count 1024
	leastScore  = 60  // below it two notes are not related
	leastWords  = 2   // shared words that relate notes without a shared link
)

// Related is a note worth reading next, with the reasons, the strongest first.
type Related struct {
	Note  *note.Note
	Links []*note.Note // notes that both refer to, or that refer to both; at most five
	Words []string     // rare words that both use, in lower case; at most five
}

// Related returns, by note, up to limit notes that share links or rare words with it, the closest
// first and equals by path. Notes that link to each other anyway are not listed. All is counted
// in whole numbers, so that every machine gives the same result.
func (g *Graph) Related(limit int) map[note.ID][]Related {
	explained := g.relatedTo(limit)
	out := map[note.ID][]Related{}
	for i, n := range g.notes {
		if len(explained[i]) > 0 {
			out[n.ID] = explained[i]
		}
	}
	return out
}

// relatedTo is Related by number.
func (g *Graph) relatedTo(limit int) [][]Related {
	if g.memory != nil {
		return g.memory.related.relate(g, limit)
	}
	r := g.newRelater()
	found := make([][]relation, len(g.notes))
	inParallelWith(len(g.notes), func() *tally { return &tally{score: make([]int32, len(g.notes))} }, func(t *tally, i int) {
		found[i] = r.relate(int32(i), t, limit)
	})
	explained := make([][]Related, len(g.notes))
	inParallel(len(g.notes), func(i int) {
		if len(found[i]) > 0 {
			explained[i] = r.named(r.explain(int32(i), found[i], r.shownWords(int32(i)), limit))
		}
	})
	return explained
}

// A weight is a word with its share in its note: the weights of a note's words add up to 1024.
type weight struct {
	word  uint64
	share int32
}

// A posting is a note that a word stands for, with the word's share there.
type posting struct {
	note  int32
	share int32
}

// A relater holds what relations are found from.
type relater struct {
	g        *Graph
	texts    [][]string           // by note: its words in folded form
	weights  [][]weight           // by note, by word ascending
	postings map[uint64][]posting // by word, strongest first
	out      [][]int32            // by note: the notes that it refers to
	in       [][]int32            // by note: the notes that refer to it
}

func (g *Graph) newRelater() *relater {
	r := &relater{g: g, texts: make([][]string, len(g.notes)), weights: make([][]weight, len(g.notes)), out: g.links().out}
	r.in = backwards(r.out)
	terms := make([][]term, len(g.notes))
	inParallel(len(g.notes), func(i int) {
		r.texts[i], terms[i] = g.about[i].words(g.notes[i])
	})
	notesWith := countNotes(terms)
	inParallel(len(g.notes), func(i int) {
		r.weights[i] = weigh(terms[i], notesWith.of, len(g.notes))
		terms[i] = nil
	})
	r.postings = postingsOf(r.weights)
	for w, ps := range r.postings {
		r.postings[w] = strongest(ps)
	}
	return r
}

// postingsOf returns the notes by the words that stand for them, in order.
func postingsOf(weights [][]weight) map[uint64][]posting {
	out := map[uint64][]posting{}
	for i, ws := range weights {
		for _, w := range ws {
			out[w.word] = append(out[w.word], posting{int32(i), w.share})
		}
	}
	return out
}

// backwards turns who refers to whom round.
func backwards(out [][]int32) [][]int32 {
	in := make([][]int32, len(out))
	for i, to := range out {
		for _, t := range to {
			in[t] = append(in[t], int32(i))
		}
	}
	return in
}

// strongest returns those postings that relate notes, the strongest first where some are left out.
func strongest(ps []posting) []posting {
	if len(ps) <= maxPostings {
		return ps
	}
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b posting) int { return cmp.Compare(b.share, a.share) })
	return slices.Clip(ps[:maxPostings])
}

// A wordCount counts the notes that hold each word, in parts by the word's hash.
type wordCount [16]map[uint64]int32

func (c *wordCount) of(word uint64) int { return int(c[word%16][word]) }

func countNotes(terms [][]term) *wordCount {
	c := &wordCount{}
	inParallel(len(c), func(part int) {
		m := map[uint64]int32{}
		for _, ts := range terms {
			for _, t := range ts {
				if t.word%16 == uint64(part) {
					m[t.word]++
				}
			}
		}
		c[part] = m
	})
	return c
}

// weigh picks the words that stand for a note: those that are frequent in it and rare elsewhere.
// A word that no other note has relates it to nothing.
func weigh(terms []term, notesWith func(word uint64) int, notes int) []weight {
	most := max(3, notes/commonWord)
	var ws []weight
	for _, t := range terms {
		if n := notesWith(t.word); n >= 2 && n <= most {
			ws = append(ws, weight{t.word, int32((log2(int(t.count)) + 256) * (log2(notes) + 256 - log2(n)) >> 8)})
		}
	}
	slices.SortFunc(ws, func(a, b weight) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.word, b.word))
	})
	ws = ws[:min(len(ws), maxTerms)]
	sum := int32(0)
	for _, w := range ws {
		sum += w.share
	}
	for i := range ws {
		ws[i].share = max(1, ws[i].share*1024/sum)
	}
	slices.SortFunc(ws, func(a, b weight) int { return cmp.Compare(a.word, b.word) })
	return slices.Clip(ws)
}

// log2 returns the logarithm of n ≥ 1 in 256ths, by a straight line between powers of two.
func log2(n int) int {
	whole := bits.Len(uint(n)) - 1
	return whole<<8 + (n-1<<whole)<<8>>whole
}

// A relation is a note with how closely it is related.
type relation struct {
	to    int32
	score int32
}

// A tally adds up the scores of notes.
type tally struct {
	score   []int32 // by note
	touched []int32 // the notes whose score is not zero
}

func (t *tally) add(note, points int32) {
	if t.score[note] == 0 {
		t.touched = append(t.touched, note)
	}
	t.score[note] += points
}

// relate finds the notes that are closest to i. The tally is empty before and after.
func (r *relater) relate(i int32, t *tally, limit int) []relation {
	r.sharedLinks(i, func(via int32, others []int32, points int32) {
		for _, j := range others {
			t.add(j, points)
		}
	})
	for _, w := range r.weights[i] {
		for _, p := range r.postings[w.word] {
			t.add(p.note, min(w.share, p.share))
		}
	}
	var best []relation
	for _, j := range t.touched {
		if t.score[j] >= leastScore && j != i && !r.linked(i, j) {
			best = append(best, relation{j, t.score[j]})
		}
		t.score[j] = 0
	}
	t.touched = t.touched[:0]
	slices.SortFunc(best, func(a, b relation) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.to, b.to)) })
	return slices.Clone(best[:min(len(best), 2*limit)]) // some may fall for want of reasons
}

// sharedLinks calls visit for each note that i refers to, with all that refer to it too, and for
// each that refers to i, with all that it refers to. The fewer they are the more it counts.
func (r *relater) sharedLinks(i int32, visit func(via int32, others []int32, points int32)) {
	for _, side := range [...]struct{ from, back [][]int32 }{{r.out, r.in}, {r.in, r.out}} {
		for _, via := range side.from[i] {
			if others := side.back[via]; len(others) > 1 && len(others) <= maxShared {
				visit(via, others, int32(linkWeight*256/(256+log2(len(others)))))
			}
		}
	}
}

func (r *relater) linked(i, j int32) bool {
	_, there := slices.BinarySearch(r.out[i], j)
	_, back := slices.BinarySearch(r.out[j], i)
	return there || back
}

// shownWords are the words that stand for a note, by their hashes, as they are shown.
func (r *relater) shownWords(i int32) map[uint64]string {
	words := make(map[uint64]string, len(r.weights[i]))
	for _, w := range r.weights[i] {
		words[w.word] = ""
	}
	for _, text := range r.texts[i] {
		splitWords(text, func(s, shown string) {
			h := xxhash.Sum64String(s)
			if known, ok := words[h]; ok && len(known) < len(shown) {
				words[h] = shown
			}
		})
	}
	return words
}

// explain finds the reasons of a note's relations, and drops those with too few. words are its
// shownWords.
func (r *relater) explain(i int32, relations []relation, words map[uint64]string, limit int) []reasons {
	var out []reasons
	for _, rel := range relations {
		e := reasons{to: rel.to, links: r.commonLinks(i, rel.to), words: joinPairs(r.commonWords(i, rel.to, words), r.texts[i])}
		e.words = e.words[:min(len(e.words), maxReasons)]
		if len(e.links) > 0 || enoughWords(e.words) {
			out = append(out, e)
		}
	}
	return out[:min(len(out), limit)]
}

// named puts notes in the place of their numbers.
func (r *relater) named(all []reasons) []Related {
	if len(all) == 0 {
		return nil
	}
	out := make([]Related, len(all))
	for i, e := range all {
		out[i] = Related{Note: r.g.notes[e.to], Words: e.words}
		for _, via := range e.links {
			out[i].Links = append(out[i].Links, r.g.notes[via])
		}
	}
	return out
}

// enoughWords reports whether words alone relate two notes: two of them, or a Han word of four
// characters, which are three pairs.
func enoughWords(words []string) bool {
	if len(words) == 1 {
		first, _ := utf8.DecodeRuneInString(words[0])
		return scriptOf(first) == han && utf8.RuneCountInString(words[0]) >= 4
	}
	return len(words) >= leastWords
}

func (r *relater) commonLinks(i, j int32) []int32 {
	type shared struct{ via, points int32 }
	var all []shared
	r.sharedLinks(i, func(via int32, others []int32, points int32) {
		if _, ok := slices.BinarySearch(others, j); ok && !slices.ContainsFunc(all, func(s shared) bool { return s.via == via }) {
			all = append(all, shared{via, points})
		}
	})
	slices.SortFunc(all, func(a, b shared) int { return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(a.via, b.via)) })
	var out []int32
	for _, s := range all[:min(len(all), maxReasons)] {
		out = append(out, s.via)
	}
	return out
}

func (r *relater) commonWords(i, j int32, words map[uint64]string) []string {
	a, b := r.weights[i], r.weights[j]
	type shared struct {
		word  string
		share int32
	}
	var all []shared
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].word < b[0].word:
			a = a[1:]
		case a[0].word > b[0].word:
			b = b[1:]
		default:
			all = append(all, shared{words[a[0].word], min(a[0].share, b[0].share)})
			a, b = a[1:], b[1:]
		}
	}
	slices.SortFunc(all, func(a, b shared) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.word, b.word)) })
	var out []string
	for _, s := range all[:min(len(all), 3*maxReasons)] {
		out = append(out, s.word)
	}
	return out
}

// joinPairs puts pairs of Han characters that overlap together where one of the texts has them
// so: 思维, 维导 and 导图 are 思维导图.
func joinPairs(words, texts []string) []string {
	for i := 0; i < len(words); i++ {
		for j := 0; j < len(words); j++ {
			joined, ok := overlap(words[i], words[j])
			if i == j || !ok || !slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, joined) }) {
				continue
			}
			words[min(i, j)] = joined
			words = slices.Delete(words, max(i, j), max(i, j)+1)
			i, j = -1, len(words) // from the start
		}
	}
	return words
}

// overlap joins two Han words of which one begins with the character that the other ends in.
func overlap(a, b string) (string, bool) {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, w := utf8.DecodeRuneInString(b)
	return a + b[w:], last == first && scriptOf(first) == han
}
