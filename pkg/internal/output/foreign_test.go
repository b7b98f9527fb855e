package output

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestForeignFilesSurvive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, siteA, Options{})
	foreign := site{
		"CNAME":                    "wiki.example.org",
		".well-known/acme/token":   "t",
		"a/mine.txt":               "beside ours",
		"gone/mine.txt":            "in a folder that ours leave",
		"empty/":                   "",
		".git/HEAD":                "ref: refs/heads/main",
		"메모장/나의 것.txt":             "나",
		"link":                     "-> /nowhere",
		"files/inside/photo (1).x": "x",
	}
	lay(t, dir, foreign)
	if err := os.Chmod(filepath.Join(dir, "a/mine.txt"), 0o751); err != nil {
		t.Fatal(err)
	}
	ino := inode(t, dir, "a/mine.txt")
	for _, s := range []site{siteB, siteA, {"index.html": "alone"}} {
		publish(t, dir, s, Options{})
		same(t, dir, merged(s, foreign))
	}
	info, err := os.Stat(filepath.Join(dir, "a/mine.txt"))
	if err != nil || info.Mode().Perm() != 0o751 || inode(t, dir, "a/mine.txt") != ino {
		t.Errorf("a foreign file was changed: %v %v", info, err)
	}
	alone(t, dir)
}

func lay(t *testing.T, dir string, s site) {
	t.Helper()
	for p, text := range s {
		full := filepath.Join(dir, p)
		err := os.MkdirAll(filepath.Dir(full), 0o755)
		if target, ok := strings.CutPrefix(text, "-> "); ok && err == nil {
			err = os.Symlink(target, full)
		} else if strings.HasSuffix(p, "/") && err == nil {
			err = os.MkdirAll(full, 0o755)
		} else if err == nil {
			err = os.WriteFile(full, []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func merged(all ...site) site {
	out := site{}
	for _, s := range all {
		for p, text := range s {
			out[p] = text
		}
	}
	return out
}

func TestRefusesWhatItDidNotWrite(t *testing.T) {
	mine := site{"thesis.docx": "ten years", "index.html": "mine"}
	dir := filepath.Join(t.TempDir(), "Documents")
	lay(t, dir, mine)
	_, err := Begin(dir, Options{})
	var foreign *ForeignError
	if !errors.As(err, &foreign) || !strings.Contains(err.Error(), "--force") {
		t.Fatalf("a folder of others: %v", err)
	}
	same(t, dir, mine)
	publish(t, dir, siteA, Options{Force: true})
	same(t, dir, merged(mine, siteA))
	publish(t, dir, siteB, Options{})
	same(t, dir, merged(site{"thesis.docx": "ten years"}, siteB))
	alone(t, dir)
}

func TestForeignFileInTheWay(t *testing.T) {
	for _, test := range []struct {
		name   string
		mine   site
		forced bool // force helps
	}{
		{"file", site{"new/page.html": "mine"}, true},
		{"file where a folder goes", site{"new": "mine"}, false},
		{"folder where a file goes", site{"folds/mine.txt": "mine"}, false},
		{"link where a folder goes", site{"new": "-> a"}, false},
		{"link where a file goes", site{"new/page.html": "-> ../index.html"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			publish(t, dir, siteA, Options{})
			lay(t, dir, test.mine)
			have := tree(t, dir)
			for _, force := range []bool{false, true} {
				b, err := Begin(dir, Options{Force: force})
				if err != nil {
					t.Fatal(err)
				}
				err = put(b, siteB)
				if err == nil {
					_, err = b.Commit(context.Background())
				}
				b.Abort()
				if force && test.forced {
					if err != nil {
						t.Fatal(err)
					}
					same(t, dir, siteB)
					continue
				}
				var foreign *ForeignError
				if !errors.As(err, &foreign) {
					t.Errorf("force %v: %v", force, err)
				}
				same(t, dir, have)
			}
			alone(t, dir)
		})
	}
}
