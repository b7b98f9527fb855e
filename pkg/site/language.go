package site

import "strings"

// language guesses the language of a text from its scripts. siteLanguage is the answer where
// the script does not tell: it is empty while the site's own language is being found.
func (c *census) language(siteLanguage string) string {
	// A syllable or an ideograph says as much as two or three letters.
	scripts := []struct {
		weight   int
		language string
	}{
		{c.hangul * 5 / 2, "ko"},
		{(c.kana + c.han) * 5 / 2, "zh"},
		{c.arabic, "ar"},
		{c.hebrew, "he"},
		{c.latin, ""},
		{c.other, ""},
	}
	best := len(scripts) - 1
	for i, s := range scripts {
		if s.weight > scripts[best].weight {
			best = i
		}
	}
	switch found := scripts[best].language; {
	case scripts[best].weight == 0:
		return orElse(siteLanguage, "en")
	case found == "zh" && c.kana*20 > c.han: // Japanese is never without kana for long
		return sameLanguage("ja", siteLanguage)
	case found == "ar" && c.persian*20 > c.arabic && !isLanguage(siteLanguage, "ur"):
		return sameLanguage("fa", siteLanguage)
	case found == "ar" && isLanguage(siteLanguage, "fa", "ur", "ps", "ug", "sd"),
		found == "he" && isLanguage(siteLanguage, "yi"):
		return siteLanguage
	case found != "":
		return sameLanguage(found, siteLanguage)
	case c.latin > c.other && isLanguage(siteLanguage, "ko", "ja", "zh", "ar", "he", "fa", "ur", "ru", "uk", "el", "th", "hi"):
		// Of the languages in Latin letters, the one most often found in such a site.
		return "en"
	}
	return orElse(siteLanguage, "en")
}

// sameLanguage returns siteLanguage where it is a variety of found ("zh-TW" for "zh").
func sameLanguage(found, siteLanguage string) string {
	if isLanguage(siteLanguage, found) {
		return siteLanguage
	}
	return found
}

// isLanguage reports whether tag is one of the languages or a variety of it.
func isLanguage(tag string, languages ...string) bool {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, l := range languages {
		if primary == l {
			return true
		}
	}
	return false
}

// direction returns the direction of the language's script: "ltr" or "rtl".
func direction(language string) string {
	if isLanguage(language, "ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "arc", "syr") {
		return "rtl"
	}
	return "ltr"
}
