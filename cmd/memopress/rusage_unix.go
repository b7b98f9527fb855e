//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime returns how long processors have worked for this program; 0 where nobody says.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
