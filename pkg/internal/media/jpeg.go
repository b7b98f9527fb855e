package media

import (
	"bytes"
	"encoding/binary"
)

// Markers of ITU-T T.81 table B.1.
const (
	jpegSOI  = 0xd8
	jpegEOI  = 0xd9
	jpegSOS  = 0xda
	jpegAPP0 = 0xe0
	jpegAPP1 = 0xe1
	jpegAPP2 = 0xe2
	jpegAPPE = 0xee
	jpegAPPF = 0xef
	jpegCOM  = 0xfe
)

var exifHead = []byte("Exif\x00\x00")

// cleanJPEG keeps what a decoder needs: tables, frames, scans, the JFIF and Adobe segments, the
// colour profile; and of Exif the orientation. Comments, every other application segment and
// all that follows the end of the image go.
func cleanJPEG(src []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(src)), 0xff, jpegSOI)
	turn := jpegOrientation(src)
	s := jpegScanner{src: src, at: 2}
	wrote, drawn := turn == 1, false
	for {
		marker, body, err := s.next()
		if err != nil {
			return nil, err
		}
		// Exif has to be first, or right after JFIF.
		if !wrote && marker != jpegAPP0 {
			out = appendSegment(out, jpegAPP1, append(bytes.Clone(exifHead), orientationOnly(turn)...))
			wrote = true
		}
		switch {
		case (marker == jpegEOI || marker == 0) && !drawn:
			return nil, damaged("no picture in it")
		case marker == jpegEOI:
			return append(out, 0xff, jpegEOI), nil
		case marker == 0: // the file ends within the picture; what there is of it may be shown
			return out, nil
		case !jpegKept(marker, body):
		case marker >= 0xd0 && marker <= 0xd7 || marker == 0x01: // no body
			out = append(out, 0xff, marker)
		case marker == jpegAPP0 && len(body) > 12 && (body[12] != 0 || len(body) > 14):
			plain := bytes.Clone(body[:14:14])
			plain[12], plain[13] = 0, 0 // no thumbnail
			out = appendSegment(out, marker, plain)
		default:
			out = appendSegment(out, marker, body)
			if marker == jpegSOS {
				out = append(out, s.scan()...)
				drawn = true
			}
		}
	}
}

func jpegKept(marker byte, body []byte) bool {
	switch {
	case marker == jpegAPP0:
		return bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 14
	case marker == jpegAPP2:
		return bytes.HasPrefix(body, []byte("ICC_PROFILE\x00"))
	case marker == jpegAPPE:
		return bytes.HasPrefix(body, []byte("Adobe")) && len(body) == 12
	case marker >= jpegAPP1 && marker <= jpegAPPF, marker == jpegCOM:
		return false
	case marker >= 0xf0 && marker <= 0xfd: // JPG0 to JPG13, reserved for extensions
		return false
	}
	return true
}

func appendSegment(out []byte, marker byte, body []byte) []byte {
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(out, body...)
}

func jpegOrientation(src []byte) uint16 {
	s := jpegScanner{src: src, at: 2}
	for {
		marker, body, err := s.next()
		if err != nil || marker == 0 || marker == jpegSOS || marker == jpegEOI {
			return 1
		}
		if tiff, ok := bytes.CutPrefix(body, exifHead); ok && marker == jpegAPP1 {
			return orientation(tiff)
		}
	}
}

type jpegScanner struct {
	src []byte
	at  int
}

// next returns the next segment; marker 0 is the end of the file. Bytes between segments
// belong to nothing and are passed over, as decoders do.
func (s *jpegScanner) next() (marker byte, body []byte, err error) {
	for s.at < len(s.src) && (s.src[s.at] != 0xff || s.at+1 < len(s.src) && (s.src[s.at+1] == 0xff || s.src[s.at+1] == 0)) {
		s.at++
	}
	if s.at+1 >= len(s.src) {
		return 0, nil, nil
	}
	marker = s.src[s.at+1]
	s.at += 2
	if marker == jpegEOI || marker == jpegSOI || marker >= 0xd0 && marker <= 0xd7 || marker == 0x01 {
		if marker == jpegSOI {
			return 0, nil, damaged("a second image begins inside the first")
		}
		return marker, nil, nil
	}
	if s.at+2 > len(s.src) {
		return 0, nil, damaged("a segment without its length")
	}
	n := int(binary.BigEndian.Uint16(s.src[s.at:]))
	if n < 2 || s.at+n > len(s.src) {
		return 0, nil, damaged("a segment of %d bytes at %d", n, s.at)
	}
	body = s.src[s.at+2 : s.at+n]
	s.at += n
	return marker, body, nil
}

// scan returns the coded data up to the next marker that is not part of it.
func (s *jpegScanner) scan() []byte {
	start := s.at
	for s.at < len(s.src) {
		i := bytes.IndexByte(s.src[s.at:], 0xff)
		if i < 0 || s.at+i+1 >= len(s.src) {
			s.at = len(s.src)
			break
		}
		s.at += i
		if m := s.src[s.at+1]; m != 0 && m != 0xff && (m < 0xd0 || m > 0xd7) {
			break
		}
		s.at++
		if s.src[s.at] != 0xff {
			s.at++
		}
	}
	return s.src[start:s.at]
}
