package render_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"memopress/pkg/render"
)

// Folders open in place by mouse and by keyboard, with what is in them, and stay open from page to
// page. What is shut is not there, and a folder whose data does not come leads to its page.
func TestExplorer(t *testing.T) {
	files := map[string]string{
		"index.md": "Home.", "들판/강/물.md": "Water.", "들판/꽃.md": "Flower.", "Cost $& more/one.md": "One.", "z/two.md": "Two.",
	}
	button := func(folder string) string { return fmt.Sprintf(`#nav .opens[aria-label^=%q]`, folder) }
	has := func(selector string) string { return fmt.Sprintf("document.querySelector(%q)", selector) }
	flower, water := `#nav a[href$="%EA%BD%83.html"]`, `#nav a[href$="%EB%AC%BC.html"]`
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		v.do(chromedp.EmulateViewport(1440, 900))
		v.open("z/two.html")
		v.see(has(button("Cost $& more:")))
		v.see(has(button("들판")+`[aria-expanded="false"]`) + " && !" + has(flower))
		v.click(button("들판"))
		v.see(has(button("들판")+`[aria-expanded="true"]`) + " && " + has(flower))
		v.see(has(button("강")) + " && !" + has(water))

		v.run(has(button("강")) + ".focus()")
		v.key("\r")
		v.see(has(water))
		v.see(has(button("강")) + " === document.activeElement")

		v.open("index.html")
		v.see(has(flower) + " && " + has(water))
		v.click(button("들판"))
		v.see("!" + has(flower) + ".checkVisibility() && " + has(button("들판")+`[aria-expanded="false"]`))
		v.open("z/two.html")
		v.see(has(button("들판")))
		v.never(has(flower), 300*time.Millisecond)

		// The branch of the page itself can be shut, too; and what is open on one page only is not kept.
		v.open("들판/꽃.html")
		v.see(has(button("들판")+`[aria-expanded="true"]`) + " && " + has(flower) + ".checkVisibility()")
		v.click(button("들판"))
		v.see(has(button("들판")+`[aria-expanded="false"]`) + " && !" + has(flower) + ".checkVisibility()")
		v.click(button("들판"))
		v.see(has(flower) + ".checkVisibility()")
		v.open("z/two.html")

		// Data that does not come: the folder has a page.
		v.run(`memopress.data = () => Promise.reject(new Error("gone")); document.querySelector('#nav .opens').click()`)
		v.see(`location.href.includes("more/") || location.href.includes("%EB%93%A4%ED%8C%90/")`)
	})
}

// Tags take the place of folders, as long as the reader wants; those that are open, and where the
// navigation was scrolled to, are so on the next page.
func TestExplorerTags(t *testing.T) {
	files := map[string]string{"index.md": "Home."}
	for i := range 80 {
		files[fmt.Sprintf("방/노트 %02d.md", i)] = fmt.Sprintf("---\ntags: [갈래/leaf%d, tag%d]\n---\nText.", i%3, i)
	}
	const list, folders = `#nav > ul:not(.more) > li > a[href$="tag7.html"]`, `#nav > ul:first-of-type > .folder > a`
	has := func(selector string) string {
		return fmt.Sprintf("document.querySelector(%q)?.checkVisibility()", selector)
	}
	below, branch := `#nav .opens[aria-label^="#갈래"]`, `#nav ul ul a[href$="leaf1.html"]`
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		v.do(chromedp.EmulateViewport(1440, 700))
		v.open("index.html")
		v.run("sessionStorage.clear()")
		v.open("index.html")
		v.see(has(folders) + " && !" + has(list))
		v.click(`.switch [value="#"]`)
		v.see(has(list) + " && !" + has(folders))
		v.see(`document.querySelector('.switch [aria-pressed="true"]').value === "#"`)
		v.click(below)
		v.see(has(branch))

		v.run("document.getElementById('nav').scrollTop = 300")
		v.open("방/노트-05.html")
		v.see(has(list) + " && " + has(branch))
		v.see(`Math.abs(document.getElementById("nav").scrollTop - 300) < 2 && scrollY === 0`)
		v.run("document.getElementById('nav').scrollTop = 0")
		v.click(`.switch [value="/"]`)
		v.see(has(folders) + " && !" + has(list))
		v.open("index.html")
		v.see(has(folders))
		v.never(has(list), 300*time.Millisecond)
		v.see(`!sessionStorage.getItem("memopress-open")?.includes('"#"')`)
	})
}

