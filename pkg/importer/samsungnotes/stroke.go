package samsungnotes

import (
	"fmt"
	"math"
	"strings"
)

// A stroke is one line of handwriting.
type stroke struct {
	points []point
	colour int
	width  float64
}

type point struct{ x, y float64 }

// readStroke reads a stroke: its points, its colour and its width. Pressure is not kept.
func readStroke(record []byte) (stroke, error) {
	c := &cursor{data: record}
	c.bytes(6)
	own := c.u32()
	form, parts := c.flags(), c.flags()
	count := c.u16()
	s := stroke{width: 2}
	if own > len(record) || c.err != nil {
		return s, errShort
	}
	var at point
	for i := range count {
		if form&1 != 0 && i > 0 { // differences in 32nds
			at = point{at.x + difference(c.u16()), at.y + difference(c.u16())}
		} else {
			at = point{c.f64(), c.f64()}
		}
		if c.err != nil || c.pos > own || !(math.Abs(at.x) < 1e7 && math.Abs(at.y) < 1e7) {
			return s, errShort
		}
		s.points = append(s.points, at)
	}
	c.seek(own)
	if parts&0x2 != 0 {
		c.u32()
	}
	if parts&0x4 != 0 {
		s.colour = c.u32()
	}
	if parts&0x8 != 0 {
		s.width = c.f32()
	}
	if !(s.width > 0 && s.width < 1000) {
		s.width = 2
	}
	return s, c.err
}

// difference is a sign, ten bits before the point and five after it.
func difference(v int) float64 {
	d := float64(v&0x7FFF) / 32
	if v&0x8000 != 0 {
		return -d
	}
	return d
}

// svg draws strokes.
func svg(p *page) string {
	var sb strings.Builder
	left, top, right, bottom := 0.0, 0.0, 1.0, 1.0
	for i, s := range p.strokes {
		for j, at := range s.points {
			if i == 0 && j == 0 {
				left, top, right, bottom = at.x, at.y, at.x, at.y
			}
			left, top, right, bottom = min(left, at.x), min(top, at.y), max(right, at.x), max(bottom, at.y)
		}
	}
	const margin = 16
	left, top, right, bottom = left-margin, top-margin, right+margin, bottom+margin
	fmt.Fprintf(&sb, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%.1f %.1f %.1f %.1f" width="%.0f" height="%.0f">`+"\n", left, top, right-left, bottom-top, right-left, bottom-top)
	fmt.Fprintf(&sb, `<path fill="#fff" d="M%.1f %.1fh%.1fv%.1fh%.1fz"/>`+"\n", left, top, right-left, bottom-top, left-right)
	for _, s := range p.strokes {
		fmt.Fprintf(&sb, `<path fill="none" stroke="#%06x" stroke-opacity="%.2f" stroke-width="%.2f" stroke-linecap="round" stroke-linejoin="round" d="`,
			s.colour&0xFFFFFF, s.opacity(), s.width)
		for i, at := range s.points {
			sb.WriteByte("ML"[min(i, 1)])
			fmt.Fprintf(&sb, "%.1f %.1f", at.x, at.y)
		}
		if len(s.points) == 1 {
			sb.WriteString("h0.1")
		}
		sb.WriteString("\"/>\n")
	}
	sb.WriteString("</svg>\n")
	return sb.String()
}

// opacity is that of the colour; a stroke without one is black.
func (s stroke) opacity() float64 {
	if a := s.colour >> 24 & 0xFF; a > 0 {
		return float64(a) / 255
	}
	return 1
}
