package render

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"memopress/pkg/site"
)

const todayNotes = 12 // of one day, of all years

// An anniversary is what was written on one day of a year, whatever the year: as
// [how many, place, [[year, title, address]…]], with the place where the calendar lists those of
// the last year.
type anniversary struct {
	count int
	place string
	notes []*site.Note
	days  *days
}

func (a anniversary) MarshalJSON() ([]byte, error) {
	list := make([][3]any, len(a.notes))
	for i, n := range a.notes {
		list[i] = [3]any{a.days.day[n].Year(), n.Title, n.Address}
	}
	return json.Marshal([3]any{a.count, a.place, list})
}

// dayData are the notes by month for "on this day", which only the reader's clock knows:
// data/days/M.js holds the anniversaries by their day, and under "latest" what data/latest.js
// does: the home page shows both and has to ask for one file only.
func dayData(r *renderer) []job {
	if r.chrome.Calendar == "" {
		return nil
	}
	var byDay [13][32][]*site.Note
	for _, n := range r.days.notes {
		day := r.days.day[n]
		list := &byDay[day.Month()][day.Day()]
		*list = append(*list, n)
	}
	var jobs []job
	for month := time.January; month <= time.December; month++ {
		jobs = append(jobs, func() (File, error) {
			out := map[string]any{}
			if r.chrome.Recent {
				out["latest"] = r.latest()
			}
			for day, notes := range byDay[month] {
				if len(notes) > 0 {
					out[itoa(day)] = r.days.anniversary(notes)
				}
			}
			return dataFile("days/"+itoa(int(month)), out)
		})
	}
	return jobs
}

// anniversary chooses among the notes of a day, which are in order: as many years as can be, the
// last ones first, and of each the first notes.
func (d *days) anniversary(notes []*site.Note) anniversary {
	last := d.day[notes[len(notes)-1]]
	out := anniversary{count: len(notes), place: d.page(last) + "#mp-" + last.Format(time.DateOnly), days: d}
	type ranked struct {
		note       *site.Note
		year, rank int // of the notes of its year
	}
	all := make([]ranked, len(notes))
	for i, n := range notes {
		all[i] = ranked{n, d.day[n].Year(), 0}
		if i > 0 && all[i-1].year == all[i].year {
			all[i].rank = all[i-1].rank + 1
		}
	}
	slices.SortFunc(all, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.year, a.year)) })
	all = all[:min(len(all), todayNotes)]
	slices.SortFunc(all, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.year, a.year), cmp.Compare(a.rank, b.rank)) })
	for _, n := range all {
		out.notes = append(out.notes, n.note)
	}
	return out
}
