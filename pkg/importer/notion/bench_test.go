//go:build unix

package notion

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
)

const benchExport = "Export-11111111-2222-4333-8444-555555555555/"

// benchPage returns the title, the path without ending, and the identifier of the i-th page: every
// fiftieth holds the next 49.
func benchPage(i int) (title, p, id string) {
	title = fmt.Sprintf("Page %d", i)
	if importertest.IsKorean(i) {
		title = fmt.Sprintf("쪽 %d", i)
	}
	id = fmt.Sprintf("22222222aaaa4bbb8ccc%012x", i)
	if up := i - i%50; up != i {
		_, in, _ := benchPage(up)
		return title, in + "/" + title + " " + id, id
	}
	return title, title + " " + id, id
}

func escape(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// pagesOf returns 10,000 pages as Notion exports them.
func pagesOf(html bool) map[string]string {
	files := map[string]string{}
	for i := range importertest.BenchNotes {
		write, ending := benchMarkdown, ".md"
		if html {
			write, ending = benchHTML, ".html"
		}
		_, p, _ := benchPage(i)
		files[benchExport+p+ending] = write(i)
	}
	return files
}

func benchLink(from, to int, ending string) (title, href string) {
	title, p, _ := benchPage(to)
	if from%50 != 0 {
		p = "../" + p
	}
	return title, escape(p + ending)
}

func benchMarkdown(i int) string {
	p, korean := importertest.NewProse(i), importertest.IsKorean(i)
	title, _, _ := benchPage(i)
	var sb strings.Builder
	fmt.Fprintf(&sb, "# %s\n\n", title)
	for s := range 4 {
		name, href := benchLink(i, p.Pick(importertest.BenchNotes), ".md")
		fmt.Fprintf(&sb, "## %s %d\n\n%s **%s** %s\n\n[%s](%s)\n\n", p.Sentence(korean, 2), s, p.Sentence(korean, 20), p.Sentence(korean, 2), p.Sentence(korean, 15), name, href)
		fmt.Fprintf(&sb, "- %s\n- [x]  %s\n- [ ]  %s\n\n", p.Sentence(korean, 6), p.Sentence(korean, 4), p.Sentence(korean, 4))
	}
	if i%5 == 0 {
		fmt.Fprintf(&sb, "<aside>\n💡 %s\n\n</aside>\n\n```go\nfor i := range %d {\n}\n```\n", p.Sentence(korean, 8), i)
	}
	return sb.String()
}

func benchHTML(i int) string {
	p, korean := importertest.NewProse(i), importertest.IsKorean(i)
	title, _, id := benchPage(i)
	block := 0
	next := func() string {
		block++
		return fmt.Sprintf("33333333-aaaa-4bbb-8ccc-%08x%04x", i, block)
	}
	var sb strings.Builder
	fmt.Fprintf(&sb, `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>%s</title><style>%s</style></head>`, title, benchStyle)
	fmt.Fprintf(&sb, `<body><article id="%s" class="page sans"><header><h1 class="page-title">%s</h1></header><div class="page-body">`, blockID(id), title)
	for range 4 {
		name, href := benchLink(i, p.Pick(importertest.BenchNotes), ".html")
		fmt.Fprintf(&sb, `<h2 id="%s" class="">%s</h2><p id="%s" class="">%s <strong>%s</strong> %s</p>`, next(), p.Sentence(korean, 2), next(), p.Sentence(korean, 20), p.Sentence(korean, 2), p.Sentence(korean, 15))
		fmt.Fprintf(&sb, `<figure id="%s" class="link-to-page"><a href="%s">%s</a></figure>`, next(), href, name)
		for range 2 {
			fmt.Fprintf(&sb, `<ul id="%s" class="bulleted-list"><li style="list-style-type:disc">%s</li></ul>`, next(), p.Sentence(korean, 6))
		}
		fmt.Fprintf(&sb, `<ul id="%s" class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span class="to-do-children-checked">%s</span><div class="indented"></div></li></ul>`, next(), p.Sentence(korean, 4))
	}
	if i%5 == 0 {
		fmt.Fprintf(&sb, `<figure class="block-color-gray_background callout" style="white-space:pre-wrap;display:flex" id="%s"><div style="font-size:1.5em"><span class="icon">💡</span></div><div style="width:100%%">%s</div></figure><pre id="%s" class="code"><code class="language-Go">for i := range %d {
}</code></pre>`, next(), p.Sentence(korean, 8), next(), i)
	}
	sb.WriteString(`</div></article><span class="sans" style="font-size:14px;padding-top:2em"></span></body></html>`)
	return sb.String()
}

// benchStyle is as long as the style sheet that stands in every page of an export.
var benchStyle = strings.Repeat(".block-color-teal_background {\n\tbackground: rgba(244, 240, 247, 1);\n}\n", 150)

// BenchmarkImport imports 10,000 pages, exported as HTML and as Markdown.
func BenchmarkImport(b *testing.B) {
	for name, html := range map[string]bool{"html": true, "markdown": false} {
		b.Run(name, func(b *testing.B) { importertest.Benchmark(b, Importer{}, importertest.Zip(b, pagesOf(html))) })
	}
}
