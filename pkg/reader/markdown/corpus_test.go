package markdown

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
)

// TestCorpus reads every Markdown file of the corpus. Real notes meet no guard, keep to what
// every tree keeps to, and are read fast.
func TestCorpus(t *testing.T) {
	root := os.Getenv("MEMOPRESS_CORPUS")
	if root == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	files, size := 0, 0
	var took time.Duration
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".md") || strings.Contains(path, "_standards") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path, root)
		var reports diag.List
		start := time.Now()
		blocks := Parse(src, Options{Dialect: Obsidian, HardBreaks: true, Report: &reports, File: name})
		took += time.Since(start)
		checkTree(t, string(src), blocks)
		for _, r := range reports.Sorted() {
			if r.Code == "M002" {
				t.Logf("%s:%d: %s", name, r.Pos.Line, r.Message)
			}
		}
		files++
		size += len(src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %.1f MB, %.1f MB/s", files, float64(size)/1e6, float64(size)/1e6/took.Seconds())
}
