package math

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
)

//go:embed temml.css
var temmlCSS string

//go:embed temml.woff2
var font []byte

// FontName is the name under which StyleSheet looks for Font, in its own folder.
const FontName = "temml.woff2"

// Font returns the font of script letters and primes that StyleSheet asks for.
func Font() []byte { return font }

// StyleSheet returns the CSS that formulas need. It loads nothing but the file FontName.
func StyleSheet() []byte {
	var sb strings.Builder
	sb.WriteString(temmlCSS)
	for _, side := range sides {
		for _, step := range steps {
			fmt.Fprintf(&sb, ".%s { padding-%s: %gem; }\n", paddingClass(side, step), side, float64(step)/100)
		}
		for _, line := range lines {
			width := "0.06em"
			if line == "double" {
				width = "0.15em"
			}
			fmt.Fprintf(&sb, ".ml-%s-%s { border-%s: %s %s; }\n", side[:1], line, side, width, line)
		}
	}
	sb.WriteString(`.ml-wide { width: 100%; }
.ml-half { width: 50%; }
.ml-box { border: 1px solid; }
.ml-bold { font-weight: bold; }
.ml-relative { position: relative; }
.ml-corner { position: absolute; right: 0; bottom: 0; }
`)
	return []byte(sb.String())
}

var (
	sides = []string{"top", "right", "bottom", "left"}
	lines = []string{"solid", "dashed", "double"}
	steps = []int{0, 10, 15, 25, 30, 40, 50, 75, 100, 150, 200, 300} // hundredths of an em
)

func paddingClass(side string, step int) string {
	return "ml-p" + side[:1] + "-" + strconv.Itoa(step)
}

// classesOfStyle returns the classes that say what a style attribute of Temml's says, and sets
// MathML attributes for what those can say. Lengths become the nearest of a few steps. The
// declarations are those that Temml 0.13 writes; others are left out.
func classesOfStyle(style string, set func(name, value string)) []string {
	padding := map[string]int{}
	var out []string
	for _, d := range strings.Split(style, ";") {
		name, value, _ := strings.Cut(d, ":")
		value = strings.TrimSpace(value)
		switch name = strings.TrimSpace(name); name {
		case "color":
			if strings.HasPrefix(value, "#") {
				set("mathcolor", value)
			}
		case "math-depth":
			set("scriptlevel", value)
		case "font-weight":
			if value == "bold" {
				out = append(out, "ml-bold")
			}
		case "width":
			switch value {
			case "100%":
				out = append(out, "ml-wide")
			case "50%":
				out = append(out, "ml-half")
			}
		case "position":
			switch value {
			case "relative":
				out = append(out, "ml-relative")
			case "absolute":
				out = append(out, "ml-corner")
			}
		case "border":
			out = append(out, "ml-box")
		case "border-top", "border-right", "border-bottom", "border-left":
			for _, line := range lines {
				if strings.HasSuffix(value, line) {
					out = append(out, "ml-"+name[7:8]+"-"+line)
				}
			}
		case "padding":
			parts := strings.Fields(value)
			for i, side := range sides {
				if len(parts) > 0 {
					padding[side] = step(parts[[5][4]int{{}, {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}}[min(len(parts), 4)][i]])
				}
			}
		case "padding-top", "padding-right", "padding-bottom", "padding-left":
			padding[name[len("padding-"):]] = step(value)
		}
	}
	for _, side := range sides {
		if p, ok := padding[side]; ok {
			out = append(out, paddingClass(side, p))
		}
	}
	return out
}

// step returns the step nearest to a length in em, ex or pt (12 to the em), 0 when it is none.
func step(length string) int {
	em := 0.0
	for _, u := range []struct {
		name string
		em   float64
	}{{"em", 1}, {"ex", 0.5}, {"pt", 1.0 / 12}, {"px", 1.0 / 16}} {
		if v, ok := strings.CutSuffix(length, u.name); ok {
			n, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return 0
			}
			em = n * u.em
		}
	}
	best := 0
	for _, s := range steps {
		if math.Abs(em*100-float64(s)) < math.Abs(em*100-float64(best)) {
			best = s
		}
	}
	return best
}
