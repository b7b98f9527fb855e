package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
)

// errReadOnly is a file system that cannot be written to.
var errReadOnly error = syscall.EROFS

// disk is the only place that changes files. Every path is relative to root, which no path and
// no symbolic link can leave. Before each change fault is asked, so that a test can let any
// one of them fail, or all from one on, which is what a kill looks like from the disk.
type disk struct {
	root  *os.Root
	dir   string // the path of root
	fault func(op, path string) error

	folders handles     // in which files are made
	exact   atomic.Bool // new files have the mode that they were made with, whatever the umask
}

// errTorn from fault makes a write keep only its first half.
var errTorn = errors.New("torn write")

func (d *disk) step(op, p string) error {
	if d.fault == nil {
		return nil
	}
	if err := d.fault(op, p); err != nil {
		return &fs.PathError{Op: op, Path: p, Err: err}
	}
	return nil
}

func (d *disk) mkdir(p string, mode fs.FileMode) error {
	if err := d.step("mkdir", p); err != nil {
		return err
	}
	if err := d.root.Mkdir(p, mode); err != nil {
		return err
	}
	return d.root.Chmod(p, mode) // whatever the umask is
}

// mkdirAll makes p and the folders above it that are missing.
func (d *disk) mkdirAll(p string) error {
	info, err := d.root.Stat(p)
	if err == nil && !info.IsDir() {
		return &fs.PathError{Op: "mkdir", Path: p, Err: fs.ErrExist}
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := d.mkdirAll(path.Dir(p)); err != nil {
		return err
	}
	return d.mkdir(p, 0o755)
}

// create makes a new file for writing.
func (d *disk) create(p string, mode fs.FileMode) (*writer, error) {
	if err := d.step("create", p); err != nil {
		return nil, err
	}
	dir, err := d.folders.take(d.root, path.Dir(p))
	if err != nil {
		return nil, err
	}
	defer d.folders.giveBack(dir)
	f, err := dir.root.OpenFile(path.Base(p), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	if mode != usualMode || !d.exact.Load() {
		if err := d.setMode(f, mode); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return &writer{d: d, f: f, path: p}, nil
}

// usualMode is that of the files of a site.
const usualMode = 0o644

// setMode gives a new file its mode where the umask took some of it.
func (d *disk) setMode(f *os.File, mode fs.FileMode) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Mode().Perm() == mode {
		if mode == usualMode {
			d.exact.Store(true)
		}
		return nil
	}
	return f.Chmod(mode)
}

type writer struct {
	d    *disk
	f    *os.File
	path string
}

func (w *writer) Write(data []byte) (int, error) {
	if err := w.d.step("write", w.path); err != nil {
		if errors.Is(err, errTorn) {
			if _, e := w.f.Write(data[:len(data)/2]); e != nil {
				return 0, e
			}
		}
		return 0, err
	}
	return w.f.Write(data)
}

func (w *writer) Close() error { return w.f.Close() }

func (d *disk) writeFile(p string, data []byte) error {
	w, err := d.create(p, usualMode)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return errors.Join(err, w.Close())
}

func (d *disk) rename(from, to string) error {
	if err := d.step("rename", to); err != nil {
		return err
	}
	return d.root.Rename(from, to)
}

// exchange swaps two folders in one step.
func (d *disk) exchange(a, b string) error {
	if err := d.step("exchange", a); err != nil {
		return err
	}
	return exchange(filepath.Join(d.dir, a), filepath.Join(d.dir, b))
}

// canExchange tries it on two empty folders in stage.
func (d *disk) canExchange(stage string) (bool, error) {
	a, b := stage+"/a", stage+"/b"
	err := errors.Join(d.removeTree(a), d.removeTree(b), d.mkdir(a, 0o700), d.mkdir(b, 0o700))
	if err != nil {
		return false, err
	}
	err = d.exchange(a, b)
	can := err == nil
	if isUnsupported(err) {
		err = nil
	}
	return can, errors.Join(err, d.removeTree(a), d.removeTree(b))
}

// link makes to the same file as from, and where the file system or its rules do not allow
// that, a copy with the same mode.
func (d *disk) link(from, to string) error {
	if err := d.step("link", to); err != nil {
		return err
	}
	err := d.root.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	in, err := d.root.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := d.create(to, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func (d *disk) symlink(target, p string) error {
	if err := d.step("symlink", p); err != nil {
		return err
	}
	return d.root.Symlink(target, p)
}

func (d *disk) remove(p string) error {
	if err := d.step("remove", p); err != nil {
		return err
	}
	return d.root.Remove(p)
}

// removeTree removes p and everything below it; nothing there is no error.
func (d *disk) removeTree(p string) error {
	info, err := d.root.Lstat(p)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		list, err := d.readDir(p)
		if err != nil {
			return err
		}
		for _, e := range list {
			child := join(p, e.Name())
			if e.IsDir() {
				err = d.removeTree(child)
			} else {
				err = d.remove(child)
			}
			if err != nil {
				return err
			}
		}
	}
	return d.remove(p)
}

// readDir lists a folder by name.
func (d *disk) readDir(p string) ([]fs.DirEntry, error) {
	f, err := d.root.Open(p)
	if err != nil {
		return nil, err
	}
	list, err := f.ReadDir(-1)
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, errors.Join(err, f.Close())
}

// aFewFiles is up to how many files are flushed one by one; above it one flush of the whole
// file system is faster.
const aFewFiles = 64

// sync makes the files and everything in the folders that hold them survive a power cut.
func (d *disk) sync(files []string, below string) error {
	if err := d.step("sync", below); err != nil {
		return err
	}
	if len(files) > aFewFiles {
		if done, err := syncAll(filepath.Join(d.dir, below)); done {
			return err
		}
	}
	for _, p := range files {
		if err := d.flush(p); err != nil {
			return err
		}
	}
	return d.syncFolders(below)
}

func (d *disk) syncFolders(p string) error {
	list, err := d.readDir(p)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.IsDir() {
			if err := d.syncFolders(path.Join(p, e.Name())); err != nil {
				return err
			}
		}
	}
	return d.flush(p)
}

// flush writes one file or folder to the device.
func (d *disk) flush(p string) error {
	if err := d.step("fsync", p); err != nil {
		return err
	}
	f, err := d.root.Open(p)
	if err != nil {
		return err
	}
	if err := errors.Join(flushFile(f), f.Close()); err != nil {
		return fmt.Errorf("flush %s: %w", p, err)
	}
	return nil
}
