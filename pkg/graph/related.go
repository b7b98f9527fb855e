package graph

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

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
	at    int32 // as in term
}

// A posting is a note that a word stands for, with the word's share there.
type posting struct {
	note  int32
	share int32
}

// A relater holds what relations are found from.
type relater struct {
	g        *Graph
	texts    []string                    // by note: its words in folded form
	weights  [][]weight                  // by note, by word ascending
	postings func(word uint64) []posting // strongest first
	out      [][]int32                   // by note: the notes that it refers to
	in       [][]int32                   // by note: the notes that refer to it
}

// words are the texts and terms of all notes, by number.
type words struct {
	texts []string
	terms [][]term
}

// allWords returns the words of all notes, in any order.
func (g *Graph) allWords() *words {
	if w := g.words.Swap(nil); w != nil {
		return w
	}
	w := &words{make([]string, len(g.notes)), make([][]term, len(g.notes))}
	inParallelWith(len(g.notes), newProser, func(p *proser, i int) {
		p.read(g.notes[i])
		w.texts[i], w.terms[i] = p.text, p.words.terms(p.text)
	})
	return w
}

func (g *Graph) newRelater() *relater {
	w := g.allWords()
	r := &relater{g: g, texts: w.texts, weights: make([][]weight, len(g.notes)), out: g.links().out}
	r.in = backwards(r.out)
	notesWith := countNotes(w.terms)
	inParallel(len(g.notes), func(i int) {
		r.weights[i] = weigh(w.terms[i], notesWith.of, len(g.notes))
		w.terms[i] = nil
	})
	r.postings = strongestOf(r.weights)
	return r
}

// strongestOf returns the strongest notes by the words that stand for them.
func strongestOf(weights [][]weight) func(word uint64) []posting {
	numbers := &table{} // of words, from 1
	var count []int32   // by the number of the word
	for _, ws := range weights {
		for _, w := range ws {
			n := numbers.at(w.word)
			if *n == 0 {
				count = append(count, 0)
				*n = int32(len(count))
			}
			count[*n-1]++
		}
	}
	sum := int32(0)
	lists := make([][]posting, len(count))
	for _, n := range count {
		sum += n
	}
	room := make([]posting, sum)
	for i, n := range count {
		lists[i], room = room[:0:n], room[n:]
	}
	for i, ws := range weights {
		for _, w := range ws {
			l := &lists[numbers.get(w.word)-1]
			*l = append(*l, posting{int32(i), w.share})
		}
	}
	for i, l := range lists {
		lists[i] = strongest(l)
	}
	return func(word uint64) []posting {
		if n := numbers.get(word); n > 0 {
			return lists[n-1]
		}
		return nil
	}
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
type wordCount [8]table

func (c *wordCount) of(word uint64) int { return int(c[word>>61].get(word)) }

func countNotes(terms [][]term) *wordCount {
	c := &wordCount{}
	inParallel(len(c), func(part int) {
		t := &table{} // not beside the others, which other processors write
		for _, ts := range terms {
			for i := range ts {
				if w := ts[i].word; w>>61 == uint64(part) {
					*t.at(w)++
				}
			}
		}
		c[part] = *t
	})
	return c
}

// weigh picks the words that stand for a note: those that are frequent in it and rare elsewhere.
// A word that no other note has relates it to nothing.
func weigh(terms []term, notesWith func(word uint64) int, notes int) []weight {
	most := max(3, notes/commonWord)
	var room [256]weight
	ws := room[:0]
	for _, t := range terms {
		if n := notesWith(t.word); n >= 2 && n <= most {
			ws = append(ws, weight{t.word, int32((log2(int(t.count)) + 256) * (log2(notes) + 256 - log2(n)) >> 8), t.at})
		}
	}
	slices.SortFunc(ws, func(a, b weight) int {
		if a.share != b.share {
			return int(b.share - a.share)
		}
		return cmp.Compare(a.word, b.word)
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
	return slices.Clone(ws)
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
		for _, p := range r.postings(w.word) {
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

// shownWords are the words that stand for a note, in the order of its weights, as they are shown.
func (r *relater) shownWords(i int32) []string {
	out := make([]string, len(r.weights[i]))
	for k, w := range r.weights[i] {
		out[k] = shownAt(r.texts[i][w.at:])
	}
	return out
}

// explain finds the reasons of a note's relations, and drops those with too few. words are its
// shownWords.
func (r *relater) explain(i int32, relations []relation, words []string, limit int) []reasons {
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

func (r *relater) commonWords(i, j int32, words []string) []string {
	a, b := r.weights[i], r.weights[j]
	type shared struct {
		word  string
		share int32
	}
	var all []shared
	for k := 0; k < len(a) && len(b) > 0; {
		switch {
		case a[k].word < b[0].word:
			k++
		case a[k].word > b[0].word:
			b = b[1:]
		default:
			all = append(all, shared{words[k], min(a[k].share, b[0].share)})
			k, b = k+1, b[1:]
		}
	}
	slices.SortFunc(all, func(a, b shared) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.word, b.word)) })
	var out []string
	for _, s := range all[:min(len(all), 3*maxReasons)] {
		out = append(out, s.word)
	}
	return out
}

// joinPairs puts pairs of Han characters that overlap together where the text has them so: 思维, 维导
// and 导图 are 思维导图.
func joinPairs(words []string, text string) []string {
	for i := 0; i < len(words); i++ {
		for j := 0; j < len(words); j++ {
			joined, ok := overlap(words[i], words[j])
			if i == j || !ok || !strings.Contains(text, joined) {
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
	if last != first || scriptOf(first) != han {
		return "", false
	}
	return a + b[w:], true
}
