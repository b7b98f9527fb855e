package graph

import (
	"slices"
	"strings"
	"sync"

	"memopress/pkg/note"
)

// A mentionMemory holds which phrases were found in which notes. Phrases have numbers of their own
// here, which stay the same while notes come and go.
type mentionMemory struct {
	ids     map[string]int32 // of phrases
	present []bool           // by number: the phrase is looked for
	matcher *matcher
	notes   map[*note.Note]*mentioned
	number  []int32 // of phrases in the last graph, by that of the memory
	last    *lastMentions
}

// A mentioned is what was found in one note, and what of that was quoted.
type mentioned struct {
	hits    []mentionHit // by the numbers of the memory
	namings []naming
	quotes  []mention
}

// mostPhrases is how many phrases may come or go before all notes are searched again.
const mostPhrases = 24

// findHits finds the phrases in all notes. A phrase that came or went changes only what was found
// in notes that hold its text.
func (m *mentionMemory) findHits(g *Graph, phrases []phrase) (hits [][]mentionHit, known []*mentioned) {
	if m.matcher == nil {
		m.ids, m.matcher, m.notes = map[string]int32{}, newMatcher(), map[*note.Note]*mentioned{}
	}
	moved := m.enter(phrases)
	m.number = make([]int32, len(m.present))
	for i, p := range phrases {
		m.number[m.ids[p.text]] = int32(i)
	}
	hits, known = make([][]mentionHit, len(g.notes)), make([]*mentioned, len(g.notes))
	inParallel(len(g.notes), func(i int) {
		prose := g.about[i].prose(g.notes[i])
		k := m.notes[g.notes[i]]
		if k == nil || len(moved) > mostPhrases || holdsAny(prose, moved) {
			k = &mentioned{}
			for j, p := range prose {
				m.matcher.find(p.text, func(h hit) { k.hits = append(k.hits, mentionHit{j, h}) })
			}
		}
		known[i] = k
		hits[i] = m.numbered(k.hits)
	})
	m.notes = make(map[*note.Note]*mentioned, len(known))
	for i, n := range g.notes {
		m.notes[n] = known[i]
	}
	return hits, known
}

// numbered returns hits by the numbers of the last graph.
func (m *mentionMemory) numbered(hits []mentionHit) []mentionHit {
	out := slices.Clone(hits)
	for j := range out {
		out[j].phrase = m.number[out[j].phrase]
	}
	return out
}

// keep keeps what the mentions of a graph were found from.
func (m *mentionMemory) keep(phrases []phrase, count []int, common []bool, found [][]mention) {
	m.last = &lastMentions{phrases, count, common, found}
}

// enter makes the matcher look for exactly these phrases, and returns those that came or went.
func (m *mentionMemory) enter(phrases []phrase) (moved []string) {
	there := make([]bool, len(m.present), len(m.present)+8)
	for _, p := range phrases {
		id, ok := m.ids[p.text]
		if !ok {
			id = int32(len(m.present))
			m.ids[p.text] = id
			m.present = append(m.present, false)
			there = append(there, false)
		}
		there[id] = true
		if !m.present[id] {
			m.matcher.add(p.text, id)
			moved = append(moved, p.text)
		}
	}
	for text, id := range m.ids {
		if m.present[id] && !there[id] {
			m.matcher.remove(text)
			moved = append(moved, text)
		}
	}
	m.present = there
	return moved
}

// holdsAny reports whether prose holds one of the texts.
func holdsAny(prose []passage, texts []string) bool {
	for _, p := range prose {
		for _, t := range texts {
			if strings.Contains(p.text, t) {
				return true
			}
		}
	}
	return false
}

// quote is quoteMentions, or what that made of the same places before.
func (k *mentioned) quote(from *note.Note, prose func() []passage, namings []naming) []mention {
	if k == nil {
		return quoteMentions(from, prose(), namings)
	}
	if !slices.Equal(k.namings, namings) {
		k.namings, k.quotes = namings, quoteMentions(from, prose(), slices.Clone(namings))
	}
	return k.quotes
}

// names are the names by which a note can be mentioned, folded.
func namesOf(n *note.Note) []string {
	var out []string
	for _, name := range append([]string{n.Title}, n.Aliases...) {
		if text, _ := foldText(strings.TrimSpace(name)); namesSomething(text) {
			out = append(out, text)
		}
	}
	return out
}

func (a *analysis) names(n *note.Note) []string {
	if a.called != nil {
		return a.called()
	}
	return namesOf(n)
}

func calledOnce(n *note.Note) func() []string {
	return sync.OnceValue(func() []string { return namesOf(n) })
}
