package importer

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// An inflater reads one deflated text after the other in the same memory.
type inflater struct {
	flate  io.ReadCloser
	packed []byte
	from   bytes.Reader
}

var inflaters = sync.Pool{New: func() any { return &inflater{flate: flate.NewReader(nil)} }}

// start makes the inflater read from r.
func (i *inflater) start(r io.Reader) {
	i.flate.(flate.Resetter).Reset(r, nil)
}

// maxWhole is how large a member may be that is read at once, in bytes. Others are few, and read as
// a stream.
const maxWhole = 1 << 20

// whole returns the content of a deflated member whose data begins at offset, read with one call of
// the system. It is nil where there is anything to say about the member, which archive/zip says.
func whole(f io.ReaderAt, m *zip.File, offset int64) []byte {
	if m.Method != zip.Deflate || m.CRC32 == 0 || max(m.CompressedSize64, m.UncompressedSize64) > maxWhole {
		return nil
	}
	i := inflaters.Get().(*inflater)
	defer inflaters.Put(i)
	if size := int(m.CompressedSize64); cap(i.packed) < size {
		i.packed = make([]byte, size, max(size, 16<<10))
	} else {
		i.packed = i.packed[:size]
	}
	if n, _ := f.ReadAt(i.packed, offset); n < len(i.packed) {
		return nil
	}
	i.from.Reset(i.packed)
	i.start(&i.from)
	out := make([]byte, m.UncompressedSize64, m.UncompressedSize64+1)
	if _, err := io.ReadFull(i.flate, out); err != nil {
		return nil
	}
	if n, err := i.flate.Read(out[len(out):cap(out)]); n > 0 || err != io.EOF {
		return nil
	}
	if crc32.ChecksumIEEE(out) != m.CRC32 {
		return nil
	}
	return out
}

// inflate is a decompressor of zip archives: that of the standard library takes longer.
func inflate(r io.Reader) io.ReadCloser {
	i := inflaters.Get().(*inflater)
	i.start(r)
	return &stream{inflater: i}
}

// A stream is one deflated text being read.
type stream struct{ *inflater }

func (s *stream) Read(p []byte) (int, error) { return s.flate.Read(p) }

func (s *stream) Close() error {
	if s.inflater == nil {
		return nil
	}
	err := s.flate.Close()
	inflaters.Put(s.inflater)
	s.inflater = nil
	return err
}
