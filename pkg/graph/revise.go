package graph

import (
	"slices"
	"sync"

	"memopress/pkg/note"
)

// A Revision is what another text of one note changes in a graph.
type Revision struct {
	All, Public *Graph // the last graphs that the memory made: of all notes, and the projection

	Backlinks []note.ID // notes of which the places may be others that refer to them
	Mentions  []note.ID // likewise, that mention them
	Related   map[note.ID][]Related
}

// Revise puts a note in the place of another one of which only the text differs, in the last graph
// and in the last projection. It reports false where more would have to be found again than what
// that note says: the graphs have to be made anew then, from the notes. The graphs before must not
// be asked any more, either way.
func (m *Memory) Revise(old, now *note.Note) (*Revision, bool) {
	all, public := m.names[0], m.names[1]
	if m.links.all == nil || m.mentions.last == nil || all == nil || public == nil || len(all.copies)+len(public.copies) > 0 {
		return nil, false
	}
	i, ok := all.byID[old.ID]
	if !ok || all.notes[i] != old {
		return nil, false
	}
	a := analyse(now)
	a.remember(now)
	r := &Revision{All: all.with(i, now, a), Public: public}
	if i, ok = public.byID[old.ID]; ok && public.notes[i] == old {
		r.Public = public.with(i, now, a)
		if !m.revise(r, i, old, now) {
			return nil, false
		}
	}
	delete(m.about, old)
	m.about[now] = a
	m.names = [2]*Graph{r.All, r.Public}
	return r, true
}

// with returns the graph with n, of which a is the analysis, in place of the i-th note, which is
// called as n is.
func (g *Graph) with(i int32, n *note.Note, a *analysis) *Graph {
	out := &Graph{
		notes: slices.Clone(g.notes), about: slices.Clone(g.about), atts: g.atts,
		byID: g.byID, byKey: g.byKey, files: g.files, spaces: g.spaces, all: g.all,
		memory: g.memory, named: g.named, copies: g.copies,
		byTitle: g.byTitle, links: g.links, mentions: g.mentions, hinter: g.hinter,
	}
	out.notes[i], out.about[i] = n, a
	out.titles = sync.OnceValue(out.indexTitles)
	return out
}

func (m *Memory) revise(r *Revision, i int32, old, now *note.Note) bool {
	g := r.Public
	given := g.given(int(i))
	before := m.links.all[i]
	if !slices.Equal(given.out, before.out) {
		return false // whom it links to decides on relations of others
	}
	mentions, ok := m.mentions.revise(g, i, old, now, given.out)
	if !ok {
		return false
	}

	touched := targets(before.quotes, given.quotes)
	m.links.all[i] = given
	delete(m.links.given, old)
	m.links.given[now] = given
	m.links.ordered = g.notes
	l := *g.links()
	for _, to := range touched {
		l.back[to] = nil
		r.Backlinks = append(r.Backlinks, g.notes[to].ID)
	}
	for _, from := range g.byTitle() {
		for k := range m.links.all[from].quotes {
			if q := &m.links.all[from].quotes[k]; slices.Contains(touched, q.to) {
				l.back[q.to] = append(l.back[q.to], q.Backlink)
			}
		}
	}
	g.links = func() *links { return &l }

	delete(m.mentions.notes, old)
	m.mentions.notes[now] = mentions.known
	touched = targets(m.mentions.last.found[i], mentions.found)
	m.mentions.last.found[i] = mentions.found
	result := g.mentions()
	for _, to := range touched {
		delete(result, g.notes[to].ID)
		r.Mentions = append(r.Mentions, g.notes[to].ID)
	}
	g.collectMentions(result, m.mentions.last.found, func(to int32) bool { return slices.Contains(touched, to) })
	g.mentions = func() map[note.ID][]Backlink { return result }

	r.Related = map[note.ID][]Related{}
	lists := m.related.relate(g, m.related.limit)
	for _, k := range m.related.renewed {
		r.Related[g.notes[k].ID] = lists[k]
	}
	return true
}

// targets returns the notes that mentions are about, each once, in order.
func targets(all ...[]mention) []int32 {
	var out []int32
	for _, some := range all {
		for k := range some {
			out = append(out, some[k].to)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A lastMentions is what the mentions of the last graph were found from, besides the texts.
type lastMentions struct {
	phrases []phrase
	count   []int // notes that hold the phrase
	common  []bool
	found   [][]mention // by source
}

// A revisedMention is what mentions a new text of a note holds.
type revisedMention struct {
	known *mentioned
	found []mention
}

// revise finds the mentions in n, the i-th note, in place of old. It reports false where a phrase
// becomes a common one by it, or is none any more.
func (m *mentionMemory) revise(g *Graph, i int32, old, n *note.Note, linked []int32) (revisedMention, bool) {
	last := m.last
	k := &mentioned{}
	prose := g.about[i].prose(n)
	for j, p := range prose {
		m.matcher.find(p.text, func(h hit) { k.hits = append(k.hits, mentionHit{j, h}) })
	}
	hits := m.numbered(k.hits)
	change := map[int32]int{}
	for phrase := range held(m.numbered(m.notes[old].hits)) {
		change[phrase]--
	}
	for phrase := range held(hits) {
		change[phrase]++
	}
	for phrase, by := range change {
		if isCommon(last.phrases[phrase].text, last.count[phrase]+by, len(g.notes)) != last.common[phrase] {
			return revisedMention{}, false
		}
	}
	for phrase, by := range change {
		last.count[phrase] += by
	}
	out := revisedMention{known: k}
	if meant := g.meant(int(i), last.phrases, hits, last.common, linked); len(meant) > 0 {
		out.found = k.quote(n, func() []passage { return prose }, meant)
	}
	return out, true
}

// held returns the phrases of hits.
func held(hits []mentionHit) map[int32]bool {
	out := make(map[int32]bool, len(hits))
	for _, h := range hits {
		out[h.phrase] = true
	}
	return out
}
