package output

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// checkPath accepts slash-separated relative paths that mean the same file on every system:
// no way out, no backslash, no control character, no dot file but .nojekyll and .well-known/.
func checkPath(p string) error {
	bad := func(why string) error { return fmt.Errorf("path %q %s", p, why) }
	if p == "" || p == "." || path.Clean(p) != p || !filepath.IsLocal(filepath.FromSlash(p)) {
		return bad("is not a clean relative path")
	}
	if strings.ContainsRune(p, '\\') || strings.ContainsFunc(p, unicode.IsControl) || strings.ToValidUTF8(p, "") != p {
		return bad("has a character that not every system allows")
	}
	for i, part := range strings.Split(p, "/") {
		if strings.HasPrefix(part, ".") && p != ".nojekyll" && (i > 0 || part != ".well-known") {
			return bad("is hidden")
		}
	}
	return nil
}

// names tells paths apart as the least discerning file system does: without regard to case
// and to how characters are composed. The keys are folded paths of files and of their folders.
type names map[string]name

type name struct {
	path   string // of the file, or of a file below the folder
	folder bool
}

// add returns an error when p is taken, or is a folder of another path, or the reverse.
func (n names) add(p string) error {
	key := fold(p)
	if other, ok := n[key]; ok {
		if other.path == p {
			return fmt.Errorf("%s is written twice", p)
		}
		return fmt.Errorf("%s and %s cannot both be written: some file systems take them for one name", other.path, p)
	}
	for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
		if other, ok := n[dir]; ok {
			if other.folder {
				break // and so are all above it
			}
			return fmt.Errorf("%s is a file, so %s cannot be written", other.path, p)
		}
		n[dir] = name{path: p, folder: true}
	}
	n[key] = name{path: p}
	return nil
}

func fold(p string) string {
	for i := range len(p) {
		if p[i] >= 0x80 {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(p)))
		}
	}
	return strings.ToLower(p)
}

// join is path.Join for a live folder that may be ".".
func join(dir, p string) string {
	if dir == "." {
		return p
	}
	return dir + "/" + p
}
