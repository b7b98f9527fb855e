package cab

// bits reads bits from words of 16, each word's low byte first and its highest bit first.
type bits struct {
	data  []byte
	at    int
	value uint32 // the next bits, from the highest down
	count int
	extra int // words that were read after the end
}

// fill makes at least 16 bits ready. After the end there are zeros.
func (b *bits) fill() {
	for b.count <= 16 {
		word := uint32(0)
		switch {
		case b.at+1 < len(b.data):
			word = uint32(b.data[b.at]) | uint32(b.data[b.at+1])<<8
		case b.at < len(b.data):
			word = uint32(b.data[b.at])
		default:
			b.extra++
		}
		b.at += 2
		b.value |= word << (16 - b.count)
		b.count += 16
	}
}

// overrun reports whether more bits were used than there are.
func (b *bits) overrun() bool { return b.extra*16 > b.count }

// read returns the next n bits, at most 17.
func (b *bits) read(n int) int {
	if n == 0 {
		return 0
	}
	if n > 16 {
		return b.read(16)<<(n-16) | b.read(n-16)
	}
	b.fill()
	v := b.value >> (32 - n)
	b.drop(n)
	return int(v)
}

func (b *bits) drop(n int) {
	b.value <<= n
	b.count -= n
}

// align goes to the next whole word; one that is whole already is passed over.
func (b *bits) align() {
	b.fill()
	if n := b.count % 16; n > 0 {
		b.drop(n)
	} else {
		b.drop(16)
	}
	b.at -= b.count / 8
	b.extra -= b.count / 16
	b.value, b.count, b.extra = 0, 0, max(b.extra, 0)
}

// bytes returns bytes that stand in the stream as they are, after align.
func (b *bits) bytes(n int) []byte {
	if b.count != 0 || n > len(b.data)-b.at {
		return nil
	}
	out := b.data[b.at : b.at+n]
	b.at += n
	return out
}

// skipByte passes over the byte that makes bytes of an odd number even.
func (b *bits) skipByte() {
	if b.count == 0 {
		b.at++
	}
}

// maxCode is the length of the longest code.
const maxCode = 16

// fastBits is how many bits are looked up at once.
const fastBits = 10

// A huffman is a canonical code: codes of one length follow each other in the order of their
// symbols.
type huffman struct {
	fast    [1 << fastBits]uint16 // symbol<<5 | length; 0: the code is longer, or none
	counts  [maxCode + 1]int
	symbols []uint16 // ordered by length, then number
	empty   bool
}

// build makes the code from the lengths of all symbols. A code with more words than there can be
// is an error; one without any is empty, and reading it is the error.
func (h *huffman) build(lengths []uint8) error {
	h.counts = [maxCode + 1]int{}
	for _, l := range lengths {
		h.counts[l]++
	}
	h.counts[0] = 0
	var next, first [maxCode + 2]int
	code, total := 0, 0
	for l := 1; l <= maxCode; l++ {
		code = (code + h.counts[l-1]) << 1
		next[l], first[l] = code, total
		total += h.counts[l]
		if code+h.counts[l] > 1<<l {
			return errPacked
		}
	}
	h.empty = total == 0
	h.symbols = append(h.symbols[:0], make([]uint16, total)...)
	clear(h.fast[:])
	for s, l := range lengths {
		if l == 0 {
			continue
		}
		h.symbols[first[l]] = uint16(s)
		first[l]++
		if l <= fastBits {
			from := next[l] << (fastBits - l)
			for i := range 1 << (fastBits - l) {
				h.fast[from+i] = uint16(s)<<5 | uint16(l)
			}
		}
		next[l]++
	}
	return nil
}

// read returns the next symbol; ok is false for bits that are no code.
func (h *huffman) read(b *bits) (symbol int, ok bool) {
	b.fill()
	if e := h.fast[b.value>>(32-fastBits)]; e != 0 {
		b.drop(int(e & 31))
		return int(e >> 5), true
	}
	code, first, index := 0, 0, 0
	for l := 1; l <= maxCode; l++ {
		code |= int(b.value >> (32 - l) & 1)
		if n := h.counts[l]; code-first < n {
			b.drop(l)
			return int(h.symbols[index+code-first]), true
		}
		index += h.counts[l]
		first = (first + h.counts[l]) << 1
		code <<= 1
	}
	return 0, false
}