// Notes that were not in the list at the last visit are new, whatever was taken away meanwhile.
func TestNewSince(t *testing.T) {
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("노트 %02d.md", i)] = fmt.Sprintf("---\ncreated: 2026-%02d-%02d\n---\nText.", 1+i/28, 1+i%28)
	}
	const key = `Object.keys(localStorage).find(k => k.startsWith("memopress-seen:"))`
	// came makes it a later visit after one that saw what the expression says of its list.
	came := func(v visit, seen string) {
		v.see(key)
		v.run(`{ const key = ` + key + `, list = JSON.parse(localStorage[key]); localStorage[key] = JSON.stringify(` + seen + `); sessionStorage.clear() }`)
		v.open("recent.html")
		v.see(`document.readyState === "complete" && Object.keys(sessionStorage).some(k => k.startsWith("memopress-seen:"))`)
	}
	news := func(n int) string { return fmt.Sprintf(`(document.querySelectorAll(".entry .new").length === %d)`, n) }
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		v.open("recent.html")
		v.run("localStorage.clear(); sessionStorage.clear()")
		v.open("recent.html")
		v.see(key)
		v.never("!"+news(0), 300*time.Millisecond) // the first visit: nothing is new

		came(v, `list.slice(2)`)
		v.see(news(2))
		v.see(`document.querySelector('#nav a[href$="recent.html"] .count').textContent.trim() === "2"`)
		v.open("index.html") // the same visit
		v.see(`document.querySelector(".entry .new")`)
		v.open("recent.html")
		v.see(news(2))

		// Three of those seen are gone: three old ones came up in their place.
		came(v, `["gone-1.html 2026-12-01", "gone-2.html 2026-12-01", "gone-3.html 2026-12-01", ...list.slice(0, -3)]`)
		v.never("!"+news(0), 300*time.Millisecond)

		// Everything is new.
		came(v, `["gone.html 2025-12-01"]`)
		v.see(news(50))
	})
}

// A note by chance is one of the notes, and not always the same one.
func TestRandom(t *testing.T) {
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("방/노트 %03d.md", i)] = "Text."
	}
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		v.do(chromedp.EmulateViewport(1440, 900))
		v.open("all.html")
		v.see(`document.querySelector(".random:not([hidden])")`)
		v.run(`Math.random = () => 0.999`) // from the last file
		v.click(".random a")
		v.see(at("%EB%85%B8%ED%8A%B8-299.html"))
		v.see(`document.readyState === "complete"`)
		v.key("gx")
		v.see(`!` + at("299.html") + ` && document.querySelector("article")`)
	})
}

// "On this day" goes by the reader's clock.
func TestToday(t *testing.T) {
	files := map[string]string{}
	now := time.Now()
	for d := -1; d <= 1; d++ {
		day := now.AddDate(0, 0, d)
		files[fmt.Sprintf("2016 %d.md", d)] = fmt.Sprintf("---\ncreated: 2015-%02d-%02d\n---\nText.", day.Month(), day.Day())
	}
	if now.Month() == time.February && now.Day() > 27 {
		t.Skip("2015 had no 29 February")
	}
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		v.open("calendar.html")
		v.see(`document.querySelector(".today a[href$='2016-0.html']")`)
		v.never(`document.querySelectorAll(".today a").length !== 1`, 200*time.Millisecond)
	})
	for i := range 20 {
		files[fmt.Sprintf("노트 %d.md", i)] = fmt.Sprintf("---\ncreated: %d-%02d-%02d\n---\nText.", 2001+i%5, now.Month(), now.Day())
	}
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		for _, page := range []string{"index.html", "calendar.html"} {
			v.open(page)
			v.run(`window.shifted = 0; new PerformanceObserver((l) => { for (const e of l.getEntries()) window.shifted += e.value }).observe({ type: "layout-shift", buffered: true })`)
			v.see(`document.querySelector(".today p > a[href$='2016-0.html']")`)
			v.see(`!document.querySelector(".today ul").checkVisibility()`)
			v.never(`window.shifted > 0`, 300*time.Millisecond)
			v.click(".today button")
			v.see(`document.querySelector(".today ul").checkVisibility() && document.querySelectorAll(".today li").length === 12`)
		}
		// What is left out stands in the calendar.
		v.click(".today li:last-child a")
		v.see(`location.hash.startsWith("#mp-2015-") && document.querySelector(location.hash)`)
	})
}
