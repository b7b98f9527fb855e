//go:build !unix

package markdown

import "time"

var began = time.Now()

func cpuTime() time.Duration { return time.Since(began) }
