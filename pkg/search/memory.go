package search

import (
	"bytes"
	"maps"
	"slices"
	"sync"

	"memopress/pkg/site"
)

// A Memory holds an index, for a program that makes the index of the same site again and again.
// What it makes is what Index makes without it. The zero value is ready to use.
type Memory struct {
	ids   map[string]int32 // of terms
	terms []term
	order []int32 // all terms in order
	notes []entry // by number
	count uint64  // of versions

	shards map[shardKey]sharded
	texts  []File // what results show, and how many notes are in each
	counts []byte

	list  []*site.Note // by number, those that notes were made of
	files []File       // the last index
}

// A term is a list of postings.
type term struct {
	text    string
	count   int     // notes
	last    int     // the number of the last one, while all are entered anew
	data    []byte  // as in list
	splits  []split // of data, once divided is true
	divided bool
	version uint64
}

// An entry is what the index holds of a note.
type entry struct {
	key   uint64
	terms []int32 // each once
	data  []byte  // what their lists say of the note, but for its number, one behind the other
	shown []byte
}

// mostSpliced is how many notes are exchanged one by one; beyond it lists are made anew.
const mostSpliced = 64

func (m *Memory) index(notes []*site.Note, o Options) []File {
	entries := m.enter(notes, o)
	same := len(m.notes) == len(entries)
	var moved []int // numbers that another entry has now
	for i := 0; same && i < len(entries); i++ {
		if entries[i].key != m.notes[i].key {
			moved = append(moved, i)
			same = len(moved) <= mostSpliced
		}
	}
	if same {
		for _, i := range moved {
			m.exchange(i, &m.notes[i], &entries[i])
		}
	} else {
		m.join(entries)
	}
	m.notes, m.list = entries, notes
	if !same || len(moved) > 0 {
		shown := make([][]byte, len(entries))
		for i := range entries {
			shown[i] = entries[i].shown
		}
		m.shelve(shown, moved, same)
	}
	return m.pack()
}

// pack makes the files.
func (m *Memory) pack() []File {
	sh := &sharder{known: m.shards, made: make(map[shardKey]sharded, len(m.shards))}
	for _, id := range m.order {
		if t := &m.terms[id]; t.count > 0 {
			if !t.divided {
				t.splits, t.divided = splitsOf(t.data), true
			}
			sh.add(t.text, t.count, t.data, t.splits, t.version)
		}
	}
	files := sh.index(len(m.notes), m.texts, m.counts)
	m.shards, m.files = sh.made, slices.Clone(files)
	return files
}

// Revise returns the files of the last index that are others now that a note says something else,
// and the paths of those that it has no more. The note is one that the index was made of, and would
// have the same number in a new one; otherwise it reports false.
func (m *Memory) Revise(n *site.Note, o Options) (changed []File, gone []string, ok bool) {
	at := slices.Index(m.list, n)
	if at < 0 {
		return nil, nil, false
	}
	e := entry{key: o.Key(n)}
	p := newPart()
	p.fill(n, o)
	e.terms, e.data = p.entry()
	e.shown = p.shown[0]
	global, made := m.intern(p)
	for k, id := range e.terms {
		e.terms[k] = global[id]
	}
	m.arrange(made)
	m.exchange(at, &m.notes[at], &e)
	m.notes[at] = e
	shown := make([][]byte, len(m.notes))
	for i := range m.notes {
		shown[i] = m.notes[i].shown
	}
	m.shelve(shown, []int{at}, true)
	before := make(map[string][]byte, len(m.files))
	for _, f := range m.files {
		before[f.Path] = f.Data
	}
	for _, f := range m.pack() {
		was, ok := before[f.Path]
		delete(before, f.Path)
		if !ok || !bytes.Equal(was, f.Data) {
			changed = append(changed, f)
		}
	}
	return changed, slices.Sorted(maps.Keys(before)), true
}

// shelve makes anew those files of what results show that hold another note than before.
func (m *Memory) shelve(shown [][]byte, moved []int, same bool) {
	var ends []int // of the files of before
	end := 0
	for i := 0; i < len(m.counts); {
		n, next := number(m.counts, i)
		end += n
		ends, i = append(ends, end), next
	}
	before := m.texts
	m.texts, m.counts = shelve(shown, func(file, from, to int) []byte {
		if !same || file >= len(ends) || ends[file] != to || file > 0 && ends[file-1] != from {
			return nil
		}
		if i, _ := slices.BinarySearch(moved, from); i < len(moved) && moved[i] < to {
			return nil
		}
		return before[file].Data
	})
}

