package build

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"memopress/pkg/diag"
	"memopress/pkg/internal/browser"
	"memopress/pkg/theme"
	"memopress/themes"
)

// themeNames are the themes that come with memopress.
func themeNames(t *testing.T) []string {
	t.Helper()
	list, err := theme.List(themes.FS)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range list {
		out = append(out, s.Name)
	}
	return out
}

// themed builds a site with a theme, in memory.
func themed(t *testing.T, name, language string, inputs ...string) fstest.MapFS {
	t.Helper()
	o := options(t, inputs...)
	o.Theme = loadTheme(t, name)
	o.Images = true
	o.Settings.Language, o.Settings.BaseURL = language, "https://wiki.example.org"
	m := &memory{files: map[string]string{}}
	if _, err := Build(context.Background(), o, m, diag.Discard); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, data := range m.files {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return files
}

var pageKind = regexp.MustCompile(`<html[^>]* data-page="([^"]+)"`)

// pageOfEachKind returns the address of one page of every kind that a site has: the longest.
func pageOfEachKind(t *testing.T, site fs.FS) map[string]string {
	t.Helper()
	best, out := map[string]int{}, map[string]string{}
	err := fs.WalkDir(site, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".html" {
			return err
		}
		data, err := fs.ReadFile(site, p)
		if err != nil {
			return err
		}
		if m := pageKind.FindSubmatch(data); m != nil && len(data) > best[string(m[1])] {
			best[string(m[1])], out[string(m[1])] = len(data), p
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 8 {
		t.Fatalf("only pages of %v", out)
	}
	return out
}

// shifts waits a little and returns how much the layout has shifted since the page began.
const shifts = `new Promise(done => {
	let sum = 0;
	new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) sum += e.value }).observe({type: "layout-shift", buffered: true});
	setTimeout(() => done(sum), 300);
})`

// The budgets of a page, in a real browser: requests, bytes on the wire, shifts of the layout,
// and that nothing sticks out of a narrow screen.
func TestBudgets(t *testing.T) {
	for _, name := range themeNames(t) {
		t.Run(name, func(t *testing.T) {
			site := themed(t, name, "ko", "../../examples/wiki-ko")
			server := browser.Serve(t, site)
			b := browser.Open(t)
			for kind, page := range pageOfEachKind(t, site) {
				b.Size(1440, 900)
				complaints := b.Complaints()
				server.Sent()
				b.Visit(server.URL + "/" + page)
				shift := browser.Eval[float64](b, shifts)
				weigh(t, kind, server.Sent())
				if shift > 0.02 {
					t.Errorf("%s: the layout shifts by %.3f", kind, shift)
				}
				if y := browser.Eval[float64](b, "scrollY"); y != 0 {
					t.Errorf("%s: opens scrolled by %v", kind, y)
				}
				for _, c := range complaints() {
					t.Errorf("%s: the browser says: %s", kind, c)
				}
				b.Size(320, 700)
				if w := browser.Eval[int](b, "document.documentElement.scrollWidth"); w > 320 {
					wide := browser.Eval[string](b, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 321).slice(0, 3).map(e => e.tagName + "." + e.className).join(" ")`)
					t.Errorf("%s: %d px wide on a screen of 320: %s", kind, w, wide)
				}
			}
		})
	}
}

// weigh checks what a page asked for.
func weigh(t *testing.T, kind string, sent []browser.Sent) {
	t.Helper()
	var total, style, script, requests int
	for _, s := range sent {
		if !s.Found && s.Path != "/favicon.ico" {
			t.Errorf("%s: %s is not there", kind, s.Path)
		}
		if strings.HasPrefix(s.Path, "/files/") {
			continue // pictures of the notes
		}
		requests++
		switch path.Ext(s.Path) {
		case ".css":
			style += s.Bytes
		case ".js":
			script += s.Bytes
		case ".html":
		default:
			continue // the icon
		}
		total += s.Bytes
	}
	t.Logf("%s: %d requests, %d bytes of pages, style and script (%d, %d)", kind, requests, total, style, script)
	if requests > 8 {
		t.Errorf("%s: %d requests: %v", kind, requests, sent)
	}
	if total > 40_000 {
		t.Errorf("%s: %d bytes", kind, total)
	}
}

// Every page kind of every theme passes axe, the checker of accessibility, light and dark, in
// three languages and widths. MEMOPRESS_AXE names its script (axe.min.js of the npm package
// axe-core); with MEMOPRESS_AXE_ALL set every combination is tried, not a selection.
func TestAccessible(t *testing.T) {
	t.Parallel() // it mostly waits
	file := os.Getenv("MEMOPRESS_AXE")
	if file == "" {
		t.Skip("MEMOPRESS_AXE does not name axe.min.js")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	type mode struct {
		language string
		input    string
		scheme   string
		width    int64
		zoom     float64
	}
	modes := []mode{
		{"en", "wiki-en", "light", 1440, 1}, {"ko", "wiki-ko", "dark", 390, 1}, {"ar", "wiki-many", "light", 820, 1}, {"en", "wiki-en", "dark", 1440, 2},
	}
	if os.Getenv("MEMOPRESS_AXE_ALL") != "" {
		modes = nil
		for language, input := range map[string]string{"en": "wiki-en", "ko": "wiki-ko", "ar": "wiki-many"} {
			for _, scheme := range []string{"light", "dark"} {
				for _, width := range []int64{390, 820, 1440} {
					modes = append(modes, mode{language, input, scheme, width, 1})
				}
				modes = append(modes, mode{language, input, scheme, 1440, 2})
			}
		}
	}
	for _, name := range themeNames(t) {
		for _, m := range modes {
			t.Run(fmt.Sprintf("%s/%s/%s/%d/%v", name, m.language, m.scheme, m.width, m.zoom), func(t *testing.T) {
				site := themed(t, name, m.language, "../../examples/"+m.input)
				server := browser.Serve(t, site)
				b := browser.Open(t)
				if _, err := chromedp.Call(b.Context, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
					Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: m.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
					t.Fatal(err)
				}
				// Zoom of 200 % is a window of half the size whose pixels are twice as large.
				b.Size(int64(float64(m.width)/m.zoom), int64(900/m.zoom))
				pages := pageOfEachKind(t, site)
				for _, kind := range slices.Sorted(maps.Keys(pages)) {
					b.Visit(server.URL + "/" + pages[kind])
					browser.Eval[bool](b, `new Promise(done => setTimeout(() => done(true), 150))`)
					browser.Eval[bool](b, string(axe)+";true")
					for _, v := range browser.Eval[[]string](b, axeRun) {
						t.Errorf("%s (%s): %s", kind, pages[kind], v)
					}
				}
			})
		}
	}
}

const axeRun = `axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})
	.then(r => r.violations.map(v => v.id + " × " + v.nodes.length + ": " + v.nodes[0].html.slice(0, 160) + " — " + (v.nodes[0].any[0] || v.nodes[0].all[0] || v.nodes[0].none[0] || {}).message))`
