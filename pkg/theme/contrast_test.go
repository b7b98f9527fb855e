package theme

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"testing"

	"memopress/themes"
)

var token = regexp.MustCompile(`--mp-([a-z0-9-]+):\s*light-dark\(#([0-9a-f]{6}),\s*#([0-9a-f]{6})\)`)

// Text of every colour can be read on every ground that it stands on, light and dark: WCAG's
// ratio of 4.5, and 3 for what is no text.
func TestContrast(t *testing.T) {
	list, err := List(themes.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		t.Run(s.Name, func(t *testing.T) { contrast(t, s.Name) })
	}
}

func contrast(t *testing.T, name string) {
	th, err := Load(Options{Themes: themes.FS, Name: name})
	if err != nil {
		t.Fatal(err)
	}
	css := string(asset(t, th, "paper.css").Data) + string(asset(t, th, "blocks.css").Data)
	colours := map[string][2]string{}
	for _, m := range token.FindAllStringSubmatch(css, -1) {
		colours[m[1]] = [2]string{m[2], m[3]}
	}
	if len(colours) < 17 {
		t.Fatalf("only %d colours found", len(colours))
	}
	need := func(fg, bg string, least float64) {
		for i, mode := range []string{"light", "dark"} {
			f, b := colours[fg][i], colours[bg][i]
			if f == "" || b == "" {
				t.Fatalf("no colour %s or %s", fg, bg)
			}
			if r := ratio(f, b); r < least {
				t.Errorf("%s: %s on %s has %.2f, needs %.1f", mode, fg, bg, r, least)
			}
		}
	}
	for _, fg := range []string{"fg", "fg-2", "link", "link-v", "accent", "note", "tip", "warn", "danger", "other"} {
		for _, bg := range []string{"bg", "bg-2", "card"} {
			need(fg, bg, 4.5)
		}
	}
	need("fg", "mark", 4.5)
	need("focus", "bg", 3)
	need("accent", "bg", 3)

	for _, m := range regexp.MustCompile(`color:light-dark\(#([0-9a-f]{6}),#([0-9a-f]{6})\)`).FindAllStringSubmatch(css, -1) {
		for i, mode := range []string{"light", "dark"} {
			if r := ratio(m[i+1], colours["bg-2"][i]); r < 4.5 {
				t.Errorf("%s: #%s on bg-2 has %.2f", mode, m[i+1], r)
			}
		}
	}
}

// ratio is the contrast of two colours as WCAG 2.2 defines it.
func ratio(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(hex string) float64 {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		panic(fmt.Sprintf("%q is no colour", hex))
	}
	part := func(shift int) float64 {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
