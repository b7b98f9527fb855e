package graph

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/note"
)

const (
	maxPhrase     = 100 // characters of a title beyond which nobody mentions it word for word
	sharedPhrase  = 3   // notes that may have one title for a mention to count for each of them
	commonShare   = 10  // a title of one word is common when one in so many notes mentions it …
	commonAtLeast = 10  // … and more than so many do
	maxMentions   = 100 // mentions that are kept for a note
	maxPerSource  = 3   // contexts that one source gives for a note
)

// unnamed are titles that say nothing.
var unnamed = []string{"index", "readme", "untitled", "home", "todo", "무제", "제목 없음", "새 메모", "이름 없음", "未命名"}

// Mentions returns, by note, the places in other notes that name it by its title or an alias
// without linking to it. Each mention is wrapped in a highlight, which Marks holds.
//
// Compared are whole words, in NFC and lower case. A Korean particle may follow; words in Latin
// letters joined by a hyphen or a full stop are one. Han and hiragana write no spaces: titles in
// them are found anywhere, katakana only as a whole run. Where titles overlap the longer wins.
// Not searched are links, embeds, code, formulas and tags. Not taken for names are titles of one
// character, of digits or a date alone, shared by more than three notes, and titles of one word
// that more than a tenth of all notes (and more than ten) mention. A source that links to the
// note, or has the same title, does not mention it. A note keeps its first 100 mentions in order
// of their sources' titles, three from each. The map and its slices belong to the graph.
func (g *Graph) Mentions() map[note.ID][]Backlink { return g.mentions() }

// A phrase is a title or alias with the notes that it names.
type phrase struct {
	text  string
	notes []int32
}

// phrases returns the titles and aliases that can be mentioned, without repeats.
func (g *Graph) phrases() []phrase {
	var out []phrase
	number := map[string]int{}
	for i, n := range g.notes {
		for _, text := range g.about[i].names(n) {
			p, ok := number[text]
			if !ok {
				p = len(out)
				number[text] = p
				out = append(out, phrase{text: text})
			}
			if l := out[p].notes; len(l) == 0 || l[len(l)-1] != int32(i) {
				out[p].notes = append(l, int32(i))
			}
		}
	}
	return slices.DeleteFunc(out, func(p phrase) bool { return len(p.notes) > sharedPhrase })
}

// namesSomething reports whether a folded title is fit to be looked for in text.
func namesSomething(s string) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > maxPhrase || slices.Contains(unnamed, s) {
		return false
	}
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) && !strings.ContainsRune("년월일시분초年月日", r) {
			letters++
		}
	}
	return letters > 0
}

// A mentionHit is a phrase found in a passage of a note.
type mentionHit struct {
	passage int
	hit
}

func (g *Graph) findMentions() map[note.ID][]Backlink {
	phrases := g.phrases()
	hits, prose, known := g.findHits(phrases)
	common, count := g.commonPhrases(phrases, hits)
	out := g.links().out
	found := make([][]mention, len(g.notes))
	inParallel(len(g.notes), func(i int) {
		meant := g.meant(i, phrases, hits[i], common, out[i])
		if len(meant) > 0 {
			found[i] = known[i].quote(g.notes[i], func() []passage { return prose(i) }, meant)
		}
	})
	if g.memory != nil {
		g.memory.mentions.keep(phrases, count, common, found)
	}
	result := map[note.ID][]Backlink{}
	g.collectMentions(result, found, func(int32) bool { return true })
	return result
}

// collectMentions enters mentions, by source, of those notes that it is asked to.
func (g *Graph) collectMentions(into map[note.ID][]Backlink, found [][]mention, wanted func(to int32) bool) {
	for _, i := range g.byTitle() {
		for k := range found[i] {
			f := &found[i][k]
			if !wanted(f.to) {
				continue
			}
			if id := g.notes[f.to].ID; len(into[id]) < maxMentions {
				into[id] = append(into[id], f.Backlink)
			}
		}
	}
}

// findHits finds phrases in all notes, in what prose returns for them. known is what a memory has of
// each, nil without one.
func (g *Graph) findHits(phrases []phrase) (hits [][]mentionHit, prose func(i int) []passage, known []*mentioned) {
	if g.memory != nil {
		hits, known = g.memory.mentions.findHits(g, phrases)
		return hits, func(i int) []passage { return g.about[i].prose(g.notes[i]) }, known
	}
	m := newMatcher()
	for i, p := range phrases {
		m.add(p.text, int32(i))
	}
	size := len(g.notes)
	hits = make([][]mentionHit, size)
	held := make([][]passage, size) // only those with hits
	words := &words{make([]string, size), make([][]term, size)}
	inParallelWith(size, newProser, func(p *proser, i int) {
		p.read(g.notes[i])
		for _, ps := range p.passages {
			before := len(hits[i])
			m.find(ps.text, func(h hit) { hits[i] = append(hits[i], mentionHit{len(held[i]), h}) })
			if len(hits[i]) > before {
				held[i] = append(held[i], ps)
			}
		}
		words.texts[i], words.terms[i] = p.text, p.words.terms(p.text)
	})
	g.words.Store(words)
	return hits, func(i int) []passage { return held[i] }, make([]*mentioned, size)
}

