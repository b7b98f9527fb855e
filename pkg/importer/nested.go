package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"memopress/pkg/diag"
)

// maxInMemory is how large an archive inside an archive may be that is held in memory, in bytes.
// A larger one is unpacked into a temporary file.
const maxInMemory = 1 << 20

// OpenNested opens a zip archive that is a file of s: one of the parts inside a Notion export, a
// .textpack, a .docx. Its files have their paths inside that archive, and are closed with s. What
// is damaged or refused in it is reported and stands in its Skipped, with Source and Item as
// items of f ("f#path"). The limits of OpenOptions hold for it as for any archive. The error
// says that f is no zip archive or cannot be read; whoever calls then accounts for f.
func (s *Source) OpenNested(f File, r diag.Reporter) (*Source, error) {
	data, size, closer, err := seekable(f)
	if err != nil {
		return nil, err
	}
	if _, err := zip.NewReader(data, size); err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, errors.Join(fmt.Errorf("%s is not a whole zip archive: %w", f.RawPath, err), closer.Close())
	}
	in := &Source{Name: s.Name, archive: true}
	a := archive{source: in, part: f.Place, size: size, opts: OpenOptions{Limits: Limits{}.orDefault()}, report: r}
	if err := a.zip(data); err != nil {
		return nil, errors.Join(err, closer.Close())
	}
	in.finish(r)
	for i, e := range in.skipped {
		in.skipped[i].Item = f.Path + "#" + trimPart(e.Item, f.Place)
	}
	s.mu.Lock()
	s.closers = append(s.closers, closer)
	s.mu.Unlock()
	return in, nil
}

// ReaderAt returns the content of a file for reading at any place, and its size in bytes. It stays
// open until s is closed; a member of an archive is unpacked into a temporary file for it.
func (s *Source) ReaderAt(f File) (io.ReaderAt, int64, error) {
	data, size, closer, err := seekable(f)
	if err != nil {
		return nil, 0, err
	}
	s.mu.Lock()
	s.closers = append(s.closers, closer)
	s.mu.Unlock()
	return data, size, nil
}

// trimPart takes the archive's own name off an item of it.
func trimPart(item, part string) string {
	if len(item) > len(part) && item[:len(part)] == part {
		return item[len(part)+1:]
	}
	return "the archive"
}

// seekable returns the content of a file for reading at any place.
func seekable(f File) (io.ReaderAt, int64, io.Closer, error) {
	r, err := f.Open()
	if err != nil {
		return nil, 0, nil, fmt.Errorf("open %s: %w", f.RawPath, err)
	}
	defer r.Close()
	if f.Size <= maxInMemory { // thousands of small documents must not hold as many files open
		data, err := f.Read(maxInMemory)
		return bytes.NewReader(data), int64(len(data)), io.NopCloser(nil), err
	}
	if file, ok := r.(*os.File); ok {
		again, err := os.Open(file.Name())
		if err != nil {
			return nil, 0, nil, fmt.Errorf("open %s: %w", f.RawPath, err)
		}
		return again, f.Size, again, nil
	}
	tmp, err := os.CreateTemp("", "memopress-*.zip")
	if err != nil {
		return nil, 0, nil, fmt.Errorf("unpack %s: %w", f.RawPath, err)
	}
	t := &temporary{tmp, os.Remove(tmp.Name()) == nil}
	n, err := io.Copy(t, r)
	if err != nil {
		return nil, 0, nil, errors.Join(fmt.Errorf("unpack %s: %w", f.RawPath, err), t.Close())
	}
	return t, n, t, nil
}
