package serve

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// strict is a page as the program writes them: nothing inline, nothing from elsewhere. It
// counts what its policy keeps out.
func strict(text string) Generation {
	page := `<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'self'">` +
		`<title>x</title><script src="count.js"></script></head><body><h1 id="text">` + text + `</h1>` + strings.Repeat("<p>줄</p>", 300) + `</body></html>`
	return Generation{"index.html": {Data: []byte(page)}, "other.html": {Data: []byte(page)},
		"count.js": {Data: []byte(`window.kept=0;addEventListener("securitypolicyviolation",()=>window.kept++);`)}}
}

type browser struct {
	t   *testing.T
	ctx context.Context
}

func open(t *testing.T) browser {
	t.Helper()
	var found string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			found = p
			break
		}
	}
	if found == "" {
		t.Skip("Chromium is not installed")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found), chromedp.NoSandbox,
		chromedp.Flag("host-resolver-rules", "MAP evil.test 127.0.0.1"))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(ctx)
	ctx, end := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(func() { end(); cancel(); stop() })
	return browser{t, ctx}
}

func (b browser) visit(url string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(url)); err != nil {
		b.t.Fatal(err)
	}
}

// until waits for an expression to be true; while a page is being loaded it may not evaluate.
func (b browser) until(expression string) {
	b.t.Helper()
	for start := time.Now(); time.Since(start) < 15*time.Second; time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && ok {
			return
		}
	}
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("scrollX + ' ' + scrollY + ' ' + innerHeight + ' of ' + document.body.scrollHeight + ' ' + document.documentElement.outerHTML.slice(0, 700)"))
	b.t.Fatalf("never: %s\n%s %v", expression, text, err)
}

func TestBrowser(t *testing.T) {
	b := open(t)
	s := New(Options{})
	address, printed := start(t, s)
	b.visit(printed)
	b.until(`document.querySelector("h1").textContent === "Building"`)
	s.Publish(strict("하나"))
	b.until(`document.querySelector("#text")?.textContent === "하나"`)

	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`scrollTo(0, 1500); window.before = 1`)); err != nil {
		t.Fatal(err)
	}
	s.Publish(strict("둘"))
	b.until(`document.querySelector("#text").textContent === "둘" && Math.abs(scrollY - 1500) < 2`)

	// A page that did not change is not loaded again.
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`window.before = 1`)); err != nil {
		t.Fatal(err)
	}
	next := strict("둘")
	next["other.html"] = File{Data: []byte("<p>other")}
	s.Publish(next)
	time.Sleep(500 * time.Millisecond)
	b.until(`window.before === 1`)

	s.Fail("memopress.yaml:3: <img src=x onerror=alert(1)> 알 수 없는 키")
	b.until(`document.querySelector(".memopress-fault pre")?.textContent.includes("<img src=x onerror=alert(1)> 알 수 없는 키")`)
	b.until(`document.querySelector(".memopress-fault img") === null && window.before === 1`)
	b.until(`getComputedStyle(document.querySelector(".memopress-fault")).position === "fixed"`)
	s.Publish(next)
	b.until(`document.querySelector(".memopress-fault") === null`)

	changed := strict("둘")
	changed["style.css"] = File{Data: []byte("h1{}")}
	s.Publish(changed)
	b.until(`window.before === undefined && document.querySelector("#text")`)
	b.until(`window.kept === 0`)

	b.visit(fmt.Sprintf("http://%s/nowhere.html", address))
	b.until(`document.querySelector("h1").textContent === "Not found"`)
	grown := strict("둘")
	grown["nowhere.html"] = strict("여기")["index.html"]
	s.Publish(grown)
	b.until(`document.querySelector("#text")?.textContent === "여기"`)

	_, port, _ := strings.Cut(address, ":")
	b.visit("http://evil.test:" + port + "/")
	b.until(`document.body.textContent.includes("answers to 127.0.0.1") && !document.body.textContent.includes("하나")`)
}
