package builtin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/keep"
	"memopress/pkg/importer/obsidian"
)

// vaultOf makes a vault of n notes of about 2 KB, in Korean and English, linked with each other.
func vaultOf(n int) map[string]string {
	files := map[string]string{".obsidian/app.json": "{}"}
	for i := range n {
		var sb strings.Builder
		fmt.Fprintf(&sb, "---\ntags: [주제/%d, note]\ncreated: 2024-03-%02d\n---\n# 노트 %d\n\n", i%50, i%28+1, i)
		for j := range 6 {
			fmt.Fprintf(&sb, "A paragraph about [[노트 %d]] and **굵은 글씨**, with `code` and a [link](https://example.org/%d).\n여러 낱말이 있는 한국어 문장이 이어진다 #태그%d.\n\n- [ ] 할 일 하나\n- item two ==marked==\n\n", (i*7+j*13)%n, j, j)
		}
		files[fmt.Sprintf("폴더 %d/노트 %d.md", i%40, i)] = sb.String()
	}
	return files
}

func BenchmarkVault(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		files := vaultOf(n)
		for _, from := range []struct {
			name, path string
		}{{"folder", importertest.Folder(b, files)}, {"zip", importertest.Zip(b, files)}} {
			b.Run(fmt.Sprintf("%s/%d", from.name, n), func(b *testing.B) { read(b, obsidian.Importer{}, from.path, n) })
		}
	}
}

func BenchmarkKeep(b *testing.B) {
	const n = 10_000
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("Takeout/Keep/메모 %d.json", i)] = fmt.Sprintf(`{"isTrashed":false,"title":"메모 %d","textContent":%q,"createdTimestampUsec":%d,"labels":[{"name":"집"}]}`,
			i, strings.Repeat("우유와 빵을 산다 #장보기 https://example.org/\n", 10), 1690000000000000+i)
	}
	read(b, keep.Importer{}, importertest.Zip(b, files), n)
}

func read(b *testing.B, imp importer.Importer, path string, n int) {
	for b.Loop() {
		sources, err := importer.Open([]string{path}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			b.Fatal(err)
		}
		c := importer.NewCollector(diag.Discard)
		if err := imp.Import(b.Context(), sources[0], importer.Options{Space: "v", Location: time.UTC}, c); err != nil {
			b.Fatal(err)
		}
		if notes, _ := c.Finish(); len(notes) != n {
			b.Fatalf("%d notes", len(notes))
		}
		if err := sources[0].Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n), "notes")
}
