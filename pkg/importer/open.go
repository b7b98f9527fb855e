package importer

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
)

// OpenOptions say how inputs are opened.
type OpenOptions struct {
	Encoding string   // of names in archives that do not say it; empty: found out
	Skip     []string // folders that are passed over wherever they are met, such as the output folder
	Limits   Limits   // zero fields mean DefaultLimits
	Stamps   bool     // files of folders get stamps, for a Memory
}

// Limits bound what an archive may cost. They are far above what honest exports need.
type Limits struct {
	Members int   // files in one archive
	Member  int64 // bytes of one file
	Total   int64 // bytes of all files
	Ratio   int64 // unpacked over packed bytes, looked at beyond the first gigabyte
}

// DefaultLimits returns the limits that hold unless others are given.
func DefaultLimits() Limits {
	return Limits{Members: 1_000_000, Member: 2 << 30, Total: 50 << 30, Ratio: 200}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	return Limits{cmp.Or(l.Members, d.Members), cmp.Or(l.Member, d.Member), cmp.Or(l.Total, d.Total), cmp.Or(l.Ratio, d.Ratio)}
}

// ErrNotExist is wrapped by Open's error for an input that is not there.
var ErrNotExist = fs.ErrNotExist

// Open opens the inputs: folders, zip, tar and tgz archives, and single files. The archives
// that one download was split into become one source, at the place of the first of them that was
// given, and so do loose files of one kind in one folder; an input that is given twice is opened once. Damage is reported and accounted for in
// the source, and the rest of it goes on; an error means that an input is not there or cannot be
// opened at all. The caller closes each source.
func Open(paths []string, opts OpenOptions, r diag.Reporter) ([]*Source, error) {
	opts.Limits = opts.Limits.orDefault()
	inputs, err := listInputs(paths)
	if err != nil {
		return nil, err
	}
	var sources []*Source
	for _, in := range inputs {
		s := &Source{Name: norm.NFC.String(filepath.ToSlash(in.paths[0]))}
		sources = append(sources, s)
		if err := in.open(s, opts, r); err != nil {
			for _, s := range sources {
				err = errors.Join(err, s.Close())
			}
			return nil, err
		}
	}
	return sources, nil
}

// documents are the extensions of files that are zip or tar archives inside but one item to
// people. Their importers open them with OpenNested.
var documents = []string{".docx", ".odt", ".pptx", ".xlsx", ".ods", ".epub", ".sdocx", ".textpack", ".upnx"}

func isDocument(p string) bool { return slices.Contains(documents, strings.ToLower(filepath.Ext(p))) }

// open opens all parts of an input into s.
func (in *input) open(s *Source, opts OpenOptions, r diag.Reporter) error {
	for _, p := range in.paths {
		open := openFile
		if in.folder {
			open = openFolder
		}
		if err := open(s, p, opts, r); err != nil {
			return err
		}
	}
	in.reportMissing(s, r)
	s.finish(r)
	return nil
}

// openFile opens an archive, or a file that is an input by itself.
func openFile(s *Source, p string, opts OpenOptions, r diag.Reporter) error {
	f, err := os.Open(p)
	if err != nil {
		return fmt.Errorf("open input: %w", err)
	}
	s.closers = append(s.closers, f)
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("open input: %w", err)
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", p, err)
	}
	head = head[:n]
	s.archive = true
	a := archive{source: s, part: norm.NFC.String(filepath.ToSlash(p)), size: info.Size(), opts: opts, report: r}
	switch {
	case isDocument(p):
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return a.zip(f)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return a.gzip(f)
	case n >= 263 && string(head[257:262]) == "ustar", strings.HasSuffix(strings.ToLower(p), ".tar") || strings.HasSuffix(strings.ToLower(p), ".jex"):
		return a.tar(f, info.Size())
	case strings.HasSuffix(strings.ToLower(p), ".zip"):
		a.damaged("", "it is not a zip archive, or its beginning is missing")
		return nil
	}
	s.archive = false
	name := norm.NFC.String(filepath.Base(p))
	s.files = append(s.files, File{Path: name, RawPath: filepath.Base(p), Size: info.Size(), ModTime: info.ModTime(), Place: s.Name, Part: s.Name,
		Open: func() (io.ReadCloser, error) { return os.Open(p) }})
	return nil
}
