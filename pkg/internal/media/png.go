package media

import (
	"encoding/binary"
	"hash/crc32"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that make the picture: critical ones, transparency, colour, size and
// animation (PNG third edition, §11).
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true,
	"tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true, "sBIT": true, "sRGB": true, "cICP": true,
	"mDCV": true, "cLLI": true, "bKGD": true, "hIST": true, "pHYs": true, "sPLT": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

// cleanPNG keeps the chunks that make the picture and, of Exif, the orientation.
func cleanPNG(src []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(src)), pngHead...)
	rest := src[len(pngHead):]
	drawn := false
	for len(rest) > 0 {
		name, body, whole, after, err := pngChunk(rest)
		if err != nil && len(rest) > 8 && string(rest[4:8]) == "IDAT" {
			return append(out, rest...), nil // cut short: what there is of the picture may be shown
		}
		if err != nil {
			return nil, err
		}
		drawn = drawn || name == "IDAT"
		if turn := orientation(body); name == "eXIf" && turn != 1 {
			out = appendPNG(out, "eXIf", orientationOnly(turn))
		}
		if pngKept[name] {
			out = append(out, whole...)
		}
		if name == "IEND" {
			return out, nil
		}
		rest = after
	}
	if !drawn {
		return nil, damaged("no picture in it")
	}
	return out, nil
}

func pngChunk(b []byte) (name string, body, whole, after []byte, err error) {
	if len(b) < 12 {
		return "", nil, nil, nil, damaged("a chunk is cut short")
	}
	n := int64(binary.BigEndian.Uint32(b))
	if n+12 > int64(len(b)) {
		return "", nil, nil, nil, damaged("chunk %q is cut short", b[4:8])
	}
	return string(b[4:8]), b[8 : 8+n], b[:12+n], b[12+n:], nil
}

func appendPNG(out []byte, name string, body []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	chunk := append([]byte(name), body...)
	out = append(out, chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}
