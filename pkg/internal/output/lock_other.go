//go:build !unix || solaris || aix

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// lock makes the folder stage with a lock file in it. Nothing releases the lock of a build
// that was killed here, so the message names the file to remove.
func (d *disk) lock(stage string) (release func() error, err error) {
	if err := d.mkdir(stage, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	file := stage + "/lock"
	w, err := d.create(file, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%w; if there is none, remove %s", ErrBusy, filepath.Join(d.dir, file))
	}
	if err != nil {
		return nil, err
	}
	return func() error { return errors.Join(w.Close(), d.remove(file), d.remove(stage)) }, nil
}
