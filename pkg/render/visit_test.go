package render_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"memopress/pkg/internal/browser"
	"memopress/pkg/render"
)

// A visit is a reader at a browser, on a site that comes by HTTP or from a disk.
type visit struct {
	browser.Browser
	t    *testing.T
	base string // address of the site, without a slash at its end
}

// visits lets a reader visit the site of some notes twice: by HTTP, below a path, and from a
// disk. The browser must have nothing to complain about.
func visits(t *testing.T, files map[string]string, opts render.Options, reader func(t *testing.T, v visit)) {
	t.Helper()
	b := browser.Open(t)
	below := fstest.MapFS{}
	for name, f := range build(t, publish(t, files, settings), opts).files {
		below["wiki/"+name] = f
	}
	below["favicon.ico"] = &fstest.MapFile{} // browsers ask for it where a page names no icon
	for name, base := range map[string]string{"http": browser.Serve(t, below).URL, "file": browser.Disk(t, below)} {
		t.Run(name, func(t *testing.T) {
			complaints := b.Complaints()
			reader(t, visit{b, t, base + "/wiki"})
			for _, c := range complaints() {
				// Chromium tells on the console when a page is left before it has faded in.
				if strings.Contains(c, "Transition was") {
					continue
				}
				t.Errorf("the browser says: %s", c)
			}
		})
	}
}

func (v visit) do(a chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.Context, a); err != nil {
		v.t.Fatal(err)
	}
}

// open goes to a page of the site.
func (v visit) open(page string) {
	v.t.Helper()
	v.do(chromedp.Navigate(v.base + "/" + page))
}

// run evaluates an expression that says nothing.
func (v visit) run(js string) {
	v.t.Helper()
	v.do(chromedp.Evaluate[chromedp.Void](js))
}

// now reports whether an expression is true.
func (v visit) now(js string) bool {
	v.t.Helper()
	is, err := chromedp.Run(v.Context, chromedp.Evaluate[bool]("!!("+js+")"))
	if err != nil {
		return false // between two pages
	}
	return is
}

// see waits until an expression is true.
func (v visit) see(js string) {
	v.t.Helper()
	for end := time.Now().Add(8 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if v.now(js) {
			return
		}
		if time.Now().After(end) {
			at, err := chromedp.Run(v.Context, chromedp.Evaluate[string]("location.href"))
			v.t.Fatalf("at %s (%v) it never came true that %s", at, err, js)
		}
	}
}

// never makes sure that an expression does not come true within a time.
func (v visit) never(js string, within time.Duration) {
	v.t.Helper()
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if v.now(js) {
			v.t.Fatalf("it came true that %s", js)
		}
	}
}

// key presses keys, one after the other.
func (v visit) key(keys string, held ...chromedp.Modifier) {
	v.t.Helper()
	v.do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(held...)))
}

// centre returns the middle of an element's first line in the window.
func (v visit) centre(selector string) (x, y float64) {
	v.t.Helper()
	at, err := chromedp.Run(v.Context, chromedp.Evaluate[[]float64](fmt.Sprintf(
		`(() => { const e = document.querySelector(%q); e.scrollIntoView({ block: "nearest", behavior: "instant" }); const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] })()`, selector)))
	if err != nil {
		v.t.Fatalf("%s: %v", selector, err)
	}
	return at[0], at[1]
}

// point moves the mouse to the middle of an element.
func (v visit) point(selector string) {
	v.t.Helper()
	x, y := v.centre(selector)
	v.do(chromedp.MouseEvent("mouseMoved", x, y))
}

// click clicks it.
func (v visit) click(selector string) {
	v.t.Helper()
	x, y := v.centre(selector)
	v.do(chromedp.MouseClickXY(x, y))
}

// at is an expression for the page being shown. Servers leave index.html out of its address.
func at(end string) string {
	return fmt.Sprintf(`location.href.replace(/\/$/, "/index.html").endsWith(%q)`, end)
}
