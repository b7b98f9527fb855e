package graph

import (
	"unicode/utf8"
)

// A matcher finds many phrases in text at once, as whole words, whatever their number: a trie
// walked from each place where a word may begin.
type matcher struct {
	next  map[uint64]int32 // node and character → node
	end   []int32          // by node: the phrase that ends there plus one, or 0
	pairs [1024]uint64     // a bit for each pair of characters that phrases begin with: what most words fail at
}

// pair returns the bit of two characters.
func pair(a, b rune) (word, bit uint32) {
	h := (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA77) >> 16
	return h >> 6, h & 63
}

func newMatcher() *matcher {
	return &matcher{next: map[uint64]int32{}, end: []int32{0}}
}

// add enters a phrase of at least two characters in folded form under a number.
func (m *matcher) add(phrase string, number int32) {
	first, w := utf8.DecodeRuneInString(phrase)
	second, _ := utf8.DecodeRuneInString(phrase[w:])
	word, bit := pair(first, second)
	m.pairs[word] |= 1 << bit
	node := int32(0)
	for _, r := range phrase {
		key := uint64(node)<<32 | uint64(uint32(r))
		to, ok := m.next[key]
		if !ok {
			to = int32(len(m.end))
			m.end = append(m.end, 0)
			m.next[key] = to
		}
		node = to
	}
	m.end[node] = number + 1
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
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		second, _ := utf8.DecodeRuneInString(text[i+w:])
		if word, bit := pair(r, second); m.pairs[word]>>bit&1 != 0 && beginsWord(beforeThat, before, r) {
			if h, ok := m.longest(text, i); ok {
				found(h)
				before, _ = utf8.DecodeLastRuneInString(text[:h.end])
				beforeThat = 0
				i = h.end
				continue
			}
		}
		beforeThat, before = before, r
		i += w
	}
}

func (m *matcher) longest(text string, start int) (best hit, ok bool) {
	node := int32(0)
	for i := start; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		to, there := m.next[uint64(node)<<32|uint64(uint32(r))]
		if !there {
			break
		}
		node, i = to, i+w
		if p := m.end[node]; p > 0 && endsWord(r, text[i:]) {
			best, ok = hit{p - 1, start, i}, true
		}
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
