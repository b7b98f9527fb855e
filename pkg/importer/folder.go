package importer

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
)

// openFolder lists a folder through os.Root, so that no symbolic link leads out of it, neither
// now nor when a file is opened later. Links to files inside are followed; links to folders and
// links that lead out are accounted for as left out.
func openFolder(s *Source, dir string, opts OpenOptions, r diag.Reporter) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	s.closers = append(s.closers, root)
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	return fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			s.fail(p, err.Error())
			r.Report(diag.Diagnostic{Severity: diag.Error, Code: "I001", Pos: diag.Pos{File: path.Join(s.Name, p)}, Message: "cannot be read: " + err.Error()})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case p == ".":
			return nil
		case d.IsDir():
			if junk(p) != "" || opts.skips(filepath.Join(abs, filepath.FromSlash(p))) {
				return fs.SkipDir
			}
			return nil
		}
		if rule := junk(p); rule != "" {
			s.skip(p, ledger.Other, rule)
			return nil
		}
		info, err := d.Info()
		if err == nil && d.Type()&fs.ModeSymlink != 0 {
			info, err = root.Stat(p)
		}
		if err != nil || !info.Mode().IsRegular() {
			s.skip(p, ledger.Other, "not a regular file")
			r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I002", Pos: diag.Pos{File: path.Join(s.Name, p)},
				Message: "not a file inside the folder: links that lead out, links to folders and devices are not followed"})
			return nil
		}
		s.files = append(s.files, File{Path: norm.NFC.String(p), RawPath: p, Size: info.Size(), ModTime: info.ModTime(),
			Place: path.Join(s.Name, norm.NFC.String(p)), Part: s.Name,
			Open: func() (io.ReadCloser, error) { return root.Open(p) }})
		return nil
	})
}

// skips reports whether the folder at that absolute path is one of opts.Skip.
func (o OpenOptions) skips(abs string) bool {
	return slices.ContainsFunc(o.Skip, func(dir string) bool {
		d, err := filepath.Abs(dir)
		return err == nil && strings.TrimRight(d, `/\`) == abs
	})
}
