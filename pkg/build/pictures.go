package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"memopress/pkg/diag"
	"memopress/pkg/internal/cache"
	"memopress/pkg/internal/picture"
	"memopress/pkg/internal/webp"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// A shrinker makes the smaller copies of pictures, as many at once as there is memory for.
type shrinker struct {
	encoder webp.Encoder
	cache   *cache.Cache // nil for none
	pixels  *semaphore.Weighted
}

func newShrinker(folder string) *shrinker {
	return &shrinker{cache: cache.Open(folder), pixels: semaphore.NewWeighted(picture.MaxPixels)}
}

const pictureKind = "pictures"

// tidy bounds the cache. That old entries stay costs room until a build can remove them.
func (s *shrinker) tidy() {
	if s != nil {
		_ = s.cache.Tidy(cacheSize)
	}
}

// copies returns the copies of a picture of that many pixels, as they were made before if that is
// known.
func (s *shrinker) copies(ctx context.Context, mediaType string, data []byte, pixels int64) ([]picture.Copy, error) {
	key := fmt.Sprintf("webp 1, quality %d, widths %v, %s %x", picture.Quality, picture.Widths, mediaType, sha256.Sum256(data))
	if known, ok := decodeCopies(s.cache.Get(pictureKind, key)); ok {
		return known, nil
	}
	pixels = min(max(pixels, 1), picture.MaxPixels)
	if err := s.pixels.Acquire(ctx, pixels); err != nil {
		return nil, err
	}
	defer s.pixels.Release(pixels)
	made, err := picture.Copies(&s.encoder, mediaType, data)
	if err != nil {
		return nil, err
	}
	// A cache that cannot be written costs the next build time, and nothing else.
	_ = s.cache.Put(pictureKind, key, encodeCopies(made))
	return made, nil
}

// encodeCopies writes their number and, for each, its width, its length and its bytes.
func encodeCopies(all []picture.Copy) []byte {
	out := binary.AppendUvarint(nil, uint64(len(all)))
	for _, c := range all {
		out = binary.AppendUvarint(out, uint64(c.Width))
		out = binary.AppendUvarint(out, uint64(len(c.Data)))
		out = append(out, c.Data...)
	}
	return out
}

func decodeCopies(data []byte) (all []picture.Copy, ok bool) {
	number := func() int {
		v, n := binary.Uvarint(data)
		if n <= 0 || v > 1<<31 {
			data = nil
			return -1
		}
		data = data[n:]
		return int(v)
	}
	for range number() {
		width, size := number(), number()
		if width < 1 || size < 0 || size > len(data) {
			return nil, false
		}
		all = append(all, picture.Copy{Width: width, Data: data[:size]})
		data = data[size:]
	}
	return all, data != nil && len(data) == 0
}

// shrinks reports whether the picture at an address gets copies: it is wide enough, and nothing
// else has their addresses.
func (f *files) shrinks(address, mediaType string) bool {
	if f.shrinker == nil || !picture.Decodes(mediaType) || f.sizes[address][0] <= picture.Widths[0] {
		return false
	}
	for _, w := range picture.Widths {
		if f.taken()[strings.ToLower(address+html.CopySuffix(w))] {
			return false
		}
	}
	return true
}

// writePicture hands out a picture and its copies.
func (f *files) writePicture(ctx context.Context, w Writer, file site.File, mediaType string, in io.Reader, r diag.Reporter) error {
	data, err := io.ReadAll(in)
	if err != nil {
		f.lost(file, err, r)
		return nil
	}
	if err := w.Write(file.Address, data); err != nil {
		return fmt.Errorf("write %s: %w", file.Address, err)
	}
	size := f.sizes[file.Address]
	copies, err := f.shrinker.copies(ctx, mediaType, data, int64(size[0])*int64(size[1]))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		if !errors.Is(err, picture.ErrMoves) {
			r.Report(diag.Diagnostic{Severity: diag.Info, Code: "P003", Pos: diag.Pos{File: file.Address}, Message: "no smaller copies: " + err.Error()})
		}
		return nil
	}
	var widths []int
	for _, c := range copies {
		if err := w.Copy(file.Address+html.CopySuffix(c.Width), bytes.NewReader(c.Data)); err != nil {
			return fmt.Errorf("write %s: %w", file.Address, err)
		}
		widths = append(widths, c.Width)
	}
	f.mu.Lock()
	f.copies[file.Address] = widths
	f.mu.Unlock()
	return nil
}

// copiesOf is render.Options.Copies.
func (f *files) copiesOf(address string) []int { return f.copies[address] }

// close frees what making copies took.
func (f *files) close() error {
	if f.shrinker == nil {
		return nil
	}
	return f.shrinker.encoder.Close()
}

// takenBy returns the addresses of all attachments, in lower case.
func takenBy(s *site.Site) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		out := make(map[string]bool, len(s.Files))
		for _, file := range s.Files {
			out[strings.ToLower(file.Address)] = true
		}
		return out
	})
}
