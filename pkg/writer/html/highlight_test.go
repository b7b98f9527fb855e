package html

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestParseInfo(t *testing.T) {
	for in, want := range map[string]info{
		"":                               {},
		`title="a b.go" {1,3-5}`:         {title: "a b.go", marks: "1,3-5"},
		`{2} title='가.py'`:               {title: "가.py", marks: "2"},
		"title=main.go":                  {title: "main.go"},
		`{title="x" linenos=true}`:       {title: "x"},
		`title="{1}" {2}`:                {title: "{1}", marks: "2"},
		"{ 1 , 3 - 4 }":                  {marks: " 1 , 3 - 4 "},
		"{a} {}":                         {},
		`title="open`:                    {},
		"subtitle=x":                     {},
		"{1":                             {},
		`title=`:                         {},
		"{.class #id} other=1 {10-12,3}": {marks: "10-12,3"},
	} {
		if got := parseInfo(in); got != want {
			t.Errorf("parseInfo(%q) = %+v, want %+v", in, got, want)
		}
	}
}

func TestParseLines(t *testing.T) {
	for in, want := range map[string][]lineSpan{
		"":                              {},
		"3":                             {{3, 3}},
		"7-9, 1 ,3 - 5":                 {{1, 1}, {3, 5}, {7, 9}},
		"4-8,1-5,2,8":                   {{1, 8}},
		"5-3,-1,99999999999999999999,2": {{2, 2}},
	} {
		if got := parseLines(in); !slices.Equal(got, want) {
			t.Errorf("parseLines(%q) = %v, want %v", in, got, want)
		}
	}
}

// TestManyMarks: many marks on many lines cost no product of the two.
func TestManyMarks(t *testing.T) {
	var c codeCache
	const n = 200_000
	start := time.Now()
	got := c.highlight("", strings.Repeat("가\n", n), strings.Repeat("1,", n)+strconv.Itoa(n))
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("took %v", d)
	}
	if marked := strings.Count(got, "line-mark"); marked != 2 {
		t.Errorf("%d lines are marked, want 2", marked)
	}
}

func TestHighlight(t *testing.T) {
	var c codeCache
	for _, x := range []struct{ lang, marks, text, want string }{
		{"go", "", "x := \"<가>\"\n", `x <span class="o">:=</span> <span class="s">&quot;&lt;가&gt;&quot;</span>` + "\n"},
		{"", "", "<b>\n", "&lt;b&gt;\n"},
		{"no-such-language", "", "<b>\n", "&lt;b&gt;\n"},
		{"no-such-language", "2", "a\nb\nc", "a\n<span class=\"line-mark\">b</span>\nc"},
		{"text", "1-2", "a\nb\n", "<span class=\"line-mark\">a</span>\n<span class=\"line-mark\">b</span>\n"},
		{"../../etc/passwd\x00", "", "x", "x"},
		{"go", "", "", ""},
	} {
		for range 2 {
			if got := c.highlight(x.lang, x.text, x.marks); got != x.want {
				t.Errorf("%s %q {%s}: %q, want %q", x.lang, x.text, x.marks, got, x.want)
			}
		}
	}
	long := strings.Repeat("package a // 긴 글\n", maxHighlight/16)
	if got := c.highlight("go", long, ""); strings.Contains(got, "<span") {
		t.Error("a very long block is coloured")
	}
}

// TestHighlightKeepsText: colours add nothing to the text and take nothing away.
func TestHighlightKeepsText(t *testing.T) {
	var c codeCache
	for _, lang := range []string{"go", "python", "js", "html", "yaml", "sh", "c++", "sql", "json", "diff", "latex", "md"} {
		for _, text := range []string{"a\n", "a", "\n\na\n\n", "  a\t\n  b  ", "가 = '나'\n# 다\n", "<div class=\"x\">&amp;</div>\n", "\"\"\"여러\n줄\n\"\"\"\n"} {
			got := c.highlight(lang, text, "")
			for {
				before, rest, ok := strings.Cut(got, "<")
				if !ok {
					break
				}
				_, after, _ := strings.Cut(rest, ">")
				got = before + after
			}
			if want := string(appendText(nil, text)); got != want {
				t.Errorf("%s: %q became %q", lang, want, got)
			}
		}
	}
}

func TestPaletteColor(t *testing.T) {
	for in, want := range map[string]string{
		"red": "red", "Grey": "gray", "#ff0000": "red", "#F00": "red", "#3b82f6": "blue", "#ffd": "yellow",
		"#000000": "", "#fff": "", "black": "", "": "", "#12": "", "url(x)": "", "violet": "purple", "#2f9e44": "green",
	} {
		if got := paletteColor(in); got != want {
			t.Errorf("paletteColor(%q) = %q, want %q", in, got, want)
		}
	}
}
