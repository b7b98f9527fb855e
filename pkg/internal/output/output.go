// Package output makes a folder hold exactly the files of one build.
//
// A build is staged in a folder beside the output folder and goes live by one exchange of the
// two, so that whoever looks, and whenever the program or the machine dies, sees the whole old
// site or the whole new one. Only differences are written: an unchanged file keeps its inode by
// a hard link, and when nothing changed nothing is touched. What the last build wrote is known
// from a manifest inside the folder; a file that is not in it belongs to somebody else and
// survives every build.
//
// The exchange needs Linux or macOS, and an output folder that is not itself a mount point.
// Elsewhere the staged files are moved over the old ones one by one: each file is whole at any
// moment, but a kill in between leaves a mix, which the next build mends. Stats.InPlace tells.
package output

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Options of a build.
type Options struct {
	// Force accepts a non-empty folder without our manifest, and files of others where ours
	// should go. What stands in the way is replaced; everything else is kept.
	Force bool
}

// ErrBusy is returned by Begin while another build of the same folder is at work, in this
// process or in another.
var ErrBusy = errors.New("another build is writing to this folder")

// A ForeignError says that a build would have to touch what it did not write.
type ForeignError struct {
	Dir  string // the output folder as given to Begin
	Path string // the first such file, relative to Dir
}

// Error tells what stands there and the ways out.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s holds files that memopress did not write, such as %s: choose another folder with -o, or add --force to keep them and write beside them (a file with the name of a page is replaced)", e.Dir, e.Path)
}

// A Build collects the files of one build of a folder. Write and Copy may be called
// concurrently; then either Commit or Abort ends it.
type Build struct {
	dir     string // as given
	opts    Options
	disk    *disk
	live    string // the output folder, relative to the disk's root
	stage   string // the private folder where the build is prepared
	next    string // the generation being prepared, in stage
	inPlace bool
	exists  bool // live exists
	before  *manifest
	release func() error
	litter  error   // a staged file that is not whole and cannot be removed
	cleanup []error // what went wrong after the site went live

	mu     sync.Mutex
	ended  bool
	names  names
	after  map[string]entry
	folder map[string]bool // folders made in next
}

// Begin starts a build of the folder dir, which is created by Commit if it does not exist. It
// takes a lock that Commit and Abort release, and clears away what a killed build left.
func Begin(dir string, opts Options) (*Build, error) {
	b, err := begin(dir, opts, nil)
	if err != nil {
		return nil, fmt.Errorf("open output folder: %w", err)
	}
	return b, nil
}

