package cab

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
)

// A zip unpacks MSZIP: each block is a deflate stream of its own that may refer to the frame
// before it.
type zip struct{ last []byte }

func (z *zip) frame(packed []byte, size int) ([]byte, error) {
	if !bytes.HasPrefix(packed, []byte("CK")) {
		return nil, errors.New("a block does not begin as MSZIP does")
	}
	r := flate.NewReaderDict(bytes.NewReader(packed[2:]), z.last)
	out := make([]byte, size)
	if _, err := io.ReadFull(r, out); err != nil {
		return nil, fmt.Errorf("unpack block: %w", err)
	}
	z.last = append(z.last, out...)
	if n := len(z.last); n > frameSize {
		z.last = append([]byte(nil), z.last[n-frameSize:]...)
	}
	return out, r.Close()
}
