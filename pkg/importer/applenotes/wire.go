package applenotes

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// A field is one field of a protobuf message. Groups, which Notes does not write, are errors.
type field struct {
	number int
	value  uint64 // of numbers; the bits of those of fixed size
	bytes  []byte // of strings, bytes and messages
}

func (f field) int() int           { return int(int32(f.value)) }
func (f field) float() float64     { return float64(math.Float32frombits(uint32(f.value))) }
func (f field) text() string       { return string(bytes.ToValidUTF8(f.bytes, []byte("\ufffd"))) }
func (f field) index() (int, bool) { return int(f.value), f.value < math.MaxInt32 }

var errWire = errors.New("the protobuf is damaged")

// scan calls each for the fields of a message in their order, until it returns an error.
func scan(message []byte, each func(field) error) error {
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 || tag>>3 == 0 || tag>>3 > math.MaxInt32 {
			return errWire
		}
		message = message[n:]
		f := field{number: int(tag >> 3)}
		switch tag & 7 {
		case 0:
			if f.value, n = binary.Uvarint(message); n <= 0 {
				return errWire
			}
		case 1:
			if n = 8; len(message) < n {
				return errWire
			}
			f.value = binary.LittleEndian.Uint64(message)
		case 2:
			length, used := binary.Uvarint(message)
			if used <= 0 || length > uint64(len(message)-used) {
				return errWire
			}
			n = used + int(length)
			f.bytes = message[used:n]
		case 5:
			if n = 4; len(message) < n {
				return errWire
			}
			f.value = uint64(binary.LittleEndian.Uint32(message))
		default:
			return errWire
		}
		message = message[n:]
		if err := each(f); err != nil {
			return err
		}
	}
	return nil
}

// inside returns the message that the fields with these numbers lead to, one in the other; of
// repeated ones the first. It is nil when there is none.
func inside(message []byte, numbers ...int) ([]byte, error) {
	for _, number := range numbers {
		var found []byte
		err := scan(message, func(f field) error {
			if f.number == number && found == nil && f.bytes != nil {
				found = f.bytes
			}
			return nil
		})
		if err != nil || found == nil {
			return nil, err
		}
		message = found
	}
	return message, nil
}

// maxUnpacked is how large a note or a table may be once it is unpacked, in bytes. The largest
// seen are a few megabytes, most of which is history.
const maxUnpacked = 32 << 20

// unpack returns the protobuf of a blob: gzip since iOS 9, zlib in its first versions, and bare
// in what tools write.
func unpack(blob []byte) ([]byte, error) {
	var r io.Reader
	var err error
	switch {
	case bytes.HasPrefix(blob, []byte{0x1f, 0x8b}):
		r, err = gzip.NewReader(bytes.NewReader(blob))
	case len(blob) > 1 && blob[0] == 0x78 && (uint(blob[0])<<8|uint(blob[1]))%31 == 0:
		r, err = zlib.NewReader(bytes.NewReader(blob))
	default:
		return blob, nil
	}
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if len(data) > maxUnpacked {
		return nil, fmt.Errorf("unpack: more than %d MB", maxUnpacked>>20)
	}
	return data, nil
}
