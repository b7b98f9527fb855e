// Package charset turns text of unknown encoding into UTF-8.
//
// It never replaces a letter silently: an encoding is taken only when every byte has a meaning
// in it, and whoever calls learns which encoding was taken and whether that was a guess.
package charset

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	xunicode "golang.org/x/text/encoding/unicode"
)

// A Text is decoded text.
type Text struct {
	UTF8     []byte // valid UTF-8 without byte order mark
	Encoding string // what it was in: "utf-8", "utf-16le", "cp949", …
	Guessed  bool   // no mark, no declaration and no option said so
	Damaged  bool   // some bytes had no meaning and became U+FFFD
}

// candidate encodings for text that says nothing of itself, in the order of preference when
// two fit equally well: Korean first, because that is where such files come from most here.
var candidates = []struct {
	name   string
	enc    encoding.Encoding
	script func(rune) bool
}{
	{"cp949", korean.EUCKR, hangul},
	{"shift_jis", japanese.ShiftJIS, kana},
	{"gbk", simplifiedchinese.GBK, han},
	{"big5", traditionalchinese.Big5, han},
	{"windows-1252", charmap.Windows1252, latin},
}

// Decode finds out the encoding of src and decodes it. forced is an encoding's name that wins
// over everything but a byte order mark, or empty. The order is: byte order mark, forced, UTF-16
// without a mark, UTF-8, what an XML or HTML declaration says, then the candidate that gives the
// most letters of its own script.
func Decode(src []byte, forced string) (Text, error) {
	if t, ok := byMark(src); ok {
		return t, nil
	}
	if forced != "" {
		enc, name, err := Named(forced)
		if err != nil {
			return Text{}, err
		}
		return decodeAs(enc, name, src, false), nil
	}
	if bytes.IndexByte(src, 0) >= 0 { // ASCII in UTF-16 is valid UTF-8, but for its zero bytes no text
		if t, ok := utf16WithoutMark(src); ok {
			return t, nil
		}
	}
	if utf8.Valid(src) {
		return Text{UTF8: src, Encoding: "utf-8"}, nil
	}
	if name := declared(src); name != "" {
		if enc, name, err := Named(name); err == nil && name != "utf-8" {
			if t := decodeAs(enc, name, src, false); !t.Damaged {
				return t, nil
			}
		}
	}
	best, bestScore := Text{}, 0.0
	for _, c := range candidates {
		t := decodeAs(c.enc, c.name, src, true)
		if s := score(t.UTF8, c.script); s > bestScore {
			best, bestScore = t, s
		}
	}
	if bestScore == 0 {
		return decodeAs(xunicode.UTF8, "utf-8", src, true), nil
	}
	return best, nil
}

// Named returns the encoding of a name or label, such as "cp949", "euc-kr" or "utf-16le". The
// error names some valid ones.
func Named(name string) (encoding.Encoding, string, error) {
	n := strings.ToLower(strings.TrimSpace(name))
	switch n {
	case "cp949", "ms949", "uhc", "euc-kr", "ksc5601", "windows-949":
		return korean.EUCKR, "cp949", nil
	case "cp932":
		return japanese.ShiftJIS, "shift_jis", nil
	case "cp936":
		return simplifiedchinese.GBK, "gbk", nil
	case "cp437":
		return charmap.CodePage437, "cp437", nil
	}
	enc, err := htmlindex.Get(n)
	if err != nil {
		return nil, "", fmt.Errorf("unknown encoding %q: valid are utf-8, utf-16le, utf-16be, cp949, shift_jis, gbk, big5, windows-1252 and the other names of the WHATWG list", name)
	}
	canonical, err := htmlindex.Name(enc)
	if err != nil {
		return nil, "", fmt.Errorf("encoding %q: %w", name, err)
	}
	return enc, canonical, nil
}

func byMark(src []byte) (Text, bool) {
	switch {
	case bytes.HasPrefix(src, []byte("\xef\xbb\xbf")):
		t := decodeAs(xunicode.UTF8, "utf-8", src[3:], false)
		return t, true
	case bytes.HasPrefix(src, []byte("\xff\xfe")):
		return decodeAs(xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM), "utf-16le", src[2:], false), true
	case bytes.HasPrefix(src, []byte("\xfe\xff")):
		return decodeAs(xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM), "utf-16be", src[2:], false), true
	}
	return Text{}, false
}

// utf16WithoutMark takes text that holds zero bytes and whose units are mostly ASCII or Hangul
// syllables.
func utf16WithoutMark(src []byte) (Text, bool) {
	if len(src) < 4 || len(src)%2 != 0 {
		return Text{}, false
	}
	units := len(src) / 2
	for _, order := range []struct {
		name string
		bo   binary.ByteOrder
		enc  encoding.Encoding
	}{
		{"utf-16le", binary.LittleEndian, xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM)},
		{"utf-16be", binary.BigEndian, xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM)},
	} {
		plain := 0
		for i := 0; i < len(src); i += 2 {
			if u := order.bo.Uint16(src[i:]); u == '\n' || u == '\r' || u == '\t' || u >= ' ' && u < 0x7f || u >= 0xac00 && u <= 0xd7a3 {
				plain++
			}
		}
		if plain*10 >= units*9 {
			return decodeAs(order.enc, order.name, src, true), true
		}
	}
	return Text{}, false
}

