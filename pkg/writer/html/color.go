package html

import (
	"strconv"
	"strings"
)

// palette are the colours of text and highlights, as classes color-red and so on: a page that
// allows no style attribute cannot have any other. Each theme says how they look, light and
// dark.
var palette = []struct {
	name    string
	r, g, b int
}{
	{"gray", 128, 128, 128},
	{"brown", 140, 90, 60},
	{"red", 220, 50, 47},
	{"orange", 240, 140, 30},
	{"yellow", 250, 220, 60},
	{"green", 60, 160, 80},
	{"teal", 40, 170, 170},
	{"blue", 50, 110, 220},
	{"purple", 140, 80, 200},
	{"pink", 230, 100, 170},
}

// Colors returns the names of the colours that text can have, for style sheets.
func Colors() []string {
	var names []string
	for _, c := range palette {
		names = append(names, c.name)
	}
	return names
}

// paletteColor returns the palette's name for a colour as notes write it: a name or #rgb or
// #rrggbb, the nearest one. Black, white and what is not a colour give "": the usual colour.
func paletteColor(color string) string {
	color = strings.ToLower(strings.TrimSpace(color))
	switch color {
	case "grey", "silver", "lightgray", "lightgrey", "darkgray", "darkgrey", "dimgray":
		return "gray"
	case "cyan", "aqua", "turquoise", "mint":
		return "teal"
	case "violet", "indigo", "lavender":
		return "purple"
	case "magenta", "fuchsia", "rose":
		return "pink"
	case "navy", "lightblue", "skyblue", "darkblue", "royalblue", "cerulean":
		return "blue"
	case "lime", "olive", "lightgreen", "darkgreen":
		return "green"
	case "gold", "lightyellow":
		return "yellow"
	case "maroon", "crimson", "darkred", "tomato":
		return "red"
	case "chocolate", "sienna", "tan":
		return "brown"
	case "coral", "darkorange":
		return "orange"
	}
	for _, c := range palette {
		if c.name == color {
			return color
		}
	}
	r, g, b, ok := parseHex(color)
	if !ok || max(r, g, b) < 40 || min(r, g, b) > 235 {
		return ""
	}
	best, name := 1<<30, ""
	for _, c := range palette {
		if d := (r-c.r)*(r-c.r) + (g-c.g)*(g-c.g) + (b-c.b)*(b-c.b); d < best {
			best, name = d, c.name
		}
	}
	return name
}

func parseHex(s string) (r, g, b int, ok bool) {
	s, ok = strings.CutPrefix(s, "#")
	if !ok {
		return 0, 0, 0, false
	}
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 6 {
		return 0, 0, 0, false
	}
	return int(n >> 16), int(n >> 8 & 255), int(n & 255), true
}
