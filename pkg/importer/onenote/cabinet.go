package onenote

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
	"memopress/pkg/importer/onenote/cab"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/ledger"
)

// holdsSections reports whether a cabinet holds files of OneNote.
func holdsSections(src *importer.Source, f importer.File) bool {
	r, size, err := src.ReaderAt(f)
	if err != nil {
		return false
	}
	c, err := cab.Open(r, size)
	if err != nil {
		return strings.EqualFold(path.Ext(f.Path), ".onepkg")
	}
	for _, m := range c.Files {
		if ext := strings.ToLower(path.Ext(m.Name)); ext == ".one" || ext == ".onetoc2" {
			return true
		}
	}
	return false
}

// cabinet reads a package: a notebook whose section groups are folders.
func (e *export) cabinet(f importer.File) {
	r, size, err := e.src.ReaderAt(f)
	var c *cab.Cabinet
	if err == nil {
		c, err = cab.Open(r, size)
	}
	if err != nil {
		importer.Fail(e.sink, e.src, f, ledger.Note, err)
		return
	}
	if len(c.Files) == 0 {
		importer.LeaveOut(e.sink, e.src, f, ledger.Other, "package without sections")
		return
	}
	notebook := strings.TrimSuffix(f.Path, path.Ext(f.Path))
	for i := range c.Folders {
		e.folder(f, notebook, c, i)
	}
	for _, m := range c.Files {
		if m.Folder < 0 {
			e.fail(member{File: f, inside: norm.NFC.String(strings.ToValidUTF8(m.Name, "\ufffd"))}, "", ledger.Note, errors.New("it goes on in another cabinet"))
		}
	}
}

// folder reads the files of one of a package's compressed streams. What lies before damage is
// read.
func (e *export) folder(f importer.File, notebook string, c *cab.Cabinet, index int) {
	content, good, err := e.unpack(f, c, index)
	sum := int64(0)
	for _, m := range c.Files {
		if m.Folder != index {
			continue
		}
		name := norm.NFC.String(strings.ToValidUTF8(m.Name, "\ufffd"))
		in := member{File: f, inside: name, path: path.Join(notebook, path.Clean("/"+name)), time: m.Modified, size: m.Size}
		sum += m.Size
		switch {
		case m.Offset > good || m.Size > good-m.Offset:
			e.fail(in, "", ledger.Note, fmt.Errorf("unpack: %w", errors.Join(err, errors.New("it lies behind the end of the data"))))
			continue
		case sum > c.Size(index):
			e.fail(in, "", ledger.Note, errors.New("the files of the package lie over each other"))
			continue
		}
		in.reader = io.NewSectionReader(content, m.Offset, m.Size)
		head := make([]byte, store.HeadSize)
		n, err := in.reader.ReadAt(head, 0)
		switch ext := strings.ToLower(path.Ext(name)); {
		case store.KindOf(head[:n]) != store.NotOneNote:
			e.member(in)
		case ext == ".one" || ext == ".onetoc2":
			if err == nil || errors.Is(err, io.EOF) {
				err = errors.New("it does not begin as a file of OneNote does")
			}
			e.fail(in, "", ledger.Note, err)
		default:
			e.leaveOut(in, "", ledger.Other, "not of OneNote")
		}
	}
}

// unpack unpacks a stream to where it can be read at any place as long as the source is open.
// good is how much of it could be unpacked before err.
func (e *export) unpack(f importer.File, c *cab.Cabinet, index int) (content io.ReaderAt, good int64, err error) {
	var damage error
	stream := importer.File{Path: f.Path, RawPath: f.RawPath, Size: c.Size(index), Place: f.Place, Open: func() (io.ReadCloser, error) {
		r, err := c.Folders[index].Open()
		if err != nil {
			return nil, err
		}
		return io.NopCloser(&tolerant{r: io.LimitReader(r, c.Size(index)), good: &good, err: &damage}), nil
	}}
	content, _, err = e.src.ReaderAt(stream)
	return content, good, errors.Join(err, damage)
}

// A tolerant reader ends where its source is damaged, and says so.
type tolerant struct {
	r    io.Reader
	good *int64
	err  *error
}

func (t *tolerant) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	*t.good += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		*t.err, err = err, io.EOF
	}
	return n, err
}
