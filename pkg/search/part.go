package search

import (
	"cmp"
	"math"
	"slices"

	"memopress/pkg/site"
)

// Places of a term other than the text.
const (
	inTitle   = 1
	inHeading = 2
	inTag     = 4
	inAlias   = 8
)

// maxPositions is how many positions of a term in one note are kept.
const maxPositions = 64

// gap is what lies between two parts of a note, so that no phrase goes across.
const gap = 8

// A part is the index of some notes in a row.
type part struct {
	first int
	shown [][]byte // of each note, what results show of it
	terms terms
	lists []list    // by the numbers of terms
	order []ordered // of terms, see arrange

	// of the note that is being entered
	met       []occurrence
	events    []event
	positions []int32 // by occurrence
	pos       int
	size      int // tokens

	// room that is used again
	passages collector
	folded   []byte
	initials []byte
	asked    []byte
}

// A list is the postings of a term in a part.
type list struct {
	count, last int32  // notes; the number of the last one
	first       int32  // the number of the first one
	head        int32  // length of the number of the first one in data
	data        []byte // the notes, the first one's number as the distance from -1
	now         int32  // its place in part.met, from 1; 0 when the note has not met it
}

// An occurrence is what a list will say of the note that is being entered.
type occurrence struct {
	list   int32
	place  int32
	n      int32
	start  int32 // of its positions
	end    int32
	weight float64
}

// An event is a place where the note meets a term.
type event struct {
	occurrence int32
	at         int32
}

// An ordered is a term in its place among the others.
type ordered struct {
	key  uint64 // see orderKey
	term string
	id   int32
}

func newPart() *part { return &part{} }

// add enters a note.
func (p *part) add(number int, n *site.Note, o Options) {
	p.fill(n, o)
	p.post(number)
}

// fill finds the terms of a note, and what results show of it.
func (p *part) fill(n *site.Note, o Options) {
	p.met, p.events, p.pos, p.size = p.met[:0], p.events[:0], 0, 0
	p.field([]byte(n.Title), inTitle, 8)
	for _, a := range n.Aliases {
		p.field([]byte(a), inAlias, 7)
	}
	for _, t := range n.Tags {
		p.field([]byte(t.Name), inTag, 4)
		for up := t; up != nil; up = up.Parent {
			p.ask(appendFold(p.prefix('#'), []byte(up.Name)))
		}
	}
	var passages []passage
	if !o.TitlesOnly {
		passages = p.passages.read(n.Body)
	}
	for i := range passages {
		ps := &passages[i]
		if ps.own {
			p.field([]byte(ps.heading), inHeading, 4)
		}
		p.field(ps.text, 0, 1)
	}
	for f := n.Folder; f != nil && f.Parent != nil; f = f.Parent {
		p.ask(appendFold(p.prefix('/'), []byte(f.Title)))
	}
	for _, prop := range n.Properties {
		p.ask(appendFold(p.prefix('['), []byte(prop.Name)))
		for _, v := range prop.Value {
			term := append(appendFold(p.prefix('['), []byte(prop.Name)), ':')
			p.ask(append(term, cut(appendFields(nil, appendFold(nil, []byte(v.Text))))...))
		}
	}
	p.shown = append(p.shown, show(n, passages))
	p.settle()
}

// settle puts the positions of each occurrence in a row.
func (p *part) settle() {
	at := int32(0)
	for i := range p.met {
		o := &p.met[i]
		o.start, o.end = at, at
		at += min(o.n, maxPositions)
	}
	p.positions = slices.Grow(p.positions[:0], int(at))[:at]
	for _, e := range p.events {
		o := &p.met[e.occurrence]
		p.positions[o.end] = e.at
		o.end++
	}
}

// entry returns the lists of the note that was filled in, and what they say of it.
func (p *part) entry() (lists []int32, data []byte) {
	long := p.length()
	lists = make([]int32, len(p.met))
	for i := range p.met {
		o := &p.met[i]
		p.lists[o.list].now = 0
		lists[i] = o.list
		data = p.append(data, o, long)
	}
	return lists, slices.Clip(data)
}

