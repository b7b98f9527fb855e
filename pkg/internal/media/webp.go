package media

import "encoding/binary"

// Bits of the VP8X chunk's flags (WebP container specification).
const (
	webpEXIF = 0x08
	webpXMP  = 0x04
)

var webpKept = map[string]bool{"VP8X": true, "VP8 ": true, "VP8L": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true}

// cleanWebP keeps the picture, its frames and colour profile and, of Exif, the orientation.
func cleanWebP(src []byte) ([]byte, error) {
	size := int64(binary.LittleEndian.Uint32(src[4:])) + 8
	if size < 12 || size > int64(len(src))+1 { // a last padding byte is often left out
		return nil, damaged("RIFF of %d bytes in a file of %d", size, len(src))
	}
	body := src[12:min(size, int64(len(src)))]
	chunks, err := riffChunks(body)
	if err != nil {
		return nil, err
	}
	turn := uint16(1)
	for _, c := range chunks {
		if c.name == "EXIF" {
			tiff := c.body
			if len(tiff) > 6 && string(tiff[:6]) == string(exifHead) {
				tiff = tiff[6:]
			}
			turn = orientation(tiff)
		}
	}
	out := append(make([]byte, 0, len(src)), "RIFF\x00\x00\x00\x00WEBP"...)
	extended := false
	for _, c := range chunks {
		if !webpKept[c.name] {
			continue
		}
		switch c.name {
		case "VP8X":
			if len(c.body) < 10 {
				return nil, damaged("VP8X of %d bytes", len(c.body))
			}
			extended = true
			c.body = append([]byte{c.body[0] &^ (webpEXIF | webpXMP)}, c.body[1:10]...)
			if turn != 1 {
				c.body[0] |= webpEXIF
			}
		case "ANMF":
			if c.body, err = cleanFrame(c.body); err != nil {
				return nil, err
			}
		}
		out = appendRIFF(out, c)
	}
	if extended && turn != 1 {
		out = appendRIFF(out, riffChunk{"EXIF", orientationOnly(turn)})
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

// cleanFrame keeps the picture of an animation's frame.
func cleanFrame(b []byte) ([]byte, error) {
	if len(b) < 16 {
		return nil, damaged("a frame of %d bytes", len(b))
	}
	chunks, err := riffChunks(b[16:])
	if err != nil {
		return nil, err
	}
	out := append([]byte(nil), b[:16]...)
	for _, c := range chunks {
		if c.name == "ALPH" || c.name == "VP8 " || c.name == "VP8L" {
			out = appendRIFF(out, c)
		}
	}
	return out, nil
}

type riffChunk struct {
	name string
	body []byte
}

func riffChunks(b []byte) ([]riffChunk, error) {
	var out []riffChunk
	for len(b) >= 8 {
		n := int64(binary.LittleEndian.Uint32(b[4:]))
		if n+8 > int64(len(b)) {
			return nil, damaged("chunk %q is cut short", b[:4])
		}
		out = append(out, riffChunk{string(b[:4]), b[8 : 8+n]})
		b = b[min(8+n+n&1, int64(len(b))):]
	}
	return out, nil
}

func appendRIFF(out []byte, c riffChunk) []byte {
	out = append(out, c.name...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(c.body)))
	out = append(out, c.body...)
	if len(c.body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}
