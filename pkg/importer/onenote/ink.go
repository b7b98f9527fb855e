package onenote

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/note"
)

// Strokes are measured in hundredths of a millimetre, places on the page in half inches.
const halfInch = 1270.0

// The axes of a stroke's points.
var (
	axisX = []byte{0x8f, 0x6a, 0x8a, 0x59, 0xc0, 0x52, 0xa0, 0x4b, 0x93, 0xaf, 0xaf, 0x35, 0x74, 0x11, 0xa5, 0x61}
	axisY = []byte{0x75, 0x9f, 0x3f, 0xb5, 0xe0, 0x04, 0x98, 0x44, 0xa7, 0xee, 0xc3, 0x0d, 0xbb, 0x5a, 0x90, 0x11}
)

// A stroke is one line of a drawing.
type stroke struct {
	points  []point
	width   float64
	color   string
	opacity float64
}

type point struct{ x, y float64 }

// A box is a rectangle around points.
type box struct{ x0, y0, x1, y1 float64 }

// limits of drawings
const (
	maxPoints   = 1 << 20
	axisSize    = 32 // a GUID, the range, the unit and the resolution
	smallestPen = 10
)

// strokes reads the strokes of a container of ink.
func (b *body) strokes(container *store.Object) []stroke {
	scaleX, scaleY := 1.0, 1.0
	if v := container.Float(propInkScaleX); v != 0 {
		scaleX = v
	}
	if v := container.Float(propInkScaleY); v != 0 {
		scaleY = v
	}
	dx, dy := container.Float(propHorizontal)*halfInch, container.Float(propVertical)*halfInch
	var out []stroke
	for _, id := range container.IDs(propInkData) {
		data, err := b.space.Object(id)
		if err != nil {
			b.missing++
			continue
		}
		for _, id := range data.IDs(propInkStrokes) {
			o, err := b.space.Object(id)
			if err != nil {
				b.missing++
				continue
			}
			if s, ok := b.stroke(o); ok {
				for i := range s.points {
					s.points[i] = point{s.points[i].x*scaleX + dx, s.points[i].y*scaleY + dy}
				}
				out = append(out, s)
			}
		}
	}
	return out
}

// stroke reads the points and the pen of one stroke.
func (b *body) stroke(o *store.Object) (stroke, bool) {
	var style store.Set
	for _, id := range o.IDs(propInkStyle) {
		if p, err := b.space.Object(id); err == nil {
			style = p.Set
		}
	}
	axes := style.Bytes(propInkAxes)
	x, y, n := -1, -1, len(axes)/axisSize
	for i := range n {
		switch a := axes[i*axisSize:]; {
		case bytes.HasPrefix(a, axisX):
			x = i
		case bytes.HasPrefix(a, axisY):
			y = i
		}
	}
	values := pathValues(o.Bytes(propInkPath))
	if x < 0 || y < 0 || len(values) < n || len(values) > n*maxPoints {
		return stroke{}, false
	}
	count := len(values) / n
	s := stroke{width: max(style.Float(propInkHeight), style.Float(propInkWidth), smallestPen), color: "#000000", opacity: 1}
	s.width = min(s.width, 10_000)
	var at point
	for i := range count { // each point is stated by its distance from the one before
		at.x += float64(values[x*count+i])
		at.y += float64(values[y*count+i])
		s.points = append(s.points, at)
	}
	if c := uint32(style.Uint(propInkColor)); style.Has(propInkColor) && c>>24 == 0 {
		s.color = fmt.Sprintf("#%02x%02x%02x", c&0xff, c>>8&0xff, c>>16&0xff)
	}
	if style.Has(propInkAlpha) {
		s.opacity = 1 - float64(style.Uint(propInkAlpha))/255
	}
	if s.opacity <= 0 {
		s.opacity = 1
	}
	return s, count > 0
}

// pathValues reads signed numbers of seven bits a byte, with the sign in the lowest bit. The
// first one counts the others.
func pathValues(raw []byte) []int64 {
	var out []int64
	for len(raw) > 0 {
		v, n := binary.Uvarint(raw)
		if n <= 0 || v>>1 > math.MaxInt32 {
			return nil
		}
		raw = raw[n:]
		signed := int64(v >> 1)
		if v&1 != 0 {
			signed = -signed
		}
		out = append(out, signed)
	}
	if len(out) == 0 || out[0] < 0 || out[0] > int64(len(out)-1) {
		return nil
	}
	return out[1 : out[0]+1]
}

// inkBox returns where a drawing lies on the page.
func (b *body) inkBox(o *store.Object) (box, bool) { return around(b.strokes(o)) }

func around(strokes []stroke) (box, bool) {
	r := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, s := range strokes {
		for _, p := range s.points {
			r = box{min(r.x0, p.x-s.width), min(r.y0, p.y-s.width), max(r.x1, p.x+s.width), max(r.y1, p.y+s.width)}
		}
	}
	return r, r.x1 > r.x0
}

// handwriting returns the words that OneNote read in the strokes on the page, the likeliest of
// each: a tree of paragraphs, lines and words.
func (b *body) handwriting(ids []store.ID, depth int) []string {
	var words []string
	for _, o := range b.objects(ids) {
		likeliest, _, _ := strings.Cut(o.Text(propInkWords), "\x00")
		if likeliest = importer.OneLine(likeliest); likeliest != "" {
			words = append(words, likeliest)
		}
		if depth < maxDepth {
			words = append(words, b.handwriting(o.IDs(propInkAnalysed), depth+1)...)
		}
	}
	return words
}

// ink makes one drawing of containers of ink and shows it, with what is written there in letters
// instead.
func (b *body) ink(containers []*store.Object, words string) []note.Block {
	var strokes []stroke
	for _, c := range containers {
		strokes = append(strokes, b.strokes(c)...)
	}
	r, ok := around(strokes)
	if !ok {
		return nil
	}
	data := svg(strokes, r)
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	key := b.add(containers[0].ID, fmt.Sprintf("ink %d.svg", len(b.attachments)+1), "image/svg+xml", int64(len(data)), open)
	return []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: key}, Alt: words}}}}
}

// svg writes strokes as a drawing in pixels of a screen, of which an inch has 96.
func svg(strokes []stroke, r box) []byte {
	const scale = 96 / 2540.0
	var sb strings.Builder
	fmt.Fprintf(&sb, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.2f %.2f">`,
		math.Ceil((r.x1-r.x0)*scale), math.Ceil((r.y1-r.y0)*scale), (r.x1-r.x0)*scale, (r.y1-r.y0)*scale)
	sb.WriteString("\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n") // black ink is no good on a dark page
	for _, s := range strokes {
		fmt.Fprintf(&sb, `<path fill="none" stroke="%s" stroke-width="%.2f" stroke-linecap="round" stroke-linejoin="round"`, s.color, s.width*scale)
		if s.opacity < 1 {
			fmt.Fprintf(&sb, ` stroke-opacity="%.2f"`, s.opacity)
		}
		sb.WriteString(` d="M`)
		for i, p := range s.points {
			if i == 1 {
				sb.WriteString("L")
			} else if i > 1 {
				sb.WriteByte(' ')
			}
			fmt.Fprintf(&sb, "%.2f %.2f", (p.x-r.x0)*scale, (p.y-r.y0)*scale)
		}
		if len(s.points) == 1 {
			sb.WriteString("l0 0")
		}
		sb.WriteString("\"/>\n")
	}
	sb.WriteString("</svg>\n")
	return []byte(sb.String())
}
