package serve

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWatch(t *testing.T) {
	for _, poll := range []time.Duration{0, 20 * time.Millisecond} {
		name := map[bool]string{true: "events", false: "polling"}[poll == 0]
		t.Run(name, func(t *testing.T) { watchAll(t, poll) })
	}
}

func watchAll(t *testing.T, poll time.Duration) {
	root := t.TempDir()
	vault := filepath.Join(root, "노트")
	single := filepath.Join(root, "export.zip")
	write := func(p, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(vault, "a.md"), "a")
	write(filepath.Join(vault, ".git", "HEAD"), "a")
	write(single, "a")
	calls := make(chan []string, 100)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- Watch(ctx, WatchOptions{
			Paths:  []string{vault, single},
			Ignore: func(p string) bool { return strings.HasSuffix(p, "public") },
			Poll:   poll,
			Say:    func(s string) { t.Error(s) },
		}, func(paths []string) { calls <- paths })
	}()
	time.Sleep(200 * time.Millisecond) // until it watches
	steps := []struct {
		name string
		do   func()
		want bool
	}{
		{"edit", func() { write(filepath.Join(vault, "a.md"), "ab") }, true},
		{"new folder with a note", func() { write(filepath.Join(vault, "새 폴더", "깊이", "b.md"), "b") }, true},
		{"note in the new folder", func() { write(filepath.Join(vault, "새 폴더", "깊이", "c.md"), "b") }, true},
		{"atomic save", func() {
			write(filepath.Join(vault, "a.tmp"), "abc")
			if err := os.Rename(filepath.Join(vault, "a.tmp"), filepath.Join(vault, "a.md")); err != nil {
				t.Error(err)
			}
		}, true},
		{"removed", func() { os.Remove(filepath.Join(vault, "a.md")) }, true},
		{"single file replaced", func() {
			write(filepath.Join(root, "new.zip"), "new")
			if err := os.Rename(filepath.Join(root, "new.zip"), single); err != nil {
				t.Error(err)
			}
		}, true},
		{"neighbour of the single file", func() { write(filepath.Join(root, "other.zip"), "b") }, false},
		{"git", func() { write(filepath.Join(vault, ".git", "HEAD"), "b") }, false},
		{"output", func() { write(filepath.Join(vault, "public", "index.html"), "b") }, false},
		{"swap file", func() { write(filepath.Join(vault, ".a.md.swp"), "b") }, false},
		{"workspace", func() { write(filepath.Join(vault, ".obsidian~"), "b") }, false},
		{"folder replaced", func() {
			if err := os.RemoveAll(vault); err != nil {
				t.Error(err)
			}
			write(filepath.Join(vault, "z.md"), "z")
		}, true},
		{"note in the replaced folder", func() { time.Sleep(1500 * time.Millisecond); write(filepath.Join(vault, "y.md"), "z") }, true},
	}
	for _, step := range steps {
		for len(calls) > 0 {
			<-calls
		}
		step.do()
		wait := 3 * time.Second
		if !step.want {
			wait = 400 * time.Millisecond
		}
		select {
		case paths := <-calls:
			if !step.want {
				t.Errorf("%s was reported", step.name)
			}
			if edited := []string{filepath.Join(vault, "a.md")}; step.name == "edit" && poll == 0 && !slices.Equal(paths, edited) {
				t.Errorf("%s was reported at %q, not at %q", step.name, paths, edited)
			}
			if poll > 0 && paths != nil {
				t.Errorf("%s was reported at %q, though nobody knows where", step.name, paths)
			}
		case <-time.After(wait):
			if step.want {
				t.Errorf("%s was not reported", step.name)
			}
		}
		time.Sleep(300 * time.Millisecond)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// One save is several events, and a rebuild may take longer than the pause between two saves.
func TestWatchSettles(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	running, most, calls := 0, 0, 0
	done := make(chan error, 1)
	go func() {
		done <- Watch(ctx, WatchOptions{Paths: []string{dir}}, func([]string) {
			running++
			most = max(most, running)
			calls++
			time.Sleep(150 * time.Millisecond)
			running--
		})
	}()
	time.Sleep(100 * time.Millisecond)
	for i := range 40 {
		if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(strings.Repeat("x", i)), 0o644); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(600 * time.Millisecond)
	cancel()
	<-done
	if most != 1 || calls < 1 || calls > 3 {
		t.Errorf("%d calls, %d at a time", calls, most)
	}
}
