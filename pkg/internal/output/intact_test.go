package output

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A folder is intact until a byte of it changes, a file is gone, or a killed build has left
// something beside it or in it.
func TestIntact(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "위키")
	b, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for p, text := range map[string]string{"index.html": "<p>", "노트/하나.html": "하나"} {
		if err := b.Write(p, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	wrote, err := b.Commit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sums := func(names []string) ([][sha256.Size]byte, error) {
		var out [][sha256.Size]byte
		for _, n := range names {
			data, err := os.ReadFile(n)
			if err != nil {
				return nil, err
			}
			out = append(out, sha256.Sum256(data))
		}
		return out, nil
	}
	id := wrote.ID
	stats, ok := Intact(dir, id, sums)
	if !ok || id == "" || stats.Unchanged != 2 || stats.Bytes != 9 {
		t.Fatalf("%q, %+v, %v", id, stats, ok)
	}
	if _, ok := Intact(dir, "other", sums); ok {
		t.Error("intact as another build's")
	}
	put := func(name, text string) func() {
		p := filepath.Join(parent, name)
		was, readErr := os.ReadFile(p)
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return func() {
			err := os.Remove(p)
			if readErr == nil {
				err = os.WriteFile(p, was, 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		file, text string
		want       bool
	}{
		"another byte":              {"위키/index.html", "<q>", false},
		"a file of somebody else":   {"위키/own.txt", "x", true},
		"no manifest":               {"위키/" + manifestName, "", false},
		"what a killed build left":  {stageBeside("위키"), "", false},
		"what it left inside":       {"위키/" + stageInside, "", false},
		"a neighbour of that build": {".x.memopress", "", true},
	} {
		undo := put(c.file, c.text)
		if _, ok := Intact(dir, id, sums); ok != c.want {
			t.Errorf("%s: intact %v", name, ok)
		}
		undo()
	}
	if _, ok := Intact(dir, id, sums); !ok {
		t.Error("not intact after all was undone")
	}
	one, elsewhere := filepath.Join(dir, "노트", "하나.html"), filepath.Join(parent, "하나.html")
	if err := errors.Join(os.Rename(one, elsewhere), os.Symlink(elsewhere, one)); err != nil {
		t.Fatal(err)
	}
	if _, ok := Intact(dir, id, sums); ok {
		t.Error("intact with a link in place of a file")
	}
	if err := os.Remove(one); err != nil {
		t.Fatal(err)
	}
	if _, ok := Intact(dir, id, sums); ok {
		t.Error("intact without a file")
	}
}
