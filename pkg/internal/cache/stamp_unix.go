//go:build linux || darwin

package cache

import (
	"io/fs"
	"strconv"
	"syscall"
	"time"
)

// stampOf says in one word what changes when a file does: its size, the times of its bytes and of
// its entry, and its inode; and when the last of that was.
func stampOf(info fs.FileInfo) (stamp string, last time.Time) {
	last = info.ModTime()
	out := strconv.FormatInt(info.Size(), 36) + "." + strconv.FormatInt(info.ModTime().UnixNano(), 36)
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		at := changed(st)
		out += "." + strconv.FormatInt(at, 36) + "." + strconv.FormatUint(uint64(st.Ino), 36)
		if t := time.Unix(0, at); t.After(last) {
			last = t
		}
	}
	return out, last
}
