package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
)

// finish sorts the files and gives each path to one of them. Two files may want one path: an
// NFC and an NFD name, a member that stands in two parts of an export, an archive that was
// appended to. A repeated file of the same content is left out; any other is kept under a path
// with a number.
func (s *Source) finish(r diag.Reporter) {
	slices.SortStableFunc(s.files, func(a, b File) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.RawPath, b.RawPath))
	})
	s.byPath = make(map[string]int, len(s.files))
	for i, f := range s.files {
		if _, taken := s.byPath[f.Path]; !taken {
			s.byPath[f.Path] = i
		}
	}
	if len(s.byPath) < len(s.files) {
		s.separate(r)
	}
	s.reportNames(r)
}

// separate leaves repeated files out and renames the others that share a path.
func (s *Source) separate(r diag.Reporter) {
	next := make(map[string]int) // the number to try next for a path
	kept := make([]File, 0, len(s.files))
	for i, f := range s.files {
		first := s.files[s.byPath[f.Path]]
		switch {
		case s.byPath[f.Path] == i:
		case sameContent(first, f):
			s.skip(s.accountName(f, first), ledger.Other, "repeated in the export")
			continue
		default:
			wanted := f.Path
			f.Path = s.freePath(wanted, next)
			s.byPath[f.Path] = i
			r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "U002", Pos: diag.Pos{File: f.Place},
				Message: fmt.Sprintf("another file has the same name %s; this one is taken as %s", wanted, f.Path)})
		}
		kept = append(kept, f)
	}
	slices.SortFunc(kept, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	s.files = kept
	for i, f := range s.files {
		s.byPath[f.Path] = i
	}
}

// accountName names a repeated file in the ledger, where the first has its path already.
func (s *Source) accountName(f, first File) string {
	if f.Part != first.Part {
		return f.Part + "/" + f.RawPath
	}
	return fmt.Sprintf("%s (repeated, %d)", f.RawPath, len(s.skipped))
}

// freePath returns path with a number before its extension, such that no file has it yet.
func (s *Source) freePath(path string, next map[string]int) string {
	dot := strings.LastIndexByte(path, '.')
	if dot <= strings.LastIndexByte(path, '/') {
		dot = len(path)
	}
	for i := max(next[path], 2); ; i++ {
		p := fmt.Sprintf("%s (%d)%s", path[:dot], i, path[dot:])
		if _, taken := s.byPath[p]; !taken {
			next[path] = i + 1
			return p
		}
	}
}

// sameContent reports whether two files hold the same bytes. Files that cannot be read are not
// the same: each has to be accounted for by itself.
func sameContent(a, b File) bool {
	if a.Size != b.Size {
		return false
	}
	ra, err := a.Open()
	if err != nil {
		return false
	}
	defer ra.Close()
	rb, err := b.Open()
	if err != nil {
		return false
	}
	defer rb.Close()
	bufA, bufB := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errA := io.ReadFull(ra, bufA)
		m, errB := io.ReadFull(rb, bufB)
		if !bytes.Equal(bufA[:n], bufB[:m]) || errA != errB {
			return false
		}
		if errA != nil {
			return errA == io.EOF || errA == io.ErrUnexpectedEOF
		}
	}
}

// reportNames tells of paths that differ only by case, and of those stored in NFD.
func (s *Source) reportNames(r diag.Reporter) {
	seen := make(map[string]string, len(s.files))
	fold := cases.Fold()
	decomposed := 0
	for _, f := range s.files {
		if !isSimple(f.RawPath) && !norm.NFC.IsNormalString(f.RawPath) {
			decomposed++
		}
		key := foldCase(f.Path, &fold)
		if other, ok := seen[key]; ok {
			r.Report(diag.Diagnostic{Severity: diag.Info, Code: "U002", Pos: diag.Pos{File: f.Place},
				Message: fmt.Sprintf("its name differs from that of %s only by case", other)})
			continue
		}
		seen[key] = f.Path
	}
	if decomposed > 0 {
		r.Report(diag.Diagnostic{Severity: diag.Info, Code: "U003", Pos: diag.Pos{File: s.Name},
			Message: fmt.Sprintf("%d names are stored in decomposed form (NFD); they are taken as composed", decomposed)})
	}
}
