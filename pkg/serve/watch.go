package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// WatchOptions say what to watch.
type WatchOptions struct {
	Paths  []string               // folders, watched with all below them, and files
	Ignore func(path string) bool // what is not looked at, besides IgnoredByDefault; may be nil
	Poll   time.Duration          // look at all files this often instead of asking the system; 0 for asking
	Begun  func()                 // called once when no change from then on goes unnoticed; may be nil
	Say    func(string)           // hears that the system cannot tell and files are looked at instead; may be nil
}

// How long it has to be quiet before a change counts, since an editor's one save is several
// events: less where files were only written than where they come, go or change names. And how long
// at most that may delay it.
const (
	written = 5 * time.Millisecond
	quiet   = 15 * time.Millisecond
	longest = 2 * time.Second
)

// pollEvery is the pause between two looks when the system cannot tell.
const pollEvery = time.Second

// IgnoredByDefault reports whether a path is never watched: version control, editors' swap and
// backup files, our own folders and the parts of .obsidian that change with every click.
func IgnoredByDefault(p string) bool {
	name := filepath.Base(p)
	switch name {
	case ".git", ".hg", ".svn", "node_modules", ".DS_Store", "4913",
		"workspace.json", "workspace-mobile.json", "workspaces.json":
		return true
	}
	return strings.HasPrefix(name, ".memopress") || strings.HasPrefix(name, ".#") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, ".") && (strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".swx") || strings.HasSuffix(name, ".memopress"))
}

// Watch calls changed after each change of files, never twice at a time, until ctx ends, with the
// absolute paths at which something happened, or none where that is not known. It returns nil then,
// and an error only when it cannot begin.
func Watch(ctx context.Context, opts WatchOptions, changed func(paths []string)) error {
	w := &watcher{opts: opts, kick: make(chan struct{}, 1)}
	for _, p := range opts.Paths {
		abs, err := filepath.Abs(p)
		if err == nil {
			abs, err = filepath.EvalSymlinks(abs)
		}
		if err != nil {
			return fmt.Errorf("watch %s: %w", p, err)
		}
		w.roots = append(w.roots, abs)
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	defer func() { cancel(); <-done }()
	go func() {
		defer close(done)
		w.report(ctx, changed)
	}()
	if opts.Poll == 0 {
		err := w.listen(ctx)
		if err == nil {
			return nil
		}
		if opts.Say != nil {
			opts.Say(fmt.Sprintf("the system cannot watch the folders (%v), so they are looked at every second", err))
		}
		w.wake("") // something may have changed meanwhile
	}
	w.poll(ctx)
	return nil
}

type watcher struct {
	begun sync.Once
	opts  WatchOptions
	roots []string
	kick  chan struct{}

	mu      sync.Mutex
	paths   map[string]bool // of what happened since the last report
	unknown bool            // something happened at a place that is not known
	moved   bool            // a file has come, gone or changed its name
}

func (w *watcher) wake(p string) {
	w.mu.Lock()
	if w.paths == nil {
		w.paths = map[string]bool{}
	}
	w.paths[p] = true
	w.unknown = w.unknown || p == ""
	w.mu.Unlock()
	select {
	case w.kick <- struct{}{}:
	default: // it is known already
	}
}

// report waits for changes to settle and passes them on. Changes during the call lead to
// another one.
func (w *watcher) report(ctx context.Context, changed func(paths []string)) {
	for {
		select {
		case <-w.kick:
		case <-ctx.Done():
			return
		}
		end := time.After(longest)
	settle:
		for {
			select {
			case <-w.kick:
			case <-time.After(w.pause()):
				break settle
			case <-end:
				break settle
			case <-ctx.Done():
				return
			}
		}
		changed(w.take())
	}
}

// move notes that more than what is in a file has changed.
func (w *watcher) move() {
	w.mu.Lock()
	w.moved = true
	w.mu.Unlock()
}

// pause is how long it has to be quiet now.
func (w *watcher) pause() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.moved || w.unknown {
		return quiet
	}
	return written
}

// take returns where something happened since it was called last, nil where that is not known.
func (w *watcher) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := slices.Sorted(maps.Keys(w.paths))
	if w.unknown {
		out = nil
	}
	w.paths, w.unknown, w.moved = nil, false, false
	return out
}

