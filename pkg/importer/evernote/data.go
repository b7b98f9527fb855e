package evernote

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"io"
)

// data reads the data of a resource: where they stand, their hash and what they begin with.
func (s *scanner) data(r *resource, end string) error {
	r.from, r.to = s.at, s.at
	d := &decoder{hex: r.hex, hash: md5.New()}
	for {
		t, err := s.next()
		if err != nil {
			return errEnds
		}
		if t.kind == endTag && t.name == end {
			r.to = t.from
			d.flush()
			r.size, r.head = d.size, d.head
			if d.size > 0 {
				r.hash = hex.EncodeToString(d.hash.Sum(nil))
			}
			return nil
		}
		if t.name == "note" {
			return s.unclosed(t, end)
		}
		if t.kind == textPiece {
			if d.size == 0 && len(d.carry) == 0 {
				r.from = t.from // behind the mark of a section
			}
			d.write(t.text)
		}
	}
}

// headSize is how much of an attachment tells its type, in bytes.
const headSize = 4096

// A decoder hashes what base64 or hexadecimal text stands for, piece by piece.
type decoder struct {
	hex   bool
	hash  hash.Hash
	carry []byte // digits that were not decoded yet
	out   []byte
	head  []byte
	size  int64
}

func (d *decoder) write(text []byte) {
	for len(text) > 0 {
		if d.carry == nil {
			d.carry = make([]byte, 0, 16<<10)
		}
		n := min(len(text), cap(d.carry)-len(d.carry))
		at := len(d.carry)
		d.carry = append(d.carry, text[:n]...)
		d.carry = d.carry[:at+keepDigits(d.carry[at:])]
		text = text[n:]
		if len(d.carry) == cap(d.carry) {
			d.flush()
		}
	}
}

// keepDigits moves the base64 digits in p to its front and returns how many there are: neither
// line ends nor padding.
func keepDigits(p []byte) int {
	kept := 0
	for _, b := range p {
		if digit[b] {
			p[kept] = b
			kept++
		}
	}
	return kept
}

// digit has the digits of base64, which those of hexadecimal numbers are among.
var digit = func() (table [256]bool) {
	for _, b := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		table[b] = true
	}
	return table
}()

func (d *decoder) flush() {
	if d.out == nil {
		d.out = make([]byte, cap(d.carry))
	}
	var n int
	var err error
	if d.hex {
		n, err = hex.Decode(d.out, d.carry)
	} else {
		n, err = base64.RawStdEncoding.Decode(d.out, d.carry)
	}
	_ = err // one digit too many is left out: what there is was decoded
	d.hash.Write(d.out[:n])
	if room := headSize - len(d.head); room > 0 {
		d.head = append(d.head, d.out[:min(n, room)]...)
	}
	d.size += int64(n)
	d.carry = d.carry[:0]
}

// open returns the data of a resource in a file.
func (r *resource) open(file io.ReaderAt) io.ReadCloser {
	in := &digits{r: io.NewSectionReader(file, r.from, r.to-r.from)}
	if r.hex {
		return io.NopCloser(hex.NewDecoder(in))
	}
	return io.NopCloser(base64.NewDecoder(base64.RawStdEncoding, in))
}

// digits passes on base64 digits and nothing else: not those of "&#13;", as some programs write
// the end of a line.
type digits struct {
	r      io.Reader
	entity bool // an "&" without its ";" was read
}

func (d *digits) Read(p []byte) (int, error) {
	for {
		n, err := d.r.Read(p)
		if d.entity || bytes.IndexByte(p[:n], '&') >= 0 {
			n = d.withoutEntities(p[:n])
		}
		if kept := keepDigits(p[:n]); kept > 0 || err != nil {
			return kept, err
		}
	}
}

func (d *digits) withoutEntities(p []byte) int {
	kept := 0
	for _, b := range p {
		switch {
		case b == '&':
			d.entity = true
		case d.entity:
			d.entity = b != ';'
		default:
			p[kept] = b
			kept++
		}
	}
	return kept
}
