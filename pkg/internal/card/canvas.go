package card

import (
	"image"
	"image/color"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// A tint is what something is drawn in.
type tint int

const (
	ink tint = iota
	muted
	accent
	hairline
	onAccent
)

// The picture has sixteen colours, so that a pixel takes half a byte: the paper, and the steps
// from it to each tint that letters' edges need.
const (
	paperAt    = 0
	inkAt      = 1 // to 7
	mutedAt    = 8 // to 11
	accentAt   = 12
	hairlineAt = 13
	onAccentAt = 14 // and 15, from the accent to the paper
)

// A canvas is the pixels of a picture. Letters that were drawn once are remembered.
type canvas struct {
	pixels   *image.Paletted
	mirrored bool
	steps    [5][256]uint8 // by tint and coverage
	masks    map[glyph]mask
	held     int // bytes of masks
	raster   vector.Rasterizer
}

type glyph struct {
	face *font.Face
	id   font.GID
	size int
	sub  uint8 // quarters of a pixel that it is moved to the right
}

// A mask is how much of each pixel a letter covers.
type mask struct {
	at    image.Rectangle // from where the letter stands
	cover []uint8
}

// mostHeld bounds the memory of masks, in bytes.
const mostHeld = 24 << 20

func newCanvas(c Colors) *canvas {
	palette := make(color.Palette, 16)
	palette[paperAt] = c.Paper
	for i := range 7 {
		palette[inkAt+i] = mix(c.Paper, c.Ink, i+1, 7)
	}
	for i := range 4 {
		palette[mutedAt+i] = mix(c.Paper, c.Muted, i+1, 4)
	}
	palette[accentAt], palette[hairlineAt] = c.Accent, c.Line
	palette[onAccentAt], palette[onAccentAt+1] = mix(c.Accent, c.Paper, 1, 3), mix(c.Accent, c.Paper, 2, 3)
	cv := &canvas{pixels: image.NewPaletted(image.Rect(0, 0, Width, Height), palette), masks: map[glyph]mask{}}
	for i := range 256 {
		if n := (i*7 + 127) / 255; n > 0 {
			cv.steps[ink][i] = uint8(inkAt + n - 1)
		}
		if n := (i*4 + 127) / 255; n > 0 {
			cv.steps[muted][i] = uint8(mutedAt + n - 1)
		}
		cv.steps[onAccent][i] = [4]uint8{accentAt, onAccentAt, onAccentAt + 1, paperAt}[(i*3+127)/255]
	}
	return cv
}

func (c *canvas) clear() { clear(c.pixels.Pix) }

// fill draws a rectangle; where the picture is mirrored, on the other side.
func (c *canvas) fill(r image.Rectangle, in tint) {
	at := uint8(accentAt)
	if in == hairline {
		at = hairlineAt
	}
	if c.mirrored {
		r.Min.X, r.Max.X = Width-r.Max.X, Width-r.Min.X
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.pixels.Pix[c.pixels.PixOffset(r.Min.X, y):c.pixels.PixOffset(r.Max.X, y)]
		for i := range row {
			row[i] = at
		}
	}
}

// square draws one of the accent's colour with round corners.
func (c *canvas) square(x, y, side, radius int) {
	c.fill(image.Rect(x, y, x+side, y+side), accent)
	if c.mirrored {
		x = Width - x - side
	}
	for j := range radius {
		for i := range radius {
			// Four points in each of 4 × 4 parts of the pixel are outside or inside of the arc.
			in := 0
			for n := range 16 {
				dx, dy := 8*(radius-i)-2*(n%4)-1, 8*(radius-j)-2*(n/4)-1
				if dx*dx+dy*dy <= 64*radius*radius {
					in++
				}
			}
			at := [4]uint8{paperAt, onAccentAt + 1, onAccentAt, accentAt}[(in*3+8)/16]
			for _, p := range [4][2]int{{i, j}, {side - 1 - i, j}, {i, side - 1 - j}, {side - 1 - i, side - 1 - j}} {
				c.pixels.Pix[c.pixels.PixOffset(x+p[0], y+p[1])] = at
			}
		}
	}
}

// write draws a line whose first letter is at x, and whose letters stand on y.
func (c *canvas) write(s *setter, l line, x, y int, in tint) {
	pen := x * 64
	for _, r := range l.runs {
		for _, g := range r.glyphs {
			if g.GlyphID != 0 { // the sign for a letter that a font lacks
				at := pen + int(g.XOffset)
				m := c.mask(glyph{r.face, g.GlyphID, r.size, uint8(at & 63 / 16)})
				c.blit(m, at>>6, y-g.YOffset.Round(), in)
			}
			pen += int(g.Advance)
		}
	}
}

func (c *canvas) blit(m mask, x, y int, in tint) {
	at := m.at.Add(image.Pt(x, y))
	seen := at.Intersect(c.pixels.Rect)
	steps := &c.steps[in]
	for row := seen.Min.Y; row < seen.Max.Y; row++ {
		from := (row-at.Min.Y)*at.Dx() + seen.Min.X - at.Min.X
		cover := m.cover[from : from+seen.Dx()]
		pixels := c.pixels.Pix[c.pixels.PixOffset(seen.Min.X, row):]
		for i, v := range cover {
			if n := steps[v]; v != 0 && (n > pixels[i] || in == onAccent) {
				pixels[i] = n
			}
		}
	}
}

// mask returns a letter as pixels.
func (c *canvas) mask(g glyph) mask {
	m, ok := c.masks[g]
	if !ok {
		m = c.rasterize(g)
		if c.held += len(m.cover); c.held > mostHeld {
			clear(c.masks)
			c.held = len(m.cover)
		}
		c.masks[g] = m
	}
	return m
}

func (c *canvas) rasterize(g glyph) mask {
	outline, ok := g.face.GlyphDataOutline(g.id)
	if !ok || len(outline.Segments) == 0 {
		return mask{}
	}
	scale := float32(g.size) / float32(g.face.Upem())
	shift := float32(g.sub) / 4
	left, right, upper, lower := float32(1e6), float32(-1e6), float32(1e6), float32(-1e6)
	point := func(p opentype.SegmentPoint) (x, y float32) { return p.X*scale + shift, -p.Y * scale }
	for i := range outline.Segments {
		for _, p := range outline.Segments[i].ArgsSlice() {
			x, y := point(p)
			left, right, upper, lower = min(left, x), max(right, x), min(upper, y), max(lower, y)
		}
	}
	if right-left > Width || lower-upper > Height {
		return mask{} // no letter of a sound font is that large
	}
	at := image.Rect(floor(left), floor(upper), floor(right)+1, floor(lower)+1)
	dx, dy := float32(at.Min.X), float32(at.Min.Y)
	c.raster.Reset(at.Dx(), at.Dy())
	c.raster.DrawOp = draw.Src
	for i := range outline.Segments {
		s := &outline.Segments[i]
		var p [6]float32
		for n, a := range s.ArgsSlice() {
			x, y := point(a)
			p[2*n], p[2*n+1] = x-dx, y-dy
		}
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			c.raster.ClosePath()
			c.raster.MoveTo(p[0], p[1])
		case opentype.SegmentOpLineTo:
			c.raster.LineTo(p[0], p[1])
		case opentype.SegmentOpQuadTo:
			c.raster.QuadTo(p[0], p[1], p[2], p[3])
		case opentype.SegmentOpCubeTo:
			c.raster.CubeTo(p[0], p[1], p[2], p[3], p[4], p[5])
		}
	}
	c.raster.ClosePath()
	out := image.NewAlpha(image.Rect(0, 0, at.Dx(), at.Dy()))
	c.raster.Draw(out, out.Rect, image.Opaque, image.Point{})
	return mask{at, out.Pix}
}

func floor(v float32) int {
	n := int(v)
	if float32(n) > v {
		n--
	}
	return n
}
