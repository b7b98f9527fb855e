//go:build !linux && !darwin

package cache

import (
	"io/fs"
	"strconv"
)

// stampOf says in one word what changes when a file does: its size and the time of its bytes.
func stampOf(info fs.FileInfo) string {
	return strconv.FormatInt(info.Size(), 36) + "." + strconv.FormatInt(info.ModTime().UnixNano(), 36)
}
