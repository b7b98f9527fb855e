package search

import (
	"bytes"
	"strconv"
)

// Sizes of the files of postings. A file ends where a term says so, so that a change moves few of
// these ends.
const (
	least = 12_000
	most  = 24_000
)

// A sharder packs postings into files. The terms come in order.
type sharder struct {
	known map[shardKey]sharded // files that were made before; nil for none
	made  map[shardKey]sharded // of known and new ones, those in files

	files  []File
	firsts []string // the first term of each
	marks  []byte   // the hash of each

	open []segment // of the file that is open
	size int       // of these
}

// A segment is a line of a file: a list of postings, or a part of one that is too long.
type segment struct {
	key     string
	count   int // of notes; -1 for a part that is not the first
	data    []byte
	version uint64 // of the list
	from    int    // of data, in the list
}

// A shardKey stands for the lines of a file, by the versions of their lists.
type shardKey struct {
	name     int
	sum      uint64
	segments int
}

type sharded struct {
	file File
	mark [2]byte
}

// add adds the postings of a term, with what splitsOf says of them. Lists of one version are the
// same; 0 is none.
func (s *sharder) add(term string, count int, data []byte, splits []split, version uint64) {
	if s.size > 0 && (s.size+len(data) > most || s.size > least && hash(term)%8 == 0) {
		s.shut()
	}
	line := segment{key: term, count: count, data: data, version: version}
	for _, c := range splits {
		line.data = data[line.from:c.at]
		s.line(line)
		s.shut()
		line = segment{key: term + "\x01" + strconv.Itoa(c.after), count: -1, version: version, from: c.at}
	}
	line.data = data[line.from:]
	s.line(line)
}

func (s *sharder) line(l segment) {
	if s.size == 0 {
		s.firsts = append(s.firsts, l.key)
	}
	s.open = append(s.open, l)
	s.size += len(l.key) + 2 + len(l.data)
	for n := l.count; n >= 0; n >>= 5 { // what the number of notes takes
		if s.size++; n < 32 {
			break
		}
	}
}

// shut ends a file.
func (s *sharder) shut() {
	if s.size == 0 {
		return
	}
	key := shardKey{name: len(s.files), segments: len(s.open)}
	for _, l := range s.open {
		key.sum = (key.sum^l.version)*0x9E3779B97F4A7C15 ^ key.sum>>29 ^ uint64(l.from)
		key.sum = (key.sum ^ uint64(len(l.data))) * 0xD1B54A32D192ED03
	}
	file, ok := s.known[key]
	if !ok {
		file = s.write()
	}
	if s.made != nil {
		s.made[key] = file
	}
	s.files = append(s.files, file.file)
	s.marks = append(s.marks, file.mark[:]...)
	s.open, s.size = s.open[:0], 0
}

func (s *sharder) write() sharded {
	now := make([]byte, 0, s.size)
	for _, l := range s.open {
		now = append(append(now, l.key...), '\t')
		if l.count >= 0 {
			now = appendNumber(now, l.count)
		}
		now = append(append(now, l.data...), '\n')
	}
	now = bytes.TrimSuffix(now, []byte("\n"))
	h := hash(now)
	f := begun("p"+strconv.Itoa(len(s.files)), len(now)+2*len(s.open)+2) // an escape for each tab and line
	f.Data = appendString(f.Data, now)
	return sharded{f.ended(), [2]byte{digits[h&63], digits[h>>6&63]}}
}

// index returns all files of the index.
func (s *sharder) index(notes int, texts []File, counts []byte) []File {
	s.shut()
	return append(append(s.files, texts...), manifest(notes, s.firsts, s.marks, counts))
}

// A split is a place where a list ends in one file and goes on in the next, behind a note.
type split struct {
	at    int // in the list
	after int // number of the note
}

// splitsOf divides a list that is too long for one file, between notes. The splits are the same however
// the list came about.
func splitsOf(data []byte) []split {
	var out []split
	last, from := -1, 0
	for i := 0; len(data)-from > most && i < len(data); {
		if i-from >= least {
			out = append(out, split{i, last})
			from = i
		}
		distance, next := number(data, i)
		last += distance + 1
		i = skipEntry(data, next)
	}
	return out
}

// number reads a number, and returns where it ends.
func number(data []byte, i int) (n, end int) {
	for shift := 0; ; shift += 5 {
		d := int(values[data[i]])
		i++
		n |= d & 31 << shift
		if d < 32 {
			return n, i
		}
	}
}

// skipEntry returns the end of an entry whose weight stands at i.
func skipEntry(data []byte, i int) int {
	if values[data[i]] >= 32 {
		i++
	}
	positions, i := number(data, i+1)
	for ; positions > 0; i++ {
		if values[data[i]] < 32 {
			positions--
		}
	}
	return i
}

// values are what digits stand for.
var values = func() (out [256]byte) {
	for i := range len(digits) {
		out[digits[i]] = byte(i)
	}
	return out
}()
