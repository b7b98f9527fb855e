package render_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"memopress/pkg/render"
)

// shardVectors are addresses with their shards among 64, for the build and the browser.
func shardVectors(t *testing.T) map[string]int {
	t.Helper()
	data, err := os.ReadFile("testdata/shards.json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]int
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestShard(t *testing.T) {
	all := shardVectors(t)
	if len(all) < 8 {
		t.Errorf("%d vectors", len(all))
	}
	for address, want := range all {
		h := fnv.New32a()
		h.Write([]byte(address))
		if got := render.Shard(address, 64); got != want || got != int(h.Sum32()%64) {
			t.Errorf("%s is in shard %d, want %d; FNV-1a says %d", address, got, want, h.Sum32()%64)
		}
	}
	for notes, want := range map[int]int{0: 1, 1: 1, 32: 1, 33: 2, 10000: 512, 100000: 4096} {
		if got := render.ShardCount(notes); got != want {
			t.Errorf("%d notes make %d shards, want %d", notes, got, want)
		}
	}
}

type preview struct {
	Title, Lang, Dir, Meta, HTML string
	Places                       map[string]string
}

// previewsOf reads all shards of a site.
func previewsOf(t *testing.T, b built) map[string]preview {
	t.Helper()
	out := map[string]preview{}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if !strings.HasPrefix(name, "data/preview/") {
			continue
		}
		k := strings.TrimSuffix(strings.TrimPrefix(name, "data/"), ".js")
		text, ok := strings.CutPrefix(b.text(t, name), `memopress.put("`+k+`",`)
		text, okay := strings.CutSuffix(text, ");\n")
		if !ok || !okay {
			t.Fatalf("%s is no data file: %.80s", name, text)
		}
		shard := map[string]preview{}
		if err := json.Unmarshal([]byte(text), &shard); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		maps.Copy(out, shard)
	}
	return out
}

const previewSource = `---
created: 2026-01-02
lang: ko
---
# 물 끓이기

처음에는 **찬물**을 쓴다[^1]. [[Tea|차]]도 [[#온도]]도 [[Secret plan]]도 있다. ![[pot.png]] ![[song.mp3]]

[^1]: 수돗물도 된다.

## 온도

92도면 된다. ^degree

` + "```mermaid\nflowchart LR\n```\n"

// A preview is the beginning of a note without ids, footnotes, drawings and recordings, with
// addresses that start at the root; places are sections and blocks that links name.
func TestPreviews(t *testing.T) {
	files := map[string]string{
		"부엌/물 끓이기.md": previewSource,
		"부엌/Tea.md":   "Boil [[물 끓이기#온도|it]], to [[물 끓이기#^degree]], see [[물 끓이기#none]].",
		"alone.md":    "Nobody speaks of this.",
		"long.md":     strings.Repeat("가나다 ", 2000) + "\n\n[[Tea]]",
		"부엌/pot.png":  "x", "부엌/song.mp3": "x",
	}
	b := build(t, publish(t, files, settings), render.Options{})
	all := previewsOf(t, b)
	if got := slices.Sorted(maps.Keys(all)); !slices.Equal(got, []string{"long.html", "부엌/Tea.html", "부엌/물-끓이기.html"}) {
		t.Errorf("previews of %q", got)
	}
	p := all["부엌/물-끓이기.html"]
	text := fmt.Sprintf("title %s\nlang %s\nmeta %s\n%s", p.Title, p.Lang, p.Meta, p.HTML)
	for _, a := range slices.Sorted(maps.Keys(p.Places)) {
		text += "\n#" + a + "\n" + p.Places[a]
	}
	golden(t, "preview.txt", text)
	if n := utf8.RuneCountInString(all["long.html"].HTML); n < 500 || n > 650 {
		t.Errorf("a long note has a preview of %d characters", n)
	}
	if b.pages["long.html"].Site.Previews != 1 || !strings.Contains(b.text(t, "long.html"), ` data-previews="1"`) {
		t.Error("pages do not say how many shards there are")
	}
	off := build(t, publish(t, files, settings), render.Options{NoPreviews: true})
	if len(previewsOf(t, off)) > 0 || strings.Contains(off.text(t, "long.html"), "data-previews") {
		t.Error("previews cannot be switched off")
	}
}

// The site is not changed by cutting.
func TestExcerptCopies(t *testing.T) {
	s := publish(t, sampleFiles(t), settings)
	before := build(t, s, render.Options{NoPreviews: true})
	build(t, s, render.Options{})
	after := build(t, s, render.Options{NoPreviews: true})
	for name := range before.files {
		if before.text(t, name) != after.text(t, name) {
			t.Errorf("%s has changed", name)
		}
	}
}
