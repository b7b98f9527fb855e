package render_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"memopress/pkg/render"
)

// With stacked pages a link opens its page beside the one that it stands on, under an address
// that says so; back, a narrow window and a disk are as ever.
func TestPanes(t *testing.T) {
	files := map[string]string{
		"index.md":      "[[하나]] and [[둘]].",
		"a/하나.md":       "One leads to [[셋, 넷#끝]] and [[둘]].[^1]\n\n[^1]: A footnote.\n\n## Part\n\ntext",
		"a/둘.md":        "Two leads to [[index]]. ![[pic.png]]",
		"b/셋, 넷.md":     "Three. [[#끝]]\n" + strings.Repeat("\nline\n", 80) + "\n## 끝\n\nThe end.",
		"files/pic.png": "x",
	}
	panes := `[...document.querySelectorAll("#main > .pane")].map(e => e.querySelector("h1").textContent).join(" | ")`
	shows := func(want string) string { return fmt.Sprintf(`%s === %q`, panes, want) }
	address := func(want string) string {
		return fmt.Sprintf(`decodeURI(location.href).replace(/\/(\?|$)/, "/index.html$1").endsWith(%q)`, want)
	}
	ready := `document.readyState === "complete" && [...document.scripts].some(s => s.src.includes("panes."))`
	visits(t, files, render.Options{Stacked: true, NoRelated: true}, func(t *testing.T, v visit) {
		v.do(chromedp.EmulateViewport(1440, 900))
		v.open("index.html")
		if strings.HasPrefix(v.base, "file:") {
			v.see(`document.readyState === "complete"`)
			v.click(`.prose a.internal`)
			v.see(address("/a/하나.html"))
			v.never(`document.querySelector(".pane")`, 300*time.Millisecond)
			return
		}
		v.see(ready)
		time.Sleep(200 * time.Millisecond) // until the script has run
		steps := `history.length`
		before, err := chromedp.Run(v.Context, chromedp.Evaluate[int](steps))
		if err != nil {
			t.Fatal(err)
		}
		v.click(`.prose a.internal`)
		v.see(shows("Reading room | 하나"))
		v.see(address("/index.html?stack=a/하나"))
		v.see(`document.activeElement.matches("article.pane[aria-label='하나']")`)
		v.see(`document.title.startsWith("하나")`)
		v.see(fmt.Sprintf("%s === %d", steps, before+1))

		// From the second pane to a section of a third, whose name has a comma.
		v.run(fmt.Sprintf(`document.querySelector(%q).click()`, `#main > :nth-child(2) .prose a[href*="#"].internal`))
		v.see(shows("Reading room | 하나 | 셋, 넷"))
		v.see(address("/index.html?stack=a/하나,b/셋,-넷") + ` || decodeURIComponent(location.search) === "?stack=a/하나,b/셋,-넷"`)
		v.see(`(() => { const h = document.querySelector(".pane:last-child .prose h2").getBoundingClientRect(); return h.top > 0 && h.top < innerHeight })()`)
		v.see(`document.querySelectorAll("[id]").length === new Set([...document.querySelectorAll("[id]")].map(e => e.id)).size`)
		v.see(`document.querySelectorAll("h1:not([aria-level])").length === 1 && document.querySelectorAll("main").length === 1`)
		// The first is a spine now, which brings it back; links of this page stay in their pane.
		v.see(`document.querySelector("#main > .covered > .spine").textContent === "Reading room"`)
		v.run(`document.querySelector(".pane:last-child .prose a.internal").click()`)
		v.see(`document.activeElement.tagName === "H2" && location.hash === ""`)

		// A footnote of a pane has its preview, which is of that pane.
		v.key("[")
		v.see(`document.activeElement.ariaLabel === "하나"`)
		v.run(`document.querySelector(".pane:nth-child(2) [role=doc-noteref]").focus({ focusVisible: true })`)

		// Opening from a pane shuts what lies to its right; a page that is open is only gone to.
		v.run(fmt.Sprintf(`document.querySelector(%q).click()`, `#main > :nth-child(2) .prose a[href$="%EB%91%98.html"]`))
		v.see(shows("Reading room | 하나 | 둘"))
		v.see(`document.querySelector(".pane:last-child img").src.includes("/wiki/files/pic")`)
		v.run(`document.querySelector(".pane:last-child .prose a.internal").click()`)
		v.see(`document.activeElement === document.querySelector("#main").firstElementChild`)
		v.see(shows("Reading room | 하나 | 둘"))

		// Back is back, forward is forward, and the address works by itself.
		v.Leave(`history.back()`)
		v.see(shows("Reading room | 하나 | 셋, 넷"))
		v.Leave(`history.back()`)
		v.see(shows("Reading room | 하나"))
		v.Leave(`history.back()`)
		v.see(panes + ` === "" && !("panes" in document.documentElement.dataset) && ` + address("/index.html"))
		v.Leave(`history.forward()`)
		v.see(shows("Reading room | 하나"))
		v.Leave(`location.reload()`)
		v.see(ready)
		v.see(shows("Reading room | 하나"))
		v.click(`.pane:last-child > .shut`)
		v.see(panes + ` === "" && ` + address("/index.html"))

		// Without room links are links.
		v.do(chromedp.EmulateViewport(800, 900))
		v.run(`scrollTo(0, 0)`)
		v.click(`.prose a.internal`)
		v.see(address("/a/하나.html"))
		v.do(chromedp.EmulateViewport(1440, 900))
	})
}
