package graph

import (
	"strings"
	"unicode/utf8"
)

// A particle is what Korean writes behind a noun without a space. Many have two forms, chosen by
// whether the noun ends in a consonant; telling them apart keeps 전문가 (expert) from being taken
// for 전문 with a particle: after ㄴ it would have to be 전문이.
type particle struct {
	after ending
	text  string
}

// An ending is what a particle's form asks of the syllable before it.
type ending uint8

const (
	anyEnd    ending = iota
	consonant        // a final consonant
	vowel            // none
	vowelOrL         // none, or ㄹ: 로
	notL             // a final consonant other than ㄹ: 으로
)

var simpleParticles = []particle{
	{consonant, "은"}, {vowel, "는"}, {consonant, "이"}, {vowel, "가"}, {consonant, "을"}, {vowel, "를"},
	{consonant, "과"}, {vowel, "와"}, {notL, "으로"}, {vowelOrL, "로"}, {consonant, "이나"}, {vowel, "나"},
	{consonant, "이랑"}, {vowel, "랑"}, {consonant, "이란"}, {vowel, "란"}, {consonant, "이라"}, {vowel, "라"},
	{consonant, "이라는"}, {vowel, "라는"}, {consonant, "이라고"}, {vowel, "라고"}, {consonant, "이라도"}, {vowel, "라도"},
	{consonant, "이라면"}, {vowel, "라면"}, {consonant, "이며"}, {vowel, "며"}, {consonant, "이고"}, {vowel, "고"},
	{consonant, "이든"}, {vowel, "든"}, {consonant, "이든지"}, {vowel, "든지"}, {consonant, "이야"}, {vowel, "야"},
	{consonant, "이라서"}, {vowel, "라서"}, {anyEnd, "이자"}, {consonant, "이었던"}, {vowel, "였던"},
	{consonant, "이었습니다"}, {vowel, "였습니다"}, {consonant, "이었다"}, {vowel, "였다"}, {consonant, "이에요"}, {vowel, "예요"}, {consonant, "이다"}, {vowel, "다"},
	{notL, "으로서"}, {vowelOrL, "로서"}, {notL, "으로써"}, {vowelOrL, "로써"}, {notL, "으로부터"}, {vowelOrL, "로부터"},
	{anyEnd, "이다"}, {anyEnd, "입니다"}, {anyEnd, "이지만"}, {anyEnd, "인"}, {anyEnd, "인데"}, {anyEnd, "인지"}, {anyEnd, "임"},
	{anyEnd, "의"}, {anyEnd, "에"}, {anyEnd, "에서"}, {anyEnd, "에게"}, {anyEnd, "에게서"}, {anyEnd, "께"}, {anyEnd, "께서"},
	{anyEnd, "한테"}, {anyEnd, "한테서"}, {anyEnd, "도"}, {anyEnd, "만"}, {anyEnd, "까지"}, {anyEnd, "부터"}, {anyEnd, "보다"},
	{anyEnd, "처럼"}, {anyEnd, "만큼"}, {anyEnd, "마다"}, {anyEnd, "조차"}, {anyEnd, "마저"}, {anyEnd, "밖에"}, {anyEnd, "대로"},
	{anyEnd, "끼리"}, {anyEnd, "하고"}, {anyEnd, "같은"}, {anyEnd, "같이"}, {anyEnd, "뿐"}, {anyEnd, "에도"}, {anyEnd, "에선"},
	{anyEnd, "들"},
}

// stacked are the particles that follow another one: 에서는, 까지도, 들의.
var stacked = map[string]bool{
	"은": true, "는": true, "이": true, "을": true, "도": true, "만": true, "만이": true, "만은": true, "의": true, "과": true,
	"까지": true, "부터": true, "보다": true, "처럼": true, "에": true, "에서": true, "에게": true, "에는": true, "에서는": true, "으로": true, "으로는": true, "으로도": true,
	"나": true, "라도": true, "요": true, "이다": true, "입니다": true, "만큼": true, "마다": true,
}

// particlesFrom holds the particles by their first syllable, by the numbers of particlesAt.
var particlesFrom, particlesAt = func() (lists [][]particle, at [lastSyllable - firstSyllable + 1]uint8) {
	lists = make([][]particle, 1) // 0 is none
	for _, p := range simpleParticles {
		r, _ := utf8.DecodeRuneInString(p.text)
		if at[r-firstSyllable] == 0 {
			at[r-firstSyllable] = uint8(len(lists))
			lists = append(lists, nil)
		}
		i := at[r-firstSyllable]
		lists[i] = append(lists[i], p)
	}
	return lists, at
}()

const (
	firstSyllable = 0xAC00
	lastSyllable  = 0xD7A3
)

// isParticle reports whether the Hangul run tail, written behind a word that ends in last, is
// nothing but particles.
func isParticle(last rune, tail string) bool {
	first, _ := utf8.DecodeRuneInString(tail)
	if first < firstSyllable || first > lastSyllable {
		return false
	}
	for _, p := range particlesFrom[particlesAt[first-firstSyllable]] {
		if rest, ok := strings.CutPrefix(tail, p.text); ok && (rest == "" || stacked[rest]) && p.after.fits(last) {
			return true
		}
	}
	return false
}

// fits reports whether a syllable ends as asked. How a word in another script is read aloud is
// not known, so any form may follow it.
func (e ending) fits(last rune) bool {
	if e == anyEnd || last < firstSyllable || last > lastSyllable {
		return true
	}
	const finalL = 8
	final := (last - firstSyllable) % 28
	switch e {
	case consonant:
		return final != 0
	case vowel:
		return final == 0
	case vowelOrL:
		return final == 0 || final == finalL
	}
	return final != 0 && final != finalL
}

// cutParticles returns a Hangul word without all that may be particles behind it, and without the
// least that may be: 고양이는 is 고양 and 고양이. The first is the same whatever particles the word
// has, so it is what words are compared by; the second is more often the word itself. Both have at
// least two syllables.
func cutParticles(word string) (stem, shown string) {
	stem, shown = word, word
	n := 0
	var last rune
	for i, r := range word {
		if n >= 2 && isParticle(last, word[i:]) {
			if shown = word[:i]; len(stem) == len(word) {
				stem = shown
			}
		}
		last = r
		n++
	}
	return stem, shown
}
