//go:build !linux && !darwin

package output

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
)

func exchange(a, b string) error {
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: errors.ErrUnsupported}
}

func isUnsupported(err error) bool { return errors.Is(err, errors.ErrUnsupported) }

func sameMount(string, string) bool { return false }

func syncAll(string) (bool, error) { return false, nil }

// flushFile leaves folders alone where they cannot be flushed: Windows.
func flushFile(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if runtime.GOOS == "windows" && (info.IsDir() || info.Mode()&fs.ModeType != 0) {
		return nil
	}
	return f.Sync()
}
