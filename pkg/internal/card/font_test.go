package card

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Every font of the program can be read, and has the letters that it is here for.
func TestOwnFonts(t *testing.T) {
	for text, language := range map[string]string{
		"Ærø, Ωμέγα, Ёж, ǌ, ế“”–…": "en",
		"가힣뷁ㄱㅎ①→★":                 "ko",
		"いろはカタカナー、。「」々余白積読":        "ja",
		"书馆语汉，。：（）《》":              "zh-Hans",
		"書館語漢，。：「」":                "zh-Hant",
		"漢字 混用":                    "ko",
		"شكرًا، پچژگ؟ ١٢٣":         "ar",
		"שָׁלוֹם":                  "he",
		"ภาษาไทย ๑๒๓ ฿":            "th",
		"हिन्दी क्षत्रिय":          "hi",
		"🌱 👩‍💻 🇰🇷 👍🏽 ❤️ 1️⃣ ✅":     "en",
	} {
		f, err := NewFonts(nil, language, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if lacking := f.Lacks(text, language); len(lacking) > 0 {
			t.Errorf("%s: no font has %q", text, lacking)
		}
		t.Log(language, time.Since(start))
		// Nor does what the letters become together lack a glyph.
		for _, r := range newSetter(f).line(text, language, false, 40).runs {
			for _, g := range r.glyphs {
				if g.GlyphID == 0 && !silent(r.text[g.TextIndex()]) {
					t.Errorf("%s: a box for %q", text, r.text[g.TextIndex()])
				}
			}
		}
	}
}

// Ideographs are written as the language writes them.
func TestHands(t *testing.T) {
	f, err := NewFonts(nil, "ja", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ja, hans, hant := f.pick('骨', "ja"), f.pick('骨', "zh-Hans"), f.pick('骨', "zh-TW")
	if ja == hans || hans == hant || ja == hant {
		t.Error("two languages write 骨 in one font")
	}
	if f.pick('か', "ja") != ja || f.pick('か', "ko") == ja {
		t.Error("kana are by another hand than the ideographs beside them")
	}
	if f.pick('A', "ja") != f.pick('한', "ja") {
		t.Error("Latin and Hangul are by different hands")
	}
}

// What no font has is told of, and a font of the user's comes before all others.
func TestLacks(t *testing.T) {
	f, err := NewFonts([]rune("𒀀"), "ko", nil, []string{t.TempDir(), "/no/such/folder"})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Lacks("제목 𒀀 와 𒀀𒀁", "ko"); string(got) != "𒀀𒀁" {
		t.Errorf("lacks %q", string(got))
	}
	if got := f.System(); len(got) > 0 {
		t.Errorf("an empty folder has %q", got)
	}
	own, err := NewFonts(nil, "ko", goregular.TTF, nil)
	if err != nil {
		t.Fatal(err)
	}
	if own.pick('A', "ko") == f.pick('A', "ko") || own.pick('한', "ko") == nil || own.ID() == f.ID() {
		t.Error("the user's font is not used, or for what it has not")
	}
	for name, data := range map[string]string{"empty": "", "text": "no font", "cut": string(goregular.TTF[:3000]), "other": "wOF2 and nothing"} {
		if _, err := NewFonts(nil, "ko", []byte(data), nil); err == nil {
			t.Errorf("%s is a font", name)
		}
	}
}

// A letter that only a font of the machine has is found there, the same whatever the folders'
// order, in files that are fonts and can be drawn.
func TestSystem(t *testing.T) {
	rare := []rune("龘ᚠ") // runes are in no font of the program
	a, b := t.TempDir(), t.TempDir()
	put := func(dir, name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put(a, "broken-bold.ttf", []byte("\x00\x01\x00\x00 and nothing"))
	put(a, "Go-Italic.ttf", goregular.TTF)
	put(b, "notes.txt", goregular.TTF)
	if got := search([]string{a, b}, []rune("A"), "ko"); len(got) != 0 {
		t.Fatalf("found %v", got)
	}
	put(b, "Go-Regular.ttf", goregular.TTF)
	put(a, "Go-Bold.ttf", gobold.TTF)
	for _, folders := range [][]string{{a, b}, {b, a}} {
		if got := search(folders, []rune("AB"), "ko"); len(got) != 1 || got[0].name != "Go-Bold.ttf" || !has(got[0].font, 'A') {
			t.Errorf("found %v", got)
		}
	}
	if got := search([]string{a, b}, rare, "ko"); len(got) != 0 {
		t.Errorf("found %v for letters that none has", got)
	}
	for _, tt := range []struct{ better, worse, language string }{
		{"NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "ja"},
		{"NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "zh"},
		{"PingFang.ttc", "AppleSDGothicNeo.ttc", "zh-Hans"},
		{"AppleSDGothicNeo.ttc", "PingFang.ttc", "ko"},
		{"msjhbd.ttc", "msyhbd.ttc", "zh-Hant"},
		{"SomethingBold.ttf", "SomethingThin.ttf", "en"},
	} {
		x, ok := rankOf(tt.better, tt.language)
		y, also := rankOf(tt.worse, tt.language)
		if !ok || !also || x >= y {
			t.Errorf("%s: %s has rank %d, %s %d", tt.language, tt.better, x, tt.worse, y)
		}
	}
}
