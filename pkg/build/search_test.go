package build

import (
	"slices"
	"strings"
	"testing"

	"memopress/pkg/internal/browser"
)

// find types a query into the dialog and returns the titles found, and what the status says.
func find(b browser.Browser, query string) (titles []string, status string) {
	browser.Eval[bool](b, `(async () => {
		const input = document.querySelector("dialog.search input");
		document.querySelector("dialog.search .results").replaceChildren();
		document.querySelector("dialog.search .status").textContent = "";
		input.value = `+quote(query)+`;
		input.dispatchEvent(new Event("input"));
		for (let i = 0; i < 200 && !document.querySelector("dialog.search .status").textContent; i++) await new Promise(r => setTimeout(r, 25));
		return true;
	})()`)
	titles = browser.Eval[[]string](b, `[...document.querySelectorAll("dialog.search [role=option] b")].map(e => e.textContent)`)
	return titles, browser.Eval[string](b, `document.querySelector("dialog.search .status").textContent`)
}

func quote(s string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), `"`, `\"`) + `"`
}

// Search finds what it should and nothing else, over HTTP and from a disk.
func TestSearchInABrowser(t *testing.T) {
	notes := map[string]string{
		"회고/회고장 쓰기.md":   "---\ntags: [기록/주간]\naliases: [돌아보기]\nstatus: 끝남\n---\n한 주를 돌아본다.\n\n## 프로젝트회의록\n\n회의에서 나온 이야기를 적는다. 정원에 물을 준다.\n",
		"회고/정원 일지.md":    "정원사의 아침. 나무에 물을 주었다.\n\n> 회 의 는 띄어 썼다.\n",
		"Garden Plan.md": "---\nstatus: draft\n---\nWalking through the garden, I walked past a café. See [[회고장 쓰기]].\n\n# Deep beds\n\nThe gardener wrote: never tread on the soil ^soil\n",
		"中文笔记.md":        "今天在图书馆学习中文搜索引擎。\n",
		"日本語.md":         "東京タワーへ行く計画。\n",
		"빈 노트.md":        "",
	}
	dir := t.TempDir()
	for name, text := range notes {
		put(t, dir+"/"+name, text)
	}
	site := themed(t, "paper", "ko", dir)
	server := browser.Serve(t, site)
	b := browser.Open(t)
	for _, base := range []string{server.URL, browser.Disk(t, site)} {
		complaints := b.Complaints()
		b.Visit(base + "/index.html")
		b.Press("/")
		b.Until(`document.querySelector("dialog.search[open] input") === document.activeElement`)
		for query, want := range map[string]string{
			"회고":             "Garden Plan, 회고장 쓰기",
			"회고장":            "Garden Plan, 회고장 쓰기",
			"회의":             "회고장 쓰기", // within 프로젝트회의록, and never 회 의
			"회의록":            "회고장 쓰기",
			"록":              "회고장 쓰기",
			"고회":             "",
			"ㅎㄱㅈ":            "회고장 쓰기",
			"ㅈㅇㅇㅈ":           "", // initials of one run only: the title has a space there
			"ㅇㅈ":             "정원 일지",
			"회ㄱ":             "Garden Plan, 회고장 쓰기",
			"회곶":             "Garden Plan, 회고장 쓰기", // no word, but what stands there while 회고장 is typed
			"ghlrhwkd":       "Garden Plan, 회고장 쓰기",
			"ㅎㅁㄱㅇ두":          "Garden Plan", // garden on the wrong keyboard
			"정원 물":           "정원 일지, 회고장 쓰기",
			`"나무에 물을"`:       "정원 일지",
			`"물을 나무에"`:       "",
			"“나무에 물을”":       "정원 일지", // as phones write quotes
			"＂물을 나무에＂":       "",
			"정원 －나무":         "회고장 쓰기", // as Japanese keyboards write signs
			"tag：기록":         "회고장 쓰기",
			"-나무 OR 東京":      "日本語", // what is not cannot be an alternative
			"정원 -나무":         "회고장 쓰기",
			"나무 OR café":     "Garden Plan, 정원 일지",
			"cafe":           "Garden Plan",
			"gardne":         "Garden Plan",
			"walk":           "Garden Plan",
			"gard":           "Garden Plan",
			`"gard"`:         "",
			"tag:기록":         "회고장 쓰기",
			"tag:기록/주간":      "회고장 쓰기",
			"path:회고 정원":     "정원 일지, 회고장 쓰기",
			"title:정원":       "정원 일지",
			"title:soil":     "",
			"돌아보기":           "회고장 쓰기",
			"[status:draft]": "Garden Plan",
			"[status:끝남] 회의": "회고장 쓰기",
			"[status]":       "Garden Plan, 회고장 쓰기",
			"图书馆":            "中文笔记",
			"书学":             "",
			"東京":             "日本語",
			"タワー":            "日本語",
			"없는단어":           "",
			"빈 노트":           "빈 노트",
			"zzzzqqqq 회고":    "",
		} {
			titles, status := find(b, query)
			slices.Sort(titles)
			if got := strings.Join(titles, ", "); got != want {
				t.Errorf("%s: %s finds %q (%s), want %q", base, query, got, status, want)
			}
		}
		// A result shows the place and leads there.
		find(b, "tread")
		if got := browser.Eval[string](b, `document.querySelector("[role=option] mark").textContent + " | " + document.querySelector("[role=option] .where").textContent + " | " + new URL(document.querySelector("[role=option] a").href).hash`); !strings.HasPrefix(got, "tread | Deep beds | #b-soil") {
			t.Errorf("%s: the result is %q", base, got)
		}
		b.Press("\r")
		b.Until(`location.pathname.endsWith("Garden-Plan.html")`)
		for _, c := range complaints() {
			t.Errorf("%s: the browser says: %s", base, c)
		}
	}
	// The page of its own answers the query in its address.
	b.Visit(server.URL + "/search.html?q=" + "%ED%9A%8C%EA%B3%A0%EC%9E%A5")
	b.Until(`document.querySelector("main .finder [role=option] b")?.textContent === "회고장 쓰기"`)
	// Enter opens what was typed last, and "back" comes to its results.
	browser.Eval[bool](b, `(() => {
		const input = document.querySelector("main .finder input");
		input.value = "東京";
		input.dispatchEvent(new Event("input"));
		input.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, bubbles: true})); // ends a composition in Safari
		input.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
		return true;
	})()`)
	b.Until(`decodeURI(location.pathname) === "/日本語.html"`)
	b.Leave("history.back()")
	b.Until(`new URLSearchParams(location.search).get("q") === "東京" && document.querySelector("main .finder [role=option] b")?.textContent === "日本語"`)

	// Words and numbers are those of the site, whatever the language of the note.
	b.Visit(server.URL + "/Garden-Plan.html")
	b.Press("/")
	b.Until(`document.querySelector("dialog.search[open] input") === document.activeElement`)
	if _, status := find(b, "日本語"); status != "1개 노트를 찾았습니다" {
		t.Errorf("on a page in English search says %q", status)
	}
	if got := browser.Eval[string](b, `memopress.language`); got != "ko" {
		t.Errorf("on a page in English the words are in %q", got)
	}

	// Where the program is missing, its page says so, and stays.
	for name := range site {
		if strings.HasPrefix(name, "assets/search.") && strings.HasSuffix(name, ".js") {
			delete(site, name)
		}
	}
	b.Visit(server.URL + "/search.html?q=x")
	b.Until(`document.querySelector("[data-finder] [role=status]")?.textContent === "찾기를 불러오지 못했습니다" && document.querySelector("[data-finder] a") && location.search === "?q=x"`)
}