// enter returns the entries of the notes.
func (m *Memory) enter(notes []*site.Note, o Options) []entry {
	known := make(map[uint64]*entry, len(m.notes))
	for i := range m.notes {
		known[m.notes[i].key] = &m.notes[i]
	}
	out := make([]entry, len(notes))
	var fresh []int
	for i, n := range notes {
		key := o.Key(n)
		if e := known[key]; e != nil {
			out[i] = *e
			continue
		}
		out[i].key = key
		fresh = append(fresh, i)
	}
	workers := max(1, min(o.Workers, len(fresh)))
	var wg sync.WaitGroup
	var mu sync.Mutex
	if m.ids == nil {
		m.ids = map[string]int32{}
	}
	var terms []int32 // new ones
	for w := range workers {
		wg.Go(func() {
			p := newPart()
			mine := fresh[len(fresh)*w/workers : len(fresh)*(w+1)/workers]
			for k, i := range mine {
				p.fill(notes[i], o)
				out[i].terms, out[i].data = p.entry()
				out[i].shown = p.shown[k]
			}
			mu.Lock()
			defer mu.Unlock()
			global, made := m.intern(p)
			terms = append(terms, made...)
			for _, i := range mine {
				for k, id := range out[i].terms {
					out[i].terms[k] = global[id]
				}
			}
		})
	}
	wg.Wait()
	m.arrange(terms)
	return out
}

// intern gives the terms of a part numbers that hold for all, and returns those that are new.
func (m *Memory) intern(p *part) (global, made []int32) {
	global = make([]int32, len(p.lists))
	for local := range global {
		text := p.terms.text(int32(local))
		id, ok := m.ids[text]
		if !ok {
			id = int32(len(m.terms))
			m.ids[text] = id
			m.terms = append(m.terms, term{text: text})
			made = append(made, id)
		}
		global[local] = id
	}
	return global, made
}

// arrange puts new terms into the order.
func (m *Memory) arrange(fresh []int32) {
	if len(fresh) == 0 {
		return
	}
	compare := func(a, b int32) int { return compareUTF16(m.terms[a].text, m.terms[b].text) }
	slices.SortFunc(fresh, compare)
	order := make([]int32, 0, len(m.order)+len(fresh))
	for _, id := range m.order {
		for len(fresh) > 0 && compare(fresh[0], id) < 0 {
			order, fresh = append(order, fresh[0]), fresh[1:]
		}
		order = append(order, id)
	}
	m.order = append(order, fresh...)
}

// join makes all lists anew.
func (m *Memory) join(entries []entry) {
	before := make([][]byte, len(m.terms))
	for i := range m.terms {
		t := &m.terms[i]
		before[i] = t.data
		t.data, t.count, t.last = make([]byte, 0, len(t.data)+8), 0, -1
	}
	for number := range entries {
		e := &entries[number]
		at := 0
		for _, id := range e.terms {
			t := &m.terms[id]
			end := skipEntry(e.data, at)
			t.data = appendNumber(t.data, number-t.last-1)
			t.data = append(t.data, e.data[at:end]...)
			t.last = number
			t.count++
			at = end
		}
	}
	for i := range m.terms {
		if t := &m.terms[i]; !bytes.Equal(t.data, before[i]) {
			m.renew(t)
		}
	}
}

func (m *Memory) renew(t *term) {
	m.count++
	t.version, t.divided = m.count, false
}

// exchange puts one entry into the lists in place of another one of the same number.
func (m *Memory) exchange(number int, was, now *entry) {
	old := was.byTerm()
	for id, data := range now.byTerm() {
		if have, ok := old[id]; !ok || !bytes.Equal(have, data) {
			m.splice(id, number, data)
		}
		delete(old, id)
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		m.splice(id, number, nil)
	}
}

func (e *entry) byTerm() map[int32][]byte {
	out := make(map[int32][]byte, len(e.terms))
	at := 0
	for _, id := range e.terms {
		end := skipEntry(e.data, at)
		out[id] = e.data[at:end]
		at = end
	}
	return out
}

// splice makes a list say something else of a note: nothing where data is nil.
func (m *Memory) splice(id int32, note int, data []byte) {
	t := &m.terms[id]
	last, from := -1, 0 // the note before, and where its entry ends
	rest, next := len(t.data), -1
	had := false
	for i := 0; i < len(t.data); {
		distance, weight := number(t.data, i)
		n := last + distance + 1
		end := skipEntry(t.data, weight)
		if n > note {
			rest, next = weight, n
			break
		}
		if n == note {
			had = true
		} else {
			last, from = n, end
		}
		// What follows the note may be the end of the list.
		i = end
		if n == note && end < len(t.data) {
			distance, weight := number(t.data, end)
			rest, next = weight, n+distance+1
			break
		}
	}
	out := make([]byte, 0, len(t.data)+len(data)+8)
	out = append(out, t.data[:from]...)
	if data != nil {
		out = appendNumber(out, note-last-1)
		out = append(out, data...)
		last = note
	}
	if next >= 0 {
		out = appendNumber(out, next-last-1)
		out = append(out, t.data[rest:]...)
	}
	switch {
	case data != nil && !had:
		t.count++
	case data == nil && had:
		t.count--
	}
	t.data = out
	m.renew(t)
}
