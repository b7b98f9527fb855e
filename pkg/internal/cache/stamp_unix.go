//go:build linux || darwin

package cache

import (
	"io/fs"
	"strconv"
	"syscall"
)

// stampOf says in one word what changes when a file does: its size, the times of its bytes and of
// its entry, and its inode.
func stampOf(info fs.FileInfo) string {
	out := strconv.FormatInt(info.Size(), 36) + "." + strconv.FormatInt(info.ModTime().UnixNano(), 36)
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		out += "." + strconv.FormatInt(changed(st), 36) + "." + strconv.FormatUint(uint64(st.Ino), 36)
	}
	return out
}
