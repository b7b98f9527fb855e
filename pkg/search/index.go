package search

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/bits"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

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
	notes := inOrder(s)
	if o.Memory != nil {
		return o.Memory.index(notes, o)
	}
	parts := make([]*part, min(o.Workers, len(notes)))
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() {
			p := newPart()
			p.first = len(notes) * i / len(parts)
			for k, n := range notes[p.first : len(notes)*(i+1)/len(parts)] {
				p.add(p.first+k, n, o)
			}
			p.arrange()
			parts[i] = p
		})
	}
	wg.Wait()
	var shown [][]byte
	for _, p := range parts {
		shown = append(shown, p.shown...)
		p.shown = nil // while postings are packed, files hold it
	}
	texts, counts := shelve(shown, nil)
	shown = nil
	sh := &sharder{}
	shard(parts, sh)
	return sh.index(len(notes), texts, counts)
}

// inOrder returns the notes in the order of their numbers. Numbers are coarse in how many notes
// link to one, so that a link more or less changes few of them.
func inOrder(s *site.Site) []*site.Note {
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

// show returns what results show of a note, as JSON: its address, title, aliases, tags and passages,
// of each the anchor, the heading and the text.
func show(n *site.Note, passages []passage) []byte {
	size, shown := 0, 0
	for i := range passages {
		if size += len(passages[i].text); size > maxShown {
			break
		}
		shown++
	}
	out := make([]byte, 0, 200+min(size, maxShown)*9/8)
	text := func(s string) { out = appendString(out, []byte(s)) }
	next := func(i int) {
		if i > 0 {
			out = append(out, ',')
		}
	}
	out = append(out, '[')
	text(n.Address)
	out = append(out, ',')
	text(n.Title)
	out = append(out, ",["...)
	for i, a := range n.Aliases {
		next(i)
		text(a)
	}
	out = append(out, "],["...)
	for i, t := range n.Tags {
		next(i)
		text(t.Name)
	}
	out = append(out, "],["...)
	for i := range passages[:shown] {
		p := &passages[i]
		next(i)
		out = append(out, '[')
		text(p.anchor)
		out = append(out, ',')
		text(p.heading)
		out = append(appendString(append(out, ','), p.text), ']')
	}
	return append(out, "]]"...)
}

// appendString writes a text as JSON, as marshal does.
func appendString(out, s []byte) []byte {
	if !utf8.Valid(s) {
		return append(out, marshal(string(s))...)
	}
	out = append(out, '"')
	done := 0
	for i, c := range s {
		if c >= ' ' && c != '"' && c != '\\' && c != 0xE2 {
			continue
		}
		var as string
		w := 1
		switch c {
		case '"', '\\':
			as = `\` + string(rune(c))
		case '\n':
			as = `\n`
		case '\t':
			as = `\t`
		case '\r':
			as = `\r`
		case '\b':
			as = `\b`
		case '\f':
			as = `\f`
		case 0xE2: // what U+2028 and U+2029 begin with, which are no text in scripts of old
			if s[i+1] != 0x80 || s[i+2] != 0xA8 && s[i+2] != 0xA9 {
				continue
			}
			as, w = `\u202`+string(rune(s[i+2]-0xA0+'0')), 3
		default:
			as = fmt.Sprintf(`\u%04x`, c)
		}
		out = append(append(out, s[done:i]...), as...)
		done = i + w
	}
	return append(append(out, s[done:]...), '"')
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
	f := begun(name, len(value))
	f.Data = append(f.Data, value...)
	return f.ended()
}

// begun returns the beginning of such a file, with room for a value.
func begun(name string, size int) File {
	const call, end = `memopress.put("search/`, "\",)\n"
	out := make([]byte, 0, len(call)+len(name)+size+len(end))
	return File{pathOf(name), append(append(append(out, call...), name...), `",`...)}
}

func (f File) ended() File {
	f.Data = append(f.Data, ")\n"...)
	return f
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
			file = begun(name, size+2)
			before := byte('[')
			for _, s := range shown[from:to] {
				file.Data = append(append(file.Data, before), s...)
				before = ','
			}
			file.Data = append(file.Data, ']')
			file = file.ended()
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

// shard packs the postings of the parts, which are arranged, into files.
func shard(parts []*part, into *sharder) {
	var found []*list
	for {
		var next *ordered
		found = found[:0]
		for _, p := range parts {
			if len(p.order) == 0 {
				continue
			}
			by := -1
			if next != nil {
				by = compareOrdered(&p.order[0], next)
			}
			if by < 0 {
				found, next = found[:0], &p.order[0]
			}
			if by <= 0 {
				found = append(found, &p.lists[p.order[0].id])
			}
		}
		if next == nil {
			return
		}
		term := next.term
		for _, p := range parts {
			if len(p.order) > 0 && p.order[0].term == term {
				p.order = p.order[1:]
			}
		}
		count, data := merge(found)
		into.add(term, count, data, splitsOf(data), 0)
		for _, l := range found {
			l.data = nil // the file holds it
		}
	}
}

// merge joins the lists of a term.
func merge(lists []*list) (count int, data []byte) {
	if len(lists) == 1 {
		return int(lists[0].count), lists[0].data
	}
	last := -1
	for _, l := range lists {
		data = appendNumber(data, int(l.first)-last-1)
		data = append(data, l.data[l.head:]...)
		count += int(l.count)
		last = int(l.last)
	}
	return count, data
}

// hash is FNV-1a of 32 bits over the units of UTF-16, which is what a browser has of a text.
func hash[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	mix := func(unit rune) { h = (h ^ uint32(unit)) * 16777619 }
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf { // as nearly all is
			h = (h ^ uint32(s[i])) * 16777619
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		i += size
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
