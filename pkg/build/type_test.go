package build

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"memopress/pkg/internal/browser"
)

// wraps counts the lines that end, and those that end inside a word of Hangul.
const wraps = `(() => {
	let lines = 0, inside = 0;
	for (const block of document.querySelectorAll(".prose :is(p, li)")) {
		if (block.querySelector("p, li")) continue;
		const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
		let last = null, letter = "";
		for (let n; n = walk.nextNode();) for (let i = 0; i < n.length; i++) {
			if (/\s/.test(n.data[i])) { letter = " "; continue }
			const range = document.createRange();
			range.setStart(n, i); range.setEnd(n, i + 1);
			const box = range.getClientRects()[0];
			if (!box || !box.width) continue;
			if (last && box.top - last.top > 8) { lines++; if (/[가-힣]/.test(letter) && /[가-힣]/.test(n.data[i])) inside++ }
			last = box; letter = n.data[i];
		}
	}
	return [lines, inside];
})()`

// measure is how many characters a full line of the longest paragraph holds, on average.
const measure = `(() => {
	const p = [...document.querySelectorAll(".prose p")].sort((a, b) => b.textContent.length - a.textContent.length)[0];
	const pen = document.createElement("canvas").getContext("2d"), s = getComputedStyle(p), text = p.textContent.slice(0, 160);
	pen.font = s.fontWeight + " " + s.fontSize + " " + s.fontFamily;
	return p.getBoundingClientRect().width / (pen.measureText(text).width / text.length);
})()`

const transitions = `[...document.querySelectorAll("*")].filter(e => {
	const s = getComputedStyle(e);
	return [s.transitionDuration, s.animationDuration].some(d => d.split(",").some(x => parseFloat(x) > .01));
}).length`

// emulate sets what the page is shown on, and what the reader asks for.
func emulate(t *testing.T, b browser.Browser, kind string, features ...string) {
	t.Helper()
	p := emulation.SetEmulatedMediaParams{Media: kind}
	for i := 0; i < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	if _, err := chromedp.Call(b.Context, emulation.SetEmulatedMedia, p); err != nil {
		t.Fatal(err)
	}
}

// Every script is set as its readers expect, in every theme.
func TestTypography(t *testing.T) {
	t.Parallel() // it mostly waits
	for _, name := range themeNames(t) {
		t.Run(name, func(t *testing.T) {
			site := themed(t, name, "en", "../../examples/wiki-many")
			at := browser.Serve(t, site).URL
			b := browser.Open(t)
			look := func(page, expression string) string {
				t.Helper()
				b.Visit(at + "/" + page + ".html")
				return browser.Eval[string](b, expression)
			}
			style := func(selector, property string) string {
				return `getComputedStyle(document.querySelector(` + "`" + selector + "`" + `)).` + property
			}
			b.Size(1440, 900)
			for _, c := range []struct{ page, expression, want string }{
				{"العربية/الشاي-بالنعناع", style(".prose p", "direction"), "rtl"},
				{"العربية/الشاي-بالنعناع", style("h1", "direction"), "rtl"},
				{"العربية/الشاي-بالنعناع", style("h1", "letterSpacing"), "normal 0px"},
				{"العربية/الشاي-بالنعناع", style(".prose p[lang=en]", "direction"), "ltr"},
				{"العربية/الشاي-بالنعناع", style(".code", "direction"), "ltr"},
				{"English/Words-for-tea", style(".prose p[lang=ar]", "direction"), "rtl"},
				{"English/Words-for-tea", style(".prose p[lang=ko]", "wordBreak"), "keep-all"},
				{"한국어/찻잔", style(".prose p", "wordBreak") + `+" "+` + style(".prose p", "overflowWrap"), "keep-all anywhere"},
				{"日本語/お茶の時間", style(".prose p", "lineBreak") + `+" "+` + style(".prose p", "wordBreak"), "strict normal"},
				{"日本語/お茶の時間", style("h1", "wordBreak"), "auto-phrase"},
				{"日本語/お茶の時間", style(".prose em", "fontSynthesisStyle"), "none"},
				{"العربية/index", `(b => Math.round(b.left - document.querySelector(".entry").getBoundingClientRect().left) < 30 ? "left" : "right")((() => { const r = document.createRange(); r.selectNodeContents(document.querySelector(".entry > a[dir]")); return r.getBoundingClientRect() })())`, "left"},
				{"Deutsch/Ostfriesentee", style(".prose p", "hyphens") + `+" "+` + style("h1", "hyphens"), "auto manual"},
				{"Deutsch/Ostfriesentee", style(".prose p", "textWrapStyle"), "pretty"},
			} {
				if got := look(c.page, c.expression); !slices.Contains(append(strings.Fields(c.want), c.want), got) {
					t.Errorf("%s: %s is %q, want %q", c.page, c.expression, got, c.want)
				}
			}
			// Each language's own faces come before those of its neighbours, and Latin before all.
			for page, want := range map[string][]string{
				"日本語/お茶の時間": {"Liberation Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR"},
				"中文/龙井":     {"Liberation Sans", "Noto Sans CJK SC", "Noto Sans CJK JP"},
				"正體中文/凍頂烏龍": {"Liberation Sans", "Noto Sans CJK TC", "Noto Sans CJK SC", "Noto Sans CJK JP"},
				"한국어/찻잔":    {"Liberation Sans", "Noto Sans CJK KR", "Noto Sans CJK JP"},
			} {
				families, last := look(page, style(".prose p", "fontFamily")), -1
				for _, face := range want {
					if i := strings.Index(families, face); i <= last {
						t.Errorf("%s: %q is not in its place among %s", page, face, families)
					} else {
						last = i
					}
				}
			}
			for _, c := range []struct {
				page    string
				leading float64
			}{{"English/Builder's-tea", 1.5}, {"한국어/찻잔", 1.65}, {"日本語/お茶の時間", 1.65}, {"中文/龙井", 1.65}, {"العربية/الشاي-بالنعناع", 1.65}} {
				b.Visit(at + "/" + c.page + ".html")
				size := browser.Eval[[]float64](b, `(s => [parseFloat(s.fontSize), parseFloat(s.lineHeight) / parseFloat(s.fontSize)])(getComputedStyle(document.querySelector(".prose p")))`)
				if size[0] < 16 || size[1] < c.leading-.001 {
					t.Errorf("%s: %v px at %.2f, want 16 at %.2f", c.page, size[0], size[1], c.leading)
				}
			}
			for _, width := range []int64{1440, 1920} {
				b.Size(width, 900)
				for _, page := range []string{"English/Words-for-tea", "Deutsch/Ostfriesentee", "Русский/Самовар"} {
					b.Visit(at + "/" + page + ".html")
					if n := browser.Eval[float64](b, measure); n < 45 || n > 80 {
						t.Errorf("%s: a line of %.0f characters at %d px", page, n, width)
					}
				}
			}
			ended, inside := 0, 0
			for _, width := range []int64{390, 1440} {
				b.Size(width, 900)
				for _, page := range []string{"한국어/찻잔", "한국어/차-한-잔의-순서"} {
					b.Visit(at + "/" + page + ".html")
					n := browser.Eval[[]int](b, wraps)
					ended, inside = ended+n[0], inside+n[1]
				}
			}
			if ended < 10 || inside > 0 {
				t.Errorf("of %d lines of Korean %d end inside a word", ended, inside)
			}
			b.Size(320, 800)
			for page := range site {
				if path.Ext(page) != ".html" {
					continue
				}
				b.Visit(at + "/" + page)
				if w := browser.Eval[int](b, "document.documentElement.scrollWidth"); w > 320 {
					t.Errorf("%s is %d px wide on a screen of 320", page, w)
				}
			}
		})
	}
}

