package samsungnotes

import (
	"fmt"
	"time"

	"memopress/pkg/importer"
)

// newest is the newest version of the format whose layout is known. A file names the oldest
// version that its reader must know.
const newest = 5500

// A noteFile is what note.note holds.
type noteFile struct {
	id                string
	created, modified time.Time
	version           int
	title, body       text
	author, app       string
	place             []float64 // latitude and longitude
	voices, files     []named
	telling           bool // it may tell a place or an author
}

// named is a file of the note by its number in mediaInfo.dat, under the name that people see.
type named struct {
	bind int
	name string
}

// Parts of note.note that may be there, in this order.
const (
	hasApp       = 0x1
	hasVersion   = 0x2
	hasAuthor    = 0x4
	hasPlace     = 0x8
	hasTemplate  = 0x40
	hasLastPage  = 0x80
	hasLastImage = 0x200
	hasStrings   = 0x400
	hasFontDelta = 0x800
	hasPen       = 0x1000
	hasVoices    = 0x2000
	hasFiles     = 0x4000
)

// readNote reads note.note. What stands before the error is kept: the identifier, the times and,
// where it could be read, the title.
func readNote(data []byte) (*noteFile, error) {
	n := &noteFile{telling: true}
	c := &cursor{data: data}
	c.u32() // where the hash stands
	c.flags()
	parts := c.flags()
	n.version = c.u32()
	n.id = c.text()
	c.u32() // revision
	n.created, n.modified = micros(c.u64()), micros(c.u64())
	c.bytes(4 * 4) // width, height and padding
	least := c.u32()
	if c.err != nil {
		return n, c.err
	}
	n.telling = parts&(hasAuthor|hasPlace) != 0
	var err error
	title := c.bytes(c.u32())
	if n.title, err = readText(title, n.version); err != nil {
		return n, fmt.Errorf("its title cannot be read: %w", err)
	}
	if least > newest {
		return n, fmt.Errorf("it needs version %d of the format; known are those up to %d", least, newest)
	}
	body := c.bytes(c.u32())
	if c.err != nil {
		return n, c.err
	}
	if n.body, err = readText(body, n.version); err != nil {
		return n, fmt.Errorf("its text cannot be read: %w", err)
	}
	n.more(c, parts)
	return n, nil
}

// more reads the parts that stand behind the text, as far as they can be read: none of them
// holds words of the note, and files that they name are in mediaInfo.dat, too.
func (n *noteFile) more(c *cursor, parts int) {
	has := func(part int) bool { return parts&part != 0 && c.err == nil }
	if has(hasApp) {
		n.app = c.text()
	}
	if has(hasVersion) {
		c.bytes(8)
		c.text()
	}
	if has(hasAuthor) {
		for range 3 {
			if s := c.text(); n.author == "" {
				n.author = s
			}
		}
		c.u32()
	}
	if has(hasPlace) {
		n.place = []float64{c.f64(), c.f64()}
	}
	if has(hasTemplate) {
		c.text()
	}
	if has(hasLastPage) {
		c.u32()
	}
	if has(hasLastImage) {
		c.bytes(12)
	}
	if has(hasStrings) {
		c.bytes(c.u32())
	}
	if has(hasFontDelta) {
		c.u32()
	}
	if has(hasPen) {
		c.text()
		c.bytes(12)
		c.text()
		c.bytes(24)
	}
	if has(hasVoices) {
		for i := c.u32(); i > 0 && c.err == nil; i-- {
			entry := &cursor{data: c.bytes(c.u32())}
			if v := (named{entry.u32(), entry.text()}); entry.err == nil && c.err == nil {
				n.voices = append(n.voices, v)
			}
		}
	}
	if has(hasFiles) {
		for i := c.u16(); i > 0 && c.err == nil; i-- {
			name := c.text()
			if f := (named{c.u32(), name}); c.err == nil {
				n.files = append(n.files, f)
			}
		}
	}
}

// micros is a time in microseconds since 1970.
func micros(n uint64) time.Time {
	if n > 1<<62 {
		return time.Time{}
	}
	return importer.Sensible(time.UnixMicro(int64(n)))
}

// A medium is a file of the folder media as mediaInfo.dat lists it.
type medium struct {
	bind, uses int
	name       string
}

// readMedia reads mediaInfo.dat, as far as it can be read.
func readMedia(data []byte) []medium {
	c := &cursor{data: data}
	c.u32() // version
	var out []medium
	for i := c.u16(); i > 0 && c.err == nil; i-- {
		entry := &cursor{data: c.bytes(c.u32())}
		m := medium{bind: entry.u32(), name: entry.text()}
		entry.bytes(64) // SHA-256 in hexadecimal
		m.uses = entry.u16()
		if entry.err == nil && c.err == nil {
			out = append(out, m)
		}
	}
	return out
}

// readOrder returns the pages' names in their order, from pageIdInfo.dat.
func readOrder(data []byte) []string {
	c := &cursor{data: data}
	c.bytes(32)
	var out []string
	for i := c.u16(); i > 0 && c.err == nil; i-- {
		name := c.text()
		c.bytes(32)
		if c.err == nil {
			out = append(out, name)
		}
	}
	return out
}
