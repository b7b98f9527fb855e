package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	xwebp "golang.org/x/image/webp"

	"memopress/pkg/internal/media"
	"memopress/pkg/internal/webp"
)

// corner is a grey picture whose upper left quarter is red.
func corner(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(x / 4), uint8(x / 4), uint8(x / 4), 255}
			if x < w/2 && y < h/2 {
				c = color.NRGBA{220, 20, 20, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t *testing.T, m image.Image, segments ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	out := append([]byte{}, b.Bytes()[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, b.Bytes()[2:]...)
}

func asPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

func exif(turn byte) []byte {
	return segment(0xe1, "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"+string([]byte{turn, 0, 0, 0})+"\x00\x00\x00\x00")
}

// noisy is a picture that no format packs well.
func noisy(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	s := uint32(1)
	for i := range m.Pix {
		s = s*1664525 + 1013904223
		m.Pix[i] = uint8(s >> 24)
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

func isRed(c color.Color) bool {
	r, g, _, _ := c.RGBA()
	return r > 0x9000 && g < 0x6000
}

// Copies stand as Exif says: the red quarter of the stored picture lies where a viewer shows it.
func TestTurned(t *testing.T) {
	var e webp.Encoder
	defer e.Close()
	// By orientation: where the red quarter is shown, as halves of width and height from the upper left.
	for turn, want := range map[byte][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}} {
		data := asJPEG(t, corner(1000, 1400), exif(turn))
		copies, err := Copies(&e, "image/jpeg", data)
		if err != nil || len(copies) == 0 {
			t.Fatalf("%d: %d copies, %v", turn, len(copies), err)
		}
		for _, c := range copies {
			m, err := xwebp.Decode(bytes.NewReader(c.Data))
			if err != nil {
				t.Fatal(err)
			}
			w, h := m.Bounds().Dx(), m.Bounds().Dy()
			shownW, shownH := 1000, 1400
			if turn >= 5 {
				shownW, shownH = shownH, shownW
			}
			if w != c.Width || h != (shownH*w+shownW/2)/shownW {
				t.Errorf("%d: %d × %d, a copy of width %d of %d × %d", turn, w, h, c.Width, shownW, shownH)
			}
			for qx := range 2 {
				for qy := range 2 {
					if got := isRed(m.At(w/4+qx*w/2, h/4+qy*h/2)); got != ([2]int{qx, qy} == want) {
						t.Errorf("%d, width %d: red at %d,%d: %v", turn, c.Width, qx, qy, got)
					}
				}
			}
		}
	}
}

func TestWidths(t *testing.T) {
	var e webp.Encoder
	defer e.Close()
	wide := image.NewNRGBA64(image.Rect(0, 0, 1700, 300))
	for i := range wide.Pix {
		wide.Pix[i] = uint8(i * i >> 7)
	}
	grey := image.NewGray(image.Rect(0, 0, 1000, 700))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i * i >> 9)
	}
	for name, x := range map[string]struct {
		mediaType string
		data      []byte
		want      []int
		err       error
	}{
		"narrow":         {"image/png", asPNG(t, noisy(480, 100)), nil, nil},
		"a little wider": {"image/png", asPNG(t, noisy(481, 100)), []int{480}, nil},
		"16 bits":        {"image/png", asPNG(t, wide), []int{480, 960, 1600}, nil},
		"grey":           {"image/jpeg", asJPEG(t, grey), []int{480, 960}, nil},
		"one colour":     {"image/png", asPNG(t, image.NewPaletted(image.Rect(0, 0, 1000, 3), color.Palette{color.Black})), nil, nil},
	} {
		copies, err := Copies(&e, x.mediaType, x.data)
		var got []int
		for _, c := range copies {
			got = append(got, c.Width)
		}
		if fmt.Sprint(got) != fmt.Sprint(x.want) || !errors.Is(err, x.err) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, x.want)
		}
	}
}

// Transparent parts stay transparent, and a profile goes along.
func TestAlphaAndProfile(t *testing.T) {
	var e webp.Encoder
	defer e.Close()
	m := noisy(1000, 200)
	for i := 3; i < len(m.Pix)/2; i += 4 {
		m.Pix[i] = 0
	}
	copies, err := Copies(&e, "image/png", asPNG(t, m))
	if err != nil || len(copies) != 2 {
		t.Fatal(len(copies), err)
	}
	small, err := xwebp.Decode(bytes.NewReader(copies[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := small.At(100, 10).RGBA(); a > 0x1000 {
		t.Errorf("alpha %x in the upper half", a)
	}
	if _, _, _, a := small.At(100, 90).RGBA(); a < 0xf000 {
		t.Errorf("alpha %x in the lower half", a)
	}

	profile := "\x00\x00\x02\x00test\x04\x00\x00\x00mntrRGB XYZ " + string(make([]byte, 300))
	copies, err = Copies(&e, "image/jpeg", asJPEG(t, noisy(1000, 200), segment(0xe2, "ICC_PROFILE\x00\x02\x02"+profile[200:]), segment(0xe2, "ICC_PROFILE\x00\x01\x02"+profile[:200])))
	if err != nil || len(copies) != 2 {
		t.Fatal(len(copies), err)
	}
	for _, c := range copies {
		if got := media.PixelsOf("image/webp", c.Data).Profile; string(got) != profile {
			t.Errorf("width %d: a profile of %d bytes, want %d", c.Width, len(got), len(profile))
		}
		if m, err := xwebp.Decode(bytes.NewReader(c.Data)); err != nil || m.Bounds().Dx() != c.Width {
			t.Errorf("width %d: %v", c.Width, err)
		}
	}
}

// What cannot have copies says why, and a picture of very many pixels is not decoded.
func TestNone(t *testing.T) {
	var e webp.Encoder
	defer e.Close()
	good := asPNG(t, noisy(600, 300))
	bomb := bytes.Clone(good)
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	moving := append(append(bytes.Clone(good[:33]), "\x00\x00\x00\x08acTL\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00"...), good[33:]...)
	for name, data := range map[string][]byte{"cut short": good[:len(good)/2], "very large": bomb, "moving": moving, "empty": nil, "no picture": []byte("한글")} {
		if copies, err := Copies(&e, "image/png", data); err == nil || len(copies) > 0 {
			t.Errorf("%s: %d copies, %v", name, len(copies), err)
		}
	}
	if _, err := Copies(&e, "image/png", moving); !errors.Is(err, ErrMoves) {
		t.Errorf("moving: %v", err)
	}
}

// The same picture gives the same bytes, from several goroutines, too.
func TestSame(t *testing.T) {
	var e webp.Encoder
	defer e.Close()
	data := asPNG(t, noisy(700, 300))
	out := make(chan string)
	for range 4 {
		go func() {
			copies, err := Copies(&e, "image/png", data)
			if err != nil || len(copies) != 1 {
				out <- fmt.Sprint(err)
				return
			}
			out <- string(copies[0].Data)
		}()
	}
	first := <-out
	for range 3 {
		if <-out != first || len(first) < 100 {
			t.Error("other bytes")
		}
	}
}

// BenchmarkCopies makes the copies of a photo of two megapixels.
func BenchmarkCopies(b *testing.B) {
	var e webp.Encoder
	defer e.Close()
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, corner(1600, 1200), &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(photo.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if copies, err := Copies(&e, "image/jpeg", photo.Bytes()); err != nil || len(copies) < 2 {
			b.Fatal(len(copies), err)
		}
	}
}
