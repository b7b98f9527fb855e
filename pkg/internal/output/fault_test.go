package output

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var errKilled = errors.New("killed")

// faults lets the n-th change of the disk fail; at 0 none.
type faults struct {
	at, n    int
	mode     string // "kill", "torn", "ENOSPC", "EIO", "full"
	unsynced map[string]bool
	dir      string
	ops      map[string]int
}

func (f *faults) fault(op, p string) error {
	f.n++
	if f.n == f.at {
		f.ops[op]++
	}
	dead := f.at > 0 && f.n > f.at
	if f.at == 0 || f.n < f.at || dead && (f.mode == "EIO" || f.mode == "ENOSPC") {
		f.note(op, p)
		return nil
	}
	switch f.mode {
	case "ENOSPC":
		return syscall.ENOSPC
	case "full": // stays full: only what takes no space works
		switch op {
		case "remove", "exchange", "fsync", "sync":
			f.note(op, p)
			return nil
		}
		return syscall.ENOSPC
	case "EIO":
		return syscall.EIO
	case "torn":
		if !dead && op == "write" {
			return errTorn
		}
	}
	return errKilled // from here on nothing reaches the disk, as after a kill
}

// note remembers which files have data that a power cut would lose.
func (f *faults) note(op, p string) {
	switch op {
	case "create":
		f.unsynced[p] = true
	case "sync", "fsync":
		// One sync flushes the file system here; on its way fsync flushes a file.
		if op == "fsync" {
			delete(f.unsynced, p)
		}
	}
}

