package render

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// say returns the words of a key in the site's language, else in English.
func (r *renderer) say(key string) string { return r.sayIn(r.site.Settings.Language, key) }

// sayIn returns the words of a key in a language that the theme speaks, best first: the one
// asked for, the site's, English. A key without words stands for itself.
func (r *renderer) sayIn(language, key string) string {
	if w := r.find(language, key); w != "" {
		return w
	}
	return key
}

func (r *renderer) find(language, key string) string {
	for _, l := range [...]string{language, r.site.Settings.Language, "en"} {
		if w := r.opts.Message(l, key); w != "" {
			return w
		}
	}
	return ""
}

// count says how many there are of something: "3 notes".
func (r *renderer) count(what string, n int) string {
	lang := r.site.Settings.Language
	if r.opts.Message(lang, what+".other") == "" {
		lang = "en" // the language whose words are used is the one whose rule counts
	}
	words := r.find(lang, what+"."+Plural(lang, n))
	if words == "" {
		words = r.sayIn(lang, what+".other")
	}
	return strings.ReplaceAll(words, "{n}", r.number(n))
}

// number groups the digits of n by the site's custom.
func (r *renderer) number(n int) string {
	s := strconv.Itoa(n)
	if n < 1000 {
		return s
	}
	// Some languages leave four digits alone.
	if from, err := strconv.Atoi(r.say("number.group.from")); err == nil && n < from {
		return s
	}
	sep := r.say("number.group")
	head := len(s) % 3
	parts := []string{}
	if head > 0 {
		parts = append(parts, s[:head])
	}
	for i := head; i < len(s); i += 3 {
		parts = append(parts, s[i:i+3])
	}
	return strings.Join(parts, sep)
}

// list joins names as the site's language does: "a, b and c".
func (r *renderer) list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], r.say("list.comma")) + r.say("list.and") + names[last]
}
