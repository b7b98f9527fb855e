package theme

import (
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"memopress/themes"
)

func TestFirstLetter(t *testing.T) {
	for title, want := range map[string]string{
		"골목 작업실":                 "골",
		norm.NFD.String("각주 노트"): "각",
		"『책』 읽기":                 "책",
		"  harbour lane":         "H",
		"\"été\"":                "É",
		"👩‍👩‍👧 우리 집":             "👩‍👩‍👧",
		"مكتبة":                  "م",
		"2026년":                  "2",
		"---":                    "-",
		"":                       "",
	} {
		if got := FirstLetter(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

// The icon shows the title's first letter in the theme's colours, the user's own among them.
func TestIcon(t *testing.T) {
	for name, want := range map[string]string{"paper": "#b3351f", "garden": "#1b6b3f", "": "oklch(0.5 0.1 180)"} {
		o := Options{Themes: themes.FS, Name: name}
		if name == "" {
			o.Tokens = map[string]string{"accent": "light-dark(oklch(0.5 0.1 180), rgb(1, 2, 3))", "rule": "var(--mp-accent)"}
		}
		th, err := Load(o)
		if err != nil {
			t.Fatal(err)
		}
		a, err := th.Icon("<가 & 나>")
		if err != nil {
			t.Fatal(err)
		}
		if got := string(a.Data); !strings.Contains(got, `fill="`+want+`"`) || !strings.Contains(got, ">가</text>") || strings.ContainsAny(got, "{}") || strings.Contains(got, "var(") {
			t.Errorf("%s: %s", name, got)
		}
		if name == "" {
			if _, dark := th.Color("rule"); dark != "rgb(1, 2, 3)" {
				t.Errorf("dark is %q", dark)
			}
		}
	}
	th, err := Load(Options{Themes: themes.FS, Tokens: map[string]string{"accent": "var(--mp-rule)", "rule": "var(--mp-accent)"}})
	if err != nil {
		t.Fatal(err)
	}
	if light, _ := th.Color("rule"); !strings.HasPrefix(light, "var(") {
		t.Errorf("a circle of tokens is %q", light)
	}
	own := fstest.MapFS{"assets/icon.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg">{letter}{letter}</svg>`)}}
	if th, err = Load(Options{Themes: themes.FS, Folder: own}); err != nil {
		t.Fatal(err)
	}
	if a, err := th.Icon("&"); err != nil || string(a.Data) != `<svg xmlns="http://www.w3.org/2000/svg">&amp;&amp;</svg>` {
		t.Errorf("%s, %v", a.Data, err)
	}
}