func begin(dir string, opts Options, fault func(op, path string) error) (*Build, error) {
	abs, exists, err := locate(dir)
	if err != nil {
		return nil, err
	}
	b := &Build{dir: dir, opts: opts, exists: exists, names: names{}, after: map[string]entry{}, folder: map[string]bool{}}
	if err := b.open(abs, fault); err != nil {
		return nil, err
	}
	if err := b.inspect(); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// locate returns the real path of dir, symbolic links of the folder itself followed, and makes
// its parent.
func locate(dir string) (abs string, exists bool, err error) {
	abs, err = filepath.Abs(dir)
	if err != nil {
		return "", false, err
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(abs); err == nil {
			return "", false, fmt.Errorf("%s is a symbolic link to nothing", dir)
		}
		return abs, false, os.MkdirAll(filepath.Dir(abs), 0o755)
	case err != nil:
		return "", false, err
	case !info.IsDir():
		return "", false, fmt.Errorf("%s is not a folder", dir)
	}
	abs, err = filepath.EvalSymlinks(abs)
	if err == nil && filepath.Dir(abs) == abs {
		err = errors.New("the root of the file system cannot be an output folder")
	}
	return abs, true, err
}

// open takes the lock and decides how the build will go live.
func (b *Build) open(abs string, fault func(op, path string) error) error {
	parent, base := filepath.Split(abs)
	err := errInPlace
	if !b.exists || sameMount(parent, abs) {
		err = b.lock(parent, base, stageBeside(base), fault)
		if err == nil && b.exists {
			can, tryErr := b.disk.canExchange(b.stage)
			if tryErr != nil || !can {
				err = errors.Join(cmp.Or(tryErr, errInPlace), b.close())
			}
		}
	}
	// A parent that may not be written to, a mount point, a file system without the exchange:
	// the folder itself can still be worked on.
	if b.exists && (errors.Is(err, errInPlace) || errors.Is(err, fs.ErrPermission) || errors.Is(err, errReadOnly)) {
		b.inPlace = true
		err = b.lock(abs, ".", stageInside, fault)
	}
	return err
}

// stageBeside is the name of the folder in which a build of the folder base is prepared.
func stageBeside(base string) string { return "." + base + ".memopress" }

var errInPlace = errors.New("the folder cannot be exchanged")

func (b *Build) lock(root, live, stage string, fault func(op, path string) error) error {
	r, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	b.disk = &disk{root: r, dir: root, fault: fault}
	b.release, err = b.disk.lock(stage)
	if err != nil {
		return errors.Join(err, r.Close())
	}
	b.live, b.stage, b.next = live, stage, stage+"/new"
	return nil
}

// close releases what open took.
func (b *Build) close() error {
	return errors.Join(b.disk.folders.close(), b.release(), b.disk.root.Close())
}

// inspect clears the leftovers of a killed build and reads the manifest of the last one.
func (b *Build) inspect() error {
	if err := b.retire(); err != nil {
		return fmt.Errorf("clear what an interrupted build left: %w", err)
	}
	b.before = &manifest{files: map[string]entry{}}
	if !b.exists {
		return nil
	}
	m, err := readManifest(b.disk, join(b.live, manifestName))
	if err == nil {
		b.before = m
		return nil
	}
	if b.opts.Force {
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w (--force takes the folder over and keeps every file in it)", err)
	}
	list, err := b.disk.readDir(b.live)
	if err != nil {
		return err
	}
	for _, e := range list {
		if join(b.live, e.Name()) != b.stage {
			return &ForeignError{Dir: b.dir, Path: e.Name()}
		}
	}
	return nil
}

// Abort gives the build up: the folder stays as it was. After Commit it does nothing, so it
// may be deferred.
func (b *Build) Abort() error {
	if !b.end() {
		return nil
	}
	err := b.discard()
	return errors.Join(err, b.close())
}

// discard removes what was staged. It must not be called once the exchange has happened.
func (b *Build) discard() error {
	return b.disk.removeTree(b.next)
}

func (b *Build) end() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	was := b.ended
	b.ended = true
	return !was
}

// Stats is what a Commit did.
type Stats struct {
	Written   int    // files that are new or different
	Unchanged int    // files left as they were
	Removed   int    // files of the last build that this one does not have
	Bytes     int64  // size of all files of the site
	Heaviest  []File // the ten largest files, largest first
	InPlace   bool   // the files were replaced one by one: see the package comment
	ID        string // of what was written: see Intact
	Warning   error  // what went wrong after the site went live, such as leftovers that stay; nil for nothing
}

// A File is a file of the site.
type File struct {
	Path string
	Size int64
}

// Commit makes the folder hold exactly the files that were written, and what belongs to
// others. On an error, and when ctx ends before the exchange, the folder is as it was.
func (b *Build) Commit(ctx context.Context) (Stats, error) {
	if !b.end() {
		return Stats{}, errors.New("finish output folder: the build has ended already")
	}
	stats, err := b.commit(ctx)
	if err != nil {
		if !b.inPlace {
			err = errors.Join(err, b.discard())
		}
		return Stats{}, fmt.Errorf("finish output folder: %w", errors.Join(err, b.close()))
	}
	b.cleanup = append(b.cleanup, b.close())
	stats.Warning = errors.Join(b.cleanup...)
	return stats, nil
}
