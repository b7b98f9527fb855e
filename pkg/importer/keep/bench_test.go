//go:build unix

package keep

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
)

// takeoutOf returns 10,000 notes as Takeout writes them, each with its twin: most are text, which
// stands there twice, as text and as HTML, every fourth a list.
func takeoutOf(b *testing.B) map[string]string {
	const style = ` dir="ltr" style="line-height:1.38;margin-top:0.0pt;margin-bottom:0.0pt;"`
	files := map[string]string{}
	for i := range importertest.BenchNotes {
		p, korean := importertest.NewProse(i), importertest.IsKorean(i)
		rec := map[string]any{"color": "DEFAULT", "isTrashed": false, "isPinned": i%50 == 0, "isArchived": false, "title": p.Sentence(korean, 4),
			"createdTimestampUsec": 1_700_000_000_000_000 + int64(i)*1_000_000, "userEditedTimestampUsec": 1_710_000_000_000_000 + int64(i)*1_000_000,
			"labels": []any{map[string]any{"name": fmt.Sprintf("주제 %d", i%60)}}}
		if i%4 == 3 {
			var items []any
			for j := range 12 {
				text := p.Sentence(korean, 5)
				items = append(items, map[string]any{"text": text, "isChecked": j%3 == 0, "textHtml": "<p" + style + `><span style="font-size:16.0pt;font-family:'Google Sans';">` + text + "</span></p>"})
			}
			rec["listContent"] = items
		} else {
			var plain, rich strings.Builder
			for j := range 6 {
				text := p.Sentence(korean, 30)
				if j == 4 {
					text += fmt.Sprintf(" https://example.org/%d #tag%d", i, i%20)
				}
				plain.WriteString(text + "\n")
				rich.WriteString("<p" + style + `><span style="font-size:16.0pt;font-family:'Google Sans';font-weight:400;">` + text + "</span></p>")
			}
			rec["textContent"], rec["textContentHtml"] = plain.String(), rich.String()
		}
		text, err := json.Marshal(rec)
		if err != nil {
			b.Fatal(err)
		}
		name := fmt.Sprintf("Takeout/Keep/노트 %05d", i)
		files[name+".json"] = string(text)
		files[name+".html"] = "<html><head><title>Keep</title></head><body>" + string(text) + "</body></html>"
	}
	return files
}

// BenchmarkImport imports 10,000 notes from a Takeout.
func BenchmarkImport(b *testing.B) {
	importertest.Benchmark(b, Importer{}, importertest.Zip(b, takeoutOf(b)))
}
