package card

import (
	"strings"
	"testing"

	"golang.org/x/image/math/fixed"
)

func setterFor(t *testing.T, language string) *setter {
	t.Helper()
	f, err := NewFonts(nil, language, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newSetter(f)
}

// textOf returns the letters of a block's lines, in the order in which they were written.
func textOf(b block) []string {
	var out []string
	for _, l := range b.lines {
		from, to := 1<<30, 0
		for _, r := range l.runs {
			for _, g := range r.glyphs {
				from, to = min(from, g.TextIndex()), max(to, g.TextIndex()+g.RunesCount())
			}
		}
		out = append(out, string(l.runs[0].text[from:to]))
	}
	return out
}

// Lines end where a reader of the language expects it, and no word of Korean is torn.
func TestBreaks(t *testing.T) {
	for _, tt := range []struct{ language, text, want string }{
		{"ko", "회의록(3차)을 다시 읽으며 Go언어로 2026년에", "회의록(3차)을|다시|읽으며|Go언어로|2026년에"},
		{"ko", "독서/영화 기록·메모", "독서/|영화|기록·|메모"},
		{"en", "A well-known, “quoted” word", "A|well-|known,|“quoted”|word"},
		{"ja", "「積読」という。", "「積|読」|と|い|う。"},
		{"zh-Hans", "笔记、日记（上）", "笔|记、|日|记|（上）"},
		{"ar", "ملاحظات حول قراءة", "ملاحظات|حول|قراءة"},
	} {
		s := setterFor(t, tt.language)
		runes := []rune(clean(tt.text))
		var got []string
		for _, a := range s.atoms(runes, tt.language, false) {
			got = append(got, string(runes[a.from:a.to]))
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, strings.Join(got, "|"), tt.want)
		}
	}
}

// Every title has its room: four lines at most, none wider than the picture, and nothing is left
// out without an ellipsis.
func TestFit(t *testing.T) {
	for name, c := range cards {
		s := setterFor(t, c.Language)
		for _, length := range []int{1, 2, 5, 20} {
			text := strings.TrimSpace(strings.Repeat(c.Title+" ", length))
			b := s.fit(text, c.Language, c.RTL, titleSizes)
			if n := len(b.lines); n == 0 || n > 4 || b.height() > below-above {
				t.Errorf("%s × %d: %d lines, %d pixels high", name, length, n, b.height())
			}
			for i, l := range b.lines {
				if l.width > fixed.I(room) {
					t.Errorf("%s × %d: line %d is %v wide", name, length, i, l.width)
				}
			}
			got := strings.Join(textOf(b), "")
			plain := func(s string) string { return strings.ReplaceAll(clean(s), " ", "") }
			if short, cut := strings.CutSuffix(plain(got), "…"); cut {
				if !strings.HasPrefix(plain(text), short) || length < 2 && !strings.HasPrefix(name, "long") {
					t.Errorf("%s × %d: cut to %q", name, length, got)
				}
			} else if plain(got) != plain(text) {
				t.Errorf("%s × %d: %q", name, length, got)
			}
		}
	}
	if b := setterFor(t, "ko").fit(" \n\x00\u200b ", "ko", false, titleSizes); len(b.lines) > 1 {
		t.Errorf("nothing is %d lines", len(b.lines))
	}
}

// Lines of a title are about as wide as each other.
func TestBalance(t *testing.T) {
	s := setterFor(t, "ko")
	b := s.fit("회고장(2026년)을 다시 읽으며 배운 것들, 그리고 다음 해에 하고 싶은 일", "ko", false, titleSizes)
	if got := strings.Join(textOf(b), "|"); got != "회고장(2026년)을 다시|읽으며 배운 것들, 그리고|다음 해에 하고 싶은 일" {
		t.Errorf("%s", got)
	}
}

// Right-to-left text is in visual order, with numbers and foreign words in it in theirs.
func TestBidi(t *testing.T) {
	s := setterFor(t, "he")
	for text, want := range map[string]string{
		"שלום abc 12 עולם": "םלוע abc 12 םולש",
		"abc אב 12 גד ef":  "abc דג 12 בא ef",
	} {
		rtl := strings.HasPrefix(text, "ש")
		var got strings.Builder
		for _, r := range s.line(text, "he", rtl, 40).runs {
			for _, g := range r.glyphs {
				got.WriteRune(r.text[g.TextIndex()])
			}
		}
		if got.String() != want {
			t.Errorf("%s is seen as %s, want %s", text, got.String(), want)
		}
	}
	// Arabic letters take other shapes beside others: three of one letter are three glyphs.
	a := setterFor(t, "ar")
	seen := map[uint32]bool{}
	for _, g := range a.line("ههه", "ar", true, 40).runs[0].glyphs {
		seen[uint32(g.GlyphID)] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d shapes of one letter at a word's beginning, middle and end", len(seen))
	}
}

// Colours are read as browsers read them.
func TestParseColor(t *testing.T) {
	for css, want := range map[string][3]uint8{
		"#fcfaf5": {0xfc, 0xfa, 0xf5}, "#ABC": {0xaa, 0xbb, 0xcc}, "#12345678": {0x12, 0x34, 0x56}, "#1238": {0x11, 0x22, 0x33},
		" Teal ": {0, 128, 128}, "teal": {0, 128, 128}, "rgb(1, 2, 3)": {1, 2, 3}, "rgb(10% 20% 30% / 50%)": {26, 51, 77},
		"hsl(120deg 100% 25%)": {0, 128, 0}, "hsl(-120, 100%, 50%)": {0, 0, 255},
		"oklch(62.8% 0.2577 29.23)": {255, 0, 0}, "oklab(1 0 0)": {255, 255, 255}, "oklch(0 none none)": {0, 0, 0},
	} {
		c, ok := ParseColor(css)
		near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= 1 }
		if !ok || !near(c.R, want[0]) || !near(c.G, want[1]) || !near(c.B, want[2]) || c.A != 255 {
			t.Errorf("%s is %v, %v", css, c, ok)
		}
	}
	for _, css := range []string{"", "#12", "#xyzxyz", "rgb(1,2)", "var(--x)", "color-mix(in srgb, red, blue)", "rgb(a b c)", "nocolour"} {
		if c, ok := ParseColor(css); ok {
			t.Errorf("%q is %v", css, c)
		}
	}
}
