package render

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// days are the notes by the day that they are about.
type days struct {
	day   map[*site.Note]time.Time // of notes that have one
	daily map[*site.Note]bool      // the day is in the title: a page of a diary
	notes []*site.Note             // those of day, in order
	years []int                    // that have notes, in order
	pages map[int][]string         // addresses of the calendar by year; the last year's is the calendar
	lines map[int][][]*site.Note   // what stands on those pages
	spans map[time.Time]span       // the day → its notes in notes
	diary []*site.Note             // the daily ones of notes
	order map[*site.Note]int       // of diary
}

// A span is a part of a list.
type span struct{ from, to int }

// Titles that begin with a day: 2026-11-23, 2026_11_23, 2026. 11. 23., 2026년 11월 23일; and as
// Logseq and Roam name their journals, Nov 23rd, 2026.
var (
	yearFirst  = regexp.MustCompile(`^(\d{4})(?:[-_/]|\. ?|년 ?|年)(\d{1,2})(?:[-_/]|\. ?|월 ?|月)(\d{1,2})(?:\D|$)`)
	monthFirst = regexp.MustCompile(`^(?i:(jan)(?:uary)?|(feb)(?:ruary)?|(mar)(?:ch)?|(apr)(?:il)?|(may)|(june?)|(july?)|(aug)(?:ust)?|(sep)(?:tember)?|(oct)(?:ober)?|(nov)(?:ember)?|(dec)(?:ember)?) (\d{1,2})(?:st|nd|rd|th)?, (\d{4})(?:\D|$)`)
)

// dayInTitle returns the day that a title begins with.
func dayInTitle(title string) (time.Time, bool) {
	var year, month, day int
	if title = norm.NFC.String(title); title == "" {
		return time.Time{}, false
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n } // digits
	if title[0] >= '0' && title[0] <= '9' {
		m := yearFirst.FindStringSubmatch(title)
		if m == nil {
			return time.Time{}, false
		}
		year, month, day = number(m[1]), number(m[2]), number(m[3])
	} else if m := monthFirst.FindStringSubmatch(title); m != nil {
		month = slices.IndexFunc(m[1:13], func(s string) bool { return s != "" }) + 1
		day, year = number(m[13]), number(m[14])
	} else {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == day
}

// dayOf returns the day that a note is about: the one in its title, else that on which it was
// made.
func (r *renderer) dayOf(n *site.Note) (day time.Time, daily bool) {
	if t, ok := r.opts.Memory.dayInTitle(n.Title); ok {
		return t, true
	}
	if n.Created.IsZero() {
		return time.Time{}, false
	}
	y, m, d := n.Created.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), false
}

// makeDays sorts the notes by days; nil when none has one.
func (r *renderer) makeDays() *days {
	d := &days{day: map[*site.Note]time.Time{}, daily: map[*site.Note]bool{}, pages: map[int][]string{}, lines: map[int][][]*site.Note{}, spans: map[time.Time]span{}, order: map[*site.Note]int{}}
	for _, n := range r.site.Notes {
		if day, daily := r.dayOf(n); !day.IsZero() && n != r.site.Home {
			d.day[n], d.daily[n] = day, daily
			d.notes = append(d.notes, n)
		}
	}
	if len(d.notes) == 0 {
		return nil
	}
	slices.SortStableFunc(d.notes, func(a, b *site.Note) int {
		first := func(n *site.Note) int {
			if d.daily[n] {
				return 0
			}
			return 1
		}
		if by := d.day[a].Compare(d.day[b]); by != 0 {
			return by
		}
		return cmp.Compare(first(a), first(b))
	})
	for i, n := range d.notes {
		day := d.day[n]
		s, ok := d.spans[day]
		if !ok {
			s.from = i
		}
		s.to = i + 1
		d.spans[day] = s
		if d.daily[n] {
			d.order[n] = len(d.diary)
			d.diary = append(d.diary, n)
		}
		if y := day.Year(); len(d.years) == 0 || d.years[len(d.years)-1] != y {
			d.years = append(d.years, y)
		}
	}
	for i, y := range d.years {
		// Four digits: the second page of the last year is calendar-2.
		stem := fmt.Sprintf("calendar-%04d", y)
		if i == len(d.years)-1 {
			stem = "calendar"
		}
		d.lines[y] = r.yearSheets(d, y)
		d.pages[y] = r.pageAddresses(r.numbered(stem, 1), len(d.lines[y]))
	}
	return d
}

