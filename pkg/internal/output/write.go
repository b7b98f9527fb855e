package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"sync"
)

// Write adds a file. The path is slash-separated and relative to the folder; data is not kept.
// A path that leaves the folder, is hidden (but for .nojekyll and .well-known/), differs from
// another only by case or composition, or was written already is an error.
func (b *Build) Write(path string, data []byte) error {
	if err := b.write(path, data); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func (b *Build) write(p string, data []byte) error {
	if err := b.claim(p); err != nil {
		return err
	}
	e := entry{size: int64(len(data)), sum: sha256.Sum256(data)}
	old, ours := b.openOld(p)
	if old != nil {
		same, err := holds(old, data)
		if err := errors.Join(err, old.Close()); err != nil {
			return err
		}
		if same {
			b.add(p, e)
			return nil
		}
	}
	e.changed = true
	if err := b.prepare(p, ours); err != nil {
		return err
	}
	if err := b.disk.writeFile(join(b.next, p), data); err != nil {
		return b.drop(p, err)
	}
	b.add(p, e)
	return nil
}

// drop removes a staged file that is not whole. A caller may go on without it; should it stay,
// nothing must go live.
func (b *Build) drop(p string, cause error) error {
	err := b.disk.removeTree(join(b.next, p))
	if err != nil {
		b.mu.Lock()
		b.litter = errors.Join(b.litter, err)
		b.mu.Unlock()
	}
	return errors.Join(cause, err)
}

// Copy adds a file with what r yields up to its end. Nothing is written as long as r yields
// what the folder holds already. After an error, which may be one of r, the build goes on
// without the file.
func (b *Build) Copy(path string, r io.Reader) error {
	if err := b.copy(path, r); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func (b *Build) copy(p string, r io.Reader) error {
	if err := b.claim(p); err != nil {
		return err
	}
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	sum := sha256.New()
	var same int64     // so many bytes of r are as in the old file
	var pending []byte // what was read of r after them
	old, ours := b.openOld(p)
	if old != nil {
		defer old.Close()
		var err error
		same, pending, err = common(old, r, *buf, sum)
		if err != nil {
			return err
		}
		if pending == nil {
			b.add(p, newEntry(same, sum, false))
			return nil
		}
	}
	if err := b.prepare(p, ours); err != nil {
		return err
	}
	w, err := b.disk.create(join(b.next, p), 0o644)
	if err != nil {
		return err
	}
	size, err := w.fill(old, same, pending, r, sum)
	if err := errors.Join(err, w.Close()); err != nil {
		return b.drop(p, err)
	}
	b.add(p, newEntry(size, sum, true))
	return nil
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}

func newEntry(size int64, sum hash.Hash, changed bool) entry {
	e := entry{size: size, changed: changed}
	sum.Sum(e.sum[:0])
	return e
}

// common reads r for as long as it yields what old holds, and sums that up. It returns how
// much that was, and what it read beyond it: nil when both ended together.
func common(old, r io.Reader, buf []byte, sum hash.Hash) (same int64, pending []byte, err error) {
	half := len(buf) / 2
	for {
		n, err := io.ReadFull(r, buf[:half])
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return 0, nil, err
		}
		end := err != nil
		m, err := io.ReadFull(old, buf[half:half+n])
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return 0, nil, err
		}
		if !bytes.Equal(buf[:n], buf[half:half+m]) {
			return same, buf[:n], nil
		}
		sum.Write(buf[:n])
		same += int64(n)
		if end {
			if m, err := old.Read(buf[half:]); m == 0 && err == io.EOF {
				return same, nil, nil
			}
			return same, buf[:0], nil
		}
	}
}

// fill writes the first same bytes of old again, then pending, then the rest of r, and returns
// how much that was. sum has seen the first part.
func (w *writer) fill(old io.ReadSeeker, same int64, pending []byte, r io.Reader, sum hash.Hash) (int64, error) {
	if same > 0 {
		if _, err := old.Seek(0, io.SeekStart); err != nil {
			return 0, err
		}
		again := sha256.New()
		if _, err := io.CopyN(io.MultiWriter(w, again), old, same); err != nil {
			return 0, err
		}
		if !bytes.Equal(again.Sum(nil), sum.Sum(nil)) {
			return 0, errors.New("somebody edits the old file at this moment")
		}
	}
	both := io.MultiWriter(w, sum)
	if _, err := both.Write(pending); err != nil {
		return 0, err
	}
	n, err := io.Copy(both, r)
	return same + int64(len(pending)) + n, err
}

// openOld opens the file of the last build at p; nil when there is none that can be read, so
// that it has to be written. ours tells whether the last build wrote one.
func (b *Build) openOld(p string) (f *os.File, ours bool) {
	if _, ours = b.before.files[p]; !ours {
		return nil, false
	}
	name := join(b.live, p)
	// Opening a named pipe that somebody put here would wait for ever.
	if info, err := b.disk.root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return nil, true
	}
	f, err := b.disk.root.Open(name)
	if err != nil {
		return nil, true
	}
	return f, true
}

// claim reserves a path.
func (b *Build) claim(p string) error {
	if err := checkPath(p); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return errors.New("the build has ended")
	}
	return b.names.add(p)
}

func (b *Build) add(p string, e entry) {
	b.mu.Lock()
	b.after[p] = e
	b.mu.Unlock()
}

// prepare makes the folders of a staged file, after seeing that nobody else's file stands
// where it will go.
func (b *Build) prepare(p string, ours bool) error {
	if !ours && b.exists && !b.opts.Force {
		info, err := b.disk.root.Lstat(join(b.live, p))
		// A folder of ours may become a file; link finds out whether others' files are in it.
		if err == nil && !info.IsDir() {
			return &ForeignError{Dir: b.dir, Path: p}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.makeFolder(path.Dir(join(b.next, p)))
}

// makeFolder makes a folder of the next generation and those above it. The caller holds mu.
func (b *Build) makeFolder(p string) error {
	if b.folder[p] {
		return nil
	}
	if p != b.next {
		if err := b.makeFolder(path.Dir(p)); err != nil {
			return err
		}
	}
	if err := b.disk.mkdir(p, 0o755); err != nil {
		return err
	}
	b.folder[p] = true
	return nil
}

// holds reports whether r yields exactly data.
func holds(r io.Reader, data []byte) (bool, error) {
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	for {
		n, err := r.Read(*buf)
		if n > len(data) || !bytes.Equal((*buf)[:n], data[:n]) {
			return false, nil
		}
		data = data[n:]
		if err == io.EOF {
			return len(data) == 0, nil
		}
		if err != nil {
			return false, err
		}
	}
}
