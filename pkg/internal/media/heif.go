package media

import (
	"bytes"
	"encoding/binary"
)

// cleanHEIF blanks Exif and XMP in an AVIF or HEIC picture (ISO/IEC 23008-12), where they are
// items like the picture itself, and every box that is not needed to show it. The orientation
// is a property of the picture there, so it stays.
func cleanHEIF(src []byte) ([]byte, error) {
	out := bytes.Clone(src)
	top, err := boxes(out)
	if err != nil {
		return nil, err
	}
	found := false
	for _, b := range top {
		switch b.name {
		case "ftyp", "mdat":
		case "moov":
			if _, err := cleanMovie(b, 0); err != nil {
				return nil, err
			}
		case "meta":
			found = true
			if err := cleanItems(out, b); err != nil {
				return nil, err
			}
		default:
			b.blank()
		}
	}
	if !found {
		return nil, damaged("no list of items")
	}
	return out, nil
}

// cleanItems blanks the items of file that are metadata.
func cleanItems(file []byte, meta box) error {
	if len(meta.body()) < 4 {
		return damaged("an empty list of items")
	}
	parts, err := boxes(meta.body()[4:])
	if err != nil {
		return err
	}
	hidden := map[uint64]bool{}
	var locations, data []byte
	for _, p := range parts {
		switch p.name {
		case "iinf":
			if hidden, err = metadataItems(p.body()); err != nil {
				return err
			}
		case "iloc":
			locations = p.body()
		case "idat":
			data = p.body()
		case "uuid", "udta", "free", "skip":
			p.blank()
		}
	}
	if len(hidden) == 0 {
		return nil
	}
	return blankItems(file, data, locations, hidden)
}

// metadataItems returns the items of an iinf box that are Exif, XMP or other text.
func metadataItems(b []byte) (map[uint64]bool, error) {
	f := fields{b: b}
	version := f.uint(4) >> 24
	n := 2
	if version > 0 {
		n = 4
	}
	f.uint(n)
	if f.short {
		return nil, damaged("a list of items is cut short")
	}
	entries, err := boxes(f.b)
	if err != nil {
		return nil, err
	}
	out := map[uint64]bool{}
	for _, e := range entries {
		f := fields{b: e.body()}
		n := 2
		switch f.uint(4) >> 24 {
		case 0, 1: // without a type, from before pictures were items
			continue
		case 3:
			n = 4
		}
		id := f.uint(n)
		f.uint(2)
		switch kind := f.uint(4); string(binary.BigEndian.AppendUint32(nil, uint32(kind))) {
		case "Exif", "mime", "uri ":
			out[id] = true
		}
		if f.short {
			return nil, damaged("an item is cut short")
		}
	}
	return out, nil
}

// blankItems follows an iloc box (ISO/IEC 14496-12 §8.11.3) to the bytes of the hidden items.
func blankItems(file, data, locations []byte, hidden map[uint64]bool) error {
	f := fields{b: locations}
	version := f.uint(4) >> 24
	sizes := f.uint(2)
	offsetSize, lengthSize, baseSize, indexSize := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	if version == 0 {
		indexSize = 0
	}
	idSize := 2
	if version > 1 {
		idSize = 4
	}
	left := len(hidden)
	for range f.uint(idSize) {
		id, method := f.uint(idSize), uint64(0)
		if version > 0 {
			method = f.uint(2) & 15
		}
		f.uint(2) // which file: another than this one cannot be published with it
		base := f.uint(baseSize)
		for range f.uint(2) {
			f.uint(indexSize)
			from, n := base+f.uint(offsetSize), f.uint(lengthSize)
			if f.short {
				return damaged("the places of the items are cut short")
			}
			if !hidden[id] {
				continue
			}
			where := file
			if method == 1 {
				where = data
			} else if method != 0 {
				return damaged("an item inside another")
			}
			if n == 0 || from > uint64(len(where)) || n > uint64(len(where))-from {
				return damaged("an item outside the file")
			}
			clear(where[from : from+n])
		}
		if f.short {
			return damaged("the places of the items are cut short")
		}
		if hidden[id] {
			left--
		}
	}
	if left > 0 {
		return damaged("metadata of unknown place")
	}
	return nil
}

// fields reads big-endian numbers; past the end it yields zero and sets short.
type fields struct {
	b     []byte
	short bool
}

func (f *fields) uint(n int) uint64 {
	if n > len(f.b) {
		f.b, f.short = nil, true
		return 0
	}
	var v uint64
	for _, c := range f.b[:n] {
		v = v<<8 | uint64(c)
	}
	f.b = f.b[n:]
	return v
}
