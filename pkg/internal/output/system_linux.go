package output

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

func isUnsupported(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP)
}

// sameMount reports whether a rename from one folder to the other can work: the same file
// system may be mounted twice.
func sameMount(a, b string) bool {
	x, err := mount(a)
	if err != nil {
		return false
	}
	y, err := mount(b)
	return err == nil && x == y
}

type mountID struct {
	id           uint64
	major, minor uint32
}

func mount(p string) (mountID, error) {
	var st unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, p, 0, unix.STATX_MNT_ID, &st)
	return mountID{id: st.Mnt_id, major: st.Dev_major, minor: st.Dev_minor}, err
}

// syncAll flushes the file system that holds p. It reports whether the system can.
func syncAll(p string) (bool, error) {
	f, err := os.Open(p)
	if err != nil {
		return true, err
	}
	err = unix.Syncfs(int(f.Fd()))
	return true, errors.Join(err, f.Close())
}

func flushFile(f *os.File) error { return f.Sync() }
