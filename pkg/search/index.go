package search

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"memopress/pkg/site"
)

// Options say what is searched.
type Options struct {
	TitlesOnly bool // not the text of notes
	Workers    int  // 0 means one for each processor

	// Memory is what indexes before remember; nil for none. Key then returns a number that stands for
	// everything about a note that the index holds.
	Memory *Memory
	Key    func(*site.Note) uint64
}

// A File is a file of the index.
type File struct {
	Path string // site path: "data/search/m.js"
	Data []byte
}

// Index makes the files of the index of a site, the same for the same site. A site without notes
// has none.
func Index(s *site.Site, o Options) []File {
	if len(s.Notes) == 0 {
		return nil
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	notes := ordered(s)
	if o.Memory != nil {
		return o.Memory.index(notes, o)
	}
	parts := make([]*part, min(o.Workers, len(notes)))
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() {
			p := &part{first: len(notes) * i / len(parts), pairs: map[uint64]int32{}, words: map[string]int32{}}
			for k, n := range notes[p.first : len(notes)*(i+1)/len(parts)] {
				p.add(p.first+k, n, o)
			}
			parts[i] = p
		})
	}
	wg.Wait()
	var shown [][]byte
	for _, p := range parts {
		shown = append(shown, p.shown...)
	}
	texts, counts := shelve(shown, nil)
	sh := &sharder{}
	shard(parts, sh)
	return sh.index(len(notes), texts, counts)
}

// ordered returns the notes in the order of their numbers. Numbers are coarse in how many notes
// link to one, so that a link more or less changes few of them.
func ordered(s *site.Site) []*site.Note {
	notes := slices.Clone(s.Notes)
	rank := func(n *site.Note) int {
		from := map[*site.Note]bool{}
		for _, b := range n.Backlinks {
			from[b.From] = true
		}
		r := bits.Len(uint(len(from)))
		if n == s.Home || n.Pinned {
			r += 2
		}
		return r
	}
	ranks := make(map[*site.Note]int, len(notes))
	for _, n := range notes {
		ranks[n] = rank(n)
	}
	slices.SortStableFunc(notes, func(a, b *site.Note) int {
		return cmp.Or(cmp.Compare(ranks[b], ranks[a]), strings.Compare(a.Address, b.Address))
	})
	return notes
}

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

	lists []list
	pairs map[uint64]int32 // lists of pairs, see pairKey
	words map[string]int32 // lists of words, and of what notes are asked for

	// of the note that is being entered
	met  []occurrence
	pos  int
	size int // tokens
}

// A list is the postings of a term in a part.
type list struct {
	count, last int    // notes; the number of the last one
	first       int    // the number of the first one
	head        int    // length of the number of the first one in data
	data        []byte // the notes, the first one's number as the distance from -1
	now         int32  // its place in part.met, from 1; 0 when the note has not met it
}

type occurrence struct {
	list   int32
	weight float64
	place  int
	n      int
	at     [maxPositions]int32
}

// add enters a note.
func (p *part) add(number int, n *site.Note, o Options) {
	p.fill(n, o)
	p.post(number)
}

// fill finds the terms of a note, and what results show of it.
func (p *part) fill(n *site.Note, o Options) {
	p.met, p.pos, p.size = p.met[:0], 0, 0
	p.field(n.Title, inTitle, 8)
	for _, a := range n.Aliases {
		p.field(a, inAlias, 7)
	}
	for _, t := range n.Tags {
		p.field(t.Name, inTag, 4)
		for up := t; up != nil; up = up.Parent {
			p.ask("#" + fold(up.Name))
		}
	}
	var passages []passage
	if !o.TitlesOnly {
		passages = passagesOf(n.Body)
	}
	for _, ps := range passages {
		if ps.own {
			p.field(ps.heading, inHeading, 4)
		}
		p.field(ps.text, 0, 1)
	}
	for f := n.Folder; f != nil && f.Parent != nil; f = f.Parent {
		p.ask("/" + fold(f.Title))
	}
	for _, prop := range n.Properties {
		name := fold(prop.Name)
		p.ask("[" + name)
		for _, v := range prop.Value {
			p.ask("[" + name + ":" + cut(strings.Join(strings.Fields(fold(v.Text)), " ")))
		}
	}
	p.shown = append(p.shown, show(n, passages))
}

