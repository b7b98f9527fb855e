package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// A box of an ISO base media file (ISO/IEC 14496-12 §4.2). Every change below keeps the length
// of every box, so that the offsets into the sound and picture data stay right.
type box struct {
	name string
	head int    // bytes of its header
	all  []byte // header and content
}

func (b box) body() []byte { return b.all[b.head:] }

// boxes splits the content of a box that holds others.
func boxes(b []byte) ([]box, error) {
	var out []box
	for len(b) > 0 {
		if len(b) < 8 {
			if len(bytes.Trim(b, "\x00")) == 0 {
				break // QuickTime ends some lists with four zero bytes
			}
			return nil, damaged("%d bytes after the last box", len(b))
		}
		size, head := uint64(binary.BigEndian.Uint32(b)), 8
		switch {
		case size == 0:
			size = uint64(len(b))
		case size == 1 && len(b) >= 16:
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		}
		if size < uint64(head) || size > uint64(len(b)) {
			return nil, damaged("box %q of %d bytes", b[4:8], size)
		}
		out = append(out, box{name: string(b[4:8]), head: head, all: b[:size]})
		b = b[size:]
	}
	return out, nil
}

// blank makes b a box of free space with nothing in it.
func (b box) blank() {
	copy(b.all[4:], "free")
	clear(b.body())
}

// movieParts are boxes that hold boxes, in moov and moof.
var movieParts = map[string]bool{
	"moov": true, "moof": true, "trak": true, "traf": true, "mdia": true, "minf": true, "stbl": true, "edts": true, "dinf": true, "mvex": true,
}

// dated are boxes that begin with the times at which they were made and changed.
var dated = map[string]bool{"mvhd": true, "tkhd": true, "mdhd": true}

// cleanMovie blanks, in place, user data (place, maker, names: ©xyz, loci and others), metadata
// boxes, free space and times. timed tells that a track of timed metadata, such as a camera's
// positions, was taken out of the list of tracks; its samples are in another box.
func cleanMovie(b box, depth int) (timed bool, err error) {
	switch {
	case b.name == "udta", b.name == "meta", b.name == "uuid", b.name == "free", b.name == "skip":
		b.blank()
		return false, nil
	case dated[b.name]:
		return false, cleanTimes(b.body())
	case !movieParts[b.name]:
		return false, nil
	case depth > 16:
		return false, damaged("boxes nested too deep")
	}
	parts, err := boxes(b.body())
	if err != nil {
		return false, err
	}
	if b.name == "trak" && handler(parts) == "meta" {
		b.blank()
		return true, nil
	}
	for _, p := range parts {
		t, err := cleanMovie(p, depth+1)
		if err != nil {
			return false, err
		}
		timed = timed || t
	}
	return timed, nil
}

func cleanTimes(body []byte) error {
	n := 8
	if len(body) > 0 && body[0] == 1 {
		n = 16
	}
	if len(body) < 4+n {
		return damaged("a header without its times")
	}
	clear(body[4 : 4+n])
	return nil
}

// handler returns the kind of a track: "vide", "soun", "meta", …
func handler(parts []box) string {
	for _, p := range parts {
		switch p.name {
		case "mdia":
			if inner, err := boxes(p.body()); err == nil {
				return handler(inner)
			}
		case "hdlr":
			if len(p.body()) >= 12 {
				return string(p.body()[8:12])
			}
		}
	}
	return ""
}

// A walker reads the boxes of a file one after another.
type walker struct {
	r io.Reader
}

// next reads the header of the next box. size is that of its content, math.MaxInt64 for "up
// to the end"; io.EOF means that there is no further box.
func (w walker) next() (name string, head []byte, size int64, err error) {
	head = make([]byte, 8, 16)
	if _, err := io.ReadFull(w.r, head); err != nil {
		if err == io.ErrUnexpectedEOF {
			err = io.EOF // up to seven bytes after the last box: nothing to keep
		}
		return "", nil, 0, err
	}
	name = string(head[4:8])
	n := uint64(binary.BigEndian.Uint32(head))
	switch n {
	case 0:
		return name, head, math.MaxInt64, nil
	case 1:
		head = head[:16]
		if _, err := io.ReadFull(w.r, head[8:]); err != nil {
			return "", nil, 0, damaged("box %q is cut short", name)
		}
		n = binary.BigEndian.Uint64(head[8:])
	}
	if n < uint64(len(head)) || n > math.MaxInt64 {
		return "", nil, 0, damaged("box %q of %d bytes", name, n)
	}
	return name, head, int64(n) - int64(len(head)), nil
}

// whole reads the content of a box into memory, after its header.
func (w walker) whole(name string, head []byte, size int64) (box, error) {
	if size > maxHeader {
		return box{}, damaged("box %q of %d bytes", name, size)
	}
	var buf bytes.Buffer
	buf.Write(head)
	if _, err := io.CopyN(&buf, w.r, size); err != nil {
		if errors.Is(err, io.EOF) {
			err = damaged("box %q is cut short", name)
		}
		return box{}, err
	}
	return box{name: name, head: len(head), all: buf.Bytes()}, nil
}
