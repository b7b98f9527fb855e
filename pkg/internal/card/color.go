package card

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
)

// Colors are those of a card.
type Colors struct {
	Paper  color.NRGBA
	Ink    color.NRGBA // of the title
	Muted  color.NRGBA // of other texts
	Accent color.NRGBA // of the symbol and the edge
	Line   color.NRGBA
}

// Palette returns the colours that a theme's tokens have. Where one is no colour that ParseColor
// reads, black and white and what lies between take its place.
func Palette(token func(name string) string) Colors {
	read := func(name string, or uint8) color.NRGBA {
		if c, ok := ParseColor(token(name)); ok {
			return c
		}
		return color.NRGBA{or, or, or, 255}
	}
	return Colors{Paper: read("bg", 255), Ink: read("fg", 32), Muted: read("fg-2", 96), Accent: read("accent", 32), Line: read("line", 208)}
}

// mix returns the colour that is part/whole of the way from a to b.
func mix(a, b color.NRGBA, part, whole int) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8((int(x)*(whole-part) + int(y)*part + whole/2) / whole) }
	return color.NRGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// ParseColor reads a colour as style sheets have it: a name, #rgb, #rrggbb, rgb(), hsl(), oklch()
// or oklab(). What shines through is as if it did not. It is not ok for anything else.
func ParseColor(css string) (c color.NRGBA, ok bool) {
	css = strings.ToLower(strings.TrimSpace(css))
	if named, ok := colornames.Map[css]; ok {
		return color.NRGBA{named.R, named.G, named.B, 255}, true
	}
	if digits, is := strings.CutPrefix(css, "#"); is {
		return parseHex(digits)
	}
	name, rest, is := strings.Cut(css, "(")
	rest, closed := strings.CutSuffix(rest, ")")
	if !is || !closed {
		return c, false
	}
	rest, _, _ = strings.Cut(rest, "/")
	parts := strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ' ' })
	if len(parts) < 3 {
		return c, false
	}
	var v [3]float64
	var percent [3]bool
	for i := range v {
		text := strings.TrimSuffix(parts[i], "deg")
		text, percent[i] = strings.CutSuffix(text, "%")
		n, err := strconv.ParseFloat(text, 64)
		if text == "none" {
			n, err = 0, nil
		}
		if err != nil {
			return c, false
		}
		v[i] = n
	}
	share := func(i int, whole float64) float64 {
		if percent[i] {
			return v[i] / 100 * whole
		}
		return v[i]
	}
	switch name {
	case "rgb", "rgba":
		return color.NRGBA{to8(share(0, 255) / 255), to8(share(1, 255) / 255), to8(share(2, 255) / 255), 255}, true
	case "hsl", "hsla":
		return hsl(v[0], v[1]/100, v[2]/100), true
	case "oklch":
		turn := v[2] * math.Pi / 180
		chroma := share(1, 0.4)
		return oklab(share(0, 1), chroma*math.Cos(turn), chroma*math.Sin(turn)), true
	case "oklab":
		return oklab(share(0, 1), share(1, 0.4), share(2, 0.4)), true
	}
	return c, false
}

func parseHex(digits string) (c color.NRGBA, ok bool) {
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return c, false
	}
	switch len(digits) {
	case 4:
		n >>= 4
		fallthrough
	case 3:
		return color.NRGBA{uint8(n>>8&15) * 17, uint8(n>>4&15) * 17, uint8(n&15) * 17, 255}, true
	case 8:
		n >>= 8
		fallthrough
	case 6:
		return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}, true
	}
	return c, false
}

func hsl(hue, saturation, light float64) color.NRGBA {
	hue = math.Mod(math.Mod(hue, 360)+360, 360) / 30
	a := saturation * min(light, 1-light)
	f := func(n float64) uint8 {
		k := math.Mod(n+hue, 12)
		return to8(light - a*max(-1, min(k-3, 9-k, 1)))
	}
	return color.NRGBA{f(0), f(8), f(4), 255}
}

// oklab is the colour of Björn Ottosson's model, cut off where a screen has none.
func oklab(l, a, b float64) color.NRGBA {
	cube := func(v float64) float64 { return v * v * v }
	x, y, z := cube(l+0.3963377774*a+0.2158037573*b), cube(l-0.1055613458*a-0.0638541728*b), cube(l-0.0894841775*a-1.2914855480*b)
	gamma := func(v float64) uint8 {
		if v <= 0.0031308 {
			return to8(12.92 * v)
		}
		return to8(1.055*math.Pow(v, 1/2.4) - 0.055)
	}
	return color.NRGBA{gamma(4.0767416621*x - 3.3077115913*y + 0.2309699292*z), gamma(-1.2684380046*x + 2.6097574011*y - 0.3413193965*z), gamma(-0.0041960863*x - 0.7034186147*y + 1.7076147010*z), 255}
}

func to8(v float64) uint8 { return uint8(math.Round(min(1, max(0, v)) * 255)) }
