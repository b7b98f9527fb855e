package build

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
)

// No note is lost because another has its name, and links follow.
func TestConvertTwins(t *testing.T) {
	for name, test := range map[string]struct{ in, want map[string]string }{
		"endings": {
			map[string]string{"가.md": "markdown", "가.txt": "plain text", "b.md": "[x](가.txt) [y](가.md) [[가|z]] [w](c.html#d)", "c.html": "<p>page"},
			map[string]string{"가.md": "markdown", "가 (2).md": "plain text", "b.md": "[[가 (2)|x]] [y](가.md) [[가|z]] [[c#d|w]]", "c.md": "page"},
		},
		"case": {
			map[string]string{"x/A.md": "first", "x/a.md": "second", "P.png": "1", "p.png": "2"},
			map[string]string{"x/A.md": "first", "x/a (2).md": "second", "P.png": "1", "p (2).png": "2"},
		},
		"vaults": {
			map[string]string{".obsidian/app.json": "{}", "집.md": "outer [[안]]", "sub/.obsidian/app.json": "{}", "sub/집.md": "inner", "sub/안.md": "only inside"},
			map[string]string{"집.md": "outer [[안]]", "sub/집.md": "inner", "sub/안.md": "only inside"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, out := t.TempDir(), filepath.Join(t.TempDir(), "vault")
			for p, text := range test.in {
				p = filepath.Join(dir, filepath.FromSlash(p))
				if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var list diag.List
			res, err := Convert(context.Background(), Options{Inputs: []string{dir}, Import: importer.Options{Location: time.UTC}}, out, false, &list)
			if err != nil || list.Count(diag.Error) > 0 || res.Notes+res.Attachments != len(test.want) {
				t.Fatalf("%+v, %v, %+v", res, err, list.Sorted())
			}
			for p, want := range test.want {
				got, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(p)))
				if err != nil || !strings.HasSuffix(strings.TrimSpace(string(got)), want) {
					t.Errorf("%s: %q, %v, want %q", p, got, err, want)
				}
			}
		})
	}
}
