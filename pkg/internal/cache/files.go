package cache

import (
	"encoding/binary"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/s2"
	"golang.org/x/sync/errgroup"
)

// Files keeps many files together, compressed, by path. They lie in parts, of which only those are
// written again whose files are others, so that it costs little to keep them up to date.
type Files struct {
	cache      *Cache
	kind, name string
	max        int64
	parts      []uint64 // sums of the parts that lie in the cache; nil when nobody has looked
}

// Files returns the files that are kept under a name, at most max bytes of them.
func (c *Cache) Files(kind, name string, max int64) *Files {
	return &Files{cache: c, kind: kind, name: name, max: max}
}

// Parts are cut by what their paths sum up to, so that a file stays where it is when others come
// and go. How many there are depends on the size of all, by powers of two: that seldom changes.
const (
	partSize  = 1 << 20
	mostParts = 512
)

// Get returns all files and the key that they were put with; nil for none. It is all of them or
// none: when one part is damaged, or of another time than the list of parts, there are none.
func (f *Files) Get() (key string, files map[string][]byte) {
	if key = f.look(); len(f.parts) == 0 {
		return "", nil
	}
	read := make([]map[string][]byte, len(f.parts))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range f.parts {
		g.Go(func() error {
			part, err := s2.Decode(nil, f.cache.Get(f.kind, f.part(i)))
			if err != nil || xxhash.Sum64(part) != f.parts[i] {
				return errDamaged
			}
			read[i], err = cutPart(part)
			return err
		})
	}
	if g.Wait() != nil {
		f.parts = []uint64{} // all are written anew
		return "", nil
	}
	files = make(map[string][]byte, len(read)*len(read[0]))
	for _, part := range read {
		maps.Copy(files, part)
	}
	return key, files
}

// look reads the list of parts.
func (f *Files) look() (key string) {
	f.parts = []uint64{}
	text, sums, ok := cutText(f.cache.Get(f.kind, f.name))
	if !ok || len(sums)%8 != 0 || len(sums) > 8*mostParts {
		return ""
	}
	for ; len(sums) > 0; sums = sums[8:] {
		f.parts = append(f.parts, binary.LittleEndian.Uint64(sums))
	}
	return string(text)
}

var errDamaged = errors.New("damaged")

// Put keeps files in place of those that were there. Where they are too large, nothing is kept.
func (f *Files) Put(key string, files map[string][]byte) error {
	var total int64
	for p, data := range files {
		total += int64(len(p) + len(data))
	}
	if f.cache == nil || total > f.max {
		return nil
	}
	count := 1
	for count < mostParts && int64(count)*partSize < total {
		count *= 2
	}
	paths := make([][]string, count)
	for _, p := range slices.Sorted(maps.Keys(files)) {
		i := xxhash.Sum64String(p) % uint64(count)
		paths[i] = append(paths[i], p)
	}
	if f.parts == nil {
		f.look()
	}
	if len(f.parts) != count {
		f.parts = make([]uint64, count)
	}
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			var part, packed []byte // of all parts in turn: there may be much in memory already
			for i := w; i < count; i += workers {
				sum := sumPart(paths[i], files)
				if f.parts[i] == sum {
					continue
				}
				f.parts[i] = 0
				part = joinPart(part[:0], paths[i], files)
				packed = s2.Encode(packed[:cap(packed)], part)
				if err := f.cache.Put(f.kind, f.part(i), packed); err != nil {
					return err
				}
				f.parts[i] = sum
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	index := append(binary.AppendUvarint(nil, uint64(len(key))), key...)
	for _, sum := range f.parts {
		index = binary.LittleEndian.AppendUint64(index, sum)
	}
	return f.cache.Put(f.kind, f.name, index)
}

func (f *Files) part(i int) string { return f.name + "\x00" + strconv.Itoa(i) }

// joinPart appends, for each file, the length of its path, the path, the length of its bytes, the bytes.
func joinPart(out []byte, paths []string, files map[string][]byte) []byte {
	for _, p := range paths {
		out = append(binary.AppendUvarint(out, uint64(len(p))), p...)
		out = append(binary.AppendUvarint(out, uint64(len(files[p]))), files[p]...)
	}
	return out
}

// sumPart is the sum of what joinPart appends.
func sumPart(paths []string, files map[string][]byte) uint64 {
	h := xxhash.New()
	var n []byte
	for _, p := range paths {
		n = binary.AppendUvarint(n[:0], uint64(len(p)))
		_, _ = h.Write(n) // it takes all
		_, _ = h.WriteString(p)
		n = binary.AppendUvarint(n[:0], uint64(len(files[p])))
		_, _ = h.Write(n)
		_, _ = h.Write(files[p])
	}
	return h.Sum64()
}

func cutPart(part []byte) (map[string][]byte, error) {
	out := map[string][]byte{}
	for len(part) > 0 {
		path, rest, ok := cutText(part)
		data, rest, also := cutText(rest)
		if !ok || !also {
			return nil, errDamaged
		}
		out[string(path)], part = data, rest
	}
	return out, nil
}

func cutText(data []byte) (text, rest []byte, ok bool) {
	n, used := binary.Uvarint(data)
	if used <= 0 || n > uint64(len(data)-used) {
		return nil, nil, false
	}
	end := used + int(n)
	return data[used:end:end], data[end:], true
}