// commonPhrases reports by phrase whether it is a word that too many notes use to mean the note
// by it, and how many do.
func (g *Graph) commonPhrases(phrases []phrase, hits [][]mentionHit) (common []bool, count []int) {
	count = make([]int, len(phrases))
	last := make([]int, len(phrases))
	for i := range hits {
		for _, h := range hits[i] {
			if last[h.phrase] != i+1 {
				last[h.phrase] = i + 1
				count[h.phrase]++
			}
		}
	}
	common = make([]bool, len(phrases))
	for p := range phrases {
		common[p] = isCommon(phrases[p].text, count[p], len(g.notes))
	}
	return common, count
}

// isCommon is commonPhrases for one that count of so many notes hold.
func isCommon(phrase string, count, notes int) bool {
	return count > commonAtLeast && count*commonShare > notes && !strings.Contains(phrase, " ")
}

// A naming is a place in a note that names another note.
type naming struct {
	to int32
	mentionHit
}

// meant returns the hits in the note i that mention another note.
func (g *Graph) meant(i int, phrases []phrase, hits []mentionHit, common []bool, linked []int32) []naming {
	var out []naming
	for _, h := range hits {
		notes := phrases[h.phrase].notes
		if common[h.phrase] || slices.Contains(notes, int32(i)) {
			continue
		}
		for _, to := range notes {
			if _, ok := slices.BinarySearch(linked, to); !ok && g.notes[to].ID != g.notes[i].ID {
				out = append(out, naming{to, h})
			}
		}
	}
	return out
}

// A mention is a backlink with its target.
type mention struct {
	to int32
	Backlink
}

// quoteMentions returns the mentions of one source in their contexts. The namings come in order
// of passage and place.
func quoteMentions(from *note.Note, prose []passage, namings []naming) []mention {
	type key struct {
		to   int32
		text string
	}
	var out []mention
	seen := map[key]bool{}
	perTarget := map[int32]int{}
	for len(namings) > 0 {
		n := 1
		for n < len(namings) && namings[n].passage == namings[0].passage {
			n++
		}
		p := prose[namings[0].passage]
		c := contextsOf(p.inlines)
		spots := flatSpots(p, namings[:n])
		namings = namings[n:]
		for i, s := range spots {
			piece := c.at(s.start)
			if s.done || perTarget[s.to] == maxPerSource || c.tooLong(piece) {
				continue
			}
			var here []span
			for j := i; j < len(spots) && c.at(spots[j].start) == piece; j++ {
				if spots[j].to == s.to {
					here = append(here, span{spots[j].start - c.starts[piece], spots[j].end - c.starts[piece]})
					spots[j].done = true
				}
			}
			k := key{s.to, strings.TrimSpace(note.PlainText(c.pieces[piece]))}
			if seen[k] {
				continue
			}
			seen[k] = true
			perTarget[s.to]++
			context, marks := highlight(c.pieces[piece], here)
			out = append(out, mention{s.to, Backlink{From: from, Block: p.at.block, Item: p.at.item, Heading: p.at.heading, Context: context, Marks: marks}})
		}
	}
	return out
}

// A spot is a naming by its place in the flat text of its passage.
type spot struct {
	to         int32
	start, end int
	done       bool
}

// flatSpots turns namings in one passage into spots.
func flatSpots(p passage, namings []naming) []spot {
	out := make([]spot, len(namings))
	at, chars := 0, 0
	flat := func(b int) int {
		if b < at {
			at, chars = 0, 0
		}
		chars += utf8.RuneCountInString(p.text[at:b])
		at = b
		if p.offsets != nil {
			return p.offsets[chars]
		}
		return chars
	}
	for i, n := range namings {
		if i > 0 && n.hit == namings[i-1].hit {
			out[i] = spot{to: n.to, start: out[i-1].start, end: out[i-1].end}
			continue
		}
		start := flat(n.start)
		out[i] = spot{to: n.to, start: start, end: flat(n.end)}
	}
	return out
}