// field enters a text of a note. boost is how much more a word counts there than in the text.
func (p *part) field(text []byte, place int32, boost float64) {
	p.folded = appendFold(p.folded[:0], text)
	start := p.pos
	p.pos = tokens(p.folded, p.pos, func(t token, at int) { p.meet(p.find(t, 0), at, place, boost) })
	p.size += p.pos - start
	if place != 0 {
		if p.initials = appendInitials(p.initials[:0], p.folded); len(p.initials) > 0 {
			tokens(p.initials, start, func(t token, at int) { p.meet(p.find(t, ofInitials), at, place, boost) })
		}
	}
	p.pos += gap
}

// find returns the list of a token.
func (p *part) find(t token, mark uint64) int32 {
	if len(t.word) > 0 {
		return p.list(p.terms.word(t.word))
	}
	return p.list(p.terms.pair(pairKey(t.a, t.b) | mark))
}

// list makes the list of a term that is new.
func (p *part) list(id int32) int32 {
	if int(id) == len(p.lists) {
		p.lists = append(p.lists, list{last: -1})
	}
	return id
}

// prefix begins a term that a note is asked for.
func (p *part) prefix(c byte) []byte { return append(p.asked[:0], c) }

// ask enters a term that a note is asked for, which counts nothing.
func (p *part) ask(term []byte) {
	p.asked = term
	p.folded = appendFields(p.folded[:0], term) // tabs and lines part terms
	if i := p.occurrence(p.list(p.terms.word(p.folded))); p.met[i].n == 0 {
		p.met[i].n = 1
		p.events = append(p.events, event{i, 0})
	}
}

// occurrence returns the place of what the note says of a list.
func (p *part) occurrence(id int32) int32 {
	l := &p.lists[id]
	if l.now == 0 {
		p.met = append(p.met, occurrence{list: id})
		l.now = int32(len(p.met))
	}
	return l.now - 1
}

func (p *part) meet(id int32, at int, place int32, boost float64) {
	i := p.occurrence(id)
	o := &p.met[i]
	o.weight += boost
	o.place |= place
	if o.n < maxPositions {
		p.events = append(p.events, event{i, int32(at)})
	}
	o.n++
}

// post appends the note to the lists of its terms.
func (p *part) post(number int) {
	long := p.length()
	for i := range p.met {
		o := &p.met[i]
		l := &p.lists[o.list]
		l.now = 0
		l.data = appendNumber(l.data, number-int(l.last)-1)
		if l.count == 0 {
			l.first, l.head = int32(number), int32(len(l.data))
		}
		l.last = int32(number)
		l.count++
		l.data = p.append(l.data, o, long)
	}
}

// length says how much longer than usual the note is.
func (p *part) length() float64 {
	const b, usual = 0.4, 300
	return 1 - b + b*float64(p.size)/usual
}

// append writes what a list says of a note, but for its number. The weight is that of BM25 without
// the rarity of the term: a note of usual length in which it stands once in the text has a sixth of
// the most.
func (p *part) append(data []byte, o *occurrence, long float64) []byte {
	const k1 = 5
	w := o.weight / long
	weight := int(math.Round(31 * w / (w + k1)))
	if o.place != 0 {
		data = append(data, digits[32|weight], digits[o.place])
	} else {
		data = append(data, digits[weight])
	}
	if o.n > maxPositions {
		return append(data, digits[0])
	}
	data = appendNumber(data, int(o.n))
	before := int32(0)
	for _, at := range p.positions[o.start:o.end] {
		data = appendNumber(data, int(at-before))
		before = at
	}
	return data
}

// arrange puts the terms in order.
func (p *part) arrange() {
	p.order = make([]ordered, len(p.lists))
	for i := range p.order {
		term := p.terms.text(int32(i))
		p.order[i] = ordered{orderKey(term), term, int32(i)}
	}
	slices.SortFunc(p.order, func(a, b ordered) int { return compareOrdered(&a, &b) })
}

func compareOrdered(a, b *ordered) int {
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	return compareUTF16(a.term, b.term)
}

// orderKey says of most terms which comes first, as compareUTF16 does: where the keys are the same
// that has to be asked.
func orderKey(term string) (key uint64) {
	for i := range 8 {
		key <<= 8
		if i >= len(term) {
			continue
		}
		c := term[i]
		switch {
		case c >= 0xF0:
			c -= 2
		case c >= 0xEE:
			c += 0x10
		}
		key |= uint64(c)
	}
	return key
}
