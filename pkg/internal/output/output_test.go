package output

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"
)

// site is path → content.
type site map[string]string

// put builds s into dir, alternating between Write and Copy.
func put(b *Build, s site) error {
	for i, p := range slices.Sorted(keys(s)) {
		var err error
		if i%2 == 0 {
			err = b.Write(p, []byte(s[p]))
		} else {
			err = b.Copy(p, iotest.HalfReader(strings.NewReader(s[p])))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func keys(s site) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range s {
			if !yield(k) {
				return
			}
		}
	}
}

func publish(t *testing.T, dir string, s site, opts Options) Stats {
	t.Helper()
	b, err := Begin(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	if err := put(b, s); err != nil {
		t.Fatal(err)
	}
	stats, err := b.Commit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Warning != nil {
		t.Errorf("warning: %v", stats.Warning)
	}
	return stats
}

// tree reads a folder, without our manifest. A folder that holds nothing is listed with "/".
func tree(t *testing.T, dir string) site {
	t.Helper()
	out := site{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil || rel == manifestName || rel == "." {
			return err
		}
		switch {
		case e.IsDir():
			list, err := os.ReadDir(p)
			if len(list) == 0 {
				out[rel+"/"] = ""
			}
			return err
		case e.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(p)
			out[rel] = "-> " + target
			return err
		}
		data, err := os.ReadFile(p)
		out[rel] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

func same(t *testing.T, dir string, want site) {
	t.Helper()
	if d := cmp.Diff(want, tree(t, dir)); d != "" {
		t.Errorf("%s (-want +got):\n%s", dir, d)
	}
}

// alone fails if anything but the output folder stands in its parent.
func alone(t *testing.T, dir string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("left beside the output: %s", e.Name())
		}
	}
}

var siteA = site{
	"index.html":                "<h1>집</h1>",
	"한글/노트 1.html":              "노트",
	"a/b/c.html":                "c",
	"a/old.html":                "old",
	"gone/only.html":            "gone",
	"files/photo.jpg":           strings.Repeat("p", 200_000),
	".nojekyll":                 "",
	".well-known/security.html": "s",
	"turns":                     "a file",
	"folds/x.html":              "a folder",
}

var siteB = site{
	"index.html":                "<h1>집 둘</h1>",
	"한글/노트 1.html":              "노트",
	"a/b/c.html":                "c",
	"new/page.html":             "new",
	"files/photo.jpg":           strings.Repeat("p", 199_999) + "q",
	".nojekyll":                 "",
	".well-known/security.html": "s",
	"turns/x.html":              "a folder",
	"folds":                     "a file",
}

func TestBuildTwice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	s := publish(t, dir, siteA, Options{})
	if s.Written != len(siteA) || s.Unchanged != 0 || s.Removed != 0 || s.InPlace || s.Heaviest[0].Path != "files/photo.jpg" {
		t.Errorf("first: %+v", s)
	}
	same(t, dir, siteA)
	kept := inode(t, dir, "a/b/c.html")
	before := snapshot(t, dir)
	s = publish(t, dir, siteA, Options{})
	if s.Written != 0 || s.Unchanged != len(siteA) {
		t.Errorf("again: %+v", s)
	}
	if d := cmp.Diff(before, snapshot(t, dir)); d != "" {
		t.Errorf("the same build touched something:\n%s", d)
	}
	s = publish(t, dir, siteB, Options{})
	if s.Written != 5 || s.Unchanged != 4 || s.Removed != 4 {
		t.Errorf("second: %+v", s)
	}
	same(t, dir, siteB)
	if inode(t, dir, "a/b/c.html") != kept {
		t.Error("an unchanged file was written anew")
	}
	alone(t, dir)
}

func inode(t *testing.T, dir, p string) uint64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, p))
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Ino
}

