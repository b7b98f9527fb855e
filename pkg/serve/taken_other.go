//go:build !unix

package serve

import (
	"errors"
	"syscall"
)

// isTaken knows Windows' WSAEADDRINUSE and WSAEACCES; the latter means a reserved port.
func isTaken(err error) bool {
	return errors.Is(err, syscall.Errno(10048)) || errors.Is(err, syscall.Errno(10013))
}
