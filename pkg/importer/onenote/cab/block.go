package cab

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// frameSize is how many bytes a block holds at most, unpacked.
const frameSize = 32 << 10

// maxBlock is how large a block may be, packed: a frame that did not get smaller, and a little.
const maxBlock = frameSize + 6144

// The kinds of compression.
const (
	stored = 0
	mszip  = 1
	lzx    = 3
)

// A decoder unpacks one block after the other. What it returns is good until the next call.
type decoder interface {
	frame(packed []byte, size int) ([]byte, error)
}

// Open returns the folder's content, unpacked.
func (f Folder) Open() (io.Reader, error) {
	r := &reader{folder: f, at: f.at}
	switch f.compression & 0xf {
	case stored:
		r.decoder = plain{}
	case mszip:
		r.decoder = &zip{}
	case lzx:
		d, err := newLZX(int(f.compression >> 8 & 0x1f))
		if err != nil {
			return nil, err
		}
		r.decoder = d
	default:
		return nil, fmt.Errorf("compression %d of the cabinet is not known", f.compression&0xf)
	}
	return r, nil
}

// A reader reads a folder block by block.
type reader struct {
	folder  Folder
	at      int64
	done    int // blocks
	decoder decoder
	rest    []byte
	err     error
}

// Read unpacks the next block when there is nothing left of the last one.
func (r *reader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 && r.err == nil {
		if r.done >= r.folder.blocks {
			r.err = io.EOF
			break
		}
		r.rest, r.err = r.next()
		r.done++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	if n > 0 || len(p) == 0 {
		return n, nil
	}
	return 0, r.err
}

// next reads and unpacks a block: a checksum, two lengths, what the maker reserved, and data.
func (r *reader) next() ([]byte, error) {
	head := make([]byte, 8+r.folder.reserve)
	if r.at+int64(len(head)) > r.folder.end {
		return nil, errors.New("a block lies outside the cabinet")
	}
	if _, err := r.folder.r.ReadAt(head, r.at); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read block: %w", err)
	}
	packed, size := int(binary.LittleEndian.Uint16(head[4:])), int(binary.LittleEndian.Uint16(head[6:]))
	if packed > maxBlock || size > frameSize || r.at+int64(len(head)+packed) > r.folder.end {
		return nil, errors.New("a block has an impossible size")
	}
	if size == 0 {
		return nil, errors.New("a block goes on in another cabinet")
	}
	data := make([]byte, packed)
	if _, err := r.folder.r.ReadAt(data, r.at+int64(len(head))); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read block: %w", err)
	}
	if want := binary.LittleEndian.Uint32(head); want != 0 && want != checksum(head[4:], checksum(data, 0)) {
		return nil, errors.New("the checksum of a block is wrong")
	}
	r.at += int64(len(head) + packed)
	out, err := r.decoder.frame(data, size)
	if err == nil && len(out) != size {
		err = errors.New("a block is shorter than it says")
	}
	return out, err
}

// checksum adds up little-endian words; the bytes that are left over count from the highest down
// (MS-CAB 3.1).
func checksum(b []byte, sum uint32) uint32 {
	for len(b) >= 4 {
		sum ^= binary.LittleEndian.Uint32(b)
		b = b[4:]
	}
	rest := uint32(0)
	for _, c := range b {
		rest = rest<<8 | uint32(c)
	}
	return sum ^ rest
}

// plain is no compression.
type plain struct{}

func (plain) frame(packed []byte, size int) ([]byte, error) {
	if len(packed) != size {
		return nil, errors.New("a stored block has two sizes")
	}
	return packed, nil
}
