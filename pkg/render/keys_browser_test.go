package render_test

import (
	"fmt"
	"testing"
	"time"

	"memopress/pkg/render"
)

// Shortcuts lead to where they say, never while somebody writes, and can be switched off.
func TestKeys(t *testing.T) {
	files := map[string]string{
		"index.md": "---\ncreated: 2026-01-02\n---\nHome.", "a/하나.md": "#tag One.", "a/둘.md": "Two.",
	}
	visits(t, files, render.Options{}, func(t *testing.T, v visit) {
		here := func(end string) string { return at(end) + " && document.readyState === 'complete'" }
		v.open("a/하나.html")
		v.key("ga")
		v.see(here("/all.html"))
		v.key("gt")
		v.see(here("/tags/index.html"))
		v.key("gh")
		v.see(here("/index.html"))
		v.Leave("history.back()")
		v.see(here("/tags/index.html"))

		// On a Korean keyboard the keys g and a are ㅎ and ㅁ.
		v.run(`for (const [key, code] of [["ㅎ", "KeyG"], ["ㅁ", "KeyA"]]) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))`)
		v.see(here("/all.html"))

		// Another key between breaks the pair, and so does time.
		v.key("gqa")
		v.never("!"+at("/all.html"), 300*time.Millisecond)

		// Who writes, writes.
		v.run(`document.body.append(Object.assign(document.createElement("input"), { id: "typing" })); typing.focus()`)
		v.key("gh?t")
		v.see(`typing.value === "gh?t"`)
		v.never(`document.querySelector("dialog[open]")`, 300*time.Millisecond)
		v.run(`typing.blur()`)

		v.key("t")
		v.see(`document.documentElement.dataset.theme`)

		// The sheet names every key and switches single ones off; its button stays.
		v.key("?")
		v.see(`document.querySelector("dialog.help[open]")`)
		for _, keys := range []string{"g then h", "g then a", "g then r", "g then t", "t", "?", "Alt+p"} {
			v.see(fmt.Sprintf(`[...document.querySelectorAll(".help dt")].some(e => e.textContent === %q && e.nextElementSibling.textContent)`, keys))
		}
		v.see(`document.querySelector("dialog.help").contains(document.activeElement)`)
		v.key("gh") // not behind a dialog
		v.click(".help input")
		v.key("\x1b")
		v.see(`!document.querySelector("dialog[open]")`)
		v.key("gh?")
		v.never(`document.querySelector("dialog[open]") || !`+at("/all.html"), 300*time.Millisecond)
		v.open("index.html")
		v.key("ga")
		v.never("!"+at("/index.html"), 300*time.Millisecond)
		v.click("button.keys")
		v.see(`document.querySelector("dialog.help[open] input:not(:checked)")`)
		v.click(".help input")
		v.key("\x1b")
		v.key("ga")
		v.see(here("/all.html"))
	})
}