// yearSheets parts the notes of a year among its pages.
func (r *renderer) yearSheets(d *days, year int) [][]*site.Note {
	notes := d.notes[d.begins(year):d.begins(year+1)]
	return sheets(notes, ruler{most: pageSize, bytes: r.monthsBytes(d, notes)}, r.entryBytes)
}

// at returns the notes of a day.
func (d *days) at(day time.Time) []*site.Note {
	s := d.spans[day]
	return d.notes[s.from:s.to]
}

// calendarPages show each year as months of days, and below as a line of time: what was written
// when. The line of a full year goes on on further pages.
func calendarPages(r *renderer) []job {
	if r.chrome.Calendar == "" {
		return nil
	}
	var jobs []job
	for _, year := range r.days.years {
		own := make([]job, len(r.days.pages[year]))
		for i, address := range r.days.pages[year] {
			own[i] = r.once(address, func() key { return r.keys.calendarPage(year, i) }, func(r *renderer) (File, error) {
				p, at := r.begin(CalendarPage, address)
				p.Title = r.say("calendar") + " " + itoa(year)
				p.Heading = escape(p.Title)
				p.Nav = r.nav(at, r.site.Root, nil)
				p.Crumbs = r.crumbs(at, nil)
				p.Count = r.count("notes", r.days.begins(year+1)-r.days.begins(year))
				if i == 0 {
					p.Body = r.months(at, year)
				}
				p.Lists = r.dayLists(at, r.days.lines[year][i])
				p.Years = r.years(at, year)
				p.Pager = r.pager(at, r.days.pages[year], i)
				p.Head = r.head(at, about{title: numberedTitle(p.Title, i), description: p.Count, kind: "CollectionPage"})
				return File{Path: address, Page: p}, nil
			})
		}
		r.lists(r.days.lines[year], own, func() [][]*site.Note { return r.yearSheets(r.days, year) })
		jobs = append(jobs, own...)
	}
	return jobs
}

// dayLists are notes by month and day.
func (r *renderer) dayLists(at place, notes []*site.Note) []List {
	var out []List
	for len(notes) > 0 {
		month := r.days.day[notes[0]]
		n := 1
		for n < len(notes) && sameMonth(month, r.days.day[notes[n]]) {
			n++
		}
		out = append(out, List{ID: "mp-" + month.Format("2006-01"), Kind: "days", Title: r.month(month), Items: r.dayList(at, notes[:n])})
		notes = notes[n:]
	}
	return out
}

// inYear returns where the first note from a day on stands in the lists of its year.
func (r *renderer) inYear(at place, day time.Time) string {
	page := html.EscapePath(r.days.page(day))
	if page == at.path {
		return ""
	}
	return at.to(page)
}

// page returns the address of the page on which the first note of its year from a day on stands.
func (d *days) page(day time.Time) string {
	lines := d.lines[day.Year()]
	i := 0
	for i < len(lines)-1 && d.day[lines[i][len(lines[i])-1]].Before(day) {
		i++
	}
	return d.pages[day.Year()][i]
}

// begins returns the number of the first note of a year or of a later one.
func (d *days) begins(year int) int {
	i, _ := slices.BinarySearchFunc(d.notes, year, func(n *site.Note, y int) int { return cmp.Compare(d.day[n].Year(), y) })
	return i
}

// years links the years with each other.
func (r *renderer) years(at place, current int) HTML {
	if len(r.days.years) < 2 {
		return ""
	}
	var m markup
	for _, y := range r.days.years {
		m.raw(`<li><a href="`).text(at.to(html.EscapePath(r.days.pages[y][0]))).raw(`"`)
		if y == current {
			m.raw(` aria-current="page"`)
		}
		m.raw(`>`).int(y).raw(`</a></li>`)
	}
	return m.done()
}

// months writes those months of a year that have notes, as tables.
func (r *renderer) months(at place, year int) HTML {
	full, short, first := r.weekdays()
	var m markup
	m.raw(`<div class="months">`)
	for month := time.January; month <= time.December; month++ {
		start := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
		end := start.AddDate(0, 1, 0)
		if !r.days.within(start, end) {
			continue
		}
		m.raw(`<table class="month"><caption><a href="`).text(r.inYear(at, start)).raw(`#mp-`, start.Format("2006-01"), `">`).text(r.month(start)).raw(`</a></caption><thead><tr>`)
		for i := range 7 {
			w := (int(first) + i) % 7
			m.raw(`<th scope="col" abbr="`).text(full[w]).raw(`">`).text(short[w]).raw(`</th>`)
		}
		m.raw("</tr></thead><tbody>\n<tr>")
		blank := (int(start.Weekday()) - int(first) + 7) % 7
		m.raw(strings.Repeat("<td></td>", blank))
		column := blank
		for day := start; day.Before(end); day = day.AddDate(0, 0, 1) {
			if column == 7 {
				m.raw("</tr>\n<tr>")
				column = 0
			}
			column++
			m.raw(`<td>`)
			r.dayCell(&m, at, day)
			m.raw(`</td>`)
		}
		m.raw(strings.Repeat("<td></td>", 7-column), "</tr></tbody></table>\n")
	}
	m.raw(`</div>`)
	return m.done()
}

