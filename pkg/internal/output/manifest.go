package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// manifestName is the file in the output folder that lists what a build wrote: a line with a
// version, a line "SHA-256 SIZE PATH" for each file in the order of the paths, a line with
// their number. It names only files that stand beside it, so it may be published with them.
const manifestName = ".memopress-manifest"

const manifestHead = "memopress-manifest 1"

// errDamaged is a manifest that no build wrote, or not to its end.
var errDamaged = errors.New("is damaged")

type entry struct {
	size    int64
	sum     [sha256.Size]byte
	changed bool // staged by this build
}

type manifest struct {
	files map[string]entry
	found bool // it was read from a folder

	dirs map[string]bool // see folders
}

// folders returns the folders that hold files of m, at any depth.
func (m *manifest) folders() map[string]bool {
	if m.dirs == nil {
		m.dirs = map[string]bool{}
		for p := range m.files {
			for d := path.Dir(p); d != "." && !m.dirs[d]; d = path.Dir(d) {
				m.dirs[d] = true
			}
		}
	}
	return m.dirs
}

func (m *manifest) paths() []string { return slices.Sorted(maps.Keys(m.files)) }

func (m *manifest) encode() []byte {
	out := []byte(manifestHead + "\n")
	for _, p := range m.paths() {
		e := m.files[p]
		out = hex.AppendEncode(out, e.sum[:])
		out = append(out, ' ')
		out = strconv.AppendInt(out, e.size, 10)
		out = append(out, ' ')
		out = append(out, p...)
		out = append(out, '\n')
	}
	return fmt.Appendf(out, "files %d\n", len(m.files))
}

func readManifest(d *disk, p string) (*manifest, error) {
	data, err := d.root.ReadFile(p)
	if err != nil {
		return nil, err
	}
	m, err := parseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%s %w: %w", p, errDamaged, err)
	}
	return m, nil
}

// parseManifest refuses everything that encode would not have made: a path in it decides what
// is removed.
func parseManifest(data []byte) (*manifest, error) {
	m := &manifest{files: map[string]entry{}, found: true}
	text, ok := strings.CutPrefix(string(data), manifestHead+"\n")
	if !ok {
		return nil, errors.New("unknown version")
	}
	for {
		line, rest, ok := strings.Cut(text, "\n")
		if !ok {
			return nil, errors.New("cut short")
		}
		text = rest
		fields := strings.SplitN(line, " ", 3)
		if len(fields) < 3 {
			break
		}
		var e entry
		sum, err := hex.DecodeString(fields[0])
		if err != nil || len(sum) != len(e.sum) {
			return nil, fmt.Errorf("bad line %q", line)
		}
		copy(e.sum[:], sum)
		if e.size, err = strconv.ParseInt(fields[1], 10, 64); err != nil || e.size < 0 {
			return nil, fmt.Errorf("bad line %q", line)
		}
		if err := checkPath(fields[2]); err != nil {
			return nil, err
		}
		m.files[fields[2]] = e
	}
	if !bytes.Equal(m.encode(), data) {
		return nil, errors.New("not as it was written")
	}
	return m, nil
}
