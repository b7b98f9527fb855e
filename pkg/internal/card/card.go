// Package card draws what stands for a page where its address is shared: a picture of its title.
//
// A picture is a function of the texts, the colours and the fonts. A letter that no font has is
// never drawn as a box: Fonts.Lacks tells of it, and whoever asks for the picture chooses
// another. The same input makes the same bytes.
package card

import (
	"image"
)

// Width and Height of every picture, in pixels: what those who show them ask for.
const (
	Width  = 1200
	Height = 630
)

// A Card is what is drawn. Every text may be empty.
type Card struct {
	Title    string
	Site     string // stands beside the symbol
	Symbol   string // one letter
	About    string // a line or two below the title
	Place    string // at the foot, where lines begin
	Date     string // at the foot, where lines end
	Language string // BCP 47
	RTL      bool
}

// edges, in pixels.
const (
	strip  = 20  // the band of colour along the side where lines begin
	margin = 96  // on both sides
	top    = 76  // of the symbol
	side   = 60  // of the symbol
	above  = 168 // the room of the title begins here
	below  = 486 // and ends here
	rule   = 520 // the line over the foot
	foot   = 566 // where the letters of the foot stand
	room   = Width - 2*margin
)

// A Painter draws cards. It serves one goroutine; the zero value is of no use.
type Painter struct {
	setter *setter
	canvas *canvas
	files  *encoder
}

// NewPainter returns a painter that writes with these fonts, in these colours.
func NewPainter(f *Fonts, c Colors) *Painter {
	return &Painter{setter: newSetter(f), canvas: newCanvas(c), files: newEncoder()}
}

// PNG draws the card.
func (p *Painter) PNG(c Card) ([]byte, error) {
	p.draw(c)
	return p.files.encode(p.canvas.pixels)
}

func (p *Painter) draw(c Card) {
	cv := p.canvas
	cv.clear()
	cv.mirrored = c.RTL
	cv.fill(image.Rect(0, 0, strip, Height), accent)
	x := margin
	if c.Symbol != "" {
		p.symbol(c)
		x += side + 22
	}
	if c.Site != "" {
		p.one(c, c.Site, 32, x, top+side/2+11, Width-margin-x, muted)
	}
	p.middle(c)
	if c.Place == "" && c.Date == "" {
		return
	}
	cv.fill(image.Rect(margin, rule, Width-margin, rule+2), hairline)
	width := 0
	if c.Date != "" {
		l := p.setter.line(c.Date, c.Language, c.RTL, 28)
		width = l.width.Ceil()
		p.put(l, Width-margin-width, foot, muted)
		width += 40
	}
	if c.Place != "" {
		p.one(c, c.Place, 28, margin, foot, room-width, muted)
	}
}

// middle draws the title, with what is said about it, in the middle of its room.
func (p *Painter) middle(c Card) {
	title := p.setter.fit(c.Title, c.Language, c.RTL, titleSizes)
	about := block{}
	if c.About != "" {
		about = p.setter.fit(c.About, c.Language, c.RTL, aboutSizes)
	}
	gap := 0
	if len(about.lines) > 0 && len(title.lines) > 0 {
		gap = 28
	}
	// Both have their letters in the upper part of a line's height.
	y := above + (below-above-title.height()-gap-about.height())/2
	y = p.lines(title, y, ink) + gap
	p.lines(about, y, muted)
}

// lines draws a block whose upper edge is at y, and returns its lower one.
func (p *Painter) lines(b block, y int, in tint) int {
	for _, l := range b.lines {
		p.put(l, margin, y+b.baseline(), in)
		y += b.leading
	}
	return y
}

// one draws a single line, cut short where it is too long.
func (p *Painter) one(c Card, text string, size, x, y, width int, in tint) {
	b := p.setter.fit(text, c.Language, c.RTL, []shape{{size: size, lines: 1, width: width}})
	for _, l := range b.lines {
		p.put(l, x, y, in)
	}
}

// put draws a line that begins at x; in a picture for right-to-left it ends there.
func (p *Painter) put(l line, x, y int, in tint) {
	if p.canvas.mirrored {
		x = Width - x - l.width.Ceil()
	}
	p.canvas.write(p.setter, l, x, y, in)
}

// symbol draws the letter that stands for the site, on a square with round corners.
func (p *Painter) symbol(c Card) {
	p.canvas.square(margin, top, side, 12)
	l := p.setter.line(c.Symbol, c.Language, false, 38)
	x := margin + (side-l.width.Ceil())/2
	if p.canvas.mirrored {
		x = Width - margin - side + (side-l.width.Ceil())/2
	}
	p.canvas.write(p.setter, l, x, top+side/2+14, onAccent)
}
