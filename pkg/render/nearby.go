package render

import (
	"math"
	"slices"
	"unicode/utf8"

	"memopress/pkg/site"
)

// What the picture of a note's neighbours holds, and how large it is.
const (
	nearbyNotes  = 16
	nearbyFew    = 7 // that stand on one ring, under larger names
	nearbyWidth  = 320
	nearbyHeight = 240
	nearbyLabel  = 14 // characters; wide ones count twice
)

// nearby draws a note among its neighbours: an SVG whose nodes are links. It is for the eye; the
// same links stand in the text and below it, so that readers without eyes pass it over.
func (r *renderer) nearby(at place, n *site.Note) HTML {
	g := r.net
	if g == nil {
		return ""
	}
	all := g.near[g.number[n]]
	if len(all) == 0 {
		return ""
	}
	// Numbers go by how many neighbours a note has: the first ones are the best known.
	some := all[:min(len(all), nearbyNotes)]
	var m markup
	letters := 15 // shown at about three quarters of it
	if len(some) > nearbyFew {
		letters = 11
	}
	m.raw(`<svg class="nearby" viewBox="0 0 ` + itoa(nearbyWidth) + ` ` + itoa(nearbyHeight) + `" aria-hidden="true" focusable="false" fill="currentColor" font-size="` + itoa(letters) + `" text-anchor="middle">`)
	type spot struct{ x, y float64 }
	spots := make([]spot, len(some))
	for i := range some {
		// Around the middle, on two rings when there are many, so that names have room.
		angle := 2*math.Pi*float64(i)/float64(len(some)) - math.Pi/2
		ring := 1.0
		if len(some) > nearbyFew && i%2 == 1 {
			ring = 0.62
		}
		spots[i] = spot{nearbyWidth/2 + ring*(nearbyWidth/2-44)*math.Cos(angle), nearbyHeight/2 - 6 + ring*(nearbyHeight/2-26)*math.Sin(angle)}
	}
	m.raw(`<path fill="none" stroke="currentColor" stroke-opacity=".35" d="`)
	for i, a := range some {
		m.raw("M" + itoa(nearbyWidth/2) + " " + itoa(nearbyHeight/2-6) + "L" + px(spots[i].x) + " " + px(spots[i].y))
		for k, b := range some[:i] {
			if _, linked := slices.BinarySearch(g.near[a], b); linked {
				m.raw("M" + px(spots[i].x) + " " + px(spots[i].y) + "L" + px(spots[k].x) + " " + px(spots[k].y))
			}
		}
	}
	m.raw(`"/><circle class="here" cx="` + itoa(nearbyWidth/2) + `" cy="` + itoa(nearbyHeight/2-6) + `" r="7"/>`)
	for i, id := range some {
		to := g.notes[id]
		size := min(7, 3+math.Log2(float64(len(g.near[id]))))
		m.raw(`<a href="`).text(at.to(r.encoded(to))).raw(`" tabindex="-1"><circle cx="` + px(spots[i].x) + `" cy="` + px(spots[i].y) + `" r="` + px(size) + `"/><text x="` +
			px(spots[i].x) + `" y="` + px(spots[i].y+size+float64(letters)) + `">`).text(shortLabel(to.Title)).raw(`</text>`)
		if shortLabel(to.Title) != to.Title {
			m.raw(`<title>`).text(to.Title).raw(`</title>`)
		}
		m.raw(`</a>`)
	}
	m.raw(`</svg>`)
	return m.done()
}

// px writes a length with at most one digit behind the point.
func px(v float64) string {
	tenths := int(math.Round(v * 10))
	if tenths%10 == 0 {
		return itoa(tenths / 10)
	}
	if tenths < 0 {
		return "-" + px(-v)
	}
	return itoa(tenths/10) + "." + itoa(tenths%10)
}

// shortLabel cuts a title to the room below a node.
func shortLabel(title string) string {
	room := nearbyLabel
	for i, c := range title {
		wide := 1
		if c >= 0x1100 {
			wide = 2
		}
		if room -= wide; room < 0 && i+utf8.RuneLen(c) < len(title) {
			return title[:i] + "…"
		}
	}
	return title
}
