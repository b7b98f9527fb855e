package markdown

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	reader "memopress/pkg/reader/markdown"
)

// TestCorpus writes every note of real vaults and reads it again. Few trees may differ, and no
// letter may be lost.
func TestCorpus(t *testing.T) {
	root := os.Getenv("MEMOPRESS_CORPUS")
	if root == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	notes, differ := 0, 0
	for _, vault := range []string{"obsidian", "foam", "dendron"} {
		err := filepath.WalkDir(filepath.Join(root, vault), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".md") {
				return err
			}
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			notes++
			_, body, _ := frontmatter.Parse(src, frontmatter.Options{})
			first := reader.Parse(body, reader.Options{Dialect: reader.Obsidian, HardBreaks: true})
			written := Write(&note.Note{Body: first})
			_, rest, _ := frontmatter.Parse(written, frontmatter.Options{})
			second := reader.Parse(rest, reader.Options{Dialect: reader.Obsidian})
			rel, _ := filepath.Rel(root, path)
			if a, b := canon(first), canon(second); a != b {
				differ++
				if testing.Verbose() && differ <= 400 {
					t.Logf("%s:\n%s", rel, cmp.Diff(a, b))
				}
			}
			if a, b := letters(first), letters(second); a != b {
				t.Errorf("%s: text is lost or added: %s", rel, cmp.Diff(a, b))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d notes, %d trees differ", notes, differ)
	if differ*100 > notes {
		t.Errorf("%d of %d trees differ", differ, notes)
	}
}

// letters is all text of a tree without white space.
func letters(blocks []note.Block) string {
	var sb strings.Builder
	add := func(s string) {
		for _, f := range strings.Fields(s) {
			sb.WriteString(f)
		}
	}
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Text:
			add(n.Value)
		case *note.CodeSpan:
			add(n.Text)
		case *note.Code:
			add(n.Text)
		case *note.Math:
			add(n.Text)
		case *note.MathSpan:
			add(n.Text)
		case *note.Hashtag:
			add("#" + n.Name)
		}
		return true
	})
	return sb.String()
}
