// Package date reads dates and times as people and apps write them into notes. It never guesses:
// what could be two different days is no date to it.
package date

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoDay  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	isoTime = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[Tt ]+\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:[Zz]|[-+]\d{2}:?\d{2}))?$`)

	// 2024-3-1, 2024/03/01, 2024. 3. 1., 2024년 3월 1일, each with an optional weekday and time.
	looseDate = regexp.MustCompile(`^(\d{4})\s*(?:[-/.]|년)\s*(\d{1,2})\s*(?:[-/.]|월)\s*(\d{1,2})\s*(?:일|\.)?` +
		`(?:\s*\(?(?:[월화수목금토일](?:요일)?|(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\)?,?)?` +
		`(?:[Tt,\s]+(.+))?$`)
	// 15:04, 15:04:05.123, 오후 3:04, 3:04 PM, 15시 4분 5초, each with an optional zone.
	looseTime = regexp.MustCompile(`^(오전|오후|AM|PM|am|pm)?\s*(\d{1,2})\s*(?::|시)\s*(?:(\d{1,2})\s*(?:분)?)?(?::?\s*(\d{1,2})(?:[.,]\d+)?\s*(?:초)?)?` +
		`\s*(AM|PM|am|pm|a\.m\.|p\.m\.)?\s*(Z|z|UTC|GMT|KST|[-+]\d{2}:?\d{2})?$`)
	compactDate = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$`)
)

// Parse reads a date or a time as people and apps write them into front matter: ISO 8601,
// "2024-03-01 09:30", "2024/3/1", "2024. 3. 1. 오후 3:05", "2024년 3월 1일", "20240301",
// "1 March 2024" and its like in other languages, RFC 1123, seconds and milliseconds since 1970, and a link to a daily note
// such as "[[2024-03-01]]". Times without a zone are in loc; nil means UTC. ok is false when s
// is none of these or not a day between 1900 and 2200; 1970-01-01T00:00Z stands for no date in
// several exports and is not ok either.
func Parse(s string, loc *time.Location) (t time.Time, ok bool) {
	if loc == nil {
		loc = time.UTC
	}
	s = strings.TrimSpace(s)
	s = strings.TrimSuffix(strings.TrimPrefix(s, "[["), "]]")
	if len(s) > 64 {
		return time.Time{}, false
	}
	t, ok = parse(s, loc)
	if !ok || t.Year() < 1900 || t.Year() > 2200 || t.Unix() == 0 {
		return time.Time{}, false
	}
	return t, true
}

func parse(s string, loc *time.Location) (time.Time, bool) {
	if m := compactDate.FindStringSubmatch(s); m != nil {
		if m[7] != "" {
			loc = time.UTC
		}
		if t, ok := makeDate(m[1], m[2], m[3], m[4], m[5], m[6], loc); ok {
			return t, true
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return epoch(n)
	}
	if m := looseDate.FindStringSubmatch(s); m != nil {
		return withTime(m[1], m[2], m[3], m[4], loc)
	}
	for _, layout := range wordLayouts {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t, true
		}
	}
	return named(s, loc)
}

var wordLayouts = []string{
	time.RFC1123Z, time.RFC1123, time.RFC850, time.ANSIC, time.UnixDate,
	"January 2, 2006", "January 2, 2006 15:04", "January 2, 2006 3:04 PM", "Jan 2, 2006", "Jan 2, 2006 3:04 PM",
	"2 January 2006", "2 Jan 2006", "2 January 2006 15:04", "Mon, 2 Jan 2006 15:04:05 -0700",
}

// epoch reads seconds or milliseconds since 1970; which it is shows in the number of digits.
func epoch(n int64) (time.Time, bool) {
	switch {
	case n >= 1e8 && n < 1e10:
		return time.Unix(n, 0).UTC(), true
	case n >= 1e11 && n < 1e13:
		return time.UnixMilli(n).UTC(), true
	}
	return time.Time{}, false
}

func withTime(year, month, day, clock string, loc *time.Location) (time.Time, bool) {
	if clock = strings.TrimSpace(clock); clock == "" {
		return makeDate(year, month, day, "", "", "", loc)
	}
	m := looseTime.FindStringSubmatch(clock)
	if m == nil {
		return time.Time{}, false
	}
	if m[6] != "" {
		loc = zone(m[6])
	}
	t, ok := makeDate(year, month, day, m[2], m[3], m[4], loc)
	if !ok {
		return t, false
	}
	half := strings.ToLower(strings.ReplaceAll(m[1]+m[5], ".", ""))
	switch {
	case half == "" || t.Hour() > 12:
	case (half == "오후" || half == "pm") && t.Hour() < 12:
		t = t.Add(12 * time.Hour)
	case (half == "오전" || half == "am") && t.Hour() == 12:
		t = t.Add(-12 * time.Hour)
	}
	if i := strings.IndexByte(clock, '.'); i >= 0 {
		if f, err := strconv.ParseFloat("0"+digits(clock[i:]), 64); err == nil {
			t = t.Add(time.Duration(f * float64(time.Second)).Round(time.Microsecond))
		}
	}
	return t, true
}

// digits returns the point and the digits that s begins with.
func digits(s string) string {
	i := 1
	for i < len(s) && i < 10 && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return s[:i]
}

func zone(s string) *time.Location {
	switch s {
	case "Z", "z", "UTC", "GMT":
		return time.UTC
	case "KST":
		return time.FixedZone("", 9*60*60)
	}
	d := strings.ReplaceAll(s[1:], ":", "")
	n, err := strconv.Atoi(d)
	if err != nil {
		return time.UTC
	}
	seconds := (n/100*60 + n%100) * 60
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}

// makeDate refuses days and times that do not exist, which time.Date would move to others.
func makeDate(year, month, day, hour, minute, second string, loc *time.Location) (time.Time, bool) {
	var n [6]int
	for i, s := range []string{year, month, day, hour, minute, second} {
		if s == "" {
			continue
		}
		v, err := strconv.Atoi(s)
		if err != nil {
			return time.Time{}, false
		}
		n[i] = v
	}
	if n[3] > 23 || n[4] > 59 || n[5] > 60 {
		return time.Time{}, false
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, loc)
	if d := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC); int(d.Month()) != n[1] || d.Day() != n[2] {
		return time.Time{}, false
	}
	return t, true
}

// IsDay reports whether s has the form of an ISO 8601 day, "2024-03-01". Whether that day exists
// is for Parse to say.
func IsDay(s string) bool { return isoDay.MatchString(s) }

// IsTime reports whether s has the form of an ISO 8601 day with a time, "T" or a space between
// them: "2024-03-01 09:30", "2024-03-01T09:30:00+09:00".
func IsTime(s string) bool { return isoTime.MatchString(s) }
