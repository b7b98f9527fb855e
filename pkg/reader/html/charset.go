package html

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	uni "golang.org/x/text/encoding/unicode"
)

// Decode makes UTF-8 of a text file. It believes, in this order: a byte order mark; UTF-16
// that shows in every second byte being zero; the encoding that the caller knows; the one that
// an XML declaration or a <meta> in the first 1,024 bytes names; UTF-8 when it is valid; then
// CP949 when all of it decodes and yields Hangul; else the best of Shift_JIS, GBK and
// windows-1252. guessed is the encoding's name when none of the first five decided, else "".
// The result is valid UTF-8 without a byte order mark.
func Decode(src []byte, known string) (text, guessed string) {
	switch {
	case bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")):
		return strings.ToValidUTF8(string(src[3:]), "\uFFFD"), ""
	case bytes.HasPrefix(src, []byte("\xFF\xFE")), looksUTF16(src, 1):
		return decode(src, uni.UTF16(uni.LittleEndian, uni.UseBOM)), ""
	case bytes.HasPrefix(src, []byte("\xFE\xFF")), looksUTF16(src, 0):
		return decode(src, uni.UTF16(uni.BigEndian, uni.UseBOM)), ""
	}
	for _, name := range []string{known, declared(src)} {
		if e, err := htmlindex.Get(label(name)); name != "" && err == nil && !isUTF16(e) {
			// A page that was saved again as UTF-8 still names its old encoding.
			if text := decode(src, e); name == known || !utf8.Valid(src) && !strings.Contains(text, "\uFFFD") {
				return text, ""
			}
		}
	}
	if utf8.Valid(src) {
		return string(src), ""
	}
	return guess(src)
}

// label maps names that people use for Korean Windows text to the one that HTML knows.
func label(name string) string {
	switch name = strings.ToLower(strings.TrimSpace(name)); name {
	case "cp949", "uhc", "ms949", "windows949", "ksc5601", "x-windows-949":
		return "euc-kr" // which in HTML is CP949
	case "cp1252", "latin1", "ansi":
		return "windows-1252"
	case "sjis", "cp932", "ms932":
		return "shift_jis"
	case "cp936":
		return "gbk"
	}
	return name
}

func isUTF16(e encoding.Encoding) bool {
	name, err := htmlindex.Name(e)
	return err == nil && strings.HasPrefix(name, "utf-16")
}

// looksUTF16 reports whether nearly every second byte, from zero on, is 0.
func looksUTF16(src []byte, zero int) bool {
	head := src[:min(len(src), 1024)]
	if len(head) < 8 || len(src)%2 != 0 {
		return false
	}
	n := 0
	for i := zero; i < len(head); i += 2 {
		if head[i] == 0 {
			n++
		}
	}
	return n*10 >= len(head)/2*7 // markup is mostly ASCII even around Hangul
}

var declaration = regexp.MustCompile(`(?i)<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)|<meta[^>]*\scharset\s*=\s*["']?\s*([\w.:-]+)|<meta[^>]*charset=([\w.:-]+)`)

func declared(src []byte) string {
	m := declaration.FindSubmatch(src[:min(len(src), 1024)])
	if m == nil {
		return ""
	}
	return string(m[1]) + string(m[2]) + string(m[3])
}

func decode(src []byte, e encoding.Encoding) string {
	out, err := e.NewDecoder().Bytes(src)
	if err != nil {
		return strings.ToValidUTF8(string(src), "\uFFFD")
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(out), "\uFEFF"), "\uFFFD")
}

func guess(src []byte) (text, name string) {
	if text := decode(src, korean.EUCKR); !strings.Contains(text, "\uFFFD") && count(text, unicode.Hangul) > 0 {
		return text, "CP949"
	}
	best := 1 << 30
	for _, c := range []struct {
		name string
		e    encoding.Encoding
	}{
		{"windows-1252", charmap.Windows1252}, {"Shift_JIS", japanese.ShiftJIS},
		{"GBK", simplifiedchinese.GBK}, {"CP949", korean.EUCKR},
	} {
		t := decode(src, c.e)
		if p := penalty(t); p < best {
			best, text, name = p, t, c.name
		}
	}
	return text, name
}

// penalty counts what a text in the right encoding has little of.
func penalty(s string) int {
	p := 0
	before := ' '
	for _, r := range s {
		switch {
		case r == '\uFFFD':
			p += 20
		case r < ' ' && r != '\n' && r != '\r' && r != '\t', r >= 0x80 && r < 0xA0:
			p += 5
		case r >= 0xFF61 && r <= 0xFF9F: // half-width Katakana
			p += 2
		case r >= 0xA0 && r < 0x100 && before >= 0xA0 && before < 0x100:
			p += 3 // two accented letters in a row
		case unicode.Is(unicode.Co, r):
			p += 10
		}
		before = r
	}
	return p
}

func count(s string, table *unicode.RangeTable) int {
	n := 0
	for _, r := range s {
		if unicode.Is(table, r) {
			n++
		}
	}
	return n
}