// monthsBytes is what the months of a year take on its first page: a link for each day that has
// notes, which names its note where there is one.
func (r *renderer) monthsBytes(d *days, notes []*site.Note) int {
	n := 0
	for i, note := range notes {
		day := d.day[note]
		switch first := i == 0 || !d.day[notes[i-1]].Equal(day); {
		case first && (i+1 == len(notes) || !d.day[notes[i+1]].Equal(day)):
			n += r.titleBytes(note)
		case first:
			n += 50
		}
	}
	return n
}

// within reports whether there is a note from one day up to another.
func (d *days) within(from, to time.Time) bool {
	i, _ := slices.BinarySearchFunc(d.notes, from, func(n *site.Note, t time.Time) int { return d.day[n].Compare(t) })
	return i < len(d.notes) && d.day[d.notes[i]].Before(to)
}

// dayCell writes a day of the calendar: a link to its only note, or to its place in the list.
func (r *renderer) dayCell(m *markup, at place, day time.Time) {
	notes := r.days.at(day)
	switch len(notes) {
	case 0:
		m.int(day.Day())
		return
	case 1:
		m.raw(`<a href="`).text(at.to(r.encoded(notes[0]))).raw(`" title="`).text(notes[0].Title)
	default:
		m.raw(`<a class="many" href="`).text(r.inYear(at, day)).raw(`#mp-`, day.Format(time.DateOnly), `" title="`).text(r.count("notes", len(notes)))
	}
	m.raw(`"><span class="hidden">`).text(r.date(day)).raw(`, </span>`).int(day.Day()).raw(`</a>`)
}

// dayList writes the notes of a month, each day with its notes.
func (r *renderer) dayList(at place, notes []*site.Note) HTML {
	var m markup
	m.raw(`<ol class="days">`)
	for i := 0; i < len(notes); {
		day := r.days.day[notes[i]]
		m.raw(`<li id="mp-`, day.Format(time.DateOnly), `">`)
		r.time(&m, day)
		m.raw(`<ul class="entries">`)
		for ; i < len(notes) && r.days.day[notes[i]].Equal(day); i++ {
			n := notes[i]
			m.raw(`<li`)
			r.foreign(&m, n)
			m.raw(`>`).link(at.to(r.encoded(n)), "", n.Title)
			if n.Description != "" {
				m.raw(`<p>`).text(truncate(n.Description, 140)).raw(`</p>`)
			}
			m.raw(`</li>`)
		}
		m.raw("</ul></li>\n")
	}
	m.raw(`</ol>`)
	return m.done()
}

// otherYears lists the notes of the same day in other years.
func (r *renderer) otherYears(at place, n *site.Note) HTML {
	if r.days == nil {
		return ""
	}
	day, ok := r.days.day[n]
	if !ok {
		return ""
	}
	var m markup
	shown := 0
	for _, y := range slices.Backward(r.days.years) {
		then := time.Date(y, day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
		if y == day.Year() || then.Month() != day.Month() {
			continue
		}
		for _, o := range r.days.at(then) {
			if shown++; shown > 8 {
				return m.done()
			}
			m.raw(`<li`)
			r.foreign(&m, o)
			m.raw(`>`).link(at.to(r.encoded(o)), "", o.Title).raw(` <span class="why">`).int(y).raw("</span></li>\n")
		}
	}
	return m.done()
}

// besides returns the pages of the diary before and behind one.
func (r *renderer) besides(at place, n *site.Note) (before, after *Link) {
	if r.days == nil || !r.days.daily[n] {
		return nil, nil
	}
	i := r.days.order[n]
	if i > 0 {
		before = r.neighbour(at, r.days.diary[i-1])
	}
	if i+1 < len(r.days.diary) {
		after = r.neighbour(at, r.days.diary[i+1])
	}
	return before, after
}