// powerCut empties every file whose data was not flushed, wherever it has been moved to: the
// inode is what counts.
func powerCut(t *testing.T, f *faults, inodes map[string]uint64) {
	t.Helper()
	lost := map[uint64]bool{}
	for p := range f.unsynced {
		if ino, ok := inodes[p]; ok {
			lost[ino] = true
		}
	}
	err := filepath.WalkDir(f.dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if err != nil || !lost[info.Sys().(*syscall.Stat_t).Ino] {
			return err
		}
		return os.Truncate(p, info.Size()/2)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fastFolder is a temporary folder in memory where there is one: these tests flush thousands
// of times.
func fastFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "output")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// attempt runs a build of s with faults. inodes receives each file created, by its first path.
func attempt(dir string, s site, f *faults, inodes map[string]uint64) error {
	watch := func(op, p string) error {
		err := f.fault(op, p)
		if op == "write" || op == "sync" || op == "exchange" {
			for c := range f.unsynced {
				if info, e := os.Lstat(filepath.Join(f.dir, c)); e == nil {
					inodes[c] = info.Sys().(*syscall.Stat_t).Ino
				}
			}
		}
		return err
	}
	b, err := begin(dir, Options{}, watch)
	if err != nil {
		return err
	}
	defer b.Abort()
	if err := put(b, s); err != nil {
		return err
	}
	_, err = b.Commit(context.Background())
	return err
}

// TestFaultEverywhere lets each single change of the disk fail in each way, and looks: the old
// site or the new one stands whole, what belongs to others is there, and the next build
// succeeds and leaves nothing behind.
func TestFaultEverywhere(t *testing.T) {
	foreign := site{"CNAME": "wiki.example.org", "a/mine.txt": "mine", ".git/HEAD": "ref"}
	total, old, fresh := 0, 0, 0
	ops := map[string]int{}
	for _, mode := range []string{"kill", "torn", "ENOSPC", "full", "EIO"} {
		for _, start := range []string{"none", "site"} {
			for at := 1; ; at++ {
				dir := filepath.Join(fastFolder(t), "public")
				have, want := site{}, siteB
				if start == "site" {
					publish(t, dir, siteA, Options{})
					lay(t, dir, foreign)
					have, want = merged(siteA, foreign), merged(siteB, foreign)
				}
				f := &faults{at: at, mode: mode, unsynced: map[string]bool{}, dir: filepath.Dir(dir), ops: ops}
				inodes := map[string]uint64{}
				err := attempt(dir, siteB, f, inodes)
				if f.n < at {
					if err != nil {
						t.Fatalf("without a fault: %v", err)
					}
					break
				}
				total++
				if mode == "kill" || mode == "torn" {
					powerCut(t, f, inodes)
				}
				got := tree(t, dir)
				switch {
				case cmp.Equal(got, have):
					old++
				case cmp.Equal(got, want):
					fresh++
					if _, err := os.Stat(filepath.Join(dir, manifestName)); err != nil {
						t.Errorf("%s at %d: new site without manifest", mode, at)
					}
				default:
					t.Errorf("%s of %s at %d: MIXED\n%s", mode, start, at, cmp.Diff(want, got))
				}
				if (err == nil) != cmp.Equal(got, want) && mode != "kill" && mode != "torn" {
					t.Errorf("%s of %s at %d: error %v, but new site: %v", mode, start, at, err, cmp.Equal(got, want))
				}
				publish(t, dir, siteB, Options{})
				same(t, dir, want)
				alone(t, dir)
				if t.Failed() {
					return
				}
			}
		}
	}
	t.Logf("%d fault points: %d old, %d new, 0 mixed; by operation: %v", total, old, fresh, ops)
}

// TestFaultInPlace does the same where the folder cannot be exchanged: each file is whole, the
// next build mends, and nothing of others is touched.
func TestFaultInPlace(t *testing.T) {
	foreign := site{"CNAME": "wiki.example.org", "a/mine.txt": "mine"}
	total := 0
	for _, mode := range []string{"kill", "torn", "ENOSPC", "EIO"} {
		for at := 1; ; at++ {
			dir := filepath.Join(fastFolder(t), "public")
			publish(t, dir, siteA, Options{})
			lay(t, dir, foreign)
			f := &faults{at: at, mode: mode, unsynced: map[string]bool{}, dir: filepath.Dir(dir), ops: map[string]int{}}
			err := inPlace(dir, siteB, f.fault)
			if f.n < at {
				if err != nil {
					t.Fatalf("without a fault: %v", err)
				}
				break
			}
			total++
			for p, text := range tree(t, dir) {
				if strings.HasPrefix(p, stageInside) {
					continue
				}
				if text != siteA[p] && text != siteB[p] && text != foreign[p] {
					t.Errorf("%s at %d: %s is %q", mode, at, p, text)
				}
			}
			if err := inPlace(dir, siteB, nil); err != nil {
				t.Fatalf("%s at %d: %v", mode, at, err)
			}
			same(t, dir, merged(siteB, foreign))
			alone(t, dir)
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d fault points, every file whole, 0 not mended", total)
}

func inPlace(dir string, s site, fault func(op, p string) error) error {
	b := &Build{dir: dir, exists: true, inPlace: true, names: names{}, after: map[string]entry{}, folder: map[string]bool{}}
	if err := b.lock(dir, ".", stageInside, fault); err != nil {
		return err
	}
	if err := b.inspect(); err != nil {
		return errors.Join(err, b.close())
	}
	defer b.Abort()
	if err := put(b, s); err != nil {
		return err
	}
	_, err := b.Commit(context.Background())
	return err
}

// A file that appears in the folder while a build runs is not lost with the old generation,
// even when the build is killed right after the exchange.
func TestLatecomerIsKept(t *testing.T) {
	for _, kill := range []bool{false, true} {
		dir := filepath.Join(fastFolder(t), "public")
		publish(t, dir, siteA, Options{})
		dead := false
		b, err := begin(dir, Options{}, func(op, p string) error {
			if dead {
				return errKilled
			}
			if op == "exchange" && p == "public" {
				lay(t, dir, site{"CNAME": "late", "gone/late.txt": "late", "mine/late.txt": "late"})
			} else if op == "fsync" && p == "." && kill {
				dead = true
				return errKilled
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := put(b, siteB); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(context.Background()); err != nil {
			t.Fatal(err)
		}
		publish(t, dir, siteB, Options{})
		same(t, dir, merged(siteB, site{"CNAME": "late", "gone/late.txt": "late", "mine/late.txt": "late"}))
		alone(t, dir)
	}
}
