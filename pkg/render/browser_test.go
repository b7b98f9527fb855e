package render_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"memopress/pkg/render"
)

const diagrams = "---\ncreated: 2026-01-02\n---\n" +
	"```mermaid\nflowchart LR\n  A[시작] --> B{yes?}\n  style B fill:#f9f,stroke:#333\n```\n\n" +
	"```mermaid\nsequenceDiagram\n  Mina->>Bob: 안녕\n```\n\n" +
	"```mermaid\nthis is no diagram\n```\n\n" +
	"```mermaid\nflowchart LR\n  A[\"<img src=x onerror=fetch('/evil')>\"] --> B\n  click B href \"javascript:fetch('/evil')\"\n```\n"

// browser starts Chromium; the test is skipped where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// listen collects what the browser complains about until the function it returns is called.
func listen(t *testing.T, ctx context.Context) func() []string {
	const end = "end of this page"
	messages := chromedp.Console(ctx)
	done := make(chan []string)
	go func() {
		var out []string
		for m, err := range messages {
			if err != nil || m.Text == end {
				break
			}
			if m.Type == "error" || m.Type == "warning" || m.IsException() {
				out = append(out, m.Text)
			}
		}
		done <- out
	}()
	return func() []string {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](`console.log("`+end+`")`)); err != nil {
			t.Fatal(err)
		}
		return <-done
	}
}

// Diagrams are drawn under the strict policy, over HTTP and from a disk, without one complaint
// of the browser; what cannot be drawn keeps its source.
func TestDiagramsInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b := build(t, publish(t, map[string]string{"a/Diagrams.md": diagrams, "Plain.md": "Text."}, settings), render.Options{})
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		http.FileServerFS(b.files).ServeHTTP(w, r)
	}))
	defer server.Close()
	dir := t.TempDir()
	if err := os.CopyFS(dir, b.files); err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	for _, base := range []string{server.URL, "file://" + filepath.ToSlash(dir)} {
		complaints := listen(t, ctx)
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
	for _, p := range asked {
		if strings.Contains(p, "evil") {
			t.Error("a diagram ran a script")
		}
		if _, err := fs.Stat(b.files, strings.TrimPrefix(p, "/")); err != nil && p != "/favicon.ico" {
			t.Errorf("%s was asked for and is not there", p)
		}
	}
}
