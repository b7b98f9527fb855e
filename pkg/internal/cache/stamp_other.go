//go:build !linux && !darwin

package cache

import (
	"io/fs"
	"strconv"
	"time"
)

// stampOf says in one word what changes when a file does: its size and the time of its bytes; and
// when the last of that was.
func stampOf(info fs.FileInfo) (stamp string, last time.Time) {
	return strconv.FormatInt(info.Size(), 36) + "." + strconv.FormatInt(info.ModTime().UnixNano(), 36), info.ModTime()
}
