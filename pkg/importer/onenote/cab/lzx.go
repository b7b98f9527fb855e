package cab

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// An unpacker unpacks LZX as cabinets have it (MS-PATCH, without its extensions for patches): a
// sliding window, blocks with Huffman codes of their own that go on from frame to frame, and
// three last distances.
type unpacker struct {
	window []byte
	at     int // where the next byte goes
	slots  int // of distances, by the size of the window

	started   bool
	callsUpTo int32 // size that calls were translated with; 0: they were not
	frames    int

	kind      int // of the current block
	remaining int // bytes of it that are still to come
	odd       bool
	r0        int
	r1        int
	r2        int

	mainLengths   [maxMain]uint8
	lengthLengths [lengthSymbols]uint8
	main          huffman
	length        huffman
	aligned       huffman

	in  bits
	out []byte
}

const (
	minWindow     = 15
	maxWindow     = 21
	maxMain       = 256 + 8*50
	lengthSymbols = 249
	preSymbols    = 20
	minMatch      = 2
	blockVerbatim = 1
	blockAligned  = 2
	blockStored   = 3
)

// slotsOf are the numbers of distance slots for windows of 2^15 to 2^21 bytes.
var slotsOf = [...]int{30, 32, 34, 36, 38, 42, 50}

var errPacked = errors.New("the packed data make no sense")

func newLZX(window int) (*unpacker, error) {
	if window < minWindow || window > maxWindow {
		return nil, fmt.Errorf("an LZX window of 2^%d bytes is not known", window)
	}
	return &unpacker{window: make([]byte, 1<<window), slots: slotsOf[window-minWindow], r0: 1, r1: 1, r2: 1}, nil
}

// slot returns the first distance of a slot, and how many bits follow: two slots have each
// number of bits, up to 17.
func slot(n int) (base, extra int) {
	if n < 4 {
		return n, 0
	}
	extra = min(n/2-1, 17)
	if n >= 36 {
		return 1<<18 + (n-36)<<17, 17
	}
	return (2 + n&1) << extra, extra
}

// frame unpacks one frame. A block begins at a whole word of 16 bits.
func (u *unpacker) frame(packed []byte, size int) ([]byte, error) {
	u.in = bits{data: packed}
	if !u.started {
		u.started = true
		if u.in.read(1) == 1 {
			u.callsUpTo = int32(u.in.read(16)<<16 | u.in.read(16))
		}
	}
	start := u.at
	for done := 0; done < size; {
		if u.remaining == 0 {
			if err := u.block(); err != nil {
				return nil, err
			}
		}
		n := min(size-done, u.remaining)
		if err := u.run(n); err != nil {
			return nil, err
		}
		done += n
		u.remaining -= n
		if u.in.overrun() {
			return nil, errPacked
		}
	}
	u.out = u.out[:0]
	for i := range size {
		u.out = append(u.out, u.window[(start+i)&(len(u.window)-1)])
	}
	u.calls()
	u.frames++
	return u.out, nil
}

// block reads the head of a block.
func (u *unpacker) block() error {
	if u.kind == blockStored && u.odd {
		u.in.skipByte()
	}
	u.kind = u.in.read(3)
	u.remaining = u.in.read(16)<<8 | u.in.read(8)
	u.odd = u.remaining&1 == 1
	if u.remaining == 0 {
		return errPacked
	}
	switch u.kind {
	case blockAligned:
		var lengths [8]uint8
		for i := range lengths {
			lengths[i] = uint8(u.in.read(3))
		}
		if err := u.aligned.build(lengths[:]); err != nil {
			return err
		}
		fallthrough
	case blockVerbatim:
		return u.trees()
	case blockStored:
		u.in.align()
		head := u.in.bytes(12)
		if head == nil {
			return errPacked
		}
		u.r0, u.r1, u.r2 = int(binary.LittleEndian.Uint32(head)), int(binary.LittleEndian.Uint32(head[4:])), int(binary.LittleEndian.Uint32(head[8:]))
		return nil
	}
	return errPacked
}

