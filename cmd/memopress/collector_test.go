package main

import "testing"

// Small wikis stay small, and large ones fit.
func TestGarbagePercent(t *testing.T) {
	for live, want := range map[uint64]int{0: firstGarbage, 20 << 20: mostGarbage, garbageRoom / 2: 200, garbageRoom: 100, 2 * garbageRoom: 50, 9 << 30: leastGarbage} {
		if got := garbagePercent(live); got != want {
			t.Errorf("%d bytes in use: %d%%, want %d%%", live, got, want)
		}
	}
}
