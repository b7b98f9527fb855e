package graph

import (
	"strings"
	"unicode/utf8"
)

// A matcher finds many phrases in text at once, as whole words, whatever their number: a trie
// walked from each place where a word may begin. What follows where a phrase parts from all others
// is no path of its own but compared as a whole.
type matcher struct {
	edges   []edgeSlot // by hash of node and character
	used    int
	nodes   int32
	phrases []string     // by number
	pairs   [1024]uint64 // a bit for each pair of characters that phrases begin with: what most words fail at
}

// An edgeSlot holds the edge of a node by a character.
type edgeSlot struct {
	key uint64 // see edgeKey; 0 for none
	to  int32  // the node that it leads to; 0 for none, -n for the last n bytes of the phrase
	end int32  // the phrase that ends there plus one, or 0
}

// edgeKey is not zero.
func edgeKey(node int32, r rune) uint64 { return (uint64(node)<<32 | uint64(uint32(r))) + 1 }

// pair returns the bit of two characters.
func pair(a, b rune) (word, bit uint32) {
	h := (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA77) >> 16
	return h >> 6, h & 63
}

func newMatcher() *matcher { return &matcher{nodes: 1, edges: make([]edgeSlot, 64)} }

// edge returns the place of an edge, which is empty where there is none.
func (m *matcher) edge(node int32, r rune) *edgeSlot {
	key := edgeKey(node, r)
	mask := uint64(len(m.edges) - 1)
	for i := key * 0x9E3779B97F4A7C15 >> 24 & mask; ; i = (i + 1) & mask {
		if e := &m.edges[i]; e.key == key || e.key == 0 {
			return e
		}
	}
}

// enter makes room for one more edge.
func (m *matcher) enter() {
	if m.used++; 2*m.used <= len(m.edges) {
		return
	}
	before := m.edges
	m.edges = make([]edgeSlot, 2*len(before))
	for _, e := range before {
		if e.key != 0 {
			*m.edge(int32((e.key-1)>>32), rune(e.key-1)) = e
		}
	}
}

// add enters a phrase of at least two characters in folded form under a number.
func (m *matcher) add(phrase string, number int32) {
	for int(number) >= len(m.phrases) {
		m.phrases = append(m.phrases, "")
	}
	m.phrases[number] = phrase
	first, w := utf8.DecodeRuneInString(phrase)
	second, _ := utf8.DecodeRuneInString(phrase[w:])
	word, bit := pair(first, second)
	m.pairs[word] |= 1 << bit
	m.put(0, phrase, number+1)
}

// put enters what a phrase goes on with at a node.
func (m *matcher) put(node int32, rest string, end int32) {
	for {
		r, w := utf8.DecodeRuneInString(rest)
		rest = rest[w:]
		e := m.edge(node, r)
		if e.key == 0 {
			m.enter()
			e = m.edge(node, r)
			*e = edgeSlot{edgeKey(node, r), int32(-len(rest)), end}
			return
		}
		if e.to < 0 { // the phrase there goes one character further, as far as both are the same
			other := e.end
			tail := m.tail(e)
			to := m.nodes
			m.nodes++
			e.to, e.end = to, 0
			m.put(to, tail, other)
			e = m.edge(node, r)
		}
		if rest == "" {
			e.end = end
			return
		}
		if e.to == 0 {
			e.to = m.nodes
			m.nodes++
		}
		node = e.to
	}
}

// tail is what the phrase of an edge goes on with.
func (m *matcher) tail(e *edgeSlot) string {
	p := m.phrases[e.end-1]
	return p[len(p)+int(e.to):]
}

// remove takes a phrase out that was added.
func (m *matcher) remove(phrase string) {
	node := int32(0)
	for {
		r, w := utf8.DecodeRuneInString(phrase)
		phrase = phrase[w:]
		e := m.edge(node, r)
		if e.to < 0 {
			e.to, e.end = 0, 0
			return
		}
		if phrase == "" {
			e.end = 0
			return
		}
		node = e.to
	}
}

// A hit is a phrase found in text.
type hit struct {
	phrase     int32
	start, end int // in bytes of the text
}

// find calls found for each hit, from left to right. Of the phrases that fit at one place the
// longest is taken, and hits do not overlap.
func (m *matcher) find(text string, found func(hit)) {
	before := rune(0)     // the character before i
	beforeThat := rune(0) // and the one before it
	r, w := utf8.DecodeRuneInString(text)
	for i := 0; i < len(text); {
		second, w2 := utf8.DecodeRuneInString(text[i+w:])
		if word, bit := pair(r, second); m.pairs[word]>>bit&1 != 0 && beginsWord(beforeThat, before, r) {
			if h, ok := m.longest(text, i); ok {
				found(h)
				before, _ = utf8.DecodeLastRuneInString(text[:h.end])
				beforeThat = 0
				i = h.end
				r, w = utf8.DecodeRuneInString(text[i:])
				continue
			}
		}
		beforeThat, before = before, r
		i += w
		r, w = second, w2
	}
}

func (m *matcher) longest(text string, start int) (best hit, ok bool) {
	node := int32(0)
	for i := start; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		e := m.edge(node, r)
		if e.key == 0 {
			break
		}
		i += w
		if e.to < 0 {
			tail := m.tail(e)
			if !strings.HasPrefix(text[i:], tail) {
				break
			}
			i += len(tail)
			r, _ = utf8.DecodeLastRuneInString(tail)
		}
		if e.end > 0 && endsWord(r, text[i:]) {
			best, ok = hit{e.end - 1, start, i}, true
		}
		if e.to <= 0 {
			break
		}
		node = e.to
	}
	return best, ok
}

// beginsWord reports whether a word may begin with r after the two characters before it.
//
// In scripts with spaces a word begins after anything that is not part of a word of theirs;
// "main.go" and "e-mail" are one word. Han and hiragana have no such sign, so a phrase may begin
// anywhere; katakana begins where a run of it begins.
func beginsWord(beforeThat, before, r rune) bool {
	switch s := scriptOf(r); s {
	case han, noWord:
		return true
	case katakana:
		return scriptOf(before) != katakana
	default:
		switch scriptOf(before) {
		case spaced, hangul:
			return false
		case noWord:
			return !(isJoint(before) && s == spaced && scriptOf(beforeThat) == spaced)
		}
		return true
	}
}

// endsWord reports whether a word may end with the character last before rest: by the same rules,
// and with Korean particles allowed in between.
func endsWord(last rune, rest string) bool {
	next, w := utf8.DecodeRuneInString(rest)
	if rest == "" {
		return true
	}
	ns := scriptOf(next)
	switch s := scriptOf(last); s {
	case han, noWord:
		return true
	case katakana:
		return ns != katakana
	default:
		switch ns {
		case noWord:
			if isJoint(next) && s == spaced {
				after, _ := utf8.DecodeRuneInString(rest[w:])
				return len(rest) == w || scriptOf(after) != spaced
			}
			return true
		case hangul:
			return isParticle(last, hangulRun(rest))
		case spaced:
			// 회의2 is not 회의, but 회의ABC hardly exists: nothing is lost by the strict rule.
			return false
		}
		return true
	}
}

// isJoint reports whether r joins two words of Latin letters into one: go.mod, e-mail.
func isJoint(r rune) bool { return r == '-' || r == '.' || r == '\u2011' }

// hangulRun returns the Hangul that s begins with.
func hangulRun(s string) string {
	for i, r := range s {
		if scriptOf(r) != hangul {
			return s[:i]
		}
	}
	return s
}