// trees reads the codes of a block. Their lengths are stated by their difference to those of the
// block before.
func (u *unpacker) trees() error {
	main := u.mainLengths[:256+8*u.slots]
	for _, part := range [][]uint8{main[:256], main[256:], u.lengthLengths[:]} {
		if err := u.lengths(part); err != nil {
			return err
		}
	}
	if err := u.main.build(main); err != nil {
		return err
	}
	return u.length.build(u.lengthLengths[:])
}

func (u *unpacker) lengths(into []uint8) error {
	var pre [preSymbols]uint8
	for i := range pre {
		pre[i] = uint8(u.in.read(4))
	}
	var codes huffman
	if err := codes.build(pre[:]); err != nil {
		return err
	}
	delta := func(old uint8, code int) uint8 { return uint8((int(old) - code + 17) % 17) }
	for i := 0; i < len(into); {
		code, ok := codes.read(&u.in)
		if !ok {
			return errPacked
		}
		run, value := 1, uint8(0)
		switch {
		case code < 17:
			value = delta(into[i], code)
		case code == 17:
			run = u.in.read(4) + 4
		case code == 18:
			run = u.in.read(5) + 20
		default:
			run = u.in.read(1) + 4
			if code, ok = codes.read(&u.in); !ok || code > 16 {
				return errPacked
			}
			value = delta(into[i], code)
		}
		if i+run > len(into) {
			return errPacked
		}
		for range run {
			into[i] = value
			i++
		}
	}
	return nil
}

// run unpacks n bytes of the current block.
func (u *unpacker) run(n int) error {
	if u.kind == blockStored {
		b := u.in.bytes(n)
		if b == nil {
			return errPacked
		}
		for _, c := range b {
			u.put(c)
		}
		return nil
	}
	for n > 0 {
		code, ok := u.main.read(&u.in)
		if !ok {
			return errPacked
		}
		if code < 256 {
			u.put(byte(code))
			n--
			continue
		}
		length, distance, err := u.match(code - 256)
		if err != nil {
			return err
		}
		if length > n || distance <= 0 || distance > len(u.window) {
			return errPacked
		}
		mask := len(u.window) - 1
		for range length {
			u.put(u.window[(u.at-distance)&mask])
		}
		n -= length
	}
	return nil
}

func (u *unpacker) put(c byte) {
	u.window[u.at] = c
	u.at = (u.at + 1) & (len(u.window) - 1)
}

// match reads the length and the distance of a match.
func (u *unpacker) match(code int) (length, distance int, err error) {
	length = code&7 + minMatch
	if code&7 == 7 {
		more, ok := u.length.read(&u.in)
		if !ok {
			return 0, 0, errPacked
		}
		length += more
	}
	switch n := code >> 3; n {
	case 0:
	case 1:
		u.r0, u.r1 = u.r1, u.r0
	case 2:
		u.r0, u.r2 = u.r2, u.r0
	default:
		base, extra := slot(n)
		distance = base - 2
		if u.kind == blockAligned && extra >= 3 {
			distance += u.in.read(extra-3) << 3
			low, ok := u.aligned.read(&u.in)
			if !ok {
				return 0, 0, errPacked
			}
			distance += low
		} else {
			distance += u.in.read(extra)
		}
		u.r0, u.r1, u.r2 = distance, u.r0, u.r1
	}
	return length, u.r0, nil
}

// maxCallFrames is how many frames had their calls translated: the first gigabyte.
const maxCallFrames = 1 << 15

// calls turns the targets of x86 calls in the frame back from absolute to relative.
func (u *unpacker) calls() {
	const last = 10 // the last bytes of a frame are left alone
	if u.callsUpTo == 0 || u.frames >= maxCallFrames || len(u.out) <= last {
		return
	}
	start := int32(u.frames * frameSize)
	for i := 0; i < len(u.out)-last; i++ {
		if u.out[i] != 0xe8 {
			continue
		}
		at, target := start+int32(i), int32(binary.LittleEndian.Uint32(u.out[i+1:]))
		if target >= -at && target < u.callsUpTo {
			if target >= 0 {
				target -= at
			} else {
				target += u.callsUpTo
			}
			binary.LittleEndian.PutUint32(u.out[i+1:], uint32(target))
		}
		i += 4
	}
}
