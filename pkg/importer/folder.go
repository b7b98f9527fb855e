package importer

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/internal/cache"
	"memopress/pkg/ledger"
	"memopress/pkg/reader/charset"
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
	if opts.Stamps {
		if s.dir, err = filepath.EvalSymlinks(abs); err != nil {
			return fmt.Errorf("open folder: %w", err)
		}
	}
	w := folderWalk{source: s, root: root, abs: abs, opts: opts, report: r}
	w.all()
	return w.decodeNames()
}

// A folderWalk lists one folder.
type folderWalk struct {
	source *Source
	root   *os.Root
	abs    string
	opts   OpenOptions
	report diag.Reporter
}

// all lists what is in the folder, the folders in it side by side.
func (w *folderWalk) all() {
	entries, err := w.entries(".")
	if err != nil {
		w.fail(".", err)
	}
	parts := make([]folderWalk, len(entries))
	for i := range parts {
		parts[i] = *w
		parts[i].source = &Source{Name: w.source.Name}
	}
	_ = InParallel(context.Background(), len(parts), func(i int) { parts[i].entry(entries[i].Name(), entries[i]) }) // fails with its context alone
	for _, p := range parts {
		w.source.files = append(w.source.files, p.source.files...)
		w.source.skipped = append(w.source.skipped, p.source.skipped...)
	}
}

// entries returns what is in a folder, by name. Its own name may be one that package io/fs refuses,
// as it is not UTF-8.
func (w *folderWalk) entries(p string) ([]fs.DirEntry, error) {
	f, err := w.root.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	entries, err := f.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// folder lists a folder inside.
func (w *folderWalk) folder(p string) {
	entries, err := w.entries(p)
	for _, e := range entries { // also those before an error
		w.entry(path.Join(p, e.Name()), e)
	}
	if err != nil {
		w.fail(p, err)
	}
}

func (w *folderWalk) fail(p string, err error) {
	w.source.fail(p, err.Error())
	w.report.Report(diag.Diagnostic{Severity: diag.Error, Code: "I001", Pos: diag.Pos{File: path.Join(w.source.Name, p)}, Message: "cannot be read: " + err.Error()})
}

func (w *folderWalk) entry(p string, d fs.DirEntry) {
	s := w.source
	if d.IsDir() && w.opts.skips(filepath.Join(w.abs, filepath.FromSlash(p))) {
		return
	}
	if rule := junk(p); rule != "" {
		if d.IsDir() {
			p += "/"
		}
		s.skip(p, ledger.Other, rule)
		return
	}
	if d.IsDir() {
		w.folder(p)
		return
	}
	info, err := d.Info()
	if err == nil && d.Type()&fs.ModeSymlink != 0 {
		info, err = w.root.Stat(p)
	}
	if err != nil || !info.Mode().IsRegular() {
		s.skip(p, ledger.Other, "not a file inside the folder")
		w.report.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I002", Pos: diag.Pos{File: path.Join(s.Name, p)},
			Message: "not a file inside the folder: links that lead out, links to folders and devices are not followed"})
		return
	}
	name, stamp := norm.NFC.String(p), ""
	if w.opts.Stamps {
		stamp = cache.Stamp(info)
	}
	s.files = append(s.files, File{Stamp: stamp, Path: name, RawPath: p, Size: info.Size(), ModTime: info.ModTime(), Place: path.Join(s.Name, name), Part: s.Name,
		aliased: d.Type()&fs.ModeSymlink != 0 || hasOtherNames(info),
		Open:    func() (io.ReadCloser, error) { return w.root.Open(p) }})
}

