package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	garbageRoom  = 240 << 20 // bytes of garbage that may lie about
	mostGarbage  = 300       // percent of what is in use: small wikis stay small
	leastGarbage = 50        // likewise: large ones fit
	firstGarbage = 2400      // percent of Go's smallest heap, 4 MB, before the first collection
)

// relaxCollector lets Go's collector wait longer than it does by itself while little memory is in
// use: a tenth less time for a build of ten thousand notes, for a tenth more memory. It does not look
// at the first 96 MB at all: they are read and made into notes, of which most stay. Once there is
// much of it, it waits less: with a hundred thousand notes memory runs out before patience. Whoever
// sets GOGC decides instead. The preview, which stays, has settings of its own.
func relaxCollector() {
	if os.Getenv("GOGC") != "" {
		return
	}
	percent := garbagePercent(0)
	debug.SetGCPercent(percent)
	// A finalizer runs after each collection, if it is set again each time.
	var collected func(*[16]byte)
	collected = func(again *[16]byte) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if p := garbagePercent(live[0].Value.Uint64()); p != percent {
			percent = p
			debug.SetGCPercent(p)
		}
		runtime.SetFinalizer(again, collected)
	}
	runtime.SetFinalizer(new([16]byte), collected)
}

// garbagePercent returns how much garbage there may be for every hundred bytes in use.
func garbagePercent(live uint64) int {
	if live == 0 {
		return firstGarbage
	}
	return int(max(leastGarbage, min(mostGarbage, garbageRoom*100/live)))
}
