package render

import (
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// say returns the words of a key in the site's language, else in English.
func (r *renderer) say(key string) string { return r.sayIn(r.site.Settings.Language, key) }

// sayIn returns the words of a key in a language that the theme speaks, best first: the one
// asked for, the site's, English. A key without words stands for itself.
func (r *renderer) sayIn(language, key string) string {
	for _, l := range [...]string{language, r.site.Settings.Language, "en"} {
		if w := r.opts.Message(l, key); w != "" {
			return w
		}
	}
	return key
}

// count says how many there are of something: "3 notes".
func (r *renderer) count(what string, n int) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return strings.ReplaceAll(r.say(what+form), "{n}", r.number(n))
}

// number groups the digits of n by the site's custom.
func (r *renderer) number(n int) string {
	s := strconv.Itoa(n)
	if n < 1000 {
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

// date writes a day in the site's language, in the zone that the time carries.
func (r *renderer) date(t time.Time) string { return r.fill("date", t) }

// month writes a month in the site's language.
func (r *renderer) month(t time.Time) string { return r.fill("date.month", t) }

func (r *renderer) fill(key string, t time.Time) string {
	months := strings.Split(r.say("date.months"), ",")
	name := strconv.Itoa(int(t.Month()))
	if len(months) == 12 {
		name = strings.TrimSpace(months[t.Month()-1])
	}
	return strings.NewReplacer(
		"{year}", strconv.Itoa(t.Year()), "{month}", name, "{day}", strconv.Itoa(t.Day()),
	).Replace(r.say(key))
}

// time appends a <time> element.
func (r *renderer) time(m *markup, t time.Time) {
	m.raw(`<time datetime="`, t.Format(time.DateOnly), `">`).text(r.date(t)).raw(`</time>`)
}

// order is what sorts a note in time: when it was last changed, else made.
func order(created, updated time.Time) time.Time {
	if !updated.IsZero() {
		return updated
	}
	return created
}
