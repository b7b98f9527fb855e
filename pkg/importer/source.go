package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
)

// A Source is one export: a folder, an archive, a single file, or the several archives that one
// download was split into. It is read-only and safe for concurrent use.
type Source struct {
	Name    string // the input as the user named it; of several parts the first
	files   []File
	archive bool   // members of archives, not files of a folder
	dir     string // where the folder is, symbolic links followed; empty for archives
	byPath  map[string]int
	skipped []ledger.Entry

	mu      sync.Mutex // guards closers, which nested archives add to
	closers []io.Closer
}

// NewSource returns a source of the given files, for tests and for importers that find a source
// inside another.
func NewSource(name string, files []File) *Source {
	s := &Source{Name: name}
	s.files = append(s.files, files...)
	s.finish(diag.Discard)
	return s
}

// Files returns all files ordered by path in code points. The slice belongs to the source.
func (s *Source) Files() []File { return s.files }

// Skipped returns the account of what is in the input but not in Files: files of the operating
// system, links that lead out, and members of archives that were refused.
func (s *Source) Skipped() []ledger.Entry { return s.skipped }

// Lookup returns the file with that path, compared in NFC.
func (s *Source) Lookup(path string) (File, bool) {
	i, ok := s.byPath[Composed(path)]
	if !ok {
		return File{}, false
	}
	return s.files[i], true
}

// Wrapper returns the folder that an archive holds everything in, because a folder was packed
// and not what is in it; it is empty for folders, single files, and archives of several things.
func (s *Source) Wrapper() string {
	if !s.archive || len(s.files) == 0 {
		return ""
	}
	top, _, ok := strings.Cut(s.files[0].Path, "/")
	last, _, _ := strings.Cut(s.files[len(s.files)-1].Path, "/")
	if !ok || top != last {
		return ""
	}
	return top
}

// Has reports whether any file lies at path or below it.
func (s *Source) Has(path string) bool {
	i, found := slices.BinarySearchFunc(s.files, path, func(f File, p string) int { return strings.Compare(f.Path, p) })
	if found {
		return true
	}
	for ; i < len(s.files) && strings.HasPrefix(s.files[i].Path, path); i++ {
		if strings.HasPrefix(s.files[i].Path, path+"/") {
			return true
		}
	}
	return false
}

// ReadFile returns a file's content. A file of more than limit bytes is an error.
func (s *Source) ReadFile(path string, limit int64) ([]byte, error) {
	f, ok := s.Lookup(path)
	if !ok {
		return nil, fmt.Errorf("%s: no such file", path)
	}
	return f.Read(limit)
}

// Read returns the file's content. More than limit bytes are an error.
func (f File) Read(limit int64) ([]byte, error) {
	if f.Size > limit {
		return nil, fmt.Errorf("%s: %d bytes are more than the %d that are read of such a file", f.RawPath, f.Size, limit)
	}
	if f.whole != nil {
		if content := f.whole(); content != nil {
			return content, nil
		}
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.RawPath, err)
	}
	defer r.Close()
	var buf bytes.Buffer
	buf.Grow(int(min(max(f.Size, 0), 1<<20)) + bytes.MinRead) // one read and no copies while the size is true
	if _, err := buf.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, fmt.Errorf("read %s: %w", f.RawPath, err)
	}
	if int64(buf.Len()) > limit {
		return nil, fmt.Errorf("%s: more than the %d bytes that are read of such a file", f.RawPath, limit)
	}
	return buf.Bytes(), nil
}

// Head returns up to n bytes from the beginning of the file.
func (f File) Head(n int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, n))
}

// Close closes what the source opened. Files must not be opened after it.
func (s *Source) Close() error {
	var first error
	for _, c := range s.closers {
		first = cmp.Or(first, c.Close())
	}
	s.closers = nil
	return first
}

func (s *Source) skip(item string, kind ledger.Kind, rule string) {
	s.skipped = append(s.skipped, ledger.Entry{Source: s.Name, Item: item, Kind: kind, State: ledger.LeftOut, Rule: rule})
}

func (s *Source) fail(item, reason string) {
	s.skipped = append(s.skipped, ledger.Entry{Source: s.Name, Item: item, Kind: ledger.Other, State: ledger.Failed, Reason: reason})
}
