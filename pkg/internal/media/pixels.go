package media

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
)

// Pixels is what a picture says about its pixels, which a decoder of the pixels alone would miss.
type Pixels struct {
	Turn     int    // Exif's orientation, 1 to 8
	Profile  []byte // ICC profile of three colours; nil for none
	Animated bool   // there is more than one picture in it
}

// maxProfile is the largest ICC profile that is taken over, in bytes.
const maxProfile = 4 << 20

// PixelsOf reads it from an image file of a type that Open cleaned. What cannot be read is not said.
func PixelsOf(mediaType string, data []byte) Pixels {
	p := Pixels{Turn: 1}
	switch mediaType {
	case "image/jpeg":
		p.Turn = int(jpegOrientation(data))
		p.Profile = jpegProfile(data)
	case "image/png":
		if len(data) < len(pngHead) {
			return p
		}
		for rest := data[len(pngHead):]; ; {
			name, body, _, after, err := pngChunk(rest)
			if err != nil || name == "IDAT" {
				break
			}
			switch name {
			case "eXIf":
				p.Turn = int(orientation(body))
			case "acTL":
				p.Animated = true
			case "iCCP":
				p.Profile = pngProfile(body)
			}
			rest = after
		}
	case "image/webp":
		chunks, err := riffChunks(data[min(12, len(data)):])
		if err != nil {
			return p
		}
		for _, c := range chunks {
			switch c.name {
			case "EXIF":
				p.Turn = int(orientation(bytes.TrimPrefix(c.body, exifHead)))
			case "ANIM", "ANMF":
				p.Animated = true
			case "ICCP":
				p.Profile = c.body
			}
		}
	case "image/gif":
		p.Animated = true // nobody looks: it is never made smaller
	}
	if len(p.Profile) < 128 || len(p.Profile) > maxProfile || string(p.Profile[16:20]) != "RGB " {
		p.Profile = nil
	}
	return p
}

// jpegProfile puts the parts of a profile together: ICC.1, annex B.4.
func jpegProfile(data []byte) []byte {
	parts := map[byte][]byte{}
	s := jpegScanner{src: data, at: 2}
	for {
		marker, body, err := s.next()
		if err != nil || marker == 0 || marker == jpegSOS || marker == jpegEOI {
			break
		}
		if rest, ok := bytes.CutPrefix(body, []byte("ICC_PROFILE\x00")); ok && marker == jpegAPP2 && len(rest) > 2 {
			parts[rest[0]] = rest[2:]
		}
	}
	var out []byte
	for n := 1; n <= len(parts); n++ {
		part, ok := parts[byte(n)]
		if !ok {
			return nil
		}
		out = slices.Concat(out, part)
	}
	return out
}

// pngProfile unpacks an iCCP chunk: a name, a zero, the method (0) and deflated data.
func pngProfile(body []byte) []byte {
	_, packed, ok := bytes.Cut(body, []byte{0})
	if !ok || len(packed) < 1 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil {
		return nil
	}
	return out
}
