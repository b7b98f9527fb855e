package build

import (
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/internal/browser"
)

// offlineSite builds notes in memory, below a path.
func offlineSite(t *testing.T, offline bool, notes map[string]string) fstest.MapFS {
	t.Helper()
	dir := t.TempDir()
	for name, text := range notes {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o := options(t, dir)
	o.Settings.Title, o.Settings.Language, o.Settings.BaseURL = "작은 도서관", "ko", "https://example.org/위키"
	o.Render.Offline = offline
	m := &memory{files: map[string]string{}}
	if _, err := Build(context.Background(), o, m, diag.Discard); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, data := range m.files {
		files["위키/"+name] = &fstest.MapFile{Data: []byte(data)}
	}
	files["404.html"] = files["위키/404.html"] // the host's
	return files
}

var offlineNotes = map[string]string{
	"index.md":     "---\nupdated: 2026-01-02\n---\n[[커피]]와 [[책/읽을 책]].",
	"커피.md":        "물은 93도. ![[잔.svg]]",
	"책/읽을 책.md":    "목록이다. [[커피]]",
	"책/안 읽은 책.md":  "아직.",
	"잔.svg":        `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0 0h20v20H0z"/></svg>`,
	"말.mp3":        "ID3\x03\x00\x00\x00\x00\x00\x00",
	"책/소리.md":      "![[말.mp3]]",
	"책/$& 값 $1.md": "이름에 기호가 있다.", // a pattern to String.replace
}

// The worker knows every asset by its name, the list every page and picture by its content; no
// sound is in it. The same site gives the same bytes.
func TestOfflineFiles(t *testing.T) {
	site := offlineSite(t, true, offlineNotes)
	var list struct {
		Version string
		Bytes   int64
		Files   map[string]string
	}
	if err := json.Unmarshal(site["위키/data/offline.json"].Data, &list); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "커피.html", "책/읽을-책.html", "files/잔.svg", "data/search/m.js", "-/offline.html", "404.html"} {
		if list.Files[name] == "" {
			t.Errorf("%s is not on the list", name)
		}
	}
	worker := string(site["위키/sw.js"].Data)
	for name := range list.Files {
		if _, err := fs.Stat(site, "위키/"+name); err != nil {
			t.Error(err)
		}
		if strings.HasSuffix(name, ".mp3") || strings.Contains(name, "social-") || name == "sw.js" {
			t.Errorf("%s is on the list", name)
		}
		if base := filepath.Base(name); strings.HasPrefix(base, "paper.") && !strings.Contains(worker, base) {
			t.Errorf("the worker does not know %s", name)
		}
	}
	if !strings.Contains(worker, list.Version) {
		t.Error("the worker is of another version than the list")
	}
	again := offlineSite(t, true, offlineNotes)
	for name, f := range site {
		if string(f.Data) != string(again[name].Data) {
			t.Errorf("%s differs from build to build", name)
		}
	}
	plain := offlineSite(t, false, offlineNotes)
	for name, f := range plain {
		if strings.HasSuffix(name, ".html") && strings.Contains(string(f.Data), "data-offline") || strings.Contains(name, "offline") {
			t.Errorf("%s: a site that is not read offline has something for it", name)
		}
	}
	if w := string(plain["위키/sw.js"].Data); !strings.Contains(w, "unregister()") || len(w) > 400 {
		t.Errorf("without the option the worker is %s", w)
	}
}

// Of a picture and its copies one is kept.
func TestOfflineCopies(t *testing.T) {
	s := newStock(nil)
	for _, name := range []string{"가.jpg", "가.jpg.480.webp", "가.jpg.960.webp", "가.jpg.1600.webp", "나.png", "나.png.480.webp", "다.png", "라.png", "라.png.1600.webp"} {
		s.files[name] = stored{}
	}
	s.dropCopies(map[string][]int{"가.jpg": {480, 960, 1600}, "나.png": {480}, "다.png": nil, "라.png": {1600}})
	if got := strings.Join(slices.Sorted(maps.Keys(s.files)), " "); got != "가.jpg.960.webp 나.png.480.webp 다.png 라.png.1600.webp" {
		t.Error(got)
	}
}

