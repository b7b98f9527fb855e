package samsungnotes

import (
	"errors"
)

// A page is what a .page file holds, as far as it is shown.
type page struct {
	width, height int
	tags          []string
	pdfs          []int // numbers of the media that lie below the writing
	things        []thing
	strokes       []stroke
	unread        bool // there is handwriting or an object that is not read
}

// A thing is a picture or a text at a place of the page.
type thing struct {
	top, left float64
	bind      int // the picture's number, -1 for a text
	text      text
}

// The records of an object, by what they hold.
const (
	strokeRecord = 1
	shapeRecord  = 7
)

// The objects of a page that are read.
const (
	strokeObject = 1
	imageObject  = 3
	curveObject  = 15
)

// maxChildren is how deep objects stand in groups.
const maxChildren = 16

// readPage reads a .page file. What stands before the error is kept.
func readPage(data []byte) (*page, error) {
	p := &page{}
	c := &cursor{data: data}
	layers, more := c.u32(), c.u32()
	c.flags()
	parts := c.flags()
	c.u32() // orientation
	p.width, p.height = c.u32(), c.u32()
	c.bytes(8)
	c.text() // name
	c.u64()
	version := c.u32()
	c.u32()
	if c.err != nil {
		return p, c.err
	}
	if more > 0 && more < len(data) {
		c.seek(more)
		p.parts(c, parts)
	}
	if c.err != nil {
		return p, c.err
	}
	c.seek(layers)
	count := c.u16()
	c.u16() // the layer that was written on last
	for ; count > 0 && c.err == nil; count-- {
		start := c.pos
		c.seek(start + c.u32())
		for n := c.u32(); n > 0 && c.err == nil; n-- {
			p.object(c, version, 0)
		}
		c.bytes(32) // hash
	}
	return p, c.err
}

// parts reads the tags and the documents below the writing.
func (p *page) parts(c *cursor, parts int) {
	if parts&0x1 != 0 {
		c.bytes(32)
	}
	if parts&0x2 != 0 {
		for n := c.u16(); n > 0 && c.err == nil; n-- {
			if tag := c.text(); c.err == nil {
				p.tags = append(p.tags, tag)
			}
		}
	}
	if parts&0x4 != 0 {
		c.text()
	}
	for bit := 0x8; bit <= 0x80; bit <<= 1 {
		if parts&bit != 0 {
			c.u32()
		}
	}
	if parts&0x100 != 0 {
		for n := c.u16(); n > 0 && c.err == nil; n-- {
			bind := c.u32()
			c.bytes(4 + 16) // page of the document, and where it lies
			if c.err == nil {
				p.pdfs = append(p.pdfs, bind)
			}
		}
	}
}

// object reads one object and those that are grouped in it.
func (p *page) object(c *cursor, version, depth int) {
	kind, children, size := c.u8(), c.u16(), c.u32()
	if size < 32 || depth > maxChildren {
		c.err = errShort
		return
	}
	data := c.bytes(size)
	if c.err != nil {
		return
	}
	if err := p.take(kind, records(data[:size-32]), version); err != nil {
		p.unread = true
	}
	for ; children > 0 && c.err == nil; children-- {
		p.object(c, version, depth+1)
	}
}

// records cuts an object into its records, each of which begins with its size and its kind.
func records(data []byte) map[int][]byte {
	out := map[int][]byte{}
	for len(data) >= 6 {
		c := &cursor{data: data}
		size, kind := c.u32(), c.u16()
		if size < 6 || size > len(data) {
			break
		}
		if _, ok := out[kind]; !ok {
			out[kind] = data[:size]
		}
		data = data[size:]
	}
	return out
}

var errUnread = errors.New("an object of a kind that is not read")

// take keeps what an object shows.
func (p *page) take(kind int, parts map[int][]byte, version int) error {
	shape := parts[shapeRecord]
	switch {
	case kind == strokeObject || kind == curveObject:
		s, err := readStroke(parts[strokeRecord])
		if err == nil {
			p.strokes = append(p.strokes, s)
		}
		return err
	case kind == imageObject:
		bind, top, left, err := readImage(shape)
		if err == nil {
			p.things = append(p.things, thing{top, left, bind, text{}})
		}
		return err
	case shape != nil:
		t, err := shapeText(shape, version)
		if err != nil {
			return err
		}
		top, left := corner(shape)
		if len(t.units) > 0 {
			p.things = append(p.things, thing{top, left, -1, t})
			return nil
		}
	}
	return errUnread
}

// corner is the upper left corner of a shape.
func corner(shape []byte) (top, left float64) {
	c := &cursor{data: shape}
	c.bytes(4 + 2 + 4 + 3 + 4 + 4)
	left, top = c.f64(), c.f64()
	if left != left || top != top || c.err != nil {
		return 0, 0
	}
	return top, left
}

// readImage finds the number of the picture that a shape is filled with.
func readImage(shape []byte) (bind int, top, left float64, err error) {
	c := &cursor{data: shape}
	c.bytes(6)
	own := c.u32()
	c.bytes(3)
	mask := c.u32()
	if mask&0x20 == 0 || mask&1 != 0 {
		return 0, 0, 0, errUnread
	}
	c.seek(own)
	if mask&0x2 != 0 {
		c.u8()
	}
	for _, bit := range []int{0x4, 0x8, 0x10} {
		if mask&bit != 0 {
			c.u32()
		}
	}
	c.u32()
	fill := c.u8()
	c.u8()
	bind = c.u32()
	if c.err == nil && fill != 2 {
		c.err = errUnread
	}
	top, left = corner(shape)
	return bind, top, left, c.err
}