// entry returns the lists of the note that was filled in, and what they say of it.
func (p *part) entry() (lists []int32, data []byte) {
	long := p.length()
	lists = make([]int32, len(p.met))
	for i := range p.met {
		o := &p.met[i]
		p.lists[o.list].now = 0
		lists[i] = o.list
		data = o.append(data, long)
	}
	return lists, slices.Clip(data)
}

// field enters a text of a note. boost is how much more a word counts there than in the text.
func (p *part) field(text string, place int, boost float64) {
	folded := fold(text)
	start := p.pos
	p.pos = tokens(folded, p.pos, func(t token, at int) { p.meet(p.find(t, 0), at, place, boost) })
	p.size += p.pos - start
	if place != 0 {
		if initials := initialsOf(folded); initials != "" {
			tokens(initials, start, func(t token, at int) { p.meet(p.find(t, ofInitials), at, place, boost) })
		}
	}
	p.pos += gap
}

// ofInitials marks the pairs of initial consonants.
const ofInitials = 1 << 63

// pairKey packs a pair into a number.
func pairKey(a, b rune) uint64 { return uint64(a)<<21 | uint64(b) }

// pairTerm is the term of a pair.
func pairTerm(key uint64) string {
	t := string([]rune{rune(key &^ ofInitials >> 21), rune(key & (1<<21 - 1))})
	if key&ofInitials != 0 {
		return "*" + t
	}
	return t
}

// find returns the list of a token.
func (p *part) find(t token, mark uint64) int32 {
	if t.word != "" {
		return p.word(t.word)
	}
	key := pairKey(t.a, t.b) | mark
	id, ok := p.pairs[key]
	if !ok {
		id = p.newList()
		p.pairs[key] = id
	}
	return id
}

func (p *part) word(w string) int32 {
	id, ok := p.words[w]
	if !ok {
		id = p.newList()
		p.words[strings.Clone(w)] = id // not the whole text that it is a part of
	}
	return id
}

func (p *part) newList() int32 {
	p.lists = append(p.lists, list{last: -1})
	return int32(len(p.lists) - 1)
}

// ask enters a term that a note is asked for, which counts nothing.
func (p *part) ask(term string) {
	term = strings.Join(strings.Fields(term), " ") // tabs and lines part terms
	if o := p.occurrence(p.word(term)); o.n == 0 {
		o.n = 1
	}
}

func (p *part) occurrence(id int32) *occurrence {
	l := &p.lists[id]
	if l.now == 0 {
		p.met = append(p.met, occurrence{list: id})
		l.now = int32(len(p.met))
	}
	return &p.met[l.now-1]
}

