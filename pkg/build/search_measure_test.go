package build

import (
	"os"
	"strings"
	"testing"

	"memopress/pkg/internal/browser"
)

// What a query costs on a finished site, which MEMOPRESS_SEARCH_SITE names: bytes over the wire
// for somebody who asks this first, the engine included; the same in a page where the engine
// stands; and the time to the first result, cold and with the files at hand.
func TestSearchCosts(t *testing.T) {
	dir := os.Getenv("MEMOPRESS_SEARCH_SITE")
	if dir == "" {
		t.Skip("MEMOPRESS_SEARCH_SITE names no finished site")
	}
	queries := strings.Split("노트,회의,회의록,트회의,프로젝트 관리,\"프로젝트 회의\",ㅎㅇ,회ㄱ,ghldml,없는단어,garden,gardne,\"the garden\",note OR meeting,zzqqxx,知识,图书馆,数据 分析,노트 note,tag:project", ",")
	if q := os.Getenv("MEMOPRESS_SEARCH_QUERIES"); q != "" {
		queries = strings.Split(q, ",")
	}
	server := browser.Serve(t, os.DirFS(dir))
	b := browser.Open(t)
	most := 0
	for _, q := range queries {
		b.Visit(server.URL + "/index.html")
		server.Sent()
		b.Press("/")
		b.Until(`document.querySelector("dialog.search[open] input") === document.activeElement`)
		type answer struct {
			Cold, Warm float64
			Status     string
			Titles     []string
		}
		got := browser.Eval[answer](b, `(async () => {
			const d = document.querySelector("dialog.search"), input = d.querySelector("input");
			const ask = (text) => new Promise((done) => {
				const start = performance.now();
				d.querySelector(".results").replaceChildren();
				d.querySelector(".status").textContent = "";
				input.value = text;
				input.dispatchEvent(new Event("input"));
				const look = () => d.querySelector(".status").textContent ? done(performance.now() - start) : setTimeout(look, 1);
				look();
			});
			const text = `+quote(q)+`, Cold = await ask(text), Warm = await ask(text);
			return {Cold, Warm, Status: d.querySelector(".status").textContent, Titles: [...d.querySelectorAll("[role=option] b")].slice(0, 2).map((e) => e.textContent)};
		})()`)
		bytes, files := 0, 0
		for _, s := range server.Sent() {
			bytes, files = bytes+s.Bytes, files+1
		}
		most = max(most, bytes)
		t.Logf("%-20s %7d bytes %2d files  cold %4.0f ms  warm %4.0f ms  %s  %q", q, bytes, files, got.Cold, got.Warm, got.Status, got.Titles)
	}
	t.Logf("most: %d bytes", most)
}
