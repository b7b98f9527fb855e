package render

import (
	"bytes"
	"encoding/hex"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/internal/script"
)

// Groups of initials, in the order in which a site that prefers none shows them.
const (
	latinInitial = 1 + iota
	hangulInitial
	letterInitial // of any other alphabet
	kanaInitial
	hanInitial
	otherInitial // digits, signs, emoji: "#"
)

// consonants are the initials of a Korean index: doubled ones stand with their simple one.
var consonants = [...]string{
	"ㄱ", "ㄱ", "ㄴ", "ㄷ", "ㄷ", "ㄹ", "ㅁ", "ㅂ", "ㅂ", "ㅅ", "ㅅ", "ㅇ", "ㅈ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
}

// kanaRows are the rows of a Japanese index, each by the code point it begins at, small kana
// with the others.
var kanaRows = []struct {
	from rune
	row  string
}{{'ぁ', "あ"}, {'か', "か"}, {'さ', "さ"}, {'た', "た"}, {'な', "な"}, {'は', "は"}, {'ま', "ま"}, {'ゃ', "や"}, {'ら', "ら"}, {'ゎ', "わ"}}

// pinyin are the first ideographs of each letter in the order of Chinese by sound, strokes those
// of each number of strokes in the order of traditional Chinese.
const (
	pinyin        = "阿八嚓咑妸发旮哈丌咔垃呣嗯喔妑七呥仨他屲夕丫帀"
	pinyinLetters = "ABCDEFGHJKLMNOPQRSTWXYZ"
	strokes       = "一丁万不丗丞丣並临丵乾亁亂僎僵亸償儭儳儶儷亹儽儾囔"
)

// An index knows under which initial the readers of a language look for a title. It is not safe
// for concurrent use.
type index struct {
	language string
	order    *collate.Collator
	loose    *collate.Collator // for it an accent is nothing, a letter of its own is
	buffer   collate.Buffer
	keys     map[string][]byte // of initials

	bounds [][]byte // where groups of ideographs begin
	labels []string // their names
}

func newIndex(lang string) *index {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.Und
	}
	x := &index{language: lang, order: collate.New(tag, collate.Numeric), loose: collate.New(tag, collate.Loose), keys: map[string][]byte{}}
	switch {
	case script.Traditional(lang):
		n := 0
		for _, c := range strokes {
			n++
			x.bounds, x.labels = append(x.bounds, x.key(string(c))), append(x.labels, strconv.Itoa(n)+"畫")
		}
		x.labels[n-1] += "以上"
	case script.Is(lang, "zh"):
		for i, c := range []rune(pinyin) {
			x.bounds, x.labels = append(x.bounds, x.key(string(c))), append(x.labels, pinyinLetters[i:i+1])
		}
	}
	return x
}

// key returns the sort key of s.
func (x *index) key(s string) []byte {
	k := bytes.Clone(x.order.KeyFromString(&x.buffer, s))
	x.buffer.Reset()
	return k
}

// initial returns the group of a title in NFC: a capital letter without accents that do not make
// another letter of it, an initial consonant, a row of kana, "#" for all that is no letter.
// Ideographs are under their sound in simplified Chinese, under the number of their strokes in
// traditional Chinese, and elsewhere under "漢".
func (x *index) initial(title string) string {
	c, size := utf8.DecodeRuneInString(x.sortTitle(title))
	switch {
	case c >= 0xAC00 && c <= 0xD7A3: // syllables, in the order of their initial consonants
		return consonants[(c-0xAC00)/588]
	case c >= 0x3131 && c <= 0x314E:
		return compatibility(c)
	case unicode.Is(unicode.Han, c):
		return x.ideograph(c)
	case unicode.In(c, unicode.Hiragana, unicode.Katakana):
		return kana(c)
	case c >= 'เ' && c <= 'ไ': // Thai vowels that are written before the consonant they follow
		if next, _ := utf8.DecodeRuneInString(x.sortTitle(title)[size:]); unicode.IsLetter(next) {
			return string(next)
		}
		return string(c)
	case unicode.IsLetter(c):
		return x.letter(c)
	}
	return "#"
}

// letter returns a capital without its accent, unless the language takes both for two letters.
func (x *index) letter(c rune) string {
	switch {
	case unicode.Is(unicode.Georgian, c): // its capitals are for headlines
	case script.Is(x.language, "tr", "az"):
		c = unicode.TurkishCase.ToUpper(c)
	default:
		c = unicode.ToUpper(c)
	}
	own := string(c)
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(own))
	if base == c || !unicode.Is(unicode.Arabic, c) && x.loose.CompareString(string(base), own) != 0 {
		return own
	}
	return string(base)
}

func (x *index) ideograph(c rune) string {
	key := x.key(string(c))
	if i := sort.Search(len(x.bounds), func(i int) bool { return bytes.Compare(x.bounds[i], key) > 0 }); i > 0 {
		return x.labels[i-1]
	}
	return "漢"
}

// kana returns the row of a letter, "かな" for signs that are in none.
func kana(c rune) string {
	c = []rune(norm.NFKD.String(string(c)))[0] // half-width ones and voiced ones
	if c >= 'ァ' && c <= 'ヺ' {
		c -= 'ァ' - 'ぁ'
	}
	for i := len(kanaRows) - 1; i >= 0; i-- {
		if c >= kanaRows[i].from && c <= 'ん' {
			return kanaRows[i].row
		}
	}
	return "かな"
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
// brackets and the like do not sort. Neither does the article in an Arabic index, as half of all
// titles have it.
func (x *index) sortTitle(title string) string {
	cut := strings.TrimLeftFunc(title, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '#' && r != '@'
	})
	if cut == "" {
		return title
	}
	if script.Is(x.language, "ar") {
		if rest, ok := strings.CutPrefix(cut, "ال"); ok && utf8.RuneCountInString(rest) > 2 {
			return rest
		}
	}
	return cut
}

// rank returns where the group of an initial stands among the others: those of the language's
// own script first, what is no letter last.
func (x *index) rank(initial string) int {
	r, _ := utf8.DecodeRuneInString(initial)
	rank := letterInitial
	switch {
	case initial == "#":
		return otherInitial
	case unicode.IsDigit(r), unicode.Is(unicode.Han, r):
		rank = hanInitial
	case r >= 0x3131 && r <= 0x314E:
		rank = hangulInitial
	case unicode.In(r, unicode.Hiragana):
		rank = kanaInitial
	case unicode.Is(unicode.Latin, r):
		rank = latinInitial
	}
	if own := x.own(r); rank == own || own == kanaInitial && rank == hanInitial {
		return 0
	}
	return rank
}

// own returns the rank of the language's own script, or that of r where it is of it.
func (x *index) own(r rune) int {
	switch code := script.Of(x.language); code {
	case "Hang":
		return hangulInitial
	case "Hira":
		return kanaInitial
	case "Hani":
		if script.Traditional(x.language) {
			return hanInitial
		}
	case "Latn":
	default:
		if _, of := script.First(string(r)); of == code {
			return letterInitial
		}
		return -1
	}
	return latinInitial
}

// place returns the sort key of an initial among those of its rank.
func (x *index) place(initial string) []byte {
	k, ok := x.keys[initial]
	if !ok {
		k = x.key(initial)
		x.keys[initial] = k
	}
	return k
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
