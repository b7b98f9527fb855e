package site

import (
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// excludes reports whether an exclude pattern matches one of the paths, or a folder around it,
// without regard to case. A pattern without a slash matches any one segment, wherever it stands,
// with or without its ending. A note has several paths where a vault lies inside another one:
// the author may have either root in mind.
func excludes(pattern string, paths ...string) bool {
	for _, p := range paths {
		if excludesPath(pattern, p) {
			return true
		}
	}
	return false
}

// excludesPath takes a backslash both ways, as Windows' separator and as the escape of globs: a
// pattern that was to keep something back must not fail for how it is read.
func excludesPath(pattern, filePath string) bool {
	if excludesGlob(cleanGlob(pattern), pattern, filePath) {
		return true
	}
	escaped := strings.Trim(norm.NFC.String(strings.TrimSpace(pattern)), "/")
	return strings.Contains(pattern, `\`) && excludesGlob(escaped, pattern, filePath)
}

func excludesGlob(glob, pattern, filePath string) bool {
	if glob == "" || filePath == "" {
		return false
	}
	if strings.Contains(glob, "/") || strings.Contains(strings.Trim(pattern, "/"), "/") || strings.HasPrefix(pattern, "/") {
		return anyAncestor(filePath, func(p string) bool {
			return matchGlob(glob, p, false) || matchGlob(glob, strings.TrimSuffix(p, extension(p)), false)
		})
	}
	for segment := range strings.SplitSeq(filePath, "/") {
		if matchGlob(glob, segment, false) || matchGlob(glob, strings.TrimSuffix(segment, extension(segment)), false) {
			return true
		}
	}
	return false
}

// anyAncestor calls yes with p and each folder around it, innermost first, until yes returns
// true.
func anyAncestor(p string, yes func(string) bool) bool {
	for p != "" {
		if yes(p) {
			return true
		}
		p = parentOf(p)
	}
	return false
}

// cleanGlob brings a pattern into the form of paths: NFC, without "./" or slashes around it.
func cleanGlob(pattern string) string {
	p := strings.ReplaceAll(norm.NFC.String(strings.TrimSpace(pattern)), `\`, "/")
	return strings.Trim(strings.TrimPrefix(p, "./"), "/")
}

// matchGlob matches s against a pattern in which "*" stops at slashes and "**" does not.
// A pattern that is not a valid glob matches only itself: ParsePolicy refuses such patterns.
func matchGlob(glob, s string, exact bool) bool {
	s = norm.NFC.String(s)
	if !exact {
		glob, s = fold(glob), fold(s)
	}
	if glob == s {
		return true
	}
	ok, err := doublestar.Match(glob, s)
	return err == nil && ok
}

// parentOf returns the folder of a slash path, "" for the root.
func parentOf(p string) string {
	if i := strings.LastIndexByte(p, '/'); i >= 0 {
		return p[:i]
	}
	return ""
}

// extension returns the ending of a file name with its dot, "" for none. A name that begins
// with its only dot has none.
func extension(name string) string {
	base := path.Base(name)
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		return base[i:]
	}
	return ""
}

// notebookPath returns the path of a note made from its notebooks, which differs from its Path
// where the source has no files.
func notebookPath(n *note.Note) string {
	name := orElse(n.Name, n.Title)
	if len(n.Notebook) == 0 {
		return name
	}
	return strings.Join(n.Notebook, "/") + "/" + name
}
