package rtf

import (
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// pages are the code pages of Windows and their like that text may be in.
var pages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855, 858: charmap.CodePage858, 860: charmap.CodePage860,
	862: charmap.CodePage862, 863: charmap.CodePage863, 865: charmap.CodePage865, 866: charmap.CodePage866, 874: charmap.Windows874,
	932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5, 1361: korean.EUCKR, 54936: simplifiedchinese.GB18030,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254, 1255: charmap.Windows1255,
	1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258, 10000: charmap.Macintosh, 10001: japanese.ShiftJIS, 10003: korean.EUCKR,
	10007: charmap.MacintoshCyrillic, 20866: charmap.KOI8R, 21866: charmap.KOI8U, 20932: japanese.EUCJP, 51932: japanese.EUCJP, 51949: korean.EUCKR, 51936: simplifiedchinese.GBK,
	28591: charmap.ISO8859_1, 28592: charmap.ISO8859_2, 28593: charmap.ISO8859_3, 28594: charmap.ISO8859_4, 28595: charmap.ISO8859_5, 28596: charmap.ISO8859_6,
	28597: charmap.ISO8859_7, 28598: charmap.ISO8859_8, 28599: charmap.ISO8859_9, 28603: charmap.ISO8859_13, 28605: charmap.ISO8859_15, 65001: unicode.UTF8,
}

// charsets are the code pages of the character sets that fonts name (\fcharset).
var charsets = map[int]int{77: 10000, 78: 10001, 79: 10003, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
	204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}

// codePage returns the code page of the text that follows. A font that says nothing of itself, or
// that it is for the west, is believed only where the document is not in a code page of East Asia.
func (r *reader) codePage() int {
	f, ok := r.fonts[r.now.font]
	if !ok {
		f = r.fonts[r.fallback]
	}
	if p := charsets[f.charset]; p != 0 {
		return p
	}
	return r.page
}

// byte takes a byte of text in a code page. Bytes are decoded together, since letters of East
// Asia have two, of which the second may look like an ordinary letter.
func (r *reader) byte(b byte) {
	if r.now.dest == skip || r.now.dest == silent {
		return
	}
	if r.now.dest == pixels {
		r.now.picture.digit(b)
		return
	}
	r.endSurrogate()
	page := r.codePage()
	if page != r.bytesPage {
		r.flush()
		r.bytesPage = page
	}
	r.bytes = append(r.bytes, b)
}

// flush decodes the bytes that were collected.
func (r *reader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	b := r.bytes
	r.bytes = r.bytes[:0]
	ascii := true
	for _, c := range b {
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		r.text(string(b))
		return
	}
	enc := pages[r.bytesPage]
	if enc == nil {
		enc = charmap.Windows1252
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		out = []byte("\uFFFD")
	}
	r.text(string(out))
}

// unicode takes a character as \u gives it: 16 bits, of which two may belong together.
func (r *reader) unicode(v int) {
	c := rune(uint16(v))
	if utf16.IsSurrogate(c) {
		if r.surrogate != 0 {
			if whole := utf16.DecodeRune(r.surrogate, c); whole != utf8.RuneError {
				r.surrogate = 0
				r.text(string(whole))
				return
			}
		}
		r.endSurrogate()
		r.surrogate = c
		return
	}
	r.endSurrogate()
	if c != 0 {
		r.text(string(c))
	}
}

// endSurrogate shows half a character, whose other half did not come, as such.
func (r *reader) endSurrogate() {
	if r.surrogate != 0 {
		r.surrogate = 0
		r.text("\uFFFD")
	}
}
