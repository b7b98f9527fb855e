package store

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A file is the bytes of a store. What is read of it has to be within it, and all that is read
// together within the budget: chunks that lie over each other would else make a small file cost
// any time.
type file struct {
	r      io.ReaderAt
	size   int64
	budget int64
}

// A chunk is a part of a file.
type chunk struct{ at, size int64 }

var errOutside = errors.New("it points outside the file")

func (f *file) holds(c chunk) bool {
	return c.at >= 0 && c.size >= 0 && c.at <= f.size && c.size <= f.size-c.at
}

// read returns the bytes of a chunk.
func (f *file) read(at, size int64) ([]byte, error) {
	if !f.holds(chunk{at, size}) {
		return nil, errOutside
	}
	if f.budget -= size + 16; f.budget < 0 {
		return nil, errors.New("its parts are used again and again")
	}
	b := make([]byte, size)
	if n, err := f.r.ReadAt(b, at); int64(n) < size {
		return nil, fmt.Errorf("read at %d: %w", at, err)
	}
	return b, nil
}

// A GUID is a GUID in the order of bytes that files have.
type GUID [16]byte

// guid reads a GUID as people write it.
func guid(s string) GUID {
	raw, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil || len(raw) != 16 {
		panic("not a GUID: " + s)
	}
	return GUID(swap([16]byte(raw)))
}

// swap turns the order of people into that of files, and back.
func swap(b [16]byte) [16]byte {
	b[0], b[1], b[2], b[3] = b[3], b[2], b[1], b[0]
	b[4], b[5], b[6], b[7] = b[5], b[4], b[7], b[6]
	return b
}

// String returns the GUID in lower case, with hyphens and without braces.
func (g GUID) String() string {
	b := swap(g)
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// IsZero reports whether the GUID is all zero.
func (g GUID) IsZero() bool { return g == GUID{} }

// An ID is an extended GUID (MS-ONESTORE 2.2.1): it names objects, object spaces and revisions.
type ID struct {
	GUID GUID
	N    uint32
}

// IsZero reports whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

func (id ID) String() string { return fmt.Sprintf("%v,%d", id.GUID, id.N) }

// A cursor reads little-endian values from bytes. After the end it returns zeros and is short.
type cursor struct {
	b     []byte
	short bool
}

func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b) {
		c.short, c.b = true, nil
		return nil
	}
	out := c.b[:n]
	c.b = c.b[n:]
	return out
}

func (c *cursor) u8() uint8 {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if b := c.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if b := c.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (c *cursor) u64() uint64 {
	if b := c.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (c *cursor) guid() GUID {
	if b := c.take(16); b != nil {
		return GUID(b)
	}
	return GUID{}
}

// id reads an extended GUID as the revision store writes it.
func (c *cursor) id() ID { return ID{c.guid(), c.u32()} }
