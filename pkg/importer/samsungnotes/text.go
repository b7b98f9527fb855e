package samsungnotes

import (
	"errors"
	"unicode/utf16"
)

// A text is rich text as the format has it. Places in it count units of UTF-16.
type text struct {
	units   []uint16
	spans   []span
	lines   []lineStyle
	objects []object // what the marks U+FFFC in the text stand for
}

// A span is a style from start to end.
type span struct {
	kind, start, end, value int
}

// The kinds of span that are kept. Sizes and fonts are not: they are the theme's.
const (
	foreground = 1
	bold       = 5
	italic     = 6
	underline  = 7
	hyperlink  = 9
	background = 17
	strike     = 20
)

// A lineStyle is what paragraphs of a text look like; they are counted from 0, and end is the
// first one that does not.
type lineStyle struct {
	kind, start, end, value, extra int
}

// The kinds of lineStyle that are kept.
const (
	indented = 2
	bulleted = 5
)

// An object is a thing among the words, such as a picture.
type object struct {
	kind int
	data []byte
}

func (t text) String() string { return string(utf16.Decode(t.units)) }

// readText reads a title or a body: the shape that holds the text.
func readText(data []byte, version int) (text, error) {
	c := &cursor{data: data}
	c.seek(c.u32())
	base := c.pos
	c.seek(base + c.u32())
	if c.err != nil {
		return text{}, c.err
	}
	return shapeText(data[c.pos:], version)
}

// shapeText reads the text of a shape's record; a shape may have none.
func shapeText(record []byte, version int) (text, error) {
	c := &cursor{data: record}
	size, kind, own := c.u32(), c.u16(), c.u32()
	c.bytes(3)
	mask := c.u32()
	if c.err != nil {
		return text{}, c.err
	}
	if kind != shapeRecord {
		return text{}, errors.New("the text is of another kind")
	}
	if mask&1 == 0 {
		return text{}, nil
	}
	if size > len(record) || own > size {
		return text{}, errShort
	}
	c.seek(own)
	common := c.bytes(c.u32())
	if c.err != nil {
		return text{}, c.err
	}
	return readCommon(common, version)
}

// readCommon reads a text with its styles.
func readCommon(data []byte, version int) (text, error) {
	c := &cursor{data: data}
	t := text{units: c.units(c.u32())}
	for i := c.u32(); i > 0 && c.err == nil; i-- {
		p := &cursor{data: c.bytes(c.u16())}
		s := span{kind: p.u32(), start: p.u32(), end: p.u32()}
		p.u32() // how it grows
		if p.err != nil {
			return t, p.err
		}
		switch s.kind {
		case foreground, background, hyperlink:
			s.value = p.u32()
		case bold, italic, underline, strike:
			s.value = p.u8()
		}
		if s.end = min(s.end, len(t.units)); s.start < s.end && p.err == nil {
			t.spans = append(t.spans, s)
		}
	}
	for i := c.u32(); i > 0 && c.err == nil; i-- {
		p := &cursor{data: c.bytes(c.u16())}
		l := lineStyle{kind: p.u32(), start: p.u32(), end: p.u32()}
		if p.err != nil {
			return t, p.err
		}
		if l.kind == indented || l.kind == bulleted {
			l.value, l.extra = p.u32(), p.u32()
			t.lines = append(t.lines, l)
		}
	}
	c.bytes(4*4 + 1) // margins and how the text hangs
	c.bytes(8 * c.u16())
	if version >= 2035 {
		t.readObjects(c)
	}
	return t, c.err
}

func (t *text) readObjects(c *cursor) {
	flags := c.u32()
	c.u32()
	if flags&1 == 0 {
		return
	}
	for i := c.u32(); i > 0 && c.err == nil; i-- {
		record := &cursor{data: c.bytes(c.u32())}
		size := record.u32()
		o := object{kind: record.u32()}
		if o.data = record.bytes(size); record.err != nil {
			c.err = record.err
			return
		}
		t.objects = append(t.objects, o)
	}
}
