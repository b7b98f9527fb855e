package card

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
)

// What is encoded is decoded to the same pixels.
func TestEncode(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	palette := make(color.Palette, 16)
	for i := range palette {
		palette[i] = color.NRGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
	}
	p := image.NewPaletted(image.Rect(0, 0, 64, 9), palette)
	for i := range p.Pix {
		if i%64 > 16 {
			p.Pix[i] = uint8(r.IntN(16))
		}
	}
	e := newEncoder()
	for range 2 {
		data, err := e.encode(p)
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if q, ok := got.(*image.Paletted); !ok || !bytes.Equal(q.Pix, p.Pix) || q.Rect != p.Rect {
			t.Fatal("other pixels")
		}
	}
}
