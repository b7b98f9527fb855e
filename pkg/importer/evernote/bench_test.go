//go:build unix

package evernote

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
)

// enexOf writes an export of 10,000 notes as Evernote does: text of 2 KB on average with links,
// tasks and tables, and to every tenth note a picture of so many bytes.
func enexOf(picture int) string {
	var sb strings.Builder
	sb.WriteString(begin)
	for i := range importertest.BenchNotes {
		p, korean := importertest.NewProse(i), importertest.IsKorean(i)
		var body, resource strings.Builder
		fmt.Fprintf(&body, "<h1>%s</h1>", p.Sentence(korean, 3))
		for range 4 {
			fmt.Fprintf(&body, `<div>%s <b>%s</b> %s</div><div><br/></div>`, p.Sentence(korean, 20), p.Sentence(korean, 2), p.Sentence(korean, 15))
			fmt.Fprintf(&body, `<ul><li><div>%s</div></li><li><div>%s</div></li></ul>`, p.Sentence(korean, 6), p.Sentence(korean, 6))
		}
		for range 3 {
			to := p.Pick(importertest.BenchNotes)
			guid := fmt.Sprintf("00000000-0000-4000-8000-%012d", to)
			fmt.Fprintf(&body, `<div>%s <a href="evernote:///view/1/s1/%s/%s/">노트 %d</a> &amp; &quot;more&quot;</div>`, p.Sentence(korean, 8), guid, guid, to)
		}
		switch i % 4 {
		case 0:
			fmt.Fprintf(&body, `<div><en-todo checked="true"/>%s</div><div><en-todo checked="false"/>%s</div>`, p.Sentence(korean, 4), p.Sentence(korean, 4))
		case 1:
			fmt.Fprintf(&body, `<table style="border-collapse:collapse"><tbody><tr><td style="width:50%%"><div>%s</div></td><td><div>%d</div></td></tr></tbody></table>`, p.Sentence(korean, 3), i)
		case 2:
			fmt.Fprintf(&body, `<div style="-en-codeblock:true"><div>for i := range %d {</div><div>}</div></div>`, i)
		}
		if picture > 0 && i%10 == 0 {
			data := []byte("\x89PNG\r\n\x1a\n" + strings.Repeat(fmt.Sprintf("%07d", i), picture/7))
			fmt.Fprintf(&body, `<div><en-media type="image/png" hash="%s"/></div>`, hashOf(string(data)))
			fmt.Fprintf(&resource, "<resource><data encoding=\"base64\">\n")
			for text := base64.StdEncoding.EncodeToString(data); text != ""; {
				n := min(76, len(text))
				resource.WriteString(text[:n] + "\n")
				text = text[n:]
			}
			fmt.Fprintf(&resource, "</data><mime>image/png</mime><resource-attributes><file-name>그림 %d.png</file-name></resource-attributes></resource>", i)
		}
		sb.WriteString(noteXML(fmt.Sprintf("노트 %d", i), body.String(), resource.String()))
	}
	sb.WriteString(end)
	return sb.String()
}

// BenchmarkImport imports 10,000 notes: text alone, with pictures of 100 KB, and the text in a zip
// archive.
func BenchmarkImport(b *testing.B) {
	text := enexOf(0)
	for _, bench := range []struct {
		name string
		path func(b *testing.B) string
	}{
		{"text", func(b *testing.B) string { return importertest.BenchFile(b, "책.enex", text) }},
		{"pictures", func(b *testing.B) string { return importertest.BenchFile(b, "책.enex", enexOf(100_000)) }},
		{"zip", func(b *testing.B) string { return importertest.Zip(b, map[string]string{"책.enex": text}) }},
	} {
		b.Run(bench.name, func(b *testing.B) { importertest.Benchmark(b, Importer{}, bench.path(b)) })
	}
}
