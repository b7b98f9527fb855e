package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// A Sum is the SHA-256 of a file's bytes.
type Sum = [sha256.Size]byte

// Sums tells the sums of files and remembers them by size, times and inode, so that a file which
// nobody touched is not read again. It is safe for concurrent use.
type Sums struct {
	now func() time.Time

	mu    sync.Mutex
	known map[string]stamped
	used  map[string]stamped
	seen  map[string]string // stamps as they were before a file was read, trusted or not
	fresh bool              // a file was read, so that there is something to remember
}

type stamped struct {
	stamp string
	sum   Sum
}

// NewSums returns sums without memory.
func NewSums() *Sums {
	return &Sums{now: time.Now, known: map[string]stamped{}, used: map[string]stamped{}, seen: map[string]string{}}
}

// ReadSums returns sums with the memory that Encode wrote. Text that Encode did not write is no
// memory.
func ReadSums(text string) *Sums {
	s := NewSums()
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		hexed, rest, _ := strings.Cut(line, " ")
		stamp, quoted, ok := strings.Cut(rest, " ")
		name, err := strconv.Unquote(quoted)
		var st stamped
		n, herr := hex.Decode(st.sum[:], []byte(hexed[:min(len(hexed), 2*len(st.sum))]))
		if !ok || err != nil || herr != nil || n != len(st.sum) {
			return NewSums()
		}
		st.stamp = stamp
		s.known[name] = st
	}
	return s
}

// Encode writes what was asked for since the beginning.
func (s *Sums) Encode() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, 0, len(s.used))
	for n := range s.used {
		names = append(names, n)
	}
	slices.Sort(names)
	var b []byte
	for _, n := range names {
		st := s.used[n]
		b = hex.AppendEncode(b, st.sum[:])
		b = append(b, ' ')
		b = append(b, st.stamp...)
		b = append(b, ' ')
		b = strconv.AppendQuote(b, n)
		b = append(b, '\n')
	}
	return string(b)
}

// settled is how old a change must be for times to tell that there was none since: a file system
// that counts in seconds cannot tell two changes within one apart. Linux counts in ticks of at
// most 10 ms, and then the time has more digits than milliseconds.
func settled(t time.Time) time.Duration {
	if t.Nanosecond()%int(time.Millisecond) != 0 {
		return 100 * time.Millisecond
	}
	return 2 * time.Second
}

// Stamp says in one word what changes when a file does, "" for a file that changed so lately that
// another change may not show.
func Stamp(info fs.FileInfo) string {
	stamp, last := stampOf(info)
	if time.Since(last) < settled(last) {
		return ""
	}
	return stamp
}

// Of returns the sum of a regular file.
func (s *Sums) Of(name string) (Sum, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return Sum{}, err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return Sum{}, err
	}
	if !info.Mode().IsRegular() {
		return Sum{}, fmt.Errorf("%s is not a file", name)
	}
	before, last := stampOf(info)
	s.mu.Lock()
	st, ok := s.known[abs]
	s.mu.Unlock()
	if !ok || st.stamp != before {
		if st.sum, err = read(abs); err != nil {
			return Sum{}, err
		}
		st.stamp = before
	}
	if s.now().Sub(last) < settled(last) {
		st.stamp = "-" // not to be trusted by the next build
	}
	s.mu.Lock()
	s.fresh = s.fresh || !ok || s.known[abs] != st
	s.used[abs] = st
	s.seen[abs] = before
	s.mu.Unlock()
	return st.sum, nil
}

// Still reports whether nobody has touched these files since their sums were asked for.
func (s *Sums) Still(names []string) bool {
	for _, name := range names {
		abs, err := filepath.Abs(name)
		if err != nil {
			return false
		}
		info, err := os.Stat(abs)
		if err != nil {
			return false
		}
		now, _ := stampOf(info)
		s.mu.Lock()
		before, ok := s.seen[abs]
		s.mu.Unlock()
		if !ok || now != before {
			return false
		}
	}
	return true
}

// Fresh reports whether there is anything to remember that was not known.
func (s *Sums) Fresh() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fresh
}

// All returns the sums of files, in their order.
func (s *Sums) All(names []string) ([]Sum, error) {
	out := make([]Sum, len(names))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := len(names) * w / workers; i < len(names)*(w+1)/workers; i++ {
				var err error
				if out[i], err = s.Of(names[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return out, g.Wait()
}

func read(name string) (sum Sum, err error) {
	f, err := os.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	buf := buffers.Get().(*[64 << 10]byte)
	defer buffers.Put(buf)
	h := sha256.New()
	for {
		n, err := f.Read(buf[:])
		h.Write(buf[:n]) // never fails
		if err == io.EOF {
			break
		}
		if err != nil {
			return sum, err
		}
	}
	h.Sum(sum[:0])
	return sum, nil
}

// buffers are for read: most files are smaller than what io.Copy would allocate for each.
var buffers = sync.Pool{New: func() any { return new([64 << 10]byte) }}
