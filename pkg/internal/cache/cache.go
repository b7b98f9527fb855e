// Package cache keeps what is costly to find out on disk, between builds.
//
// Nothing depends on it: an entry that is missing, damaged, cut short or of another version of
// the program is one that was never there. Entries are found by everything they depend on, so
// that they can be deleted, or carried to another machine, at any time. What no build has used
// for long is removed.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// A Cache is a folder of entries. A nil Cache remembers nothing.
type Cache struct {
	dir string
	put atomic.Bool
}

// layout is the folder of the user's that holds the entries, which is the cache's own: whatever
// else lies beside it is somebody's, and stays.
const layout = "entries-1"

// Open returns the cache in the folder dir, nil for none when dir is empty. The first Put makes
// what is missing.
func Open(dir string) *Cache {
	if dir == "" {
		return nil
	}
	return &Cache{dir: Entries(dir)}
}

// Entries returns the folder of the entries of the cache in the folder dir.
func Entries(dir string) string { return filepath.Join(dir, layout) }

// head begins every entry. Another layout gets another number.
const head = "memopress-cache 1\n"

// Get returns what was put under a key; nil for nothing. The key may be any text.
func (c *Cache) Get(kind, key string) []byte {
	if c == nil {
		return nil
	}
	name := c.path(kind, key)
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	rest, ok := bytes.CutPrefix(data, []byte(head))
	if !ok || len(rest) < sha256.Size {
		return nil
	}
	sum, body := rest[:sha256.Size], rest[sha256.Size:]
	if got := sumOf(kind, key, body); !bytes.Equal(got[:], sum) {
		return nil
	}
	now := time.Now()
	// Prune goes by this time; that it could not be set only makes the entry older.
	_ = os.Chtimes(name, now, now)
	return body
}

// Put keeps data under a key, in place of what was there. Only the user may read it: it may hold
// text of notes that nobody else sees.
func (c *Cache) Put(kind, key string, data []byte) error {
	if c == nil {
		return nil
	}
	name := c.path(kind, key)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("keep in cache: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(name), unfinished+"*") // mode 0600
	if err != nil {
		return fmt.Errorf("keep in cache: %w", err)
	}
	sum := sumOf(kind, key, data)
	_, err = f.Write(append([]byte(head), sum[:]...))
	if err == nil {
		_, err = f.Write(data)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("keep in cache: %w", errors.Join(err, os.Remove(f.Name())))
	}
	c.put.Store(true)
	return nil
}

// unfinished begins the names of entries that are being written.
const unfinished = ".new-"

// sumOf covers the key, too: an entry under the wrong name is damaged.
func sumOf(kind, key string, data []byte) [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s %d %s\n", len(kind), kind, len(key), key)
	h.Write(data)
	return [sha256.Size]byte(h.Sum(nil))
}

func (c *Cache) path(kind, key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(c.dir, kind, hex.EncodeToString(sum[:16]))
}

// isEntry reports whether path gives such names.
func isEntry(name string) bool {
	b, err := hex.DecodeString(name)
	return err == nil && len(b) == 16
}

// Tidy is Prune where something was put since the cache was opened.
func (c *Cache) Tidy(max int64) error {
	if c == nil || !c.put.Load() {
		return nil
	}
	return c.Prune(max)
}

// Prune removes the entries that were not used for the longest time until the others take up at
// most max bytes, and what a killed Put left an hour ago.
func (c *Cache) Prune(max int64) error {
	if c == nil {
		return nil
	}
	type entry struct {
		path string
		size int64
		used time.Time
	}
	var all []entry
	var total int64
	err := filepath.WalkDir(c.dir, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return nil // another build removed it
		}
		if strings.HasPrefix(d.Name(), unfinished) {
			if time.Since(info.ModTime()) > time.Hour {
				return os.Remove(p)
			}
			return nil
		}
		if !isEntry(d.Name()) {
			return nil
		}
		all = append(all, entry{p, info.Size(), info.ModTime()})
		total += info.Size()
		return nil
	})
	if err != nil {
		return fmt.Errorf("tidy the cache: %w", err)
	}
	slices.SortFunc(all, func(a, b entry) int { return a.used.Compare(b.used) })
	for _, e := range all {
		if total <= max {
			break
		}
		if err := os.Remove(e.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("tidy the cache: %w", err)
		}
		total -= e.size
	}
	return nil
}