// Reopen returns the file at a path of the system as it is now, if it is one of a folder that was
// opened with Stamps. It may be read until the source that is returned with it is closed, also when
// s is closed already. It is false for everything that is not such a file, any more or yet, and for
// a file that the folder has under another name as well.
func (s *Source) Reopen(name string) (File, *Source, bool) {
	rel, err := filepath.Rel(s.dir, name)
	if s.dir == "" || err != nil || !filepath.IsLocal(rel) {
		return File{}, nil, false
	}
	i := slices.IndexFunc(s.files, func(f File) bool { return f.RawPath == filepath.ToSlash(rel) })
	if i < 0 {
		return File{}, nil, false
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return File{}, nil, false
	}
	info, err := root.Lstat(s.files[i].RawPath)
	if err != nil || !info.Mode().IsRegular() || s.isElsewhere(root, i, info) {
		root.Close() // nothing was read
		return File{}, nil, false
	}
	f := s.files[i]
	f.Stamp, f.Size, f.ModTime = cache.Stamp(info), info.Size(), info.ModTime()
	f.Open = func() (io.ReadCloser, error) { return root.Open(f.RawPath) }
	return f, &Source{Name: s.Name, closers: []io.Closer{root}}, true
}

// isElsewhere reports whether a file is one of the others, too.
func (s *Source) isElsewhere(root *os.Root, i int, info fs.FileInfo) bool {
	for j, f := range s.files {
		if i == j || !f.aliased {
			continue
		}
		if other, err := root.Stat(f.RawPath); err == nil && os.SameFile(info, other) {
			return true
		}
	}
	return false
}

// Holds reports whether anything was at a path of the system, or below it, when the source was
// opened: a file of it, or one that was left out. It is true where that is not known: for sources
// that are no folders opened with Stamps, and outside of that folder.
func (s *Source) Holds(name string) bool {
	rel, err := filepath.Rel(s.dir, name)
	if s.dir == "" || err != nil || rel == "." || !filepath.IsLocal(rel) {
		return true
	}
	rel = filepath.ToSlash(rel)
	within := func(p string) bool {
		rest, ok := strings.CutPrefix(p, rel)
		return ok && (rest == "" || rest[0] == '/')
	}
	return slices.ContainsFunc(s.files, func(f File) bool { return within(f.RawPath) }) ||
		slices.ContainsFunc(s.skipped, func(e ledger.Entry) bool { return within(e.Item) })
}

// decodeNames gives files whose names are not UTF-8 readable paths: an old archive that was
// unpacked on Linux leaves such names. A folder above them that was made later may well have a
// name in UTF-8, so only the parts of a path that are not are decoded, all of them together.
func (w *folderWalk) decodeNames() error {
	var raw []string
	at := map[string]int{} // a part's place in raw
	files := 0
	for _, f := range w.source.files {
		if utf8.ValidString(f.RawPath) {
			continue
		}
		files++
		for part := range strings.SplitSeq(f.RawPath, "/") {
			if _, known := at[part]; !known && !utf8.ValidString(part) {
				at[part] = len(raw)
				raw = append(raw, part)
			}
		}
	}
	if len(raw) == 0 {
		return nil
	}
	names, encoding, _, err := charset.Names(raw, w.opts.Encoding)
	if err != nil {
		return err
	}
	w.report.Report(diag.Diagnostic{Severity: diag.Info, Code: "I004", Pos: diag.Pos{File: w.source.Name},
		Message: fmt.Sprintf("%d names are not UTF-8; they were taken for %s", files, encoding), Hint: "choose another with --encoding if letters look wrong"})
	for i := range w.source.files {
		f := &w.source.files[i]
		if utf8.ValidString(f.RawPath) {
			continue
		}
		parts := strings.Split(f.RawPath, "/")
		for j, part := range parts {
			if k, ok := at[part]; ok {
				parts[j] = names[k]
			}
		}
		f.Path = norm.NFC.String(strings.Join(parts, "/"))
		f.Place = path.Join(w.source.Name, f.Path)
	}
	return nil
}

// skips reports whether the folder at that absolute path is one of opts.Skip.
func (o OpenOptions) skips(abs string) bool {
	return slices.ContainsFunc(o.Skip, func(dir string) bool {
		d, err := filepath.Abs(dir)
		return err == nil && strings.TrimRight(d, `/\`) == abs
	})
}
