package script

import (
	"math/bits"
	"strings"
)

// The languages in Latin letters that are told by their smallest words.
const (
	english = iota
	german
	french
	spanish
	portuguese
	italian
	dutch
	swedish
	tongueCount
)

var tongueNames = [tongueCount]string{"en", "de", "fr", "es", "pt", "it", "nl", "sv"}

// noWord stands for a word that is none of the smallest: too long, or with other letters.
const noWord = 1<<32 - 1

// next adds a letter to a packed word of at most four.
func next(packed uint32, letter byte) uint32 {
	if packed >= 1<<24 {
		return noWord
	}
	return packed<<8 | uint32(letter)
}

func pack(word string) uint32 {
	packed := uint32(0)
	for i := range len(word) {
		packed = next(packed, word[i])
	}
	return packed
}

// A wordTable finds the languages of a packed word; a language has a bit. It is a hash table of
// fixed size, a fifth full, because every word of every note is looked up.
type wordTable [1 << 11]struct {
	word    uint32
	tongues uint8
}

// at returns the place of a word, or the empty one where it would be.
func (t *wordTable) at(word uint32) int {
	i := word * 0x9E3779B1 >> 21
	for t[i].word != word && t[i].word != 0 {
		i = (i + 1) % uint32(len(t))
	}
	return int(i)
}

// smallWords are each language's commonest words of two to four letters without accents.
var smallWords = func() *wordTable {
	words := new(wordTable)
	for tongue, list := range [tongueCount]string{
		english:    "the of and to in is that it for with was this are be at on have from not you but by or as an we they when what if can so do",
		german:     "der die und das ist den von mit ein eine auf dem des sich auch im zu es nur aber wie sie wir man noch wenn zum zur bei aus nach kann sind was wird oder hat als an so",
		french:     "le la les des est et un une dans que qui pour pas sur au du ce il elle avec plus se ne ou en de je nous vous sont mais par on si aux cette tout",
		spanish:    "el la los las de que en un una por con para es se del al lo su como pero sin ya muy este esta son hay mi si no le",
		portuguese: "os as de que em um uma do da dos das no na nos com por para se mais ao sem seu sua isso ele ela foi como mas ou pela pelo",
		italian:    "il di che la le un una per non in del con si da sono alla gli della nel come ma anche era una lo ha dei al",
		dutch:      "de het een en van is dat niet met op te voor zijn die er aan ook maar om bij als dan nog wel naar wat heb kan ik je in",
		swedish:    "att det som en av den med ett inte till har om jag men var kan vi ska han hon sig ut mig dig detta och",
	} {
		for _, w := range strings.Fields(list) {
			at := words.at(pack(w))
			words[at].word = pack(w)
			words[at].tongues |= 1 << tongue
		}
	}
	return words
}()

// addWord looks at one of the first words in Latin letters.
func (c *Census) addWord(packed uint32) {
	if c.sampled >= sample {
		return
	}
	c.sampled++
	if packed == noWord {
		return
	}
	at := smallWords.at(packed)
	for tongues, i := smallWords[at].tongues, 0; tongues != 0; tongues, i = tongues>>1, i+1 {
		if tongues&1 != 0 {
			c.tongues[i]++
			c.kinds[i] |= 1 << (at & 63)
		}
	}
}

// tongue returns the language in Latin letters that the small words speak for, "" when they are
// too few or speak for two.
func (c *Census) tongue() string {
	best, second := 0, -1
	for i := 1; i < tongueCount; i++ {
		switch n := c.tongues[i]; {
		case n > c.tongues[best]:
			best, second = i, best
		case second < 0 || n > c.tongues[second]:
			second = i
		}
	}
	hits := c.tongues[best]
	if bits.OnesCount64(c.kinds[best]) < 3 || hits*8 < c.sampled || hits*4 < c.tongues[second]*5 {
		return ""
	}
	return tongueNames[best]
}
