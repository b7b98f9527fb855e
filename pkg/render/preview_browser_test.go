package render_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"memopress/pkg/internal/browser"
	"memopress/pkg/render"
	"memopress/pkg/writer/html"
)

const readerNote = `---
lang: ko
---
[[물 끓이기|물]] 이야기[^1]와 [[물 끓이기#온도|온도]] 이야기. [[#끝|끝으로]].
` + "\n\n\n" + `[^1]: 각주의 **글**, [[물 끓이기]].
`

// A link shows what it leads to, for the mouse, the keyboard and the finger, and goes away when
// it is not wanted.
func TestPreviewInABrowser(t *testing.T) {
	files := map[string]string{
		"부엌/물 끓이기.md": previewSource, "Tea.md": "[[차]]",
		"부엌/차.md":    readerNote + strings.Repeat("\n빈 줄.\n", 80) + "\n## 끝\n\n끝의 글.\n\n### 더\n\n더 있다.\n",
		"부엌/pot.png": "x", "부엌/song.mp3": "x",
	}
	box := `document.querySelector(".preview")`
	says := func(words string) string { return fmt.Sprintf(`%s?.textContent.includes(%q)`, box, words) }
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		v.do(chromedp.EmulateViewport(1000, 700))
		v.open("부엌/차.html")
		link := `.prose a[href$="html"]`

		// Passing over it shows nothing; staying does, not before the moment is over.
		v.point(link)
		v.never(box, 150*time.Millisecond)
		v.point("h1")
		v.never(box, 600*time.Millisecond)
		start := time.Now()
		v.point(link)
		v.see(says("찬물"))
		if waited := time.Since(start); waited < 330*time.Millisecond {
			t.Errorf("it was there after %v", waited)
		}
		v.see(says("부엌 · "))
		v.see(box + `.getAttribute("role") === "note" && !` + box + `.querySelector("[id]")`)
		v.see(`document.querySelectorAll("[id]").length === new Set([...document.querySelectorAll("[id]")].map(e => e.id)).size`)
		// Its addresses are right on this page, which lies in a folder.
		v.see(fmt.Sprintf(`[...%s.querySelectorAll("a[href]")].every(a => decodeURI(a.href).startsWith(%q))`, box, v.base))
		v.see(fmt.Sprintf(`decodeURI(%s.querySelector("img").src).startsWith(%q)`, box, v.base+"/files/pot"))
		// It does not cover its link.
		apart := fmt.Sprintf(`(() => { const a = document.activeElement.matches(".prose a") ? document.activeElement : document.querySelector(%q), l = a.getBoundingClientRect(), b = %s.getBoundingClientRect(); return b.top >= l.bottom || b.bottom <= l.top })()`, link, box)
		v.see(apart)

		// The pointer may enter; Escape shuts it; leaving shuts it.
		v.point(".preview .about")
		v.never("!"+box, 500*time.Millisecond)
		v.key("\x1b")
		v.see("!" + box)
		v.point("h1")
		v.point(link)
		v.see(box)
		v.point("h1")
		v.see("!" + box)

		// A link to a section shows the section.
		v.point(`.prose a[href*="#"].internal`)
		v.see(box + `?.querySelector("h2")?.textContent === "온도" && !` + says("찬물"))
		v.see(box + `.querySelector(".name a").hash !== ""`)
		v.point("h1")
		v.see("!" + box)

		// A footnote that is out of sight comes to its mark; so does a section of this page.
		v.run("scrollTo(0, 0)")
		v.point(`[role=doc-noteref]`)
		v.see(says("각주의 글") + ` && !` + box + `.querySelector(".footnote-back, [id]")`)
		v.point("h1")
		v.see("!" + box)
		v.point(`.prose a[href^="#"].internal`)
		v.see(says("더 있다."))
		v.point("h1")
		v.see("!" + box)
		v.run(`document.querySelector(".footnotes").scrollIntoView({ block: "center", behavior: "instant" })`)

		// The focus shows it after a while, Alt+P at once, and enters; Escape leads back.
		v.run(`scrollTo(0, 0)`)
		v.do(chromedp.MouseEvent("mouseMoved", 5, 300))
		v.run(fmt.Sprintf(`document.querySelector(%q).focus({ focusVisible: true })`, link))
		v.see(says("찬물"))
		v.see(apart)
		v.see(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, link))
		v.key("p", chromedp.ModifierAlt)
		v.see(`document.activeElement.className === "preview"`)
		v.key("\t")
		v.see(`document.activeElement.matches(".preview .name a")`)
		v.key("\x1b")
		v.see(fmt.Sprintf(`!%s && document.activeElement === document.querySelector(%q)`, box, link))
		v.key("p", chromedp.ModifierAlt)
		v.see(`document.activeElement.className === "preview"`)
		v.key("p", chromedp.ModifierAlt)
		v.see("!" + box)
		v.key("\t")
		v.see(says("각주의 글"))
		v.key("\x1b")

		// Leaving a page and coming back leaves nothing open, and back is one step.
		v.point("h1")
		v.point(link)
		v.see(box)
		v.click(link)
		v.see(at(html.EscapePath("부엌/물-끓이기.html")))
		v.Leave(`history.back()`)
		v.see(at(html.EscapePath("부엌/차.html")) + " && !" + box)

		prefetched := `document.querySelector("link[rel=prefetch]")`
		if strings.HasPrefix(v.base, "http") {
			v.open("Tea.html")
			v.point(link)
			v.see(prefetched + `.href.endsWith("html")`)
		} else {
			v.never(prefetched, 200*time.Millisecond)
		}
	})
}

// A finger that stays on a link shows the preview; one that taps follows the link.
func TestPreviewByTouch(t *testing.T) {
	files := map[string]string{"a.md": "[[b]]", "b.md": "Of b. [[a]]"}
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		v.do(chromedp.EmulateViewport(390, 800, chromedp.EmulateTouch, chromedp.EmulateMobile))
		defer v.do(chromedp.ResetViewport())
		v.open("a.html")
		x, y := v.centre(".prose a")
		finger := func(typ input.DispatchTouchEventType) {
			t.Helper()
			p := input.DispatchTouchEventParams{Type: typ, TouchPoints: []*input.TouchPoint{}}
			if typ == "touchStart" {
				p.TouchPoints = append(p.TouchPoints, &input.TouchPoint{X: x, Y: y})
			}
			v.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
				_, err := cdp.Call(ctx, target, input.DispatchTouchEvent, p)
				return err
			}))
		}
		finger("touchStart")
		v.see(`document.querySelector(".preview")?.textContent.includes("Of b.")`)
		finger("touchEnd")
		v.never(`!document.querySelector(".preview") || !location.href.endsWith("/a.html")`, 400*time.Millisecond)
		v.see(`(() => { const b = document.querySelector(".preview").getBoundingClientRect(); return b.left >= 0 && b.right <= innerWidth })()`)
		v.click("h1")
		v.see(`!document.querySelector(".preview")`)
		finger("touchStart")
		finger("touchEnd")
		v.see(at("/b.html"))
	})
}

// The browser finds the same shard as the build.
func TestShardInABrowser(t *testing.T) {
	src, err := os.ReadFile("../../themes/paper/assets/src/shard.js")
	if err != nil {
		t.Fatal(err)
	}
	b := browser.Open(t)
	for address, want := range shardVectors(t) {
		js := strings.ReplaceAll(string(src), "export function", "function") + fmt.Sprintf("; shard(%q, 64)", address)
		if got := browser.Eval[int](b, js); got != want {
			t.Errorf("%s is in shard %d, want %d", address, got, want)
		}
	}
}