func (p *part) meet(id int32, at, place int, boost float64) {
	o := p.occurrence(id)
	o.weight += boost
	o.place |= place
	if o.n < maxPositions {
		o.at[o.n] = int32(at)
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
		l.data = appendNumber(l.data, number-l.last-1)
		if l.count == 0 {
			l.first, l.head = number, len(l.data)
		}
		l.last = number
		l.count++
		l.data = o.append(l.data, long)
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
func (o *occurrence) append(data []byte, long float64) []byte {
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
	data = appendNumber(data, o.n)
	before := int32(0)
	for _, at := range o.at[:o.n] {
		data = appendNumber(data, int(at-before))
		before = at
	}
	return data
}

// show returns what results show of a note, as JSON.
func show(n *site.Note, passages []passage) []byte {
	tags := make([]string, len(n.Tags))
	for i, t := range n.Tags {
		tags[i] = t.Name
	}
	aliases := n.Aliases
	if aliases == nil {
		aliases = []string{}
	}
	texts := make([][3]string, 0, len(passages))
	size := 0
	for _, p := range passages {
		if size += len(p.text); size > maxShown {
			break
		}
		texts = append(texts, [3]string{p.anchor, p.heading, p.text})
	}
	return marshal([]any{n.Address, n.Title, aliases, tags, texts})
}

// maxShown is how much text of a note results can quote, in bytes: beyond it a note is found but
// not quoted.
const maxShown = 100_000

func marshal(v any) []byte {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("strings and lists of them: %v", err)) // nothing that JSON could refuse
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// put wraps a value, which is JSON, in the call that hands it over.
func put(name string, value []byte) File {
	return File{pathOf(name), slices.Concat([]byte(`memopress.put("search/`+name+`",`), value, []byte(")\n"))}
}

func pathOf(name string) string { return "data/search/" + name + ".js" }

// shelve packs what results show into files. Its second result is how many notes each has.
func shelve(shown [][]byte, known func(file, from, to int) []byte) ([]File, []byte) {
	room := 10_000
	if len(shown) > 20_000 {
		room = 20_000 // fewer files, of which a query needs fewer different ones
	}
	var files []File
	var counts []byte
	from, size := 0, 0
	shut := func(to int) {
		if from == to {
			return
		}
		var file File
		if known != nil {
			file.Data = known(len(files), from, to)
		}
		if name := "d" + strconv.Itoa(len(files)); file.Data == nil {
			file = put(name, slices.Concat([]byte("["), bytes.Join(shown[from:to], []byte(",")), []byte("]")))
		} else {
			file.Path = pathOf(name)
		}
		files = append(files, file)
		counts = appendNumber(counts, to-from)
		from, size = to, 0
	}
	for i, s := range shown {
		if i > from && size+len(s) > room {
			shut(i)
		}
		if i > from {
			size++
		}
		size += len(s)
	}
	shut(len(shown))
	return files, counts
}

// shard packs the postings of the parts into files.
func shard(parts []*part, into *sharder) {
	found := map[string][]*list{}
	for _, p := range parts {
		for key, id := range p.pairs {
			term := pairTerm(key)
			found[term] = append(found[term], &p.lists[id])
		}
		for term, id := range p.words {
			found[term] = append(found[term], &p.lists[id])
		}
	}
	for _, term := range slices.SortedFunc(maps.Keys(found), compareUTF16) {
		count, data := merge(found[term])
		into.add(term, count, data, 0)
	}
}

// merge joins the lists of a term.
func merge(lists []*list) (count int, data []byte) {
	if len(lists) == 1 {
		return lists[0].count, lists[0].data
	}
	last := -1
	for _, l := range lists {
		data = appendNumber(data, l.first-last-1)
		data = append(data, l.data[l.head:]...)
		count += l.count
		last = l.last
	}
	return count, data
}

// hash is FNV-1a of 32 bits over the units of UTF-16, which is what a browser has of a text.
func hash(s string) uint32 {
	h := uint32(2166136261)
	mix := func(unit rune) { h = (h ^ uint32(unit)) * 16777619 }
	for _, r := range s {
		if r >= 0x10000 {
			high, low := utf16.EncodeRune(r)
			mix(high)
			mix(low)
			continue
		}
		mix(r)
	}
	return h
}

// manifest lists the files.
func manifest(notes int, terms []string, marks, counts []byte) File {
	return put("m", marshal(map[string]any{"n": notes, "t": strings.Join(terms, "\n"), "h": string(marks), "d": string(counts)}))
}

// compareUTF16 compares as a browser does, by units of UTF-16.
func compareUTF16(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			// Characters beyond the first plane begin with a byte of 0xF0 or more, and in UTF-16
			// stand before those from U+E000 on, which begin with 0xEE or 0xEF.
			x, y := a[i], b[i]
			if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
				return cmp.Compare(y, x)
			}
			return cmp.Compare(x, y)
		}
	}
	return cmp.Compare(len(a), len(b))
}
