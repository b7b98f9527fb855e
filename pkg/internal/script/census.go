// Package script tells scripts and languages by their letters: what language a text is in, in
// which direction it runs, how long it takes to read.
package script

import (
	"unicode"
	"unicode/utf8"
)

// A Census counts the letters of a text by script, and its words.
type Census struct {
	hangul, kana, han, latin, arabic, persian, hebrew, cyrillic, ukrainian, greek, thai, devanagari, other int

	simplified, traditional int // ideographs that only one of both Chinese scripts has
	words                   int // of scripts that are read by words

	tongues [tongueCount]int    // words of the first ones in Latin letters that only some languages have
	kinds   [tongueCount]uint64 // which of them, by a bit for some: one word again and again proves nothing
	sampled int                 // how many Latin words were looked at for that
}

// sample is how many words in Latin letters, and how many ideographs, are looked at one by one.
const sample = 400

// Add counts the text.
func (c *Census) Add(text string) {
	inWord, packed := false, uint32(0)
	for i := 0; i < len(text); {
		wordwise, size := false, 1
		if b := text[i]; b < utf8.RuneSelf {
			switch kind := kinds[b]; {
			case kind == letter:
				c.latin++
				wordwise = true
				if !inWord {
					packed = uint32(b | 0x20)
				} else {
					packed = next(packed, b|0x20)
				}
			case kind == digit, kind == apostrophe && inWord:
				wordwise, packed = true, noWord
			}
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			switch {
			case r >= 0xAC00 && r <= 0xD7A3:
				c.hangul++
			case r >= 0x4E00 && r <= 0x9FFF:
				c.addHan(r)
			case r >= 0x3000 && r <= 0x3020, r >= 0xFF00 && r <= 0xFF0F: // signs
			default:
				if wordwise = c.addRare(r, inWord); wordwise {
					packed = noWord
				}
			}
		}
		i += size
		switch {
		case wordwise && !inWord:
			c.words++
		case !wordwise && inWord:
			c.addWord(packed)
		}
		inWord = wordwise
	}
	if inWord {
		c.addWord(packed)
	}
}

// What an ASCII character is to the words around it.
const (
	letter = 1 + iota
	digit
	apostrophe
)

var kinds = func() (kinds [utf8.RuneSelf]uint8) {
	for b := range kinds {
		switch lower := b | 0x20; {
		case lower >= 'a' && lower <= 'z':
			kinds[b] = letter
		case b >= '0' && b <= '9':
			kinds[b] = digit
		case b == '\'':
			kinds[b] = apostrophe
		}
	}
	return kinds
}()

func (c *Census) addHan(r rune) {
	if c.han++; c.han < sample {
		switch written[r] {
		case simplifiedOnly:
			c.simplified++
		case traditionalOnly:
			c.traditional++
		}
	}
}

// addRare counts a letter that is neither ASCII nor in the great blocks of Hangul and Han, and
// reports whether it belongs to a word.
func (c *Census) addRare(r rune, inWord bool) bool {
	switch {
	case unicode.Is(unicode.Hangul, r):
		c.hangul++
		return false
	case r >= 0x3041 && r <= 0x30FF && r != '・' || unicode.In(r, unicode.Hiragana, unicode.Katakana):
		c.kana++
		return false
	case unicode.Is(unicode.Han, r):
		c.han++
		return false
	case !unicode.IsLetter(r):
		return inWord && (unicode.IsMark(r) || unicode.IsDigit(r) || r == '’')
	}
	switch {
	case unicode.Is(unicode.Latin, r):
		c.latin++
	case unicode.Is(unicode.Cyrillic, r):
		c.cyrillic++
		switch r {
		case 'і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ':
			c.ukrainian++
		}
	case unicode.Is(unicode.Arabic, r):
		c.arabic++
		switch r {
		case 'پ', 'چ', 'ژ', 'گ', 'ی':
			c.persian++
		}
	case unicode.Is(unicode.Hebrew, r):
		c.hebrew++
	case unicode.Is(unicode.Greek, r):
		c.greek++
	case unicode.Is(unicode.Thai, r):
		c.thai++
	case unicode.Is(unicode.Devanagari, r):
		c.devanagari++
	default:
		c.other++
	}
	return true
}

// Join adds the counts of another text.
func (c *Census) Join(o *Census) {
	for _, p := range [...]struct {
		to *int
		n  int
	}{
		{&c.hangul, o.hangul}, {&c.kana, o.kana}, {&c.han, o.han}, {&c.latin, o.latin},
		{&c.arabic, o.arabic}, {&c.persian, o.persian}, {&c.hebrew, o.hebrew},
		{&c.cyrillic, o.cyrillic}, {&c.ukrainian, o.ukrainian}, {&c.greek, o.greek},
		{&c.thai, o.thai}, {&c.devanagari, o.devanagari}, {&c.other, o.other},
		{&c.simplified, o.simplified}, {&c.traditional, o.traditional}, {&c.words, o.words}, {&c.sampled, o.sampled},
	} {
		*p.to += p.n
	}
	for i, n := range o.tongues {
		c.tongues[i] += n
		c.kinds[i] |= o.kinds[i]
	}
}

// Minutes returns the reading time: 500 syllables of Korean or characters of Chinese and
// Japanese a minute, 180 words of Arabic and Hebrew, which write articles and prepositions
// together with what they belong to, 230 words of other scripts; rounded, at least 1.
func (c *Census) Minutes() int {
	pace := 230
	if c.arabic+c.hebrew > c.latin+c.cyrillic+c.other {
		pace = 180
	}
	seconds := (c.hangul+c.kana+c.han)*60/500 + c.words*60/pace
	return max(1, (seconds+30)/60)
}
