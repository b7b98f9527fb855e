package render_test

import (
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"memopress/pkg/render"
)

// On a wide screen a footnote stands beside its mark and remarks in the margin, none upon
// another; on a narrow one footnotes stand at the end and remarks below what they speak of.
func TestMarginInABrowser(t *testing.T) {
	visits(t, marginFiles, render.Options{}, margins)
}

func margins(t *testing.T, v visit) {
	const box = `const box = e => e.getBoundingClientRect(), all = s => [...document.querySelectorAll(s)], mark = box(all("sup.footnote")[0]), text = box(all(".prose > p")[0]), beside = all(".sidenote, .marginalia");`
	for _, at := range []struct {
		width int64
		holds []string
	}{
		{1440, []string{
			`Math.abs(box(all(".sidenote")[0]).top - mark.top) < 60`,
			`beside.length === 7 && beside.every(e => box(e).left > text.right)`,
			`beside.every(e => beside.every(o => o === e || box(o).top >= box(e).bottom || box(e).top >= box(o).bottom))`,
			`all(".footnotes").every(e => getComputedStyle(e).display === "none")`,
		}},
		{390, []string{
			`all(".sidenote").every(e => getComputedStyle(e).display === "none")`,
			`box(all(".footnotes")[0]).top > mark.bottom`,
			`all(".marginalia").every(e => box(e).right <= text.right + 1 && box(e).top > box(e.closest("li, .p") || e.previousElementSibling).top)`,
		}},
	} {
		v.do(chromedp.EmulateViewport(at.width, 900))
		v.open("차.html")
		for _, js := range append(at.holds, `document.documentElement.scrollWidth <= innerWidth`) {
			if !v.now("(() => { " + box + " return " + js + " })()") {
				t.Errorf("%d px: not %s", at.width, js)
			}
		}
	}
}

// A footnote that stands beside its mark has no preview; where there is no margin it has one.
func TestNoPreviewOfWhatStandsBeside(t *testing.T) {
	files := maps.Clone(marginFiles)
	files["차.md"] += strings.Repeat("\n줄\n", 60)
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		for width, shows := range map[int64]bool{1440: false, 820: true} {
			v.do(chromedp.EmulateViewport(width, 700))
			v.open("차.html")
			v.see(`document.readyState === "complete"`)
			v.point("h1")
			v.point(`[role=doc-noteref]`)
			if shows {
				v.see(`document.querySelector(".preview")?.textContent.includes("맨 앞 각주")`)
			} else {
				v.never(`document.querySelector(".preview")`, 900*time.Millisecond)
			}
		}
	})
}

// Beside other pages there is no margin: footnotes and remarks stand below, leads fold, and every
// region has a name of its own.
func TestMarginOfStackedPages(t *testing.T) {
	files := maps.Clone(marginFiles)
	files["차.md"] += "\n## 식히기\n\n잠시.\n\n## 마시기\n\n천천히.\n"
	visits(t, files, render.Options{Stacked: true}, func(t *testing.T, v visit) {
		if strings.HasPrefix(v.base, "file:") {
			return // links are links there
		}
		v.do(chromedp.EmulateViewport(1440, 900))
		v.open("컵.html?stack=차,Loaf")
		v.see(`document.querySelectorAll("#main > .pane").length === 3`)
		v.see(`(p => p.querySelector(".footnotes")?.offsetHeight > 0 && [...p.querySelectorAll(".footnotes li")].every(e => e.offsetHeight > 0) && [...p.querySelectorAll(".sidenote")].every(e => !e.offsetHeight))(document.querySelectorAll(".pane")[1])`)
		v.see(`[...document.querySelectorAll(".pane")].every(p => [...p.querySelectorAll(".marginalia, .margin")].every(e => { const b = e.getBoundingClientRect(), s = p.getBoundingClientRect(); return b.width > 300 && b.left >= s.left && b.right <= s.right }))`)
		v.see(`document.querySelectorAll(".pane .margin").length === 3 && [...document.querySelectorAll(".margin details")].every(d => d.open || d.clientHeight - d.firstElementChild.offsetHeight < 4)`)
		v.run(`document.querySelectorAll(".pane")[1].querySelector(".toc summary").click()`)
		v.see(`document.querySelectorAll(".pane")[1].querySelector(".toc ol").offsetHeight > 20 && document.querySelectorAll(".pane")[1].querySelector(".toc ol").checkVisibility({ contentVisibilityAuto: true })`)
		v.see(`(names => names.length > 6 && new Set(names).size === names.length)([...document.querySelectorAll("nav, section[aria-label], section[aria-labelledby], aside.margin")].map(e => e.localName + " " + (e.getAttribute("aria-labelledby") ? e.getAttribute("aria-labelledby").split(" ").map(id => document.getElementById(id).textContent).join(" ") : e.ariaLabel)))`)
		if file := os.Getenv("MEMOPRESS_AXE"); file != "" {
			axe, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			v.run(string(axe))
			found, err := chromedp.Run(v.Context, chromedp.Evaluate[[]string](`axe.run(document).then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 120)).join(" | ")))`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				t.Error(f)
			}
		}
	})
}
