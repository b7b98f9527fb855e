//go:build unix && !solaris && !aix

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// lock makes the folder stage and locks it; the system gives the lock up when the process
// ends, however it ends. The function returned removes the folder, which has to be empty.
func (d *disk) lock(stage string) (release func() error, err error) {
	// The holder before us may remove the folder between our opening and locking it.
	for range 100 {
		if err := d.mkdir(stage, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		f, err := d.root.Open(stage)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
			if errors.Is(err, unix.EWOULDBLOCK) {
				err = ErrBusy
			}
			return nil, errors.Join(err, f.Close())
		}
		if d.isAt(f, stage) {
			return func() error { return errors.Join(d.remove(stage), f.Close()) }, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%s is in the way: it has to be a folder or not there", stage)
}

func (d *disk) isAt(f *os.File, p string) bool {
	held, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := d.root.Lstat(p)
	return err == nil && os.SameFile(held, there)
}
