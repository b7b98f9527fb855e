package html

import (
	"runtime"
	"strings"
	"testing"
)

// TestMemory: hostile shapes cost memory in proportion to their size. What is allocated, unlike
// the time it takes, is the same on every machine.
func TestMemory(t *testing.T) {
	for name, src := range map[string]string{
		"open tags":   strings.Repeat("<b>x", 50_000),
		"font":        strings.Repeat("<font color=red><i><u>x</font>", 6_000),
		"unknown":     strings.Repeat("<x-y>글", 50_000),
		"links":       strings.Repeat("<a href=x>y", 20_000),
		"cells":       strings.Repeat("<td>", 100) + strings.Repeat("<tr><td>x", 110_000),
		"breaks":      strings.Repeat("<br>", 50_000),
		"nested list": strings.Repeat("<ul><li>x", 400) + strings.Repeat("<li>y", 30_000),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Fragment(src, Options{})
		Tokens(src, Options{})
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > uint64(400*len(src)) {
			t.Errorf("%s: %d kB of HTML take %d MB", name, len(src)/1000, n>>20)
		}
	}
}
