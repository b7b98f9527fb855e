package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"memopress/pkg/importer"
	"memopress/pkg/internal/office"
)

// The limits on packages. A part may unpack to much more than it takes up only while it is small.
const (
	maxParts    = 100_000
	maxInMemory = 1 << 20  // bytes of a package from an archive; a larger one is put into a temporary file
	smallPart   = 16 << 20 // bytes of a part that may be packed however tightly
	maxRatio    = 200
	maxPart     = 512 << 20 // bytes of one part
)

// A pack is the zip archive that a document is. It is open only while the document is read, and
// once more for each picture: a folder may hold more documents than a program may open files.
type pack struct {
	file    importer.File
	members map[string]*zip.File
	closer  io.Closer
}

// openPack opens a package.
func openPack(f importer.File) (*pack, error) {
	data, size, closer, err := seekable(f)
	if err != nil {
		return nil, err
	}
	p := &pack{file: f, members: map[string]*zip.File{}, closer: closer}
	if err := p.list(data, size); err != nil {
		return nil, errors.Join(err, closer.Close())
	}
	return p, nil
}

func (p *pack) list(data io.ReaderAt, size int64) error {
	head := make([]byte, 8)
	if _, err := data.ReadAt(head, 0); err == nil && bytes.Equal(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return office.ErrLocked // the container in which encrypted documents of Office lie
	}
	z, err := zip.NewReader(data, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fmt.Errorf("%s is not a whole document: %w", p.file.RawPath, err)
	}
	if len(z.File) > maxParts {
		return fmt.Errorf("%s holds more than the %d parts that are read", p.file.RawPath, maxParts)
	}
	for _, m := range z.File {
		if _, taken := p.members[m.Name]; !taken {
			p.members[m.Name] = m
		}
	}
	return nil
}

// part opens a part of the package.
func (p *pack) part(name string) (io.ReadCloser, int64, error) {
	const encrypted = 0x1
	m := p.members[name]
	if m == nil {
		return nil, 0, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	size := m.UncompressedSize64
	switch {
	case m.Flags&encrypted != 0:
		return nil, 0, office.ErrLocked
	case size > maxPart, size > smallPart && size/max(m.CompressedSize64, 1) > maxRatio:
		return nil, 0, fmt.Errorf("%s unpacks to more than is read", name)
	}
	r, err := m.Open()
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	return r, int64(size), nil
}

func (p *pack) close() {
	// Nothing was written, so that closing cannot lose anything.
	_ = p.closer.Close()
}

// reopen returns a function that opens the package again and a part in it.
func (p *pack) reopen(name string) func() (io.ReadCloser, error) {
	file := p.file
	return func() (io.ReadCloser, error) {
		again, err := openPack(file)
		if err != nil {
			return nil, err
		}
		r, _, err := again.part(name)
		if err != nil {
			return nil, errors.Join(err, again.closer.Close())
		}
		return &within{r, again.closer}, nil
	}
}

// within is a part that closes its package with itself.
type within struct {
	io.ReadCloser
	pack io.Closer
}

func (w *within) Close() error { return errors.Join(w.ReadCloser.Close(), w.pack.Close()) }

// seekable returns the content of a file for reading at any place.
func seekable(f importer.File) (io.ReaderAt, int64, io.Closer, error) {
	r, err := f.Open()
	if err != nil {
		return nil, 0, nil, fmt.Errorf("open %s: %w", f.RawPath, err)
	}
	if file, ok := r.(*os.File); ok {
		return file, f.Size, file, nil
	}
	defer r.Close()
	if f.Size <= maxInMemory {
		data, err := f.Read(maxInMemory)
		return bytes.NewReader(data), int64(len(data)), io.NopCloser(nil), err
	}
	tmp, err := os.CreateTemp("", "memopress-*.zip")
	if err != nil {
		return nil, 0, nil, fmt.Errorf("unpack %s: %w", f.RawPath, err)
	}
	t := &temporary{tmp}
	n, err := io.Copy(tmp, r)
	if err != nil {
		return nil, 0, nil, errors.Join(fmt.Errorf("unpack %s: %w", f.RawPath, err), t.Close())
	}
	return tmp, n, t, nil
}

// temporary is a file that is deleted when it is closed.
type temporary struct{ file *os.File }

func (t *temporary) Close() error { return errors.Join(t.file.Close(), os.Remove(t.file.Name())) }
