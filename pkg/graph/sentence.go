package graph

import (
	"slices"
	"strings"
	"unicode"
)

// sentenceEnds returns the offsets after which a new sentence, or a new piece of an overlong
// one, begins. White space belongs to the sentence before it.
func sentenceEnds(text []glyph) []int {
	var ends []int
	start := 0
	end := func(i int) {
		ends = append(ends, cutLong(text, start, i)...)
		if i < len(text) {
			ends = append(ends, i)
		}
		start = i
	}
	for i := 0; i < len(text); i++ {
		if text[i].line {
			end(i + 1)
			continue
		}
		if !endsSentence(text, start, i) {
			continue
		}
		next := i + 1
		for next < len(text) && (isCloser(text[next].r) || isStop(text[next].r)) {
			next++
		}
		spaced := next == len(text)
		for next < len(text) && unicode.IsSpace(text[next].r) && !text[next].line {
			next, spaced = next+1, true
		}
		if next < len(text) && text[next].line {
			i = next - 1 // the break itself ends the sentence
			continue
		}
		if !spaced && !endsUnspaced(text, i, next) || next < len(text) && text[next].joined {
			i = next - 1
			continue
		}
		end(next)
		i = next - 1
	}
	if start < len(text) {
		ends = append(ends, cutLong(text, start, len(text))...)
	}
	return ends
}

// isStop reports whether r may end a sentence.
func isStop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '｡', '．', '‼', '⁇', '⁈', '⁉':
		return true
	}
	return false
}

// isWideStop reports whether r ends a sentence without a space after it.
func isWideStop(r rune) bool { return strings.ContainsRune("。！？｡．", r) }

func isCloser(r rune) bool { return strings.ContainsRune("\"'”’)]}」』】》〉）］", r) }

// endsUnspaced reports whether the stop at i ends a sentence although no space follows: Chinese
// and Japanese write none, and Korean often forgets it.
func endsUnspaced(text []glyph, i, next int) bool {
	if isWideStop(text[i].r) {
		return true
	}
	return i > 0 && next < len(text) && unicode.Is(unicode.Hangul, text[i-1].r) && unicode.Is(unicode.Hangul, text[next].r)
}

// endsSentence reports whether the character at i may end the sentence that began at start.
func endsSentence(text []glyph, start, i int) bool {
	if !isStop(text[i].r) {
		return false
	}
	if text[i].r != '.' {
		return true
	}
	word := wordBefore(text, start, i)
	if len(word) == 1 && unicode.IsUpper(word[0]) || slices.Contains(abbreviations, strings.ToLower(string(word))) {
		return false // an initial: "J. Smith"
	}
	if i-len(word) == start && onlyDigits(word) {
		return false // the number of a step: "3. Then …"
	}
	// What goes on in small letters is the same sentence. It is not looked for far: a note of
	// nothing but full stops must not cost the square of its length.
	for j := i + 1; j < min(len(text), i+20); j++ {
		if r := text[j].r; !unicode.IsSpace(r) && !isCloser(r) && !isStop(r) {
			return !unicode.IsLower(r)
		}
	}
	return true
}

// abbreviations end in a full stop within sentences. What goes on in small letters needs no
// entry.
var abbreviations = []string{"dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "vs", "no", "nr", "fig", "vol", "p", "pp", "cf", "e.g", "i.e", "ca", "approx", "hr", "bzw", "z.b", "d.h", "u.s", "u.k"}

// wordBefore returns the word that ends before i.
func wordBefore(text []glyph, start, i int) []rune {
	var out []rune
	for j := i - 1; j >= start && len(out) < 8; j-- {
		r := text[j].r
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' {
			break
		}
		out = append(out, r)
	}
	slices.Reverse(out)
	return out
}

func onlyDigits(rs []rune) bool {
	for _, r := range rs {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return len(rs) > 0
}

// cutLong returns where a sentence that is too long to quote is cut: at the last space of each
// stretch, or anywhere in text without spaces, but not in a link.
func cutLong(text []glyph, start, end int) []int {
	var cuts []int
	for end-start > longSentence {
		cut, space := 0, 0
		for i := start + 1; i <= start+wholeContext; i++ {
			if text[i].joined {
				continue
			}
			cut = i
			if unicode.IsSpace(text[i-1].r) {
				space = i
			}
		}
		if space > start {
			cut = space
		}
		for i := start + wholeContext; cut == 0 && i < min(end, start+maxContext); i++ {
			if !text[i].joined {
				cut = i
			}
		}
		if cut == 0 {
			cut = start + wholeContext // an <a> that nothing closes must not make one context of a whole note
		}
		cuts = append(cuts, cut)
		start = cut
	}
	return cuts
}
