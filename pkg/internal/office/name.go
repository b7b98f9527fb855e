package office

import (
	"regexp"
	"strconv"
	"strings"
)

// headings matches the names of styles of headings. Word itself writes the English ones into every
// document; other programs write those of their own language.
var headings = regexp.MustCompile(`^(?:heading|제목|개요|標題|标题|見出し|überschrift|titre|título|titolo|kop|rubrik|заголовок|nagłówek) ?([1-9])$`)

// HeadingName returns the level of headings that a style of that name, in lower case, is for; 0
// for none.
func HeadingName(name string) int {
	if m := headings.FindStringSubmatch(name); m != nil {
		return int(m[1][0] - '0')
	}
	return 0
}

// IsTitle reports whether a style is that of a document's title.
func IsTitle(name string) bool {
	switch name {
	case "title", "제목", "표제", "titel", "titre", "título", "titolo", "標題", "标题", "表題":
		return true
	}
	return false
}

// IsQuote reports whether a style is one of quotations.
func IsQuote(name string) bool {
	switch name {
	case "quote", "intense quote", "인용", "강한 인용", "block text", "zitat", "citation", "quotations":
		return true
	}
	return false
}

// IsCode reports whether a style is one for code.
func IsCode(name string) bool {
	for _, word := range []string{"code", "preformatted", "verbatim", "미리 서식", "코드"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// IsContents reports whether a style is that of a line of a table of contents, which Word makes.
func IsContents(name string) bool {
	rest, ok := strings.CutPrefix(name, "toc ")
	if !ok {
		rest, ok = strings.CutPrefix(name, "목차 ")
	}
	return ok && len(rest) == 1 && rest[0] >= '1' && rest[0] <= '9'
}

var notInID = regexp.MustCompile(`[^A-Za-z0-9]+`)

// BlockID returns a block id like a bookmark's name: letters, digits and hyphens.
func BlockID(name string) string {
	if id := strings.Trim(notInID.ReplaceAllString(name, "-"), "-"); id != "" {
		return id
	}
	return "bookmark"
}

var hexColor = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)

// Color reads six hexadecimal digits and returns the colour, "" for
// what is not meant as one: black, white and what is nearly black are only
// how ordinary text looks.
func Color(s string) string {
	if !hexColor.MatchString(s) {
		return ""
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil {
		return ""
	}
	r, g, b := n>>16, n>>8&0xff, n&0xff
	if r < 0x50 && g < 0x50 && b < 0x50 || r > 0xf0 && g > 0xf0 && b > 0xf0 {
		return ""
	}
	return "#" + strings.ToLower(s)
}
