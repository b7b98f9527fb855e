package output

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

func (b *Build) commit(ctx context.Context) (Stats, error) {
	after := &manifest{files: b.after}
	stats := b.count()
	encoded := after.encode()
	stats.ID = idOf(encoded)
	if b.exists && b.before.found && stats.Written == 0 && stats.Removed == 0 && bytes.Equal(encoded, b.before.encode()) {
		return stats, ctx.Err() // nothing at all is touched
	}
	if b.litter != nil {
		return stats, b.litter
	}
	if err := b.disk.folders.close(); err != nil { // an open folder cannot be moved everywhere
		return stats, err
	}
	if err := b.makeFolder(b.next); err != nil {
		return stats, err
	}
	if err := b.prune(after.folders()); err != nil {
		return stats, err
	}
	if b.inPlace {
		return stats, b.replace(ctx, encoded)
	}
	if err := b.linkUnchanged(ctx); err != nil {
		return stats, err
	}
	if b.exists {
		if err := b.linkForeign(""); err != nil {
			return stats, err
		}
	}
	if err := b.disk.writeFile(join(b.next, manifestName), encoded); err != nil {
		return stats, err
	}
	if err := errors.Join(b.disk.folders.close(), b.disk.sync(b.staged(), b.next)); err != nil {
		return stats, err
	}
	if err := ctx.Err(); err != nil {
		return stats, err
	}
	if err := b.golive(); err != nil {
		return stats, err
	}
	b.cleanup = append(b.cleanup, b.disk.flush("."), b.retire())
	return stats, nil
}

// prune removes the folders of files that were given up.
func (b *Build) prune(used map[string]bool) error {
	made := slices.Sorted(maps.Keys(b.folder))
	slices.Reverse(made) // what is inside first
	for _, p := range made {
		rel, inside := strings.CutPrefix(p, b.next+"/")
		if !inside || used[rel] {
			continue
		}
		if err := b.disk.remove(p); err != nil {
			return err
		}
		delete(b.folder, p)
	}
	return nil
}

func (b *Build) golive() error {
	if !b.exists {
		return b.disk.rename(b.next, b.live)
	}
	return b.disk.exchange(b.live, b.next)
}

func (b *Build) count() Stats {
	s := Stats{InPlace: b.inPlace}
	for p, e := range b.after {
		if e.changed {
			s.Written++
		} else {
			s.Unchanged++
		}
		s.Bytes += e.size
		s.Heaviest = append(s.Heaviest, File{Path: p, Size: e.size})
	}
	slices.SortFunc(s.Heaviest, func(a, b File) int {
		return cmp.Or(cmp.Compare(b.Size, a.Size), strings.Compare(a.Path, b.Path))
	})
	s.Heaviest = slices.Clone(s.Heaviest[:min(10, len(s.Heaviest))])
	s.Removed = len(b.stale())
	return s
}

// stale returns the files of the last build that this one does not have, by path.
func (b *Build) stale() []string {
	var out []string
	for p := range b.before.files {
		if _, ok := b.after[p]; !ok {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// staged returns the files that have to reach the device, relative to the disk.
func (b *Build) staged() []string {
	out := []string{join(b.next, manifestName)}
	for _, p := range slices.Sorted(maps.Keys(b.after)) {
		if b.after[p].changed {
			out = append(out, join(b.next, p))
		}
	}
	return out
}

func (b *Build) linkUnchanged(ctx context.Context) error {
	for _, p := range slices.Sorted(maps.Keys(b.after)) {
		if b.after[p].changed {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.makeFolder(path.Dir(join(b.next, p))); err != nil {
			return err
		}
		if err := b.disk.link(join(b.live, p), join(b.next, p)); err != nil {
			return err
		}
	}
	return nil
}

// linkForeign takes what others put into the folder over into the next generation. dir is
// relative to the live folder, empty for itself.
func (b *Build) linkForeign(dir string) error {
	list, err := b.disk.readDir(path.Join(b.live, dir))
	if err != nil {
		return err
	}
	for _, e := range list {
		p := path.Join(dir, e.Name())
		if _, ours := b.before.files[p]; ours && !e.IsDir() || p == manifestName {
			continue
		}
		err := b.takeOver(p, e)
		if errors.Is(err, fs.ErrExist) {
			if _, ours := b.after[p]; !ours || e.IsDir() || !b.opts.Force {
				return &ForeignError{Dir: b.dir, Path: p}
			}
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *Build) takeOver(p string, e fs.DirEntry) error {
	live, next := join(b.live, p), join(b.next, p)
	if e.IsDir() && b.before.folders()[p] {
		return b.linkForeign(p) // ours: made only for what is in it
	}
	if err := b.makeFolder(path.Dir(next)); err != nil {
		return err
	}
	switch {
	case e.IsDir():
		if !b.folder[next] {
			info, err := e.Info()
			if err != nil {
				return err
			}
			if err := b.disk.mkdir(next, info.Mode().Perm()); err != nil {
				return err
			}
			b.folder[next] = true
		}
		return b.linkForeign(p)
	case e.Type().IsRegular():
		return b.disk.link(live, next)
	case e.Type()&fs.ModeSymlink != 0:
		target, err := b.disk.root.Readlink(live)
		if err != nil {
			return err
		}
		return b.disk.symlink(target, next)
	}
	return fmt.Errorf("%s is neither a file nor a folder nor a symbolic link", p)
}
