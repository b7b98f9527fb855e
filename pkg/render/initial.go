package render

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Groups of initials, in the order in which a site that prefers none shows them.
const (
	otherInitial = iota // digits, signs, emoji: "#"
	latinInitial
	hangulInitial
	letterInitial // of any other alphabet
	hanInitial    // ideographs: one group
)

// consonants are the initials of a Korean index: doubled ones stand with their simple one.
var consonants = [...]string{
	"ㄱ", "ㄱ", "ㄴ", "ㄷ", "ㄷ", "ㄹ", "ㅁ", "ㅂ", "ㅂ", "ㅅ", "ㅅ", "ㅇ", "ㅈ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
}

// initialOf returns the group of a title in NFC: a capital letter without its accents, an
// initial consonant, "漢" for ideographs, "かな" for kana, "#" for all that is no letter.
func initialOf(title string) string {
	c, _ := utf8.DecodeRuneInString(sortTitle(title))
	switch {
	case c >= 0xAC00 && c <= 0xD7A3: // syllables, in the order of their initial consonants
		return consonants[(c-0xAC00)/588]
	case c >= 0x3131 && c <= 0x314E:
		return compatibility(c)
	case unicode.Is(unicode.Han, c):
		return "漢"
	case unicode.In(c, unicode.Hiragana, unicode.Katakana):
		return "かな"
	case unicode.IsLetter(c):
		base := []rune(norm.NFD.String(string(unicode.ToUpper(c))))[0]
		return string(unicode.ToUpper(base))
	}
	return "#"
}

// compatibility returns the group of a consonant that is written alone.
func compatibility(c rune) string {
	switch c {
	case 'ㄲ':
		return "ㄱ"
	case 'ㄸ':
		return "ㄷ"
	case 'ㅃ':
		return "ㅂ"
	case 'ㅆ':
		return "ㅅ"
	case 'ㅉ':
		return "ㅈ"
	}
	for _, s := range consonants {
		if s == string(c) {
			return s
		}
	}
	return "#"
}

// sortTitle leaves out the signs before a title's first letter or digit: quotation marks,
// brackets and the like do not sort.
func sortTitle(title string) string {
	cut := strings.TrimLeftFunc(title, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '#' && r != '@'
	})
	if cut == "" {
		return title
	}
	return cut
}

func initialRank(initial string) int {
	if initial == "#" {
		return otherInitial
	}
	r := []rune(initial)[0]
	switch {
	case initial == "漢":
		return hanInitial
	case r >= 0x3131 && r <= 0x314E:
		return hangulInitial
	case unicode.Is(unicode.Latin, r):
		return latinInitial
	}
	return letterInitial
}

// ownScript returns the rank of the site's own script.
func (r *renderer) ownScript() int {
	primary, _, _ := strings.Cut(strings.ToLower(r.site.Settings.Language), "-")
	switch primary {
	case "ko":
		return hangulInitial
	case "zh":
		return hanInitial
	case "ja", "ar", "he", "fa", "ru", "uk", "el", "hi", "th", "ka", "hy", "bg", "sr", "mk", "be", "ur":
		return letterInitial
	}
	return latinInitial
}

func scriptOrder(rank, own int) int {
	switch rank {
	case own:
		return 0
	case otherInitial:
		return 100
	}
	return 1 + rank
}

// initialID is the id of a group on its page; no heading of a note is on that page.
func initialID(initial string) string {
	if initial == "#" {
		return "mp-other"
	}
	if len(initial) == 1 {
		return "mp-" + strings.ToLower(initial)
	}
	return "mp-" + hex.EncodeToString([]byte(initial))
}
