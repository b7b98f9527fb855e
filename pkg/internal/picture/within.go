package picture

import "image"

// Within returns a picture as large as it goes into a square of so many pixels, turned as Exif's
// orientation wants it to be shown.
func Within(m image.Image, turn, size int) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if turn >= 5 {
		w, h = h, w
	}
	width := size
	if h > w {
		width = max(1, size*w/h)
	}
	return shrink(m, turn, w, width)
}
