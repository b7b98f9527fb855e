package main

import "testing"

// Small wikis stay small, large ones are collected as Go does by itself.
func TestGarbagePercent(t *testing.T) {
	for live, want := range map[uint64]int{0: mostGarbage, 20 << 20: mostGarbage, garbageRoom / 2: 200, garbageRoom: 100, 9 << 30: 100} {
		if got := garbagePercent(live); got != want {
			t.Errorf("%d bytes in use: %d%%, want %d%%", live, got, want)
		}
	}
}
