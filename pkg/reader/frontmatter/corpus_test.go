package frontmatter

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// TestCorpus reads the front matter of every note of the corpus: no body is lost, and what
// cannot be read stays rare.
func TestCorpus(t *testing.T) {
	root := os.Getenv("MEMOPRESS_CORPUS")
	if root == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	notes, found := 0, 0
	states := map[string]int{}
	var list diag.List
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".md") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		m, body, line := Parse(src, Options{File: filepath.ToSlash(rel), Report: &list})
		notes++
		if m.Found {
			found++
		}
		key := state[m.Visibility.State]
		if m.Visibility.State == note.MarkedPrivate {
			key = m.Visibility.Rule
			if key == Unreadable {
				t.Logf("%s: %s", rel, m.Visibility.Detail)
			}
		}
		states[key]++
		if !bytes.HasSuffix(src, body) || !m.Found && line != 1 {
			t.Errorf("%s: body from line %d is not the end of the file", rel, line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]int{}
	for _, d := range list.Sorted() {
		codes[d.Code]++
		if d.Code == "F001" || d.Code == "F002" {
			t.Logf("%s:%d: %s %s", d.Pos.File, d.Pos.Line, d.Message, d.Hint)
		}
	}
	t.Logf("%d notes, %d with front matter, %v, %v", notes, found, states, codes)
	if found < 1000 {
		t.Error("front matter is not found")
	}
}
