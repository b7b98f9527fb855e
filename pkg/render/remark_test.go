package render_test

import (
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/render"
)

var marginFiles = map[string]string{
	"차.md":    "첫 문단은 물과 잎과 주전자와 찻잔을 차례로 말한다.[^0]\n\n## 물 끓이기\n\n글.[^1] ^kettle\n\n- 항목 ^leaf\n\n## 우리기\n\n끝.[^2]\n\n[^0]: 맨 앞 각주.\n[^1]: 각주 하나.\n[^2]: 둘째 각주.\n",
	"컵.md":    "주전자는 [[차#물 끓이기]]에서 <b>말했다</b>. 컵은 [[차]]를 담는다.\n\n[[차#^kettle|끓는 물]]과 [[차#우리기|우린 차]].\n",
	"شاي.md":  "الماء في [[차#^leaf]] مذكور.\n",
	"Loaf.md": "![[차#^kettle]]\n",
}

// What other notes say about a heading or a block stands behind it, each note once; what they
// say about the whole note does not. All of it is in the list of backlinks, too.
func TestRemarks(t *testing.T) {
	files := map[string]string{}
	for name, text := range marginFiles {
		files[name] = text
	}
	for i := range 15 {
		files[fmt.Sprintf("n%02d.md", i)] = fmt.Sprintf("%d번째로 [[차#우리기]].\n\n또 [[차#우리기]] 번.\n", i)
	}
	page := build(t, publish(t, files, settings), render.Options{}).text(t, "차.html")
	body, backlinks, _ := strings.Cut(page, `class="backlinks"`)
	if !strings.Contains(backlinks, "담는다") || !strings.Contains(backlinks, "끓는 물") {
		t.Error("what stands in the margin is missing from the list")
	}
	if strings.Contains(body, "담는다.</q>") && strings.Count(body, "담는다") > 1 {
		t.Error("a remark on the whole note stands in the margin")
	}
	remarks := map[string]string{}
	for _, part := range strings.Split(body, `<aside class="marginalia"`)[1:] {
		before := body[:strings.Index(body, part)]
		id := before[strings.LastIndex(before, `id="`)+4:]
		id = id[:strings.IndexByte(id, '"')]
		remarks[id], _, _ = strings.Cut(part, "</aside>")
	}
	for id, want := range map[string][]string{
		"물-끓이기":   {`<a href="%EC%BB%B5.html#b-`, `<mark>차 &gt; 물 끓이기</mark>`},
		"fnref:2": {`>Loaf</a></li>`, "끓는 물"}, // at the end of the paragraph b-kettle, behind its footnote
		"b-leaf":  {`dir="rtl"`, "مذكور"},
		"우리기":     {"<details>", "13 more", `<a href="#mp-backlinks">`},
	} {
		for _, w := range want {
			if !strings.Contains(remarks[id], w) && !strings.Contains(remarks[id], strings.Replace(w, "#b-", `"`, 1)) {
				t.Errorf("%s: no %s in %q", id, w, remarks[id])
			}
		}
	}
	if n := strings.Count(remarks["우리기"], ">n0"); n != 10 {
		t.Errorf("%d notes n0*: want each once", n)
	}
	for _, opts := range []render.Options{{NoBacklinks: true}} {
		if page := build(t, publish(t, files, settings), opts).text(t, "차.html"); strings.Contains(page, "marginalia") {
			t.Error("there are remarks where there are to be no backlinks")
		}
	}
	feed := build(t, publish(t, files, settings), render.Options{}).text(t, "all.html")
	if strings.Contains(feed, "marginalia") || strings.Contains(feed, "sidenote") {
		t.Error("remarks outside of the note's own page")
	}
}
