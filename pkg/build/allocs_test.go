//go:build linux

package build

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"memopress/pkg/diag"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// A build allocates about as often as testdata/allocs.txt says, for each note. Unlike time, that is
// the same on every machine; a tenth more or less does not come about without a reason. After a
// change that is meant: go test ./pkg/build -run TestAllocations -update
func TestAllocations(t *testing.T) {
	if testing.Short() {
		t.Skip("short runs are those of the race detector, which allocates, too")
	}
	const notes = 300
	o := options(t, vault(t, notes))
	o.Render.Workers = 1
	var before, after runtime.MemStats
	for range 2 { // the first build loads what all builds share
		runtime.GC()
		runtime.ReadMemStats(&before)
		if _, err := Build(context.Background(), o, discarded{}, diag.Discard); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
	}
	got := int(after.Mallocs-before.Mallocs) / notes
	golden := filepath.Join("testdata", "allocs.txt")
	if *update {
		if err := os.WriteFile(golden, fmt.Appendf(nil, "%d\n", got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d allocations, %d kB for each note", got, int(after.TotalAlloc-before.TotalAlloc)/notes/1000)
	if got > want+want/10 || got < want-want/5 {
		t.Errorf("%d allocations for each note, and %d in %s", got, want, golden)
	}
}
