package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// ErrNoSize is returned by Size for what is no picture or does not say how large it is.
var ErrNoSize = errors.New("not a picture of known size")

// maxSizeHead is how much of a file Size reads at most: cameras put large previews in front.
const maxSizeHead = 16 << 20

// Size returns width and height of a picture in CSS pixels as a browser shows it, with the
// orientation that the picture asks for. It reads only what it needs and decodes nothing.
func Size(name string, r io.Reader) (width, height int, err error) {
	in := bufio.NewReaderSize(io.LimitReader(r, maxSizeHead), sniffLength)
	head, err := in.Peek(sniffLength)
	if err != nil && err != io.EOF {
		return 0, 0, err
	}
	err = nil
	var w, h int
	switch t := Type(name, head); t {
	case "image/jpeg":
		w, h, err = sizeJPEG(in)
	case "image/png", "image/gif", "image/bmp", "image/webp":
		w, h = sizeFixed(t, head)
	case "image/svg+xml":
		w, h, err = sizeSVG(in)
	case "image/avif", "image/heic", "image/heif":
		w, h, err = sizeHEIF(in)
	}
	if err == nil && (w <= 0 || h <= 0) {
		err = ErrNoSize
	}
	if err != nil {
		return 0, 0, err
	}
	return w, h, nil
}

func sizeFixed(mediaType string, b []byte) (w, h int) {
	if len(b) < 30 {
		return 0, 0
	}
	le, be := binary.LittleEndian, binary.BigEndian
	switch mediaType {
	case "image/png":
		w, h = int(be.Uint32(b[16:])), int(be.Uint32(b[20:]))
		if string(b[12:16]) != "IHDR" {
			return 0, 0
		}
		return turned(pngTurn(b), w, h)
	case "image/gif":
		return int(le.Uint16(b[6:])), int(le.Uint16(b[8:]))
	case "image/bmp":
		h = int(int32(le.Uint32(b[22:])))
		return int(int32(le.Uint32(b[18:]))), max(h, -h) // negative: from top to bottom
	}
	switch string(b[12:16]) { // WebP
	case "VP8X":
		return 1 + int(le.Uint32(b[24:])&0xffffff), 1 + int(le.Uint32(b[26:])>>8)
	case "VP8L":
		bits := le.Uint32(b[21:])
		return 1 + int(bits&0x3fff), 1 + int(bits>>14&0x3fff)
	case "VP8 ":
		return int(le.Uint16(b[26:]) & 0x3fff), int(le.Uint16(b[28:]) & 0x3fff)
	}
	return 0, 0
}

// pngTurn finds an Exif chunk near the start, which is where it has to be to count.
func pngTurn(b []byte) uint16 {
	rest := b[len(pngHead):]
	for {
		name, body, _, after, err := pngChunk(rest)
		if err != nil || name == "IDAT" {
			return 1
		}
		if name == "eXIf" {
			return orientation(body)
		}
		rest = after
	}
}

func turned(orientation uint16, w, h int) (int, int) {
	if orientation >= 5 {
		return h, w
	}
	return w, h
}

func sizeJPEG(in *bufio.Reader) (w, h int, err error) {
	turn := uint16(1)
	if _, err := in.Discard(2); err != nil {
		return 0, 0, ErrNoSize
	}
	var body []byte
	for {
		marker, err := jpegMarker(in)
		if err != nil {
			return 0, 0, err
		}
		switch {
		case marker == jpegEOI || marker == jpegSOS:
			return 0, 0, ErrNoSize
		case marker >= 0xd0 && marker <= jpegSOI || marker == 0x01:
			continue
		}
		var size [2]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return 0, 0, ErrNoSize
		}
		n := int(binary.BigEndian.Uint16(size[:])) - 2
		if n < 0 {
			return 0, 0, ErrNoSize
		}
		frame := marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
		if !frame && marker != jpegAPP1 {
			if _, err := in.Discard(n); err != nil {
				return 0, 0, ErrNoSize
			}
			continue
		}
		body = append(body[:0], make([]byte, n)...)
		if _, err := io.ReadFull(in, body); err != nil {
			return 0, 0, ErrNoSize
		}
		if tiff, ok := bytes.CutPrefix(body, exifHead); ok && marker == jpegAPP1 {
			turn = orientation(tiff)
		}
		if frame {
			if n < 6 {
				return 0, 0, ErrNoSize
			}
			w, h = turned(turn, int(binary.BigEndian.Uint16(body[3:])), int(binary.BigEndian.Uint16(body[1:])))
			return w, h, nil
		}
	}
}

