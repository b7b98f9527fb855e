package output

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const killVariable = "MEMOPRESS_TEST_BUILD_INTO"

// TestMain lets this test's own program be the one that is killed: with the variable set it
// builds siteB and nothing else.
func TestMain(m *testing.M) {
	dir, ok := os.LookupEnv(killVariable)
	if !ok {
		os.Exit(m.Run())
	}
	b, err := Begin(dir, Options{})
	if err == nil {
		if err = put(b, siteB); err == nil {
			_, err = b.Commit(context.Background())
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// TestKillEverywhere kills a real process at each of its system calls, one kind at a time,
// because strace counts them by kind.
func TestKillEverywhere(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if testing.Short() {
		t.Skip("starts a few hundred processes")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	parent := fastFolder(t)
	dir := filepath.Join(parent, "public")
	total, old, fresh := 0, 0, 0
	for _, call := range []string{"mkdirat", "openat", "write", "fchmod", "fchmodat", "linkat", "symlinkat", "fsync", "syncfs", "renameat", "renameat2", "unlinkat", "flock"} {
		for k := 1; ; k++ {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			publish(t, dir, siteA, Options{})
			cmd := exec.Command(strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", call, k), self)
			cmd.Env = append(os.Environ(), killVariable+"="+dir, "GOMAXPROCS=1")
			text, err := cmd.CombinedOutput()
			got := tree(t, dir)
			if err == nil {
				same(t, dir, siteB)
				break // k is past the last call of this kind
			}
			if s, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() {
				t.Skipf("strace cannot trace here: %v: %s", err, text)
			}
			total++
			switch {
			case cmp.Equal(got, siteA):
				old++
			case cmp.Equal(got, siteB):
				fresh++
			default:
				t.Errorf("killed at %s %d: MIXED\n%s", call, k, cmp.Diff(siteB, got))
			}
			publish(t, dir, siteB, Options{})
			same(t, dir, siteB)
			alone(t, dir)
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d kill points: %d old, %d new, 0 mixed", total, old, fresh)
	if fresh == 0 || old == 0 {
		t.Error("the kills did not reach both sides of the exchange")
	}
}
