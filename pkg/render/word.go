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

// A calendar is how a language writes dates.
type calendar struct {
	day, month string // patterns with {year}, {month}, {day}
	months     [12]string
}

func (r *renderer) makeCalendar() calendar {
	c := calendar{day: r.say("date"), month: r.say("date.month")}
	names := strings.Split(r.say("date.months"), ",")
	for i := range c.months {
		c.months[i] = strconv.Itoa(i + 1)
		if len(names) == len(c.months) {
			c.months[i] = strings.TrimSpace(names[i])
		}
	}
	return c
}

// write fills a pattern with a time, in the zone that the time carries.
func (c *calendar) write(pattern string, t time.Time) string {
	year, month, day := t.Date()
	out := make([]byte, 0, 32)
	for {
		before, rest, ok := strings.Cut(pattern, "{")
		out = append(out, before...)
		if !ok {
			return string(out)
		}
		var name string
		if name, pattern, ok = strings.Cut(rest, "}"); !ok {
			return string(append(append(out, '{'), rest...))
		}
		switch name {
		case "year":
			out = strconv.AppendInt(out, int64(year), 10)
		case "month":
			out = append(out, c.months[month-1]...)
		case "day":
			out = strconv.AppendInt(out, int64(day), 10)
		}
	}
}

// date writes a day in the site's language.
func (r *renderer) date(t time.Time) string { return r.calendar.write(r.calendar.day, t) }

// month writes a month in the site's language.
func (r *renderer) month(t time.Time) string { return r.calendar.write(r.calendar.month, t) }

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
