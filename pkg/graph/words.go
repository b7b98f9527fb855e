package graph

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"memopress/pkg/note"
)

// linkInTitle is a wikilink in a title. Like links in prose it says nothing about the note, and
// its words may be the name of a note that a reader must not learn of.
var linkInTitle = regexp.MustCompile(`\[\[.*?\]\]+`)

// textsOf returns the folded texts that stand for a note: its title and its prose.
func textsOf(n *note.Note, prose []passage) []string {
	title, _ := foldText(linkInTitle.ReplaceAllLiteralString(n.Title, string(barrier)))
	if len(n.Body) > 0 { // a title that is the first heading says nothing more, but for the links in it
		if h, ok := n.Body[0].(*note.Heading); ok && strings.Join(strings.Fields(note.PlainText(h.Inlines)), " ") == n.Title {
			title = ""
		}
	}
	texts := []string{title}
	for _, p := range prose {
		texts = append(texts, p.text)
	}
	return texts
}

// splitWords calls visit for each word of folded text that may tell notes apart: words of three
// letters, Hangul words of two syllables without their particles, runs of katakana, and pairs of
// Han characters; but no stop words. shown is the form of the word to show.
func splitWords(text string, visit func(word, shown string)) {
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
				if two := text[last : i+w]; !hasFiller(two) {
					visit(two, two)
				}
			}
			digits = digits || '0' <= r && r <= '9' || r == '_'
			last = i
			letters++
			i += w
		}
		switch word := text[start:i]; {
		case s == spaced && letters >= 3 && !digits && len(word) <= maxPhrase && !isStopWord(word):
			visit(word, word)
		case s == katakana && letters >= 3:
			visit(word, word)
		case s == hangul && letters >= 2 && letters <= 20 && !isStopWord(word):
			if stem, shown := cutParticles(word); !isStopWord(stem) && !isStopWord(shown) {
				visit(stem, shown)
			}
		}
	}
}

// A term is a word of a note, by its hash, with how often it occurs.
type term struct {
	word  uint64
	count int32
}

// termsOf returns the words of texts by hash, ascending.
func termsOf(texts []string) []term {
	hashes := hashPool.Get().(*[]uint64)
	all := (*hashes)[:0]
	for _, text := range texts {
		splitWords(text, func(w, _ string) { all = append(all, xxhash.Sum64String(w)) })
	}
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
