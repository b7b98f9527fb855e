package samsungnotes

import (
	"encoding/binary"
	"errors"
	"math"
	"unicode/utf16"
)

// errShort says that a length or an offset of the file leads out of it.
var errShort = errors.New("a length in it leads out of the file")

// A cursor reads little-endian values and remembers the first read that led out of its data;
// from then on everything is zero.
type cursor struct {
	data []byte
	pos  int
	err  error
}

// bytes returns the next n bytes.
func (c *cursor) bytes(n int) []byte {
	if c.err != nil || n < 0 || n > len(c.data)-c.pos {
		c.err = errShort
		return nil
	}
	c.pos += n
	return c.data[c.pos-n : c.pos]
}

// seek goes to a place counted from the beginning.
func (c *cursor) seek(pos int) {
	if c.err != nil || pos < 0 || pos > len(c.data) {
		c.err = errShort
		return
	}
	c.pos = pos
}

func (c *cursor) u8() int {
	if b := c.bytes(1); b != nil {
		return int(b[0])
	}
	return 0
}

func (c *cursor) u16() int {
	if b := c.bytes(2); b != nil {
		return int(binary.LittleEndian.Uint16(b))
	}
	return 0
}

func (c *cursor) u32() int {
	if b := c.bytes(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (c *cursor) u64() uint64 {
	if b := c.bytes(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (c *cursor) f64() float64 { return math.Float64frombits(c.u64()) }

func (c *cursor) f32() float64 { return float64(math.Float32frombits(uint32(c.u32()))) }

// flags reads a field of bits: the number of its bytes, at most four, and these.
func (c *cursor) flags() int {
	n := c.u8()
	if n > 4 {
		c.err = errShort
	}
	v := 0
	for i, b := range c.bytes(n) {
		v |= int(b) << (8 * i)
	}
	return v
}

// units reads n units of UTF-16.
func (c *cursor) units(n int) []uint16 {
	if n > len(c.data) {
		n = len(c.data)
	}
	b := c.bytes(2 * n)
	out := make([]uint16, len(b)/2)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return out
}

// text reads a text with its length before it; 0xFFFF stands for none.
func (c *cursor) text() string {
	n := c.u16()
	if n == 0xFFFF {
		return ""
	}
	return string(utf16.Decode(c.units(n)))
}
