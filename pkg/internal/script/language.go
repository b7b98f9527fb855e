package script

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Language guesses the language of a text. site is the language of the site that it stands in,
// which is the answer where the text does not tell; it is empty while that is being found.
func (c *Census) Language(site string) string {
	found := c.script()
	switch found {
	case "":
		return orEnglish(site)
	case "Cyrl":
		switch {
		case Is(site, "ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"):
			return site
		case c.ukrainian*40 > c.cyrillic:
			return "uk"
		}
		return "ru"
	case "Hani":
		return c.chinese(site)
	case "Arab":
		switch {
		case c.persian*20 > c.arabic && !Is(site, "ur", "ug", "ps", "sd"):
			return same("fa", site)
		case Is(site, "fa", "ur", "ps", "ug", "sd", "ckb"):
			return site
		}
		return same("ar", site)
	case "Hebr":
		if Is(site, "yi") {
			return site
		}
		return same("he", site)
	case "Latn":
		return c.inLatin(site)
	case "Zyyy":
		return orEnglish(site)
	}
	return same(languages[found], site)
}

// languages are those of the scripts that have one.
var languages = map[string]string{"Hang": "ko", "Grek": "el", "Thai": "th", "Deva": "hi"}

// script returns the script of most of the text by its ISO 15924 code, "Zyyy" for one that has
// no counter of its own, "" for a text without letters. "Hani" are ideographs and kana.
func (c *Census) script() string {
	// A syllable or an ideograph says as much as two or three letters.
	best, most := "", 0
	for _, s := range [...]struct {
		weight int
		code   string
	}{
		{c.hangul * 5 / 2, "Hang"}, {(c.kana + c.han) * 5 / 2, "Hani"}, {c.arabic, "Arab"}, {c.hebrew, "Hebr"}, {c.latin, "Latn"},
		{c.cyrillic, "Cyrl"}, {c.greek, "Grek"}, {c.thai, "Thai"}, {c.devanagari, "Deva"}, {c.other, "Zyyy"},
	} {
		if s.weight > most {
			best, most = s.code, s.weight
		}
	}
	return best
}

// chinese returns the language of a text in ideographs, or in those and kana.
func (c *Census) chinese(site string) string {
	if c.kana*20 > c.han { // Japanese is never without kana for long
		return same("ja", site)
	}
	switch traditional := Traditional(site); {
	case c.traditional > c.simplified && !traditional:
		return "zh-Hant"
	case c.simplified > c.traditional && traditional:
		return "zh-Hans"
	}
	return same("zh", site)
}

// inLatin returns the language of a text in Latin letters.
func (c *Census) inLatin(site string) string {
	found := c.tongue()
	switch {
	case found != "":
		return same(found, site)
	case site == "" || Is(site, "ko", "ja", "zh", "ar", "he", "fa", "ur", "ru", "uk", "bg", "el", "th", "hi"):
		// The language in Latin letters that is most often found in such a site.
		return "en"
	}
	return site
}

// Block returns the language of a block of a text in another language, or "" where it is in the
// same, or does not tell. It asks for more than Language does: only what is written in another
// script is told apart, and a few foreign letters are a name or a quotation.
func (c *Census) Block(page string) string {
	found, own := c.script(), Of(page)
	if found == "Hani" && (own == "Hani" || own == "Hira") {
		return c.neighbour(own)
	}
	if found == "" || found == "Zyyy" || found == own {
		return ""
	}
	total := (c.hangul+c.kana+c.han)*5/2 + c.arabic + c.hebrew + c.latin + c.cyrillic + c.greek + c.thai + c.devanagari + c.other
	if c.of(own)*5 > total {
		return ""
	}
	switch found {
	case "Latn":
		return c.tongue() // names and product names are in no language
	case "Hani":
		if own == "Hang" && c.kana == 0 && c.han < 6 { // Korean may be written so, too
			return ""
		}
	}
	return c.Language("")
}

// neighbour tells Chinese on a Japanese page and Japanese on a Chinese one.
func (c *Census) neighbour(own string) string {
	switch {
	case own == "Hani" && c.kana >= 2 && c.kana*5 > c.han:
		return "ja"
	case own == "Hira" && c.kana == 0 && c.han >= 10: // a Japanese sentence has kana, a name may do without
		return c.chinese("")
	}
	return ""
}

// Against reports whether much of the text (two letters of five) runs against a direction, "ltr"
// or "rtl".
func (c *Census) Against(direction string) bool {
	right := c.arabic + c.hebrew
	left := (c.hangul+c.kana+c.han)*5/2 + c.latin + c.cyrillic + c.greek + c.thai + c.devanagari + c.other
	if direction == "rtl" {
		left, right = right, left
	}
	return right*5 >= (left+right)*2
}

// of returns how much of the text is in a script.
func (c *Census) of(code string) int {
	switch code {
	case "Hang":
		return c.hangul * 5 / 2
	case "Hani", "Hira":
		return (c.han + c.kana) * 5 / 2
	case "Arab":
		return c.arabic
	case "Hebr":
		return c.hebrew
	case "Cyrl":
		return c.cyrillic
	case "Grek":
		return c.greek
	case "Thai":
		return c.thai
	case "Deva":
		return c.devanagari
	}
	return c.latin
}

// Of returns the script that a language is written in, as an ISO 15924 code: "Hani" for Chinese,
// "Hira" for Japanese, "Latn" where nothing else is known.
func Of(language string) string {
	switch {
	case Is(language, "ko"):
		return "Hang"
	case Is(language, "ja"):
		return "Hira"
	case Is(language, "zh", "yue"):
		return "Hani"
	case Is(language, "ar", "fa", "ur", "ps", "sd", "ug", "ckb"):
		return "Arab"
	case Is(language, "he", "iw", "yi"):
		return "Hebr"
	case Is(language, "ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"):
		return "Cyrl"
	case Is(language, "el"):
		return "Grek"
	case Is(language, "th"):
		return "Thai"
	case Is(language, "hi", "mr", "ne", "sa"):
		return "Deva"
	}
	return "Latn"
}

// First returns the first letter of a text and the script that it is of, as Of calls it ("Hira"
// for kana, "Zyyy" for a letter of no script that is known here); 0 for a text without letters.
func First(text string) (rune, string) {
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if kinds[r] == letter {
				return r, "Latn"
			}
		case r >= 0xAC00 && r <= 0xD7A3:
			return r, "Hang"
		case r >= 0x4E00 && r <= 0x9FFF:
			return r, "Hani"
		case unicode.IsLetter(r):
			var c Census
			c.addRare(r, false)
			code := c.script()
			if code == "Hani" && c.kana > 0 {
				code = "Hira"
			}
			return r, code
		}
	}
	return 0, ""
}

// Is reports whether a tag is one of the languages or a variety of it.
func Is(tag string, languages ...string) bool {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, l := range languages {
		if primary == l {
			return true
		}
	}
	return false
}

// Traditional reports whether a language is Chinese in traditional characters.
func Traditional(language string) bool {
	l := strings.ToLower(language)
	return strings.HasPrefix(l, "zh-hant") || l == "zh-tw" || l == "zh-hk" || l == "zh-mo"
}

// Direction returns the direction of a language's script: "ltr" or "rtl".
func Direction(language string) string {
	if Is(language, "ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "arc", "syr") {
		return "rtl"
	}
	return "ltr"
}

// same returns site where it is a variety of found ("pt-BR" for "pt").
func same(found, site string) string {
	if Is(site, found) {
		return site
	}
	return found
}

func orEnglish(site string) string {
	if site == "" {
		return "en"
	}
	return site
}