// Who asks for less motion sees none, who asks for contrast gets it, and paper holds the sheet
// alone, with the addresses of its links.
func TestReadersWishes(t *testing.T) {
	for _, name := range themeNames(t) {
		t.Run(name, func(t *testing.T) {
			at := browser.Serve(t, themed(t, name, "en", "../../examples/wiki-many")).URL
			b := browser.Open(t)
			b.Size(1440, 900)
			page := at + "/English/Words-for-tea.html"
			emulate(t, b, "", "prefers-reduced-motion", "no-preference")
			b.Visit(page)
			if browser.Eval[int](b, transitions) == 0 {
				t.Error("nothing moves for anybody: the test sees nothing")
			}
			emulate(t, b, "", "prefers-reduced-motion", "reduce")
			if n := browser.Eval[int](b, transitions); n > 0 {
				t.Errorf("with reduced motion %d elements move", n)
			}
			emulate(t, b, "", "prefers-contrast", "more", "prefers-color-scheme", "light")
			if c := browser.Eval[string](b, `getComputedStyle(document.body).color`); c != "rgb(0, 0, 0)" {
				t.Errorf("with more contrast text is %s", c)
			}
			emulate(t, b, "", "forced-colors", "active")
			if w := browser.Eval[float64](b, `parseFloat(getComputedStyle(document.querySelector(".table th")).borderBlockEndWidth)`); w < 1 {
				t.Error("with forced colours a table has no rules")
			}
			if region := browser.Eval[string](b, `(e => e.tabIndex + " " + e.getAttribute("role") + " " + e.getAttribute("aria-label") + " " + getComputedStyle(e).overflowX)(document.querySelector(".table"))`); region != "0 group Table auto" {
				t.Errorf("a table scrolls in %q", region)
			}

			emulate(t, b, "print")
			shown := `[...document.querySelectorAll("nav, button, dialog, [popover], .skip, .bar, .foot, .anchor, canvas")].filter(e => e.checkVisibility()).map(e => e.tagName + "." + e.className + "#" + e.id).join(" ")`
			for _, p := range []string{"English/Words-for-tea", "日本語/お茶の時間", "index", "all", "tags/index"} {
				b.Visit(at + "/" + p + ".html")
				if s := browser.Eval[string](b, shown); s != "" {
					t.Errorf("%s: paper shows %s", p, s)
				}
				if !browser.Eval[bool](b, `document.querySelector("h1").checkVisibility()`) {
					t.Errorf("%s: paper shows no title", p)
				}
			}
			b.Visit(page)
			for expression, want := range map[string]string{
				`getComputedStyle(document.body).backgroundColor`:                                  "rgb(255, 255, 255)",
				`getComputedStyle(document.querySelector(".prose a.external"), "::after").content`: `" (https://en.wikipedia.org/wiki/Etymology_of_tea)"`,
				`String(document.querySelector(".footnotes li").checkVisibility())`:                "true",
			} {
				if got := browser.Eval[string](b, expression); got != want {
					t.Errorf("on paper %s is %s, want %s", expression, got, want)
				}
			}
		})
	}
}
