//go:build unix

package markdown

import (
	"syscall"
	"time"
)

// cpuTime returns the time that this process has used. Unlike the clock it does not run while
// other programs do.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
