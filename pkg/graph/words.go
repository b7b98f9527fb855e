package graph

import (
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"memopress/pkg/note"
)

// eachWord calls visit for each word of the note's title and prose that may tell notes apart:
// words of three letters, Hangul words of two syllables without their particles, runs of
// katakana, and pairs of Han characters.
func eachWord(n *note.Note, visit func(word string)) {
	title, _ := foldText(n.Title)
	splitWords(title, visit)
	for _, p := range proseOf(n) {
		splitWords(p.text, visit)
	}
}

// splitWords cuts folded text into words.
func splitWords(text string, visit func(string)) {
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		s := scriptOf(r)
		if s == noWord {
			i += w
			continue
		}
		start, letters, digits := i, 0, false
		last := i // where the last character began
		for i < len(text) {
			r, w := utf8.DecodeRuneInString(text[i:])
			if scriptOf(r) != s {
				break
			}
			if s == han && letters > 0 {
				visit(text[last : i+w])
			}
			digits = digits || '0' <= r && r <= '9' || r == '_'
			last = i
			letters++
			i += w
		}
		switch word := text[start:i]; {
		case s == spaced && letters >= 3 && !digits && len(word) <= maxPhrase:
			visit(word)
		case s == katakana && letters >= 3:
			visit(word)
		case s == hangul && letters >= 2 && letters <= 20:
			visit(cutParticles(word))
		}
	}
}

// A term is a word of a note, by its hash, with how often it occurs.
type term struct {
	word  uint64
	count int32
}

// termsOf returns the words of a note by hash, ascending.
func termsOf(n *note.Note) []term {
	hashes := hashPool.Get().(*[]uint64)
	all := (*hashes)[:0]
	eachWord(n, func(w string) { all = append(all, xxhash.Sum64String(w)) })
	slices.Sort(all)
	distinct := 0
	for i := range all {
		if i == 0 || all[i] != all[i-1] {
			distinct++
		}
	}
	out := make([]term, 0, distinct)
	for i, h := range all {
		if i > 0 && h == all[i-1] {
			out[len(out)-1].count++
		} else {
			out = append(out, term{h, 1})
		}
	}
	*hashes = all
	hashPool.Put(hashes)
	return out
}

// hashPool spares an allocation a note.
var hashPool = sync.Pool{New: func() any { return new([]uint64) }}
