package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The tokenizer exists once more in the browser (themes/paper/assets/src/search/token.js), and
// both pass testdata/vectors.json.
//
// Text is folded first: compatibility forms, case, accents and vowel points go. What is written
// without spaces, or with endings behind its words (Han, kana, Hangul, Thai and the like), is
// read in pairs of neighbouring characters; everything else in words. The last character of a run
// makes a pair with endOfRun, so that every character is the first one of just one pair, at its
// own position. Spaces and signs take no position.

// endOfRun is the second half of the pair of a run's last character. It sorts before letters.
const endOfRun = '.'

// maxWord is how many bytes of a word are kept; the rest tells no words apart.
const maxWord = 64

// appendFold appends the form in which text is compared.
func appendFold(out, s []byte) []byte {
	start := len(out)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			out = append(out, c)
			i++
			continue
		}
		r, w := utf8.DecodeRune(s[i:])
		if !unchanged(r) {
			return append(out[:start], foldOdd(string(s))...)
		}
		out = append(out, s[i:i+w]...)
		i += w
	}
	return out
}

// foldOdd is appendFold for any text.
func foldOdd(s string) string {
	var sb strings.Builder
	for len(s) > 0 {
		// Single jamo stay: they are what somebody types.
		end := strings.IndexFunc(s, jamo)
		if end < 0 {
			end = len(s)
		}
		sb.WriteString(foldPart(s[:end]))
		s = s[end:]
		if end = strings.IndexFunc(s, func(r rune) bool { return !jamo(r) }); end < 0 {
			end = len(s)
		}
		sb.WriteString(s[:end])
		s = s[end:]
	}
	return sb.String()
}

func jamo(r rune) bool { return r >= 0x3131 && r <= 0x318E }

func foldPart(s string) string {
	s = strings.Map(func(r rune) rune {
		if accent(r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
	s = strings.Map(func(r rune) rune {
		if r == 'ς' {
			return 'σ'
		}
		return r
	}, strings.ToLower(s))
	return norm.NFC.String(s)
}

// unchanged reports whether folding leaves r as it is, but for case: a quick answer that may be
// false where it could be true.
func unchanged(r rune) bool {
	return r >= 0xAC00 && r <= 0xD7A3 || r >= 0x4E00 && r <= 0x9FFF || r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FA ||
		r == 0x30FC || r >= 0x3001 && r <= 0x3015 || r >= 0x2010 && r <= 0x2022 && r != 0x2011 && r != 0x2017 || r >= 0x0430 && r <= 0x044F && r != 0x0439
}

// accent reports whether folding drops r: the accents of alphabets, the points of Hebrew and
// Arabic, and what only stretches a word.
func accent(r rune) bool {
	return r >= 0x0300 && r <= 0x036F || r >= 0x0591 && r <= 0x05C7 && r != 0x05BE || r >= 0x064B && r <= 0x065F || r == 0x0670 || r == 0x0640 || r == 0x00AD
}

// paired reports whether r is read in pairs.
func paired(r rune) bool {
	switch {
	case r < 0x0E00:
		return false
	case r >= 0xAC00 && r <= 0xD7A3, r >= 0x4E00 && r <= 0x9FFF, r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA:
		return true
	}
	return r == 0x3005 || r == 0x3006 || r == 0x3007 || r == 0x30FC || r >= 0x3131 && r <= 0x318E || // 々〆〇ー, single jamo
		r >= 0x0E01 && r <= 0x0E4E || r >= 0x0E81 && r <= 0x0ECD || r >= 0x1000 && r <= 0x104F || r >= 0x1780 && r <= 0x17D3 || // Thai, Lao, Burmese, Khmer
		r >= 0x1100 && r <= 0x11FF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x3FFFF
}

// inWord reports whether r is part of a word.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r)
}

var asciiInWord = func() (out [utf8.RuneSelf]bool) {
	for c := range out {
		out[c] = inWord(rune(c))
	}
	return out
}()

// A token is a word, or a pair of characters where word is empty.
type token struct {
	a, b rune
	word []byte // holds until the next token
}

func (t token) String() string {
	if len(t.word) > 0 {
		return string(t.word)
	}
	return string([]rune{t.a, t.b})
}

// tokens calls emit for every token of folded text, in order. pos is the position of the first;
// the next free position is returned.
func tokens(folded []byte, pos int, emit func(t token, pos int)) int {
	var last rune // of the run that is open; 0 for none
	word := -1    // where the word that is open begins
	shut := func(i int) {
		if last != 0 {
			emit(token{a: last, b: endOfRun}, pos)
			pos++
			last = 0
		}
		if word >= 0 {
			emit(token{word: cut(folded[word:i])}, pos)
			pos++
			word = -1
		}
	}
	for i, w := 0, 0; i < len(folded); i += w {
		r := rune(folded[i])
		if w = 1; r >= utf8.RuneSelf {
			r, w = utf8.DecodeRune(folded[i:])
		}
		switch {
		case r >= utf8.RuneSelf && paired(r):
			if word >= 0 {
				shut(i)
			}
			if last != 0 {
				emit(token{a: last, b: r}, pos)
				pos++
			}
			last = r
		case r < utf8.RuneSelf && asciiInWord[r] || r >= utf8.RuneSelf && inWord(r):
			if last != 0 {
				shut(i)
			}
			if word < 0 {
				word = i
			}
		default:
			shut(i)
		}
	}
	shut(len(folded))
	return pos
}

// cut shortens a word to maxWord bytes, at the end of a character.
func cut(word []byte) []byte {
	if len(word) <= maxWord {
		return word
	}
	end := maxWord
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

// initials are the consonants that Hangul syllables begin with, as keyboards have them.
var initials = []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")

// appendInitials appends folded text with its syllables replaced by their initial consonants and
// everything else by spaces: 회고장 2권 becomes ㅎㄱㅈ  ㄱ. It appends nothing for text without Hangul.
func appendInitials(out, folded []byte) []byte {
	start, found := len(out), false
	for i := 0; i < len(folded); {
		r, w := utf8.DecodeRune(folded[i:])
		if r >= 0xAC00 && r <= 0xD7A3 {
			found = true
			out = utf8.AppendRune(out, initials[(r-0xAC00)/588])
		} else {
			out = append(out, ' ')
		}
		i += w
	}
	if !found {
		return out[:start]
	}
	return out
}
