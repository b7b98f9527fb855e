package render

import (
	"slices"
	"time"

	"memopress/pkg/layout"
	"memopress/pkg/note"
	"memopress/pkg/search"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// A Memory holds what was found out about texts before, for a program that renders the same site
// again and again: a text with the same site.Serial is the same. The zero value is ready to use.
type Memory struct {
	texts map[uint64]*reading // by site.Serial.Text
	net   layoutMemory

	search search.Memory
	groups groupMemory
	days   map[string]time.Time // days that titles begin with, zero for none

	writer, lowered *html.Writer // with the code and the formulas that they have written

	last *renderer // of the last Render
}

// A reading is what a text makes its page look up elsewhere.
type reading struct {
	files  []string   // addresses of files
	embeds []string   // addresses of notes that are shown in it
	links  []note.Ref // to other pages
	shown  []picture  // see picturesOf, without the note
}

func read(blocks []note.Block) *reading {
	t := &reading{}
	add := func(r *note.Ref) {
		if r != nil && r.Kind == note.RefFile && !slices.Contains(t.files, r.Target) {
			t.files = append(t.files, r.Target)
		}
	}
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Embed:
			add(&node.Ref)
			t.shown = appendPicture(t.shown, node)
			if node.Ref.Kind == note.RefPage && !slices.Contains(t.embeds, node.Ref.Target) {
				t.embeds = append(t.embeds, node.Ref.Target)
			}
		case *note.Link:
			add(&node.Ref)
			if node.Ref.Kind == note.RefPage {
				t.links = append(t.links, node.Ref)
			}
		case *note.Tag:
			for _, a := range node.Attrs() {
				add(a.Ref)
			}
		}
		return true
	})
	return t
}

// readings returns what the texts of all notes look up, by note.
func (m *Memory) readings(notes []*site.Note) map[*site.Note]*reading {
	texts := make(map[uint64]*reading, len(notes))
	out := make(map[*site.Note]*reading, len(notes))
	for _, n := range notes {
		t := m.texts[n.Serial.Text]
		if t == nil {
			t = read(n.Body)
		}
		texts[n.Serial.Text] = t
		out[n] = t
	}
	m.texts = texts
	return out
}

// dayInTitle is the function of that name.
func (m *Memory) dayInTitle(title string) (time.Time, bool) {
	if m == nil {
		return dayInTitle(title)
	}
	day, known := m.days[title]
	if !known {
		if d, ok := dayInTitle(title); ok {
			day = d
		}
		if m.days == nil || len(m.days) > mostTitles {
			m.days = map[string]time.Time{}
		}
		m.days[title] = day
	}
	return day, !day.IsZero()
}

// mostTitles is how many titles are kept: those of large sites, and then some.
const mostTitles = 1_000_000

// A layoutMemory holds the places of a graph's notes.
type layoutMemory struct {
	notes  int
	links  []layout.Edge
	places []layout.Point
	beside []uint64 // by note: see net.beside
}

// take makes it the memory of a graph.
func (l *layoutMemory) take(g *net) {
	if l.same(g) {
		return
	}
	l.notes, l.links, l.beside = len(g.notes), g.links, make([]uint64, len(g.notes))
	for i := range l.beside {
		l.beside[i] = g.beside(int32(i))
	}
	l.places = nil
}

// same reports whether the graph is the same, whatever its notes are called.
func (l *layoutMemory) same(g *net) bool {
	return l.notes == len(g.notes) && slices.Equal(l.links, g.links)
}

// A groupMemory holds in which order all notes stand under which initials, by their places in
// site.Notes.
type groupMemory struct {
	called   key
	initials []string
	places   [][]int
}

func (m *groupMemory) take(r *renderer) []group {
	if m.initials == nil || m.called != r.keys.called(r.site.Notes) {
		return nil
	}
	out := make([]group, len(m.initials))
	for i, initial := range m.initials {
		out[i].initial = initial
		for _, at := range m.places[i] {
			out[i].notes = append(out[i].notes, r.site.Notes[at])
		}
	}
	return out
}

func (m *groupMemory) keep(r *renderer, groups []group) {
	at := make(map[*site.Note]int, len(r.site.Notes))
	for i, n := range r.site.Notes {
		at[n] = i
	}
	*m = groupMemory{called: r.keys.called(r.site.Notes)}
	for _, g := range groups {
		m.initials = append(m.initials, g.initial)
		var places []int
		for _, n := range g.notes {
			places = append(places, at[n])
		}
		m.places = append(m.places, places)
	}
}
