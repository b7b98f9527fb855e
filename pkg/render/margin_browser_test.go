package render_test

import (
	"testing"

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
