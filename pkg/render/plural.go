package render

import (
	"slices"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// pluralForms are CLDR's names of the forms a noun may take after a number.
var pluralForms = [...]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}

// Plural returns the form that words of a BCP 47 language take after n: "one", "few", …, and
// "other" for a language that is not known. A message with forms has a key for each, such as
// notes.one and notes.other.
func Plural(lang string, n int) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "other"
	}
	return pluralOf(tag, n)
}

func pluralOf(tag language.Tag, n int) string {
	const most = 10_000_000 // rules look at no more digits than these
	return pluralForms[plural.Cardinal.MatchPlural(tag, n%most, 0, 0, 0, 0)]
}

// PluralForms returns every form that whole numbers take in a language, sorted, and "other",
// which is what a number without a rule takes.
func PluralForms(lang string) []string {
	forms := []string{"other"}
	add := func(n int) {
		if f := Plural(lang, n); !slices.Contains(forms, f) {
			forms = append(forms, f)
		}
	}
	for n := range 1000 { // no language's rule looks further but for round millions
		add(n)
	}
	add(1_000_000)
	slices.Sort(forms)
	return forms
}
