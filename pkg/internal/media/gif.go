package media

import "bytes"

// cleanGIF keeps the frames and how often they repeat; comments, plain text and every other
// application's blocks go, and what follows the trailer.
func cleanGIF(src []byte) ([]byte, error) {
	if len(src) < 13 {
		return nil, damaged("no screen descriptor")
	}
	at := 13
	if src[10]&0x80 != 0 {
		at += 3 << (src[10]&7 + 1)
	}
	if at > len(src) {
		return nil, damaged("colour table is cut short")
	}
	out := append(make([]byte, 0, len(src)), src[:at]...)
	for {
		if at >= len(src) {
			return append(out, 0x3b), nil // cut short: what there is of it may be shown
		}
		start := at
		switch src[at] {
		case 0x3b:
			return append(out, 0x3b), nil
		case 0x00: // stray block terminators are common and harmless
			at++
			continue
		case 0x21:
			if at+2 > len(src) {
				return nil, damaged("an extension is cut short")
			}
			label := src[at+1]
			end, err := gifBlocks(src, at+2)
			if err != nil {
				return nil, err
			}
			at = end
			if label == 0xf9 || label == 0xff && gifLoop(src[start+2:end]) {
				out = append(out, src[start:end]...)
			}
		case 0x2c:
			if at+10 > len(src) {
				return nil, damaged("an image is cut short")
			}
			at += 10
			if p := src[at-1]; p&0x80 != 0 {
				at += 3 << (p&7 + 1)
			}
			end, err := gifBlocks(src, at+1)
			if err != nil {
				return nil, err
			}
			at = end
			out = append(out, src[start:end]...)
		default:
			return nil, damaged("unknown block %#x at %d", src[at], at)
		}
	}
}

// gifLoop reports whether an application block says how often to repeat, and only that.
func gifLoop(b []byte) bool {
	return len(b) == 17 && (bytes.HasPrefix(b, []byte("\x0bNETSCAPE2.0\x03\x01")) || bytes.HasPrefix(b, []byte("\x0bANIMEXTS1.0\x03\x01")))
}

func gifBlocks(src []byte, at int) (end int, err error) {
	for {
		if at >= len(src) {
			return 0, damaged("a block is cut short")
		}
		n := int(src[at])
		at += 1 + n
		if n == 0 {
			return at, nil
		}
	}
}
