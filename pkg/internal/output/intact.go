package output

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// idOf identifies a build: the sum of its manifest.
func idOf(manifest []byte) string { return fmt.Sprintf("%x", sha256.Sum256(manifest)) }

// Intact reports whether the last build of the folder dir was the one whose Stats have that ID, and the
// folder holds exactly the bytes that it wrote there. sums returns the SHA-256 of each of the
// files. Files of others in the folder do not matter. Every failure to look is "no", and so is what
// a build that is at work, or was killed, has prepared: the next build clears that away.
func Intact(dir, id string, sums func(names []string) ([][sha256.Size]byte, error)) (stats Stats, ok bool) {
	if dir, err := filepath.EvalSymlinks(dir); err != nil || isThere(filepath.Join(dir, stageInside)) || besideIsThere(dir) {
		return Stats{}, false
	}
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil || idOf(data) != id {
		return Stats{}, false
	}
	m, err := parseManifest(data)
	if err != nil {
		return Stats{}, false
	}
	paths := slices.Sorted(maps.Keys(m.files))
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = filepath.Join(dir, filepath.FromSlash(p))
		if info, err := os.Lstat(names[i]); err != nil || !info.Mode().IsRegular() {
			return Stats{}, false // a build would put a file there
		}
	}
	got, err := sums(names)
	if err != nil {
		return Stats{}, false
	}
	for i, p := range paths {
		e := m.files[p]
		if got[i] != e.sum {
			return Stats{}, false
		}
		stats.Unchanged++
		stats.Bytes += e.size
	}
	return stats, true
}

func isThere(p string) bool {
	_, err := os.Lstat(p)
	return err == nil
}

func besideIsThere(dir string) bool {
	abs, err := filepath.Abs(dir)
	return err != nil || isThere(filepath.Join(filepath.Dir(abs), stageBeside(filepath.Base(abs))))
}
