package render

import (
	"strconv"
	"strings"
	"time"
)

// A calendar is how a language writes dates.
type calendar struct {
	day, month string     // patterns with {year}, {month}, {day}
	first      string     // the day's number on the first of a month: "1er"
	months     [12]string // inside a date: Russian has "23 ноября"
	headings   [12]string // with the year alone: "Ноябрь 2026"
}

func (r *renderer) makeCalendar() calendar {
	return calendar{
		day: r.say("date"), month: r.say("date.month"), first: r.say("date.first"),
		months: months(r.say("date.months")), headings: months(r.say("date.months.alone")),
	}
}

// months reads twelve names with commas between them; what is no such list is numbers.
func months(list string) (out [12]string) {
	names := strings.Split(list, ",")
	for i := range out {
		out[i] = strconv.Itoa(i + 1)
		if len(names) == len(out) {
			out[i] = strings.TrimSpace(names[i])
		}
	}
	return out
}

// write fills a pattern with a time, in the zone that the time carries.
func (c *calendar) write(pattern string, months *[12]string, t time.Time) string {
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
			out = append(out, months[month-1]...)
		case "day":
			if day == 1 {
				out = append(out, c.first...)
				break
			}
			out = strconv.AppendInt(out, int64(day), 10)
		}
	}
}

// date writes a day in the site's language.
func (r *renderer) date(t time.Time) string {
	return r.calendar.write(r.calendar.day, &r.calendar.months, t)
}

// month writes a month in the site's language, as a heading.
func (r *renderer) month(t time.Time) string {
	return r.calendar.write(r.calendar.month, &r.calendar.headings, t)
}

// weekdays returns the names of the days, Sunday first, in full and as short as the head of a
// calendar's column, and the day on which a week begins.
func (r *renderer) weekdays() (full, short [7]string, first time.Weekday) {
	read := func(key string) (out [7]string) {
		names := strings.Split(r.say(key), ",")
		for i := range out {
			if len(names) == len(out) {
				out[i] = strings.TrimSpace(names[i])
			}
		}
		return out
	}
	n, _ := strconv.Atoi(r.say("week.first"))
	return read("date.weekdays"), read("date.weekdays.short"), time.Weekday(((n % 7) + 7) % 7)
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