// declaration finds the encoding that an XML or HTML document states at its beginning.
var declaration = regexp.MustCompile(`(?i)(?:<\?xml[^>]*encoding|<meta[^>]*charset)\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

func declared(src []byte) string {
	if m := declaration.FindSubmatch(src[:min(len(src), 1024)]); m != nil {
		return string(m[1])
	}
	return ""
}

func decodeAs(enc encoding.Encoding, name string, src []byte, guessed bool) Text {
	out, err := enc.NewDecoder().Bytes(src)
	before := bytes.Count(src, []byte("\xef\xbf\xbd"))
	damaged := err != nil || bytes.Count(out, []byte("\xef\xbf\xbd")) > before
	if !utf8.Valid(out) {
		out = bytes.ToValidUTF8(out, []byte("\xef\xbf\xbd"))
		damaged = true
	}
	return Text{UTF8: out, Encoding: name, Guessed: guessed, Damaged: damaged}
}

// score is the share of letters of the script among all that is not ASCII, 0 when anything has
// no meaning or is a control character.
func score(text []byte, script func(rune) bool) float64 {
	own, other, rare := 0, 0, 0
	for _, r := range string(text) {
		switch {
		case r == utf8.RuneError, r >= 0x80 && r < 0xa0, unicode.Is(unicode.Co, r):
			return 0
		case r < 0x20 && r != '\n' && r != '\r' && r != '\t' && r != '\f':
			return 0
		case r < 0x80:
		case script(r):
			own++
			if unicode.Is(unicode.Hangul, r) && !ksx1001()[r] {
				rare++
			}
		default:
			other++
		}
	}
	// CP949 has all 11,172 syllables, of which Korean text uses the 2,350 of KS X 1001: text of
	// another encoding that is taken for CP949 is full of the rest.
	if own+other == 0 || rare*3 > own {
		return 0
	}
	return float64(own) / float64(own+other)
}

// ksx1001 is the set of the syllables of KS X 1001.
var ksx1001 = sync.OnceValue(func() map[rune]bool {
	common := make(map[rune]bool, 2350)
	for first := 0xb0; first <= 0xc8; first++ {
		for second := 0xa1; second <= 0xfe; second++ {
			out, err := korean.EUCKR.NewDecoder().Bytes([]byte{byte(first), byte(second)})
			if r, _ := utf8.DecodeRune(out); err == nil && unicode.Is(unicode.Hangul, r) {
				common[r] = true
			}
		}
	}
	return common
})

func hangul(r rune) bool { return unicode.Is(unicode.Hangul, r) }

func kana(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) && r < 0xff61
}
func han(r rune) bool { return unicode.Is(unicode.Han, r) }
func latin(r rune) bool {
	return unicode.Is(unicode.Latin, r) || slices.Contains([]rune("’“”–—…«»°§©€"), r)
}

// Names decodes names that belong together, such as all of an archive, which one program wrote:
// they share one encoding. raw are their bytes. It returns the names in order and the encoding
// that was taken; guessed is set unless all are UTF-8 beyond doubt.
func Names(raw []string, forced string) (names []string, name string, guessed bool, err error) {
	if forced != "" {
		enc, name, err := Named(forced)
		if err != nil {
			return nil, "", false, err
		}
		return decodeNames(enc, raw), name, false, nil
	}
	if !slices.ContainsFunc(raw, func(s string) bool { return !utf8.ValidString(s) }) && !secretlyKorean(raw) {
		return raw, "utf-8", false, nil
	}
	best, bestScore := "cp437", 0.0
	var enc encoding.Encoding = charmap.CodePage437
	all := []byte(strings.Join(raw, "\n"))
	for _, c := range candidates[:4] {
		t := decodeAs(c.enc, c.name, all, true)
		if s := score(t.UTF8, c.script); s > bestScore {
			best, bestScore, enc = c.name, s, c.enc
		}
	}
	return decodeNames(enc, raw), best, true, nil
}

func decodeNames(enc encoding.Encoding, raw []string) []string {
	out := make([]string, len(raw))
	for i, s := range raw {
		out[i] = string(decodeAs(enc, "", []byte(s), true).UTF8)
	}
	return out
}

// secretlyKorean reports whether names that happen to be valid UTF-8 make more sense as CP949:
// a few Hangul syllables in CP949 are the bytes of rare Latin letters in UTF-8. All names
// decide together.
func secretlyKorean(raw []string) bool {
	rare := 0
	for _, s := range raw {
		for _, r := range s {
			switch {
			case r < 0x80:
			case r >= 0xa0 && r <= 0x24f || r >= 0x250 && r <= 0x5ff:
				rare++
				if r >= 0xc0 && r <= 0x17f {
					return false // é, ü, ő: ordinary letters of European names
				}
			default:
				return false
			}
		}
	}
	if rare == 0 {
		return false
	}
	t := decodeAs(korean.EUCKR, "cp949", []byte(strings.Join(raw, "\n")), true)
	return !t.Damaged && score(t.UTF8, hangul) == 1
}
