//go:build !unix

package main

import "time"

// processorTime returns how long processors have worked for this program; 0 where nobody says.
func processorTime() time.Duration { return 0 }
