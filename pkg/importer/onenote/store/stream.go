package store

import (
	"errors"
)

// A stream reads the stream objects of a package (MS-FSSHTTPB 2.2.1.5) in the order in which
// they lie in the file, a window at a time.
type stream struct {
	file   *file
	at     int64 // where the next byte is read
	window []byte
	start  int64 // where the window begins
	err    error
}

const windowSize = 64 << 10

// take returns the next n bytes, which are good until the next call.
func (s *stream) take(n int64) []byte {
	if s.err != nil {
		return nil
	}
	if n < 0 || !s.file.holds(chunk{s.at, n}) {
		s.err = errOutside
		return nil
	}
	if from := s.at - s.start; from < 0 || from+n > int64(len(s.window)) {
		s.start = s.at
		if s.window, s.err = s.file.read(s.at, min(max(n, windowSize), s.file.size-s.at)); s.err != nil {
			return nil
		}
	}
	from := s.at - s.start
	s.at += n
	return s.window[from : from+n]
}

func (s *stream) little(n int64) uint64 {
	v := uint64(0)
	for i, b := range s.take(n) {
		v |= uint64(b) << (8 * i)
	}
	return v
}

func (s *stream) guid() GUID {
	if b := s.take(16); b != nil {
		return GUID(b)
	}
	return GUID{}
}

// compact reads a number of one to nine bytes: zeros below the lowest bit that is set say how many
// bytes follow (2.2.1.1).
func (s *stream) compact() uint64 {
	first := s.little(1)
	if first == 0 {
		return 0
	}
	more := int64(0)
	for first>>more&1 == 0 {
		more++
	}
	if more == 7 {
		return s.little(8)
	}
	return (first | s.little(more)<<8) >> (more + 1)
}

// id reads an extended GUID, whose number takes 5 to 32 bits (2.2.1.7).
func (s *stream) id() ID {
	first := uint32(s.little(1))
	n := uint32(0)
	switch {
	case first == 0:
		return ID{}
	case first&7 == 4:
		n = first >> 3
	case first&0x3f == 0x20:
		n = uint32(s.little(1))<<2 | first>>6
	case first&0x7f == 0x40:
		n = uint32(s.little(2))<<1 | first>>7
	case first == 0x80:
		n = uint32(s.little(4))
	default:
		s.fail("an identifier is written in an unknown way")
	}
	return ID{s.guid(), n}
}

func (s *stream) cell() cellID { return cellID{context: s.id(), space: s.id()} }

// count reads how many elements of at least one byte follow.
func (s *stream) count() int {
	n := s.compact()
	if n > uint64(s.file.size-s.at) {
		s.err = errOutside
		return 0
	}
	return int(n)
}

func (s *stream) ids() []ID {
	var out []ID
	for range s.count() {
		if out = append(out, s.id()); s.err != nil {
			break
		}
	}
	return out
}

func (s *stream) cells() []cellID {
	var out []cellID
	for range s.count() {
		if out = append(out, s.cell()); s.err != nil {
			break
		}
	}
	return out
}

// binary passes over bytes that state their length, and returns where they are.
func (s *stream) binary() chunk {
	size := s.compact()
	c := chunk{s.at, int64(size)}
	if s.err != nil || size > 1<<62 || !s.file.holds(c) {
		s.err = errOutside
		return chunk{}
	}
	s.at += c.size
	return c
}

func (s *stream) fail(why string) {
	if s.err == nil {
		s.err = errors.New(why)
	}
}

// A header begins or ends a stream object. Of one that begins, body ends where the next header
// stands.
type header struct {
	kind uint32
	ends bool
	body int64
}

// header reads a header of 8, 16 or 32 bits: the lowest two bits say which.
func (s *stream) header() header {
	first := uint32(s.little(1))
	switch first & 3 {
	case 0:
		h := first | uint32(s.little(1))<<8
		return header{kind: h >> 3 & 0x3f, body: s.at + int64(h>>9)}
	case 1:
		return header{kind: first >> 2, ends: true}
	case 2:
		h := first | uint32(s.little(3))<<8
		size := uint64(h >> 17)
		if size == 0x7fff {
			if size = s.compact(); size > uint64(s.file.size) {
				s.err = errOutside
			}
		}
		return header{kind: h >> 3 & 0x3fff, body: s.at + int64(size)}
	default:
		return header{kind: (first | uint32(s.little(1))<<8) >> 2, ends: true}
	}
}
