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
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
)

// OpenOptions say how inputs are opened.
type OpenOptions struct {
	Encoding string   // of names in archives that do not say it; empty: found out
	Skip     []string // folders that are passed over wherever they are met, such as the output folder
	Limits   Limits   // zero fields mean DefaultLimits
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
// that one download was split into become one source, at the place of the first. Damage is
// reported and accounted for in the source, and the rest of it goes on; an error means that an
// input is not there or is no input at all. The caller closes each source.
func Open(paths []string, opts OpenOptions, r diag.Reporter) ([]*Source, error) {
	opts.Limits = opts.Limits.orDefault()
	var sources []*Source
	groups := map[string]*Source{}
	fail := func(err error) ([]*Source, error) {
		for _, s := range sources {
			err = errors.Join(err, s.Close())
		}
		return nil, err
	}
	for _, p := range paths {
		if p == "" {
			return fail(errors.New("an input has no name"))
		}
		info, err := os.Stat(p)
		if err != nil {
			return fail(fmt.Errorf("open input: %w", err))
		}
		s := groups[partGroup(p)]
		if s == nil || info.IsDir() {
			s = &Source{Name: norm.NFC.String(filepath.ToSlash(p))}
			sources = append(sources, s)
			if g := partGroup(p); g != "" && !info.IsDir() {
				groups[g] = s
			}
		}
		if info.IsDir() {
			err = openFolder(s, p, opts, r)
		} else {
			err = openFile(s, p, opts, r)
		}
		if err != nil {
			return fail(err)
		}
	}
	for _, s := range sources {
		s.finish()
		reportTwins(s, r)
	}
	return sources, nil
}

// parts matches the names of archives that are parts of one export: Google Takeout's
// "takeout-20240101T000000Z-001.zip" and Notion's "Export-<uuid>-Part-1.zip".
var parts = regexp.MustCompile(`(?i)^(takeout-\d{8}T\d{6}Z(?:-\d+)??|.+-Part)-(\d+)\.(?:zip|tgz|tar\.gz)$`)

// partGroup returns what all parts of one export have in common, "" for an archive on its own.
func partGroup(p string) string {
	m := parts.FindStringSubmatch(filepath.Base(p))
	if m == nil {
		return ""
	}
	return filepath.Join(filepath.Dir(p), strings.ToLower(m[1]))
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
	a := archive{source: s, part: norm.NFC.String(filepath.ToSlash(p)), size: info.Size(), opts: opts, report: r}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return a.zip(f)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")) && !strings.HasSuffix(strings.ToLower(p), ".upnx"):
		return a.gzip(f)
	case n >= 263 && string(head[257:262]) == "ustar", strings.HasSuffix(strings.ToLower(p), ".tar") || strings.HasSuffix(strings.ToLower(p), ".jex"):
		return a.tar(f, info.Size())
	case strings.HasSuffix(strings.ToLower(p), ".zip"):
		a.damaged("", "it is not a zip archive, or its beginning is missing")
		return nil
	}
	name := norm.NFC.String(filepath.Base(p))
	s.files = append(s.files, File{Path: name, RawPath: filepath.Base(p), Size: info.Size(), ModTime: info.ModTime(), Place: s.Name, Part: s.Name,
		Open: func() (io.ReadCloser, error) { return os.Open(p) }})
	return nil
}

// reportTwins tells of paths that differ only by case, and of those stored in NFD.
func reportTwins(s *Source, r diag.Reporter) {
	seen := make(map[string]string, len(s.files))
	decomposed := 0
	for _, f := range s.files {
		if f.RawPath != norm.NFC.String(f.RawPath) {
			decomposed++
		}
		key := strings.ToLower(f.Path)
		if other, ok := seen[key]; ok {
			r.Report(diag.Diagnostic{Severity: diag.Info, Code: "U002", Pos: diag.Pos{File: f.Place},
				Message: fmt.Sprintf("its name differs from that of %s only by case", other)})
		}
		seen[key] = f.Path
	}
	if decomposed > 0 {
		r.Report(diag.Diagnostic{Severity: diag.Info, Code: "U003", Pos: diag.Pos{File: s.Name},
			Message: fmt.Sprintf("%d names are stored in decomposed form (NFD); they are taken as composed", decomposed)})
	}
}
