package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"memopress/pkg/diag"
)

// TestEveryCodeIsExplained looks for the codes of diagnostics in the source.
func TestEveryCodeIsExplained(t *testing.T) {
	literal := regexp.MustCompile(`"([A-Z][0-9]{3})"`)
	root := os.DirFS(filepath.Join("..", ".."))
	for _, dir := range []string{"pkg", "cmd"} {
		err := fs.WalkDir(root, dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") || p == "pkg/diag/codes.go" {
				return err
			}
			text, err := fs.ReadFile(root, p)
			for _, m := range literal.FindAllSubmatch(text, -1) {
				code := string(m[1])
				if _, ok := diag.Explain(code); !ok {
					t.Errorf("%s: %s is not explained", p, code)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, code := range diag.Codes() {
		for _, manual := range []string{"examples/docs/en/Diagnostics.md", "examples/docs/ko/진단.md"} {
			text, err := fs.ReadFile(root, manual)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), "\n## "+code.Name+"\n") {
				t.Errorf("%s: no %s", manual, code.Name)
			}
		}
	}
}
