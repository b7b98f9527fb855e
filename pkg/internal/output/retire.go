package output

import (
	"errors"
	"io/fs"
	"path"
)

// retire removes what is in the stage: the old generation after an exchange, or whatever a
// killed build left there. It cannot always know which of the two it is, and need not: a file
// that is in neither the manifest beside it nor the live folder was put there by somebody
// while a build ran, and is moved into the live folder.
func (b *Build) retire() error {
	if _, err := b.disk.root.Lstat(b.next); errors.Is(err, fs.ErrNotExist) {
		return b.clear()
	}
	if !b.inPlace {
		m, err := readManifest(b.disk, join(b.next, manifestName))
		// Without a whole manifest it is a generation that was not finished: nothing in it
		// is not elsewhere.
		if err == nil {
			err = b.rescue(m, "")
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errDamaged) {
			return err
		}
	}
	if err := b.disk.removeTree(b.next); err != nil {
		return err
	}
	return b.clear()
}

// clear empties the stage of the folders that a killed try of the exchange left.
func (b *Build) clear() error {
	return errors.Join(b.disk.removeTree(b.stage+"/a"), b.disk.removeTree(b.stage+"/b"))
}

func (b *Build) rescue(m *manifest, dir string) error {
	list, err := b.disk.readDir(path.Join(b.next, dir))
	if err != nil {
		return err
	}
	for _, e := range list {
		p := path.Join(dir, e.Name())
		if _, ours := m.files[p]; ours || p == manifestName {
			continue
		}
		_, err := b.disk.root.Lstat(join(b.live, p))
		gone := errors.Is(err, fs.ErrNotExist)
		switch {
		case e.IsDir() && (err == nil || gone && m.folders()[p]):
			err = b.rescue(m, p)
		case gone:
			err = b.bringBack(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *Build) bringBack(p string) error {
	if err := b.disk.mkdirAll(path.Dir(join(b.live, p))); err != nil {
		return err
	}
	return b.disk.rename(join(b.next, p), join(b.live, p))
}