// What was read can be read again without a network, what was not is said to be missing, and for
// whom asks everything is there; a site that is no longer read offline leaves nothing behind.
func TestOffline(t *testing.T) {
	site := offlineSite(t, true, offlineNotes)
	server := browser.Serve(t, site)
	b := browser.Open(t)
	root := server.URL + "/위키/"
	stored := func(name string) string {
		return `caches.match(new URL("` + name + `", memopress.root).href).then(r => Boolean(r))`
	}
	await := func(promise string) {
		t.Helper()
		b.Until(`(window.said ||= {})["` + strings.ReplaceAll(promise, `"`, `\"`) + `"] || (` + promise + `.then(v => { said["` + strings.ReplaceAll(promise, `"`, `\"`) + `"] = v }), false)`)
	}

	b.Visit(root + "index.html")
	b.Until(`navigator.serviceWorker.controller`)
	b.Until(`document.querySelector("link[rel=manifest]").href === memopress.root + "manifest.webmanifest"`)
	await(stored("index.html")) // the page that was open before there was a worker
	b.Visit(root + "커피.html")
	b.Until(`!document.querySelector("button.keep").hidden`)
	await(stored("커피.html"))
	await(stored("files/잔.svg"))

	server.Down(true)
	b.Visit(root + "커피.html")
	b.Until(`document.querySelector("h1").textContent === "커피" && document.documentElement.dataset.stored`)
	b.Until(`document.querySelector(".stored [role=status]")?.textContent.includes("에 저장한 글을 보고 있습니다.")`)
	b.Until(`getComputedStyle(document.querySelector(".bar")).position === "sticky" && document.querySelector(".prose img").naturalWidth === 20`)
	b.Until(`getComputedStyle(document.querySelector(".stored")).position === "fixed"`)
	b.Visit(root) // as a folder
	b.Until(`document.documentElement.dataset.page === "home" && document.documentElement.dataset.stored`)
	b.Visit(root + "커피?q=x") // as some hosts have it
	b.Until(`document.querySelector("h1").textContent === "커피"`)

	b.Visit(root + "책/읽을-책.html")
	b.Until(`document.documentElement.dataset.page === "offline" && document.querySelector("h1").textContent === "오프라인입니다"`)
	b.Until(`getComputedStyle(document.querySelector(".bar")).position === "sticky"`)
	b.Until(`[...document.querySelectorAll(".stored-pages a")].some(a => a.textContent === "커피" && a.href.endsWith("/%EC%9C%84%ED%82%A4/%EC%BB%A4%ED%94%BC.html"))`)
	b.Until(`document.querySelector(".prose a").href.endsWith("/%EC%9C%84%ED%82%A4/index.html")`)

	// Everything, for whom asks; where something of it cannot be had, nothing, and nobody asks again.
	server.Down(false)
	broken := maps.Clone(site)
	delete(broken, "위키/책/소리.html")
	server.Publish(broken)
	keep := func() {
		t.Helper()
		b.Visit(root + "index.html")
		browser.Eval[bool](b, `(window.confirm = (words) => { window.asked = words; return true }, true)`)
		browser.Eval[bool](b, `(document.querySelector("button.keep").click(), true)`)
	}
	keep()
	b.Until(`document.querySelector(".stored [role=status]")?.textContent === "위키를 저장하지 못했습니다."`)
	b.Until(`(caches.keys().then(all => { window.left = all.filter(name => name.endsWith(" kept")).length }), window.left === 0)`)
	b.Visit(root + "커피.html")
	b.Until(`!localStorage.getItem("memopress-kept:/%EC%9C%84%ED%82%A4/") && document.querySelector("button.keep").textContent === "위키 전체를 저장해 오프라인에서 읽기"`)
	server.Publish(site)
	keep()
	b.Until(`document.querySelector(".stored [role=status]")?.textContent === "위키 전체를 이 기기에 저장했습니다."`)
	b.Until(`/\d(\.\d)? ?(MB|kB)/.test(asked) && document.querySelector("button.keep").textContent === "저장한 위키를 이 기기에서 지우기"`)
	server.Down(true)
	for _, name := range []string{"안-읽은-책", "$&-값-$1"} {
		b.Visit(root + "책/" + name + ".html")
		b.Until(`document.documentElement.dataset.page === "note" && document.documentElement.dataset.stored`)
	}
	browser.Eval[bool](b, `memopress.data("search/m").then(v => Boolean(v))`)

	// A new edition: pages come from the network, what is kept follows, the old style goes.
	changed := map[string]string{}
	for name, text := range offlineNotes {
		changed[name] = text
	}
	changed["책/안 읽은 책.md"] = "이제 읽었다."
	delete(changed, "책/$& 값 $1.md")
	server.Publish(offlineSite(t, true, changed))
	server.Down(false)
	b.Visit(root + "커피.html")
	b.Until(`document.querySelector("h1").textContent === "커피" && !document.documentElement.dataset.stored`)
	read := `caches.match(new URL("책/안-읽은-책.html", memopress.root).href, {cacheName: "memopress /%EC%9C%84%ED%82%A4/ kept"}).then(r => r.text()).then(t => t.includes("이제 읽었다."))`
	b.Until(`(window.tries = (window.tries || 0) + 1) % 20 || navigator.serviceWorker.getRegistration().then(r => r.update()), navigator.serviceWorker.ready.then(r => r.active.postMessage("state")), ` + read + `.then(v => { window.isNew = v }, () => {}), window.isNew`)

	// What was withdrawn is gone from the browser, too, once that has heard of it, however late.
	server.Late(3500 * time.Millisecond)
	b.Visit(root + "책/$&-값-$1.html")
	b.Until(`document.documentElement.dataset.page === "note"`) // the copy
	server.Late(0)
	b.Until(`(caches.match(location.href.replace(/[$]/g, "%24").replace(/&/g, "%26")).then(r => { window.gone = !r }), window.gone)`)
	b.Visit(root + "책/$&-값-$1.html")
	b.Until(`document.documentElement.dataset.page === "404"`)
	server.Down(true)
	b.Visit(root + "책/$&-값-$1.html")
	b.Until(`document.documentElement.dataset.page === "offline"`)
	server.Down(false)

	// Offline reading is switched off: nothing stays.
	server.Publish(offlineSite(t, false, changed))
	b.Visit(root + "index.html")
	b.Until(`(navigator.serviceWorker.getRegistrations().then(async all => { for (const r of all) r.update().catch(() => {}); window.left = all.length + (await caches.keys()).length }), window.left === 0)`)
}
