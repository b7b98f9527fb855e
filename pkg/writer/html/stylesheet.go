package html

import (
	"fmt"
	"math"
	"slices"
	"strings"

	formulas "memopress/pkg/writer/html/math"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

// CodeColors chooses the colours of code.
type CodeColors struct {
	Light, Dark string // names of Chroma styles; empty means "github" and "github-dark"
	// The backgrounds that code stands on, as #rrggbb; empty means those of the styles. Colours
	// are made darker or lighter until they stand out from them (4.5 to 1, WCAG 2.2 AA).
	LightBackground, DarkBackground string
}

// CodeStyleSheet returns the CSS that colours code: one rule for each class, with
// light-dark(), so that it follows the page's color-scheme. The error names an unknown style.
func CodeStyleSheet(c CodeColors) ([]byte, error) {
	light, err := codeStyle(c.Light, "github")
	if err != nil {
		return nil, err
	}
	dark, err := codeStyle(c.Dark, "github-dark")
	if err != nil {
		return nil, err
	}
	onLight, onDark := background(light, c.LightBackground, "#ffffff"), background(dark, c.DarkBackground, "#0d1117")
	var types []chroma.TokenType
	for t, class := range chroma.StandardTypes {
		if class != "" && t > 0 && t != chroma.Text && t != chroma.TextWhitespace {
			types = append(types, t)
		}
	}
	slices.Sort(types)
	var sb strings.Builder
	for _, t := range types {
		l, d := light.Get(t), dark.Get(t)
		var rules []string
		if a, b := readable(l.Colour, onLight), readable(d.Colour, onDark); a != readable(light.Get(chroma.Text).Colour, onLight) || b != readable(dark.Get(chroma.Text).Colour, onDark) {
			rules = append(rules, "color: light-dark("+a+", "+b+")")
		}
		if l.Bold == chroma.Yes {
			rules = append(rules, "font-weight: bold")
		}
		if l.Italic == chroma.Yes {
			rules = append(rules, "font-style: italic")
		}
		if l.Underline == chroma.Yes {
			rules = append(rules, "text-decoration: underline")
		}
		if len(rules) > 0 {
			fmt.Fprintf(&sb, ".code .%s { %s; }\n", chroma.StandardTypes[t], strings.Join(rules, "; "))
		}
	}
	return []byte(sb.String()), nil
}

// MathStyleSheet returns the CSS of formulas. It looks for the file MathFontName beside it.
func MathStyleSheet() []byte { return formulas.StyleSheet() }

// MathFontName is the file name of MathFont.
const MathFontName = formulas.FontName

// MathFont returns the font of script letters in formulas.
func MathFont() []byte { return formulas.Font() }

func codeStyle(name, usual string) (*chroma.Style, error) {
	if name == "" {
		name = usual
	}
	s, ok := styles.Registry[strings.ToLower(name)]
	if !ok {
		return nil, fmt.Errorf("no code style is called %q", name)
	}
	return s, nil
}

func background(s *chroma.Style, given, usual string) chroma.Colour {
	if c := chroma.ParseColour(given); c.IsSet() {
		return c
	}
	if c := s.Get(chroma.Background).Background; c.IsSet() {
		return c
	}
	return chroma.ParseColour(usual)
}

// readable returns the colour, moved towards black or white as far as it needs to be read on
// the background.
func readable(c, on chroma.Colour) string {
	if !c.IsSet() {
		c = chroma.ParseColour("#000000")
		if luminance(on) < 0.18 {
			c = chroma.ParseColour("#ffffff")
		}
	}
	towards := 0.0
	if luminance(on) < 0.18 {
		towards = 255
	}
	for step := 0.0; ; step += 0.05 {
		mix := func(v uint8) uint8 { return uint8(math.Round(float64(v) + (towards-float64(v))*step)) }
		m := chroma.NewColour(mix(c.Red()), mix(c.Green()), mix(c.Blue()))
		if step >= 1 || contrast(m, on) >= 4.5 {
			return m.String()
		}
	}
}

// contrast is the ratio of WCAG 2: 1 to 21.
func contrast(a, b chroma.Colour) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c chroma.Colour) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.Red()) + 0.7152*part(c.Green()) + 0.0722*part(c.Blue())
}
