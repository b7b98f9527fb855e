package importer

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// isSimple reports whether s holds nothing but ASCII and whole Hangul syllables, as most names
// and titles do: such text is NFC, and only its ASCII letters have a case.
func isSimple(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x80 {
			continue
		}
		if s[i] < 0xea || s[i] > 0xed || i+2 >= len(s) || s[i+1]&0xc0 != 0x80 || s[i+2]&0xc0 != 0x80 {
			return false
		}
		if r := rune(s[i]&0xf)<<12 | rune(s[i+1]&0x3f)<<6 | rune(s[i+2]&0x3f); r < 0xac00 || r > 0xd7a3 {
			return false
		}
		i += 2
	}
	return true
}

// Composed returns s in NFC.
func Composed(s string) string {
	if isSimple(s) {
		return s
	}
	return norm.NFC.String(s)
}

// foldCase is cases.Fold of s. fold is nil, or one to use again.
func foldCase(s string, fold *cases.Caser) string {
	if isSimple(s) {
		return lowerASCII(s)
	}
	if fold == nil {
		c := cases.Fold()
		fold = &c
	}
	return fold.String(s)
}

func lowerASCII(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// OneLine joins the lines and spaces of s and composes its letters.
func OneLine(s string) string {
	if isSimple(s) && isOneLine(s) {
		return strings.Clone(s) // as the rest of s need not stay for it
	}
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// isOneLine reports whether no other white space stands in s than single spaces between words. s
// is simple.
func isOneLine(s string) bool {
	space := true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space = true
		case '\t' <= c && c <= '\r':
			return false
		default:
			space = false
		}
	}
	return !space || s == ""
}
