package output

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"syscall"
)

// stageInside is the stage of a folder that cannot be exchanged; it stands in the folder.
const stageInside = ".memopress-stage"

// replace goes live without an exchange: file by file, pages after what they load. First the
// manifest names the files of both builds, so that a build after a kill knows them all as ours.
func (b *Build) replace(ctx context.Context, encoded []byte) error {
	if err := b.seeForeign(); err != nil {
		return err
	}
	both := &manifest{files: maps.Clone(b.before.files)}
	maps.Copy(both.files, b.after)
	if err := b.disk.writeFile(join(b.next, manifestName), encoded); err != nil {
		return err
	}
	union := b.stage + "/union"
	if err := errors.Join(b.disk.removeTree(union), b.disk.writeFile(union, both.encode())); err != nil {
		return err
	}
	if err := b.disk.sync(append(b.staged(), union), b.stage); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := b.disk.rename(union, manifestName); err != nil {
		return err
	}
	if err := b.disk.flush("."); err != nil {
		return err
	}
	if err := b.removeStale(true); err != nil {
		return err
	}
	if err := b.moveStaged(); err != nil {
		return err
	}
	if err := b.removeStale(false); err != nil {
		return err
	}
	if err := b.disk.rename(join(b.next, manifestName), manifestName); err != nil {
		return err
	}
	b.cleanup = append(b.cleanup, b.disk.syncFolders("."), b.retire())
	return nil
}

// seeForeign looks for files of others where a folder of ours has to be, or the reverse,
// before anything is touched.
func (b *Build) seeForeign() error {
	next := &manifest{files: b.after}
	for _, p := range slices.Sorted(maps.Keys(next.folders())) {
		info, err := b.disk.root.Lstat(p)
		if _, ours := b.before.files[p]; err == nil && !info.IsDir() && !ours {
			return &ForeignError{Dir: b.dir, Path: p}
		}
	}
	for _, p := range b.movable() {
		info, err := b.disk.root.Lstat(p)
		if err != nil || !info.IsDir() {
			continue
		}
		if other, err := b.foreignIn(p); other != "" || err != nil {
			return errors.Join(err, &ForeignError{Dir: b.dir, Path: other})
		}
	}
	return nil
}

// foreignIn returns a file of others below a folder, or the folder itself when it is not ours.
func (b *Build) foreignIn(dir string) (string, error) {
	if !b.before.folders()[dir] {
		return dir, nil
	}
	list, err := b.disk.readDir(dir)
	if err != nil {
		return dir, err
	}
	for _, e := range list {
		p := path.Join(dir, e.Name())
		if e.IsDir() {
			if other, err := b.foreignIn(p); other != "" || err != nil {
				return other, err
			}
		} else if _, ours := b.before.files[p]; !ours {
			return p, nil
		}
	}
	return "", nil
}

// movable returns the staged files in the order in which they go live.
func (b *Build) movable() []string {
	var first, pages []string
	for _, p := range slices.Sorted(maps.Keys(b.after)) {
		switch {
		case !b.after[p].changed:
		case strings.HasSuffix(p, ".html"):
			pages = append(pages, p)
		default:
			first = append(first, p)
		}
	}
	return append(first, pages...)
}

func (b *Build) moveStaged() error {
	for _, p := range b.movable() {
		if err := b.disk.mkdirAll(path.Dir(p)); err != nil {
			return err
		}
		if err := b.disk.rename(join(b.next, p), p); err != nil {
			return err
		}
	}
	return nil
}

// removeStale removes what the last build wrote and this one did not, and the folders that
// become empty: with blocking what stands in the way of a new file, without it the rest.
func (b *Build) removeStale(blocking bool) error {
	next := &manifest{files: b.after}
	for _, p := range b.stale() {
		if blocking != (next.folders()[p] || below(b.after, p)) {
			continue
		}
		if err := b.removeOld(p); err != nil {
			return err
		}
		for dir := path.Dir(p); dir != "." && !next.folders()[dir]; dir = path.Dir(dir) {
			list, err := b.disk.readDir(dir)
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
				continue
			}
			if err != nil {
				return err
			}
			if len(list) > 0 {
				break
			}
			if err := b.disk.remove(dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// removeOld removes a file of the last build, unless a build before it was killed when it had
// already put something new there.
func (b *Build) removeOld(p string) error {
	info, err := b.disk.root.Lstat(p)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || err == nil && info.IsDir() {
		return nil
	}
	if err != nil {
		return err
	}
	return b.disk.remove(p)
}

// below reports whether a folder above p is a file of the build.
func below(after map[string]entry, p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if _, ok := after[dir]; ok {
			return true
		}
	}
	return false
}
