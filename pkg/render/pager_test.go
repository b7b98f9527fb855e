package render_test

import (
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/render"
)

// Pages of a long list keep clear of notes and tags that are called as they would be, and of each
// other: all that a list holds is on some page of it.
func TestPagesBesideTheirLikes(t *testing.T) {
	files := map[string]string{"all-2.md": "", "recent-2.md": "", "calendar-2.md": "", "허브-backlinks-2.md": "", "허브.md": "", "장/index-2.md": "", "책-2.md": "---\ntags: [책-2]\n---\n"}
	for i := range 1200 {
		files[fmt.Sprintf("장/노트 %d.md", i)] = fmt.Sprintf("---\ntags: [책]\ncreated: 2026-01-%02d\n---\n[[허브]]", 1+i%28)
	}
	b := build(t, publish(t, files, settings), render.Options{}) // fails where two pages have one address
	for list, first := range map[string]string{"all": "all", "tags/책": "tags/책", "장/index": "장/index", "calendar": "calendar", "허브": "허브-backlinks"} {
		seen := map[string]bool{}
		for name, f := range b.files {
			if b.pages[name] == nil || name != first+".html" && !strings.HasPrefix(name, first+"-") {
				continue
			}
			for i := range 1200 {
				if title := fmt.Sprintf(">노트 %d<", i); strings.Contains(string(f.Data), title) {
					seen[title] = true
				}
			}
		}
		if len(seen) != 1200 {
			t.Errorf("the pages of %s list %d of 1200 notes", list, len(seen))
		}
	}
}
