package samsungnotes_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// The files of these tests are written here, as Samsung Notes writes them.

func u8(v int) []byte         { return []byte{byte(v)} }
func u16(v int) []byte        { return binary.LittleEndian.AppendUint16(nil, uint16(v)) }
func u32(v int) []byte        { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }
func u64(v uint64) []byte     { return binary.LittleEndian.AppendUint64(nil, v) }
func f64(v float64) []byte    { return u64(math.Float64bits(v)) }
func zero(n int) []byte       { return make([]byte, n) }
func join(b ...[]byte) []byte { return bytes.Join(b, nil) }

func chars(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, u16(int(u))...)
	}
	return out
}

func str(s string) []byte { return join(u16(len(utf16.Encode([]rune(s)))), chars(s)) }

// rich is rich text: spans and line styles are given ready.
type rich struct {
	text    string
	spans   [][]byte
	lines   [][]byte
	objects [][]byte
}

// on is a span over the first place where words stand in the text.
func (r *rich) on(words string, kind int, value []byte) {
	at := strings.Index(r.text, words)
	if at < 0 {
		panic(words)
	}
	start := len(utf16.Encode([]rune(r.text[:at])))
	body := join(u32(kind), u32(start), u32(start+len(utf16.Encode([]rune(words)))), u32(0), value)
	r.spans = append(r.spans, join(u16(len(body)), body))
}

// line is a style of the lines from start up to end.
func (r *rich) line(kind, start, end, value, extra int) {
	body := join(u32(kind), u32(start), u32(end), u32(value), u32(extra))
	r.lines = append(r.lines, join(u16(len(body)), body))
}

func (r rich) common() []byte {
	out := join(u32(len(utf16.Encode([]rune(r.text)))), chars(r.text), u32(len(r.spans)), join(r.spans...), u32(len(r.lines)), join(r.lines...), zero(17), u16(0))
	if len(r.objects) == 0 {
		return join(out, u32(0), u32(0))
	}
	out = join(out, u32(1), u32(0), u32(len(r.objects)))
	for _, o := range r.objects {
		out = join(out, u32(len(o)+8), u32(len(o)), u32(3), o)
	}
	return out
}

// shape is the record of a shape that holds text, at a place of the page.
func (r rich) shape(left, top float64) []byte {
	common := r.common()
	fixed := join(u16(7), u32(53), zero(3), u32(1), u32(4), f64(left), f64(top), f64(left+100), f64(top+50))
	return join(u32(4+len(fixed)+4+len(common)), fixed, u32(len(common)), common)
}

func (r rich) object() []byte {
	return join(u32(16), zero(12), u32(8), zero(4), r.shape(0, 0))
}

// pictureObject is the records of a picture.
func pictureObject(bind int, top float64) []byte {
	fixed := join(u16(7), u32(53), zero(3), u32(0x20), u32(4), f64(0), f64(top), f64(10), f64(top+10))
	own := join(u32(10), u8(2), u8(0), u32(bind))
	return join(u32(8), u16(0), zero(2), u32(4+len(fixed)+len(own)), fixed, own)
}

// ink is the records of a stroke.
func ink(points ...[2]float64) []byte {
	coords := join(f64(points[0][0]), f64(points[0][1]))
	for i := 1; i < len(points); i++ {
		for k := range 2 {
			d := points[i][k] - points[i-1][k]
			v := int(math.Abs(d) * 32)
			if d < 0 {
				v |= 0x8000
			}
			coords = append(coords, u16(v)...)
		}
	}
	coords = join(coords, zero(4+2*(len(points)-1)), zero(4+2*(len(points)-1)), u16(2))
	fixed := join(u16(1), u32(4+2+4+2+2+2+len(coords)), u8(1), u8(1), u8(1), u8(0xC), u16(len(points)), coords)
	own := join(u32(0xFF203080), u32(int(math.Float32bits(3))))
	return join(u32(8), u16(0), zero(2), u32(4+len(fixed)+len(own)), fixed, own)
}

func pageObject(kind int, records []byte) []byte {
	return join(u8(kind), u16(0), u32(len(records)+32), records, zero(32))
}

// paper is a .page file.
type paper struct {
	tags    []string
	pdf     int // 0 for none
	objects [][]byte
}

