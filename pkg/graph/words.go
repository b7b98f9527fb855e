package graph

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"memopress/pkg/note"
)

// linkInTitle is a wikilink in a title. Like links in prose it says nothing about the note, and
// its words may be the name of a note that a reader must not learn of.
var linkInTitle = regexp.MustCompile(`\[\[.*?\]\]+`)

// titleText returns the folded title of a note, as far as it says anything about the note that its
// text does not.
func titleText(n *note.Note) string {
	if len(n.Body) > 0 { // a title that is the first heading says nothing more, but for the links in it
		if h, ok := n.Body[0].(*note.Heading); ok && strings.Join(strings.Fields(note.PlainText(h.Inlines)), " ") == n.Title {
			return ""
		}
	}
	title := n.Title
	if strings.Contains(title, "[[") {
		title = linkInTitle.ReplaceAllLiteralString(title, barrierText)
	}
	title, _ = foldText(title)
	return title
}

// splitWords calls visit for each word of folded text that may tell notes apart, with its hash:
// words of three letters, Hangul words of two syllables without their particles, runs of katakana,
// and pairs of Han characters; but no stop words. shown is the form of the word to show, which
// stands at at.
func splitWords(text string, visit func(word uint64, at int, shown string)) {
	for i := 0; i < len(text); {
		s, w := scriptAt(text, i)
		if s == noWord {
			i += w
			continue
		}
		start, letters, digits := i, 0, false
		last := i // where the last character began
		for i < len(text) {
			next, w := scriptAt(text, i)
			if next != s {
				break
			}
			if s == han && letters > 0 {
				if two := text[last : i+w]; !hasFiller(two) {
					visit(xxhash.Sum64String(two), last, two)
				}
			}
			c := text[i]
			digits = digits || '0' <= c && c <= '9' || c == '_'
			last = i
			letters++
			i += w
		}
		switch word := text[start:i]; {
		case s == spaced && letters >= 3 && !digits && len(word) <= maxPhrase:
			if h := xxhash.Sum64String(word); !isStopWord(h) {
				visit(h, start, word)
			}
		case s == katakana && letters >= 3:
			visit(xxhash.Sum64String(word), start, word)
		case s == hangul && letters >= 2 && letters <= 20:
			h := xxhash.Sum64String(word)
			if isStopWord(h) {
				break
			}
			stem, shown := cutParticles(word)
			if len(shown) < len(word) && isStopWord(xxhash.Sum64String(shown)) {
				break
			}
			if len(stem) < len(word) {
				if h = xxhash.Sum64String(stem); isStopWord(h) {
					break
				}
			}
			visit(h, start, shown)
		}
	}
}

// scriptAt returns the script of the character at i, and its length.
func scriptAt(text string, i int) (script, int) {
	if c := text[i]; c < utf8.RuneSelf {
		return asciiScript[c], 1
	}
	r, w := utf8.DecodeRuneInString(text[i:])
	return scriptOf(r), w
}

// shownAt returns the shown form of the word that splitWords finds at the beginning of text.
func shownAt(text string) (out string) {
	first, end := scriptAt(text, 0)
	for n := 1; end < len(text) && !(first == han && n == 2); n++ {
		s, w := scriptAt(text, end)
		if s != first {
			break
		}
		end += w
	}
	splitWords(text[:end], func(_ uint64, _ int, shown string) { out = shown })
	return out
}

// A term is a word of a note, by its hash, with how often it occurs.
type term struct {
	word  uint64
	count int32
	at    int32 // in the text of the note: where its longest form stands
}

// A wordTally counts the words of one text after another.
type wordTally struct {
	slots []tallySlot // by hash
	used  []int32     // those that are not empty
}

type tallySlot struct {
	term
	shown int32 // the length of its longest form
}

// terms returns the words of a text.
func (t *wordTally) terms(text string) []term {
	splitWords(text, t.add)
	out := make([]term, len(t.used))
	for i, s := range t.used {
		out[i] = t.slots[s].term
		t.slots[s] = tallySlot{}
	}
	t.used = t.used[:0]
	return out
}

func (t *wordTally) add(word uint64, at int, shown string) {
	if 2*len(t.used) >= len(t.slots) {
		t.grow()
	}
	i := t.find(word)
	s := &t.slots[i]
	if s.count == 0 {
		s.word = word
		t.used = append(t.used, i)
	}
	s.count++
	if n := int32(len(shown)); n > s.shown {
		s.at, s.shown = int32(at), n
	}
}

func (t *wordTally) find(word uint64) int32 {
	mask := len(t.slots) - 1
	i := int(word) & mask
	for t.slots[i].count > 0 && t.slots[i].word != word {
		i = (i + 1) & mask
	}
	return int32(i)
}

func (t *wordTally) grow() {
	before, used := t.slots, t.used
	t.slots, t.used = make([]tallySlot, max(512, 2*len(before))), make([]int32, 0, max(256, len(before)))
	for _, s := range used {
		i := t.find(before[s].word)
		t.slots[i] = before[s]
		t.used = append(t.used, i)
	}
}

// termsOf returns the words of a text, by their hashes, ascending.
func termsOf(text string) []term {
	p := prosers.Get().(*proser)
	out := p.words.terms(text)
	prosers.Put(p)
	slices.SortFunc(out, func(a, b term) int { return cmp.Compare(a.word, b.word) })
	return out
}
