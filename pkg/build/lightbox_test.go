package build

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"memopress/pkg/internal/browser"
)

// A picture that is shown smaller than it is opens large by click and by key, over HTTP and from
// a disk; a small one and one in a link do not.
func TestLightbox(t *testing.T) {
	picture := func(w, h int) string {
		var buf bytes.Buffer
		if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
			t.Fatal(err)
		}
		return buf.String()
	}
	dir := t.TempDir()
	put(t, dir+"/바다.md", "# 바다\n\n![[큰 그림.png|파도]]\n\n![[둘째.png]]\n\n![[작은.png]]\n\n[![그림](둘째.png)](바다.md)\n")
	put(t, dir+"/큰 그림.png", picture(3000, 1000))
	put(t, dir+"/둘째.png", picture(2500, 1200))
	put(t, dir+"/작은.png", picture(40, 30))
	site := themed(t, "paper", "ko", dir)
	b := browser.Open(t)
	b.Size(1200, 800)
	for _, base := range []string{browser.Serve(t, site).URL, browser.Disk(t, site)} {
		complaints := b.Complaints()
		b.Visit(base + "/%EB%B0%94%EB%8B%A4.html")
		b.Until(`[...document.images].every(i => i.complete || i.loading === "lazy")`)
		browser.Eval[bool](b, `(document.querySelector(".prose img").click(), true)`)
		b.Until(`document.querySelector("dialog.lightbox[open] img")?.alt === "파도"`)
		if n := browser.Eval[string](b, `document.querySelector(".lightbox figcaption").textContent`); n != "파도 — 1 / 2" && n != "파도" {
			t.Errorf("%s: the caption is %q", base, n)
		}
		b.Press("\x1b")
		b.Until(`!document.querySelector("dialog.lightbox[open]")`)
		b.Until(`document.activeElement === document.querySelector(".prose img")`)
		b.Press("\r")
		b.Until(`document.querySelector("dialog.lightbox[open]")`)
		browser.Eval[bool](b, `(document.querySelector(".lightbox .shut").click(), true)`)
		if browser.Eval[bool](b, `(document.querySelector('.prose img[src*="%EC%9E%91%EC%9D%80"]').click(), new Promise(r => setTimeout(() => r(!!document.querySelector("dialog.lightbox[open]")), 200)))`) {
			t.Errorf("%s: a small picture opens", base)
		}
		for _, c := range complaints() {
			t.Errorf("%s: the browser says: %s", base, c)
		}
	}
}