func (p paper) bytes(name string) []byte {
	mask, parts := 0, []byte(nil)
	if len(p.tags) > 0 {
		mask |= 2
		parts = u16(len(p.tags))
		for _, t := range p.tags {
			parts = join(parts, str(t))
		}
	}
	if p.pdf != 0 {
		mask |= 0x100
		parts = join(parts, u16(1), u32(p.pdf), u32(0), zero(16))
	}
	head := join(u8(4), u32(0), u8(4), u32(mask), u32(0), u32(800), u32(1200), zero(8), str(name), u64(1), u32(4000), u32(4000))
	more := 8 + len(head)
	out := join(u32(more+len(parts)), u32(more), head, parts, u16(1), u16(0), u32(20), zero(16), u32(len(p.objects)), join(p.objects...), zero(32), zero(32))
	return append(out, "Page for SAMSUNG S-Pen SDK"...)
}

// memo is a whole .sdocx file.
type memo struct {
	id            string
	title, body   rich
	created       time.Time
	least         int
	author        string
	place         []float64
	voice, attach string // names, for the numbers 8 and 9
	media         []file
	pages         []paper
	raw           []byte // one more page as it is
	locked        bool
	noTag         bool
	tail          bool
	bad           func(note []byte) []byte
}

type file struct {
	bind, uses int
	name, data string
}

func (m memo) note() []byte {
	mask, parts := 1, str("Samsung Notes")
	if m.author != "" {
		mask |= 4
		parts = join(parts, str(m.author), str(""), str(""), u32(0))
	}
	if m.place != nil {
		mask |= 8
		parts = join(parts, f64(m.place[0]), f64(m.place[1]))
	}
	mask |= 0x400
	parts = join(parts, u32(2), u16(0))
	if m.voice != "" {
		mask |= 0x2000
		entry := join(u32(8), str(m.voice), str("00:03"), zero(44))
		parts = join(parts, u32(1), u32(len(entry)), entry)
	}
	if m.attach != "" {
		mask |= 0x4000
		parts = join(parts, u16(1), str(m.attach), u32(9))
	}
	least := 4000
	if m.least != 0 {
		least = m.least
	}
	title, body := m.title.object(), m.body.object()
	at := uint64(m.created.UnixMicro())
	out := join(u8(4), u32(0), u8(4), u32(mask), u32(4000), str(m.id), u32(1), u64(at), u64(at+60e6), zero(16), u32(least), u32(len(title)), title, u32(len(body)), body, parts)
	out = join(u32(4+len(out)), out)
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}

func (m memo) tag() []byte {
	secret := u32(0)
	if m.locked {
		info := join(u32(1), u32(2), zero(2), u32(2), zero(2), u32(2), zero(2))
		secret = join(u32(len(info)), info)
	}
	body := join(u32(4000), str(""), zero(12), str(""), zero(8), str(""), zero(8), str(""), u32(4000), zero(16), str(""), u32(0), secret, zero(40), []byte("Document for S-Pen SDK"))
	return join(u16(len(body)), body)
}

func (m memo) bytes(t testing.TB) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	put := func(name string, data []byte) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	note := m.note()
	if m.bad != nil {
		note = m.bad(note)
	}
	put("note.note", note)
	ids := join(zero(32), u16(len(m.pages)))
	for i, p := range m.pages {
		name := fmt.Sprintf("%08d-0000-4000-8000-000000000000", 9-i)
		put(name+".page", p.bytes(name))
		ids = join(ids, str(name), zero(32))
	}
	if m.raw != nil {
		put("raw.page", m.raw)
	}
	put("pageIdInfo.dat", ids)
	info := join(u32(4000), u16(len(m.media)))
	for _, f := range m.media {
		entry := join(u32(f.bind), str(f.name), bytes.Repeat([]byte("0"), 64), u16(f.uses), u64(1), u8(0))
		info = join(info, u32(len(entry)), entry)
		put("media/"+f.name, []byte(f.data))
	}
	put("media/mediaInfo.dat", append(info, "EOFX"...))
	if !m.noTag {
		put("end_tag.bin", m.tag())
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if m.tail {
		buf.Write(m.tag())
	}
	return buf.String()
}