// snapshot is everything about a folder's entries that a touch would change.
func snapshot(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		line := fmt.Sprint(p, " ", info.Mode(), " ", info.ModTime())
		st := reflect.Indirect(reflect.ValueOf(info.Sys()))
		for _, name := range []string{"Ino", "Nlink", "Ctim", "Ctimespec"} { // what of it the system has
			if f := st.FieldByName(name); f.IsValid() {
				line += fmt.Sprint(" ", f)
			}
		}
		out = append(out, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A file of ours that was edited or removed by hand is mended, because "unchanged" is decided
// by the bytes on the disk and not by the manifest.
func TestMendsItsOwnFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, siteA, Options{})
	lay(t, dir, site{"index.html": "<h1>짐</h1>"})
	if err := os.Remove(filepath.Join(dir, "a/old.html")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "a/b/c.html")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "a/b/c.html"), 0o644); err != nil {
		t.Fatal(err)
	}
	if s := publish(t, dir, siteA, Options{}); s.Written != 3 {
		t.Errorf("%+v", s)
	}
	same(t, dir, siteA)
}

func TestAbortAndErrorsChangeNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, siteA, Options{})
	before := snapshot(t, dir)
	b, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the archive is broken here")
	if err := b.Copy("files/photo.jpg", io.MultiReader(strings.NewReader("p"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := b.Write("x.html", nil); err != nil {
		t.Error(err)
	}
	if err := b.Abort(); err != nil {
		t.Error(err)
	}
	if _, err := b.Commit(context.Background()); err == nil {
		t.Error("a build went on after Abort")
	}
	b, err = Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := put(b, siteB); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Commit(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if d := cmp.Diff(before, snapshot(t, dir)); d != "" {
		t.Errorf("changed:\n%s", d)
	}
	alone(t, dir)
}

// A build may go on without a file that could not be read: no piece of it is published.
func TestGivenUpFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, site{"index.html": "i", "files/secret.jpg": "old", "only/x.jpg": "old"}, Options{})
	for _, have := range []string{"", "only/x.jpg", "elsewhere/deep/x.jpg", "files/secret.jpg"} {
		b, err := Begin(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Abort()
		if err := b.Write("index.html", []byte("i"+have)); err != nil {
			t.Fatal(err)
		}
		if have != "" {
			long := strings.NewReader(strings.Repeat("where I live ", 20_000))
			if err := b.Copy(have, io.MultiReader(long, iotest.ErrReader(io.ErrClosedPipe))); !errors.Is(err, io.ErrClosedPipe) {
				t.Error(err)
			}
		}
		if _, err := b.Commit(context.Background()); err != nil {
			t.Fatal(err)
		}
		same(t, dir, site{"index.html": "i" + have})
		alone(t, dir)
	}
}

func TestSecondBuilder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	b, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Begin(dir, Options{}); !errors.Is(err, ErrBusy) {
		t.Errorf("a second builder: %v", err)
	}
	if err := b.Abort(); err != nil {
		t.Fatal(err)
	}
	publish(t, dir, siteA, Options{})
}

func TestPaths(t *testing.T) {
	good := []string{"a.html", "한글.html", "a b/c (1).html", ".nojekyll", ".well-known/x/y", "-/app.js", "a..b", "con.html"}
	bad := []string{"", ".", "..", "../x", "/x", "a//b", "a/./b", "a/../b", "a/", `a\b`, "a\x00", "a\nb", ".git/config",
		".env", "a/.htaccess", ".memopress-manifest", "x/.nojekyll", "x/.well-known/y", "..a/b", "\xff.html", "a\u0085"}
	for _, p := range good {
		if err := checkPath(p); err != nil {
			t.Error(err)
		}
	}
	for _, p := range bad {
		if checkPath(p) == nil {
			t.Errorf("%q was accepted", p)
		}
	}
	for _, pair := range [][2]string{
		{"Note.html", "note.html"},
		{"x/강.html", "x/\u1100\u1161\u11bc.html"},
		{"é.html", "E\u0301.html"},
		{"straße", "STRASSE"},
		{"same", "same"},
		{"dir", "dir/x.html"},
		{"Dir/x.html", "dir"},
	} {
		n := names{}
		if err := n.add(pair[0]); err != nil {
			t.Error(err)
		}
		if n.add(pair[1]) == nil {
			t.Errorf("%q beside %q was accepted", pair[1], pair[0])
		}
	}
}

// A manifest decides what is removed, so a false one must not reach outside or be believed.
func TestHostileManifest(t *testing.T) {
	line := fmt.Sprintf("%x 1 ", sha256.Sum256(nil))
	for _, text := range []string{
		"",
		"memopress-manifest 2\nfiles 0\n",
		"memopress-manifest 1\n",
		"memopress-manifest 1\n" + line + "a.html\n",
		"memopress-manifest 1\n" + line + "a.html\nfiles 2\n",
		"memopress-manifest 1\n" + line + "../outside\nfiles 1\n",
		"memopress-manifest 1\n" + line + ".git/config\nfiles 1\n",
		"memopress-manifest 1\n" + line + "b\n" + line + "a\nfiles 2\n",
		"memopress-manifest 1\n" + line + "a\nfiles 1\nmore",
	} {
		parent := t.TempDir()
		dir := filepath.Join(parent, "public")
		mine := site{"a.html": "x", "b": "x", manifestName: text}
		lay(t, dir, mine)
		lay(t, parent, site{"outside": "x"})
		if _, err := Begin(dir, Options{}); !errors.Is(err, errDamaged) {
			t.Errorf("%q: %v", text, err)
		}
		publish(t, dir, site{"index.html": "i"}, Options{Force: true})
		same(t, dir, site{"a.html": "x", "b": "x", "index.html": "i"})
		same(t, parent, site{"outside": "x", "public/a.html": "x", "public/b": "x", "public/index.html": "i", "public/" + manifestName: tree(t, parent)["public/"+manifestName]})
	}
}

func TestUmaskAndSymlinkedFolder(t *testing.T) {
	old := syscall.Umask(0o077)
	defer syscall.Umask(old)
	parent := t.TempDir()
	if err := os.Mkdir(filepath.Join(parent, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(parent, "public")
	if err := os.Symlink("real", link); err != nil {
		t.Fatal(err)
	}
	publish(t, link, siteA, Options{})
	same(t, filepath.Join(parent, "real"), siteA)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v %v", info, err)
	}
	err := filepath.WalkDir(filepath.Join(parent, "real"), func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if want := map[bool]fs.FileMode{true: 0o755, false: 0o644}[e.IsDir()]; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestConcurrentWrites(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	for round := range 3 {
		b, err := Begin(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := range 50 {
					p := fmt.Sprintf("%d/%d/%d.html", i%7, w, i)
					if err := b.Write(p, fmt.Appendf(nil, "%s %d", p, round*(i%2))); err != nil {
						t.Error(err)
					}
					if err := b.Copy(p+".txt", strings.NewReader(p)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		s, err := b.Commit(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if want := []int{800, 200, 200}[round]; s.Written != want {
			t.Errorf("round %d: %+v", round, s)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	const pages = 10_000
	data := make([][]byte, pages)
	for i := range data {
		data[i] = []byte(strings.Repeat(fmt.Sprintf("page %d of many. ", i), 300))
	}
	build := func(b *testing.B, dir string, changed int) {
		o, err := Begin(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		var wg sync.WaitGroup
		for w := range 2 {
			wg.Go(func() {
				for i := w; i < pages; i += 2 {
					d := data[i]
					if i < changed {
						d = fmt.Appendf(nil, "%s %d", d, b.N)
					}
					if err := o.Write(fmt.Sprintf("%d/%d.html", i/25, i), d); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if _, err := o.Commit(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			build(b, filepath.Join(b.TempDir(), fmt.Sprint(i)), 0)
		}
	})
	b.Run("same", func(b *testing.B) {
		b.ReportAllocs()
		dir := filepath.Join(b.TempDir(), "public")
		build(b, dir, 0)
		for b.Loop() {
			build(b, dir, 0)
		}
	})
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		dir := filepath.Join(b.TempDir(), "public")
		build(b, dir, 0)
		b.ResetTimer()
		for i := range b.N {
			data[0] = fmt.Append(nil, "changed ", i, b.N)
			build(b, dir, 0)
		}
	})
}

// Files go into more folders at once than are kept open.
func TestManyFolders(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "위키")
	b, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const folders = 3 * maxHandles
	var g errgroup.Group
	for worker := range 8 {
		g.Go(func() error {
			for i := range folders {
				if err := b.Write(fmt.Sprintf("폴더 %d/%d.html", (i*7+worker)%folders, worker), []byte("x")); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := len(b.disk.folders.open); n > maxHandles+8 {
		t.Errorf("%d folders are open", n)
	}
	stats, err := b.Commit(t.Context())
	if err != nil || stats.Written != 8*folders {
		t.Fatalf("%+v, %v", stats, err)
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != folders+1 {
		t.Errorf("%d entries, %v", len(list), err)
	}
}
