package output

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Intact reports whether the folder dir holds exactly the bytes that the last build wrote there,
// and identifies that build: the sum of its manifest. sums returns the SHA-256 of each of the
// files. Files of others in the folder do not matter. Every failure to look is "no".
func Intact(dir string, sums func(names []string) ([][sha256.Size]byte, error)) (id string, stats Stats, ok bool) {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return "", Stats{}, false
	}
	m, err := parseManifest(data)
	if err != nil {
		return "", Stats{}, false
	}
	paths := slices.Sorted(maps.Keys(m.files))
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = filepath.Join(dir, filepath.FromSlash(p))
	}
	got, err := sums(names)
	if err != nil {
		return "", Stats{}, false
	}
	for i, p := range paths {
		e := m.files[p]
		if got[i] != e.sum {
			return "", Stats{}, false
		}
		stats.Unchanged++
		stats.Bytes += e.size
	}
	return fmt.Sprintf("%x", sha256.Sum256(data)), stats, true
}
