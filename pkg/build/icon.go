package build

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/gif"
	_ "image/jpeg"
	"image/png"
	"io"
	"strconv"

	_ "golang.org/x/image/webp"

	"memopress/pkg/internal/media"
	"memopress/pkg/internal/picture"
	"memopress/pkg/render"
	"memopress/pkg/theme"
)

// An Icon is a picture of the user's own that stands for the site in a browser's tabs and among a
// device's programs.
type Icon struct {
	drawing []byte      // an SVG, or
	pixels  image.Image // what is not drawn,
	turn    int         // to be shown as this orientation of Exif says
}

// iconSizes are what browsers, Apple's devices and manifests ask for, in pixels.
var iconSizes = []int{32, 180, 512}

// mostPixels of an icon's picture: more is a mistake, or a file made to fill the memory.
const mostPixels = picture.MaxPixels

// NewIcon reads a picture: PNG, JPEG, WebP, GIF or SVG. An SVG is cleaned as those in notes are.
func NewIcon(name string, data []byte) (*Icon, error) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	in, about, err := media.Open(name, open)
	if err != nil {
		return nil, err
	}
	clean, err := io.ReadAll(in)
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, err
	}
	if about.Type == "image/svg+xml" {
		return &Icon{drawing: clean}, nil
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(clean))
	if err != nil {
		return nil, fmt.Errorf("%s is no picture that an icon can be made of (PNG, JPEG, WebP, GIF, SVG): %w", name, err)
	}
	if c.Width*c.Height > mostPixels {
		return nil, fmt.Errorf("%s has %d × %d pixels, which is too many for an icon", name, c.Width, c.Height)
	}
	pixels, _, err := image.Decode(bytes.NewReader(clean))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &Icon{pixels: pixels, turn: media.PixelsOf(about.Type, clean).Turn}, nil
}

// iconsOf makes the icons of a site: of the user's own picture, or the theme's with the first
// letter of the title.
func iconsOf(o Options, title string) ([]theme.Asset, []render.Icon, error) {
	drawing := func(a theme.Asset) ([]theme.Asset, []render.Icon, error) {
		return []theme.Asset{a}, []render.Icon{{Path: a.Path, Type: "image/svg+xml", Sizes: "any"}}, nil
	}
	switch {
	case o.Icon == nil:
		a, err := o.Theme.Icon(title)
		if err != nil {
			return nil, nil, err
		}
		return drawing(a)
	case o.Icon.drawing != nil:
		return drawing(theme.NewAsset("icon.svg", o.Icon.drawing))
	}
	var assets []theme.Asset
	var icons []render.Icon
	for _, size := range iconSizes {
		n := strconv.Itoa(size)
		data, err := o.Icon.at(size)
		if err != nil {
			return nil, nil, err
		}
		a := theme.NewAsset("icon-"+n+".png", data)
		assets = append(assets, a)
		icons = append(icons, render.Icon{Path: a.Path, Type: "image/png", Sizes: n + "x" + n})
	}
	return assets, icons, nil
}

// at returns the picture in the middle of a square of so many pixels.
func (i *Icon) at(size int) ([]byte, error) {
	small := picture.Within(i.pixels, i.turn, size)
	out := image.NewNRGBA(image.Rect(0, 0, size, size))
	at := image.Pt((size-small.Rect.Dx())/2, (size-small.Rect.Dy())/2)
	draw.Draw(out, small.Rect.Add(at), small, image.Point{}, draw.Src)
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out)
	return b.Bytes(), err
}
