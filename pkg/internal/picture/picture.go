// Package picture makes smaller copies of pictures, for pages that show them at less than their
// own size: turned as Exif says, in the colours of their own profile, as WebP.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	xwebp "golang.org/x/image/webp"

	"memopress/pkg/internal/media"
	"memopress/pkg/internal/webp"
)

// Widths are the widths of copies in pixels: of the column of a phone, of a page, and of a page on
// a screen with twice as many dots.
var Widths = []int{480, 960, 1600}

// Quality is that of libwebp.
const Quality = 78

// MaxPixels is the largest picture that is decoded. A file of a few bytes can say that it has more
// pixels than there is memory.
const MaxPixels = 64 << 20

// ErrMoves is the error for a picture that moves, which copies would not.
var ErrMoves = errors.New("it moves")

// A Copy is a smaller copy of a picture.
type Copy struct {
	Width int // in pixels
	Data  []byte
}

// Decodes reports whether this package reads pictures of a media type.
func Decodes(mediaType string) bool {
	return mediaType == "image/jpeg" || mediaType == "image/png" || mediaType == "image/webp"
}

// Copies returns the copies of a picture, narrow ones first: those that are narrower than it and
// have fewer bytes. data is what media.Open gave.
func Copies(e *webp.Encoder, mediaType string, data []byte) ([]Copy, error) {
	about := media.PixelsOf(mediaType, data)
	if about.Animated {
		return nil, ErrMoves
	}
	config, decode, err := decoder(mediaType, data)
	if err != nil {
		return nil, err
	}
	if config.Width < 1 || config.Height < 1 || config.Width > MaxPixels/config.Height {
		return nil, fmt.Errorf("%d × %d pixels are too many", config.Width, config.Height)
	}
	width := config.Width
	if about.Turn >= 5 {
		width = config.Height
	}
	if width <= Widths[0] {
		return nil, nil
	}
	m, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if _, ok := m.(*image.CMYK); ok {
		return nil, errors.New("its colours are those of print")
	}
	// From wide to narrow: each is made of the one before it.
	var out []Copy
	from := m
	for i := len(Widths) - 1; i >= 0; i-- {
		w := Widths[i]
		if w >= width {
			continue
		}
		small := shrink(from, about.Turn, width, w)
		from, about.Turn, width = small, 1, w
		packed, err := e.Encode(straight(small), Quality, about.Profile)
		if err != nil {
			return nil, err
		}
		if len(packed) < len(data) {
			out = append([]Copy{{w, packed}}, out...)
		}
	}
	return out, nil
}

func decoder(mediaType string, data []byte) (image.Config, func(*bytes.Reader) (image.Image, error), error) {
	r := bytes.NewReader(data)
	switch mediaType {
	case "image/jpeg":
		c, err := jpeg.DecodeConfig(r)
		return c, func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) }, err
	case "image/png":
		c, err := png.DecodeConfig(r)
		return c, func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) }, err
	case "image/webp":
		c, err := xwebp.DecodeConfig(r)
		return c, func(r *bytes.Reader) (image.Image, error) { return xwebp.Decode(r) }, err
	}
	return image.Config{}, nil, fmt.Errorf("it is %s", mediaType)
}

// shrink returns m, which is full pixels wide as it is shown, turned and w pixels wide.
func shrink(m image.Image, turn, full, w int) *image.RGBA {
	b := m.Bounds()
	tall := b.Dy()
	if turn >= 5 {
		tall = b.Dx()
	}
	h := max(1, (tall*w+full/2)/full)
	dw, dh := w, h
	if turn >= 5 {
		dw, dh = h, w
	}
	small := image.NewRGBA(image.Rect(0, 0, dw, dh))
	// A picture that is very much larger is first brought near its size the quick way.
	if b.Dx() > 4*dw {
		half := image.NewRGBA(image.Rect(0, 0, 2*dw, 2*dh))
		draw.ApproxBiLinear.Scale(half, half.Rect, m, b, draw.Src, nil)
		m, b = half, half.Rect
	}
	draw.CatmullRom.Scale(small, small.Rect, m, b, draw.Src, nil)
	return turned(small, turn)
}

// straight returns the picture with colours that are not multiplied by their alpha. Where all is
// opaque that is the same bytes.
func straight(m *image.RGBA) *image.NRGBA {
	if m.Opaque() {
		return &image.NRGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
	}
	out := image.NewNRGBA(m.Rect)
	draw.Draw(out, out.Rect, m, m.Rect.Min, draw.Src)
	return out
}

// turned returns the picture as Exif's orientation wants it to be shown.
func turned(m *image.RGBA, turn int) *image.RGBA {
	if turn <= 1 || turn > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	ow, oh := w, h
	if turn >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range h {
		for x := range w {
			var tx, ty int
			switch turn {
			case 2: // mirrored
				tx, ty = w-1-x, y
			case 3: // upside down
				tx, ty = w-1-x, h-1-y
			case 4:
				tx, ty = x, h-1-y
			case 5:
				tx, ty = y, x
			case 6: // the top is at the left: turned to the right
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(tx, ty):][:4], m.Pix[m.PixOffset(x, y):][:4])
		}
	}
	return out
}