func jpegMarker(in *bufio.Reader) (byte, error) {
	last := byte(0)
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, ErrNoSize
		}
		if last == 0xff && b != 0 && b != 0xff {
			return b, nil
		}
		last = b
	}
}

func sizeSVG(in io.Reader) (w, h int, err error) {
	d := xml.NewDecoder(in)
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // numbers are ASCII
	for {
		token, err := d.Token()
		if err != nil {
			return 0, 0, ErrNoSize
		}
		t, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if t.Name.Local != "svg" {
			return 0, 0, ErrNoSize
		}
		var width, height float64
		var box []float64
		for _, a := range t.Attr {
			switch a.Name.Local {
			case "width":
				width = cssLength(a.Value)
			case "height":
				height = cssLength(a.Value)
			case "viewBox":
				for _, f := range strings.FieldsFunc(a.Value, func(r rune) bool { return r == ',' || r <= ' ' }) {
					v, err := strconv.ParseFloat(f, 64)
					if err != nil {
						return 0, 0, ErrNoSize
					}
					box = append(box, v)
				}
			}
		}
		return svgSize(width, height, box)
	}
}

// svgSize fills in from the viewBox what the attributes leave open.
func svgSize(width, height float64, box []float64) (w, h int, err error) {
	if len(box) == 4 && box[2] > 0 && box[3] > 0 {
		switch {
		case width == 0 && height == 0:
			width, height = box[2], box[3]
		case width == 0:
			width = height * box[2] / box[3]
		case height == 0:
			height = width * box[3] / box[2]
		}
	}
	if !(width > 0 && height > 0 && width < 1e6 && height < 1e6) {
		return 0, 0, ErrNoSize
	}
	return max(1, int(math.Round(width))), max(1, int(math.Round(height))), nil
}

// cssLength is a length in CSS pixels; 0 for relative and unknown ones.
func cssLength(s string) float64 {
	s = strings.TrimSpace(s)
	factor := 1.0
	for unit, f := range map[string]float64{"px": 1, "pt": 4.0 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96} {
		if number, ok := strings.CutSuffix(strings.ToLower(s), unit); ok {
			s, factor = number, f
			break
		}
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || v < 0 {
		return 0
	}
	return v * factor
}

// sizeHEIF takes the largest picture of the list of properties, which the tiles of a grid are
// not, and its rotation.
func sizeHEIF(in io.Reader) (w, h int, err error) {
	files := walker{in}
	for {
		name, head, size, err := files.next()
		if err != nil {
			return 0, 0, ErrNoSize
		}
		if name != "meta" {
			if err := skip(in, size); err != nil {
				return 0, 0, err
			}
			continue
		}
		meta, err := files.whole(name, head, size)
		if err != nil || len(meta.body()) < 4 {
			return 0, 0, ErrNoSize
		}
		properties := find(meta.body()[4:], "iprp", "ipco")
		turn := false
		for _, p := range properties {
			f := fields{b: p.body()}
			switch p.name {
			case "ispe":
				f.uint(4)
				if x, y := int(f.uint(4)), int(f.uint(4)); x*y > w*h {
					w, h = x, y
				}
			case "irot":
				turn = f.uint(1)&1 == 1
			}
		}
		if turn {
			w, h = h, w
		}
		return w, h, nil
	}
}

// find returns what is in the box that a path of names leads to.
func find(b []byte, path ...string) []box {
	list, err := boxes(b)
	if err != nil {
		return nil
	}
	if len(path) == 0 {
		return list
	}
	for _, p := range list {
		if p.name == path[0] {
			return find(p.body(), path[1:]...)
		}
	}
	return nil
}
