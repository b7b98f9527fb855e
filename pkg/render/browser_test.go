package render_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"memopress/pkg/internal/browser"
	"memopress/pkg/render"
)

const diagrams = "---\ncreated: 2026-01-02\n---\n" +
	"```mermaid\nflowchart LR\n  A[시작] --> B{yes?}\n  style B fill:#f9f,stroke:#333\n```\n\n" +
	"```mermaid\nsequenceDiagram\n  Mina->>Bob: 안녕\n```\n\n" +
	"```mermaid\nthis is no diagram\n```\n\n" +
	"```mermaid\nflowchart LR\n  A[\"<img src=x onerror=fetch('/evil')>\"] --> B\n  click B href \"javascript:fetch('/evil')\"\n```\n"

// Diagrams are drawn under the strict policy, over HTTP and from a disk, without one complaint
// of the browser; what cannot be drawn keeps its source.
func TestDiagramsInABrowser(t *testing.T) {
	b := build(t, publish(t, map[string]string{"a/Diagrams.md": diagrams, "Plain.md": "Text."}, settings), render.Options{})
	b.files["favicon.ico"] = &fstest.MapFile{} // browsers ask for it where a page names no icon
	tab := browser.Open(t)
	server := browser.Serve(t, b.files)
	ctx := tab.Context
	for _, base := range []string{server.URL, browser.Disk(t, b.files)} {
		complaints := tab.Complaints()
		drawn := `document.querySelectorAll("figure.diagram[data-drawn] svg").length + 10 * document.querySelectorAll("figure.diagram .failed").length`
		if err := chromedp.Do(ctx, chromedp.Navigate(base+"/a/Diagrams.html")); err != nil {
			t.Fatal(err)
		}
		got := 0
		for range 100 {
			var err error
			if got, err = chromedp.Run(ctx, chromedp.Evaluate[int](drawn)); err != nil {
				t.Fatal(err)
			}
			if got == 13 {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		if got != 13 {
			t.Errorf("%s: %d: want three diagrams drawn and one failed", base, got)
		}
		for js, want := range map[string]bool{
			// The author's own colours arrive although they are style attributes.
			`[...document.querySelectorAll("svg *")].some(e => getComputedStyle(e).fill === "rgb(255, 153, 255)")`: true,
			// Rules of the drawing's own style sheet apply.
			`document.adoptedStyleSheets.length >= 3`:                                                                            true,
			`document.querySelector("figure:nth-of-type(1) pre").hidden`:                                                         true,
			`document.querySelector("figure:nth-of-type(3) pre").hidden`:                                                         false,
			`!!document.querySelector("svg img, svg [onerror], svg a[href^=javascript], svg style")`:                             false,
			`getComputedStyle(document.querySelector(".bar")).position === "sticky"`:                                             true,
			`(() => { const i = [...document.querySelectorAll("[id]")].map(e => e.id); return i.length === new Set(i).size })()`: true,
		} {
			is, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
			if err != nil || is != want {
				t.Errorf("%s: %s is %v, %v", base, js, is, err)
			}
		}
		for _, m := range complaints() {
			t.Errorf("%s: the browser says: %s", base, m)
		}
	}
	for _, f := range server.Sent() {
		if strings.Contains(f.Path, "evil") {
			t.Error("a diagram ran a script")
		}
		if !f.Found {
			t.Errorf("%s was asked for and is not there", f.Path)
		}
	}
}