func (w *watcher) ignored(p string) bool {
	for _, root := range w.roots {
		if p == root {
			return false
		}
	}
	return IgnoredByDefault(p) || w.opts.Ignore != nil && w.opts.Ignore(p)
}

// concerns reports whether p is one of the watched files or in one of the folders: a single
// file is watched through its folder, because editors replace files.
func (w *watcher) concerns(p string) bool {
	for _, root := range w.roots {
		if p == root || strings.HasPrefix(p, root+string(filepath.Separator)) {
			return !w.ignored(p)
		}
	}
	return false
}

// begin says that changes are seen from now on.
func (w *watcher) begin() {
	if w.opts.Begun != nil {
		w.begun.Do(w.opts.Begun)
	}
}

// listen passes on what the system tells until ctx ends; an error means that it cannot tell.
func (w *watcher) listen(ctx context.Context) error {
	n, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer n.Close()
	if err := w.addRoots(n); err != nil {
		return err
	}
	w.begin()
	again := time.NewTicker(pollEvery)
	defer again.Stop()
	lost := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-n.Events:
			if e.Op == fsnotify.Chmod || !w.concerns(e.Name) {
				continue
			}
			lost = lost || w.isRoot(e.Name) && e.Has(fsnotify.Remove|fsnotify.Rename)
			if e.Has(fsnotify.Create) {
				if err := w.add(n, e.Name); err != nil {
					return err
				}
			}
			if e.Op != fsnotify.Write {
				w.move()
			}
			w.wake(e.Name)
		case err := <-n.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return err
			}
			if err := w.addRoots(n); err != nil { // new folders may have been among the lost events
				return err
			}
			w.wake("")
		case <-again.C:
			// A watched folder was moved or removed, as git does: it may be there again.
			if lost && w.rootsExist() {
				if err := w.addRoots(n); err != nil {
					return err
				}
				lost = false
				w.wake("")
			}
		}
	}
}

func (w *watcher) isRoot(p string) bool {
	for _, root := range w.roots {
		if p == root {
			return true
		}
	}
	return false
}

func (w *watcher) rootsExist() bool {
	for _, root := range w.roots {
		if _, err := os.Stat(root); err != nil {
			return false
		}
	}
	return true
}

func (w *watcher) addRoots(n *fsnotify.Watcher) error {
	for _, root := range w.roots {
		if err := n.Add(filepath.Dir(root)); err != nil {
			return err
		}
		if err := w.add(n, root); err != nil {
			return err
		}
	}
	return nil
}

// add watches a folder and all below it; what is gone meanwhile is no error.
func (w *watcher) add(n *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case !e.IsDir():
			return nil
		case w.ignored(p):
			return filepath.SkipDir
		}
		if err := n.Add(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// poll compares all files with how they were, until ctx ends.
func (w *watcher) poll(ctx context.Context) {
	pause := w.opts.Poll
	if pause == 0 {
		pause = pollEvery
	}
	before := w.snapshot()
	w.begin()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		start := time.Now()
		now := w.snapshot()
		if !equal(before, now) {
			before = now
			w.wake("")
		}
		// Looking at very many files must not keep a core busy.
		pause = max(pause, 10*time.Since(start))
	}
}

type state struct {
	size    int64
	changed time.Time
	mode    fs.FileMode
}

func (w *watcher) snapshot() map[string]state {
	out := map[string]state{}
	for _, root := range w.roots {
		// What cannot be looked at counts as not there; that it is there again is a change.
		_ = filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if w.ignored(p) {
				if e.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			if info, err := e.Info(); err == nil {
				s := state{mode: info.Mode()}
				if !e.IsDir() {
					s.size, s.changed = info.Size(), info.ModTime()
				}
				out[p] = s
			}
			return nil
		})
	}
	return out
}

func equal(a, b map[string]state) bool {
	if len(a) != len(b) {
		return false
	}
	for p, s := range a {
		if t, ok := b[p]; !ok || s.size != t.size || s.mode != t.mode || !s.changed.Equal(t.changed) {
			return false
		}
	}
	return true
}
