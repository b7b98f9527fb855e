//go:build unix

package importer

import (
	"io/fs"
	"syscall"
)

// hasOtherNames reports whether a file has hard links besides the one it was found by.
func hasOtherNames(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Nlink > 1
}
