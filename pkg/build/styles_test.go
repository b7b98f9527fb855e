package build

import (
	"testing"

	"memopress/pkg/internal/browser"
)

// What a preview brings with it (here the style of tables) changes nothing on the page, in any
// theme, whether the page has it already or not.
func TestPreviewMovesNothing(t *testing.T) {
	dir := t.TempDir()
	const table = "| 가 | 나 |\n|---|---|\n| 1 | 2 |\n\n> [!note] 상자\n> 글\n\n"
	put(t, dir+"/표.md", "# 표\n\n"+table+"[[둘째 표]]\n")
	put(t, dir+"/둘째 표.md", "# 둘째 표\n\n"+table)
	put(t, dir+"/글.md", "# 글\n\n문단 하나.\n\n[[표]]\n")
	b := browser.Open(t)
	b.Size(1200, 800)
	for _, theme := range []string{"paper", "garden", "ledger"} {
		server := browser.Serve(t, themed(t, theme, "ko", dir))
		for _, page := range []string{"%ED%91%9C.html", "%EA%B8%80.html"} {
			b.Visit(server.URL + "/" + page)
			b.Until(`document.readyState === "complete" && document.fonts.status === "loaded"`)
			const places = `JSON.stringify([...document.querySelectorAll("main *")].map(e => (r => [e.tagName, r.top, r.height])(e.getBoundingClientRect())))`
			before := browser.Eval[string](b, places)
			browser.Eval[bool](b, `(document.querySelector(".prose a.internal").dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"})), true)`)
			b.Until(`document.querySelector(".preview")`)
			b.Until(`[...document.styleSheets].some(s => /blocks\./.test(s.href))`)
			browser.Eval[bool](b, `new Promise(done => setTimeout(() => done(true), 300))`)
			browser.Eval[bool](b, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
			if after := browser.Eval[string](b, places); after != before {
				t.Errorf("%s, %s: something moves:\n%s\n%s", theme, page, before, after)
			}
			if n := browser.Eval[int](b, `[...document.styleSheets].filter(s => /blocks\./.test(s.href)).length`); n != 1 {
				t.Errorf("%s, %s: the style of tables stands there %d times", theme, page, n)
			}
		}
	}
}
