package build

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"memopress/pkg/internal/cache"
	"memopress/pkg/internal/output"
)

// A Memory knows whether a build would make what is there already: the same program and settings,
// the same bytes of every input, and an output folder that nobody touched since. It cannot change
// what a build makes, only spare it.
type Memory struct {
	Folder  string   // of the cache; it need not exist
	Name    string   // which build it is: the same for each run of one command
	Depends []string // whatever the site depends on besides files
	Inputs  []string // files and folders that are read
	Skip    []string // folders in them that are not
	Output  string   // the output folder

	cache *cache.Cache
	sums  *cache.Sums
	key   string // of everything that the site depends on, as it was before the build
}

const memoryKind = "build"

// cacheSize bounds what builds leave in a cache, in bytes.
const cacheSize = 1 << 30

// Recall returns the note that Keep left about the build that made what is in the output folder,
// when another build would make the same. It looks at every file, but reads only those that
// changed since they were last looked at.
func (m *Memory) Recall() (about []byte, written Written, ok bool) {
	m.cache, m.sums = cache.Open(m.Folder), cache.NewSums()
	key, id, about, sums, found := cutEntry(m.cache.Get(memoryKind, m.Name))
	if found {
		m.sums = cache.ReadSums(string(sums))
	}
	var err error
	if m.key, err = m.fingerprint(); err != nil || !found || key != m.key {
		return nil, Written{}, false // what cannot be read now is for the build to report
	}
	if written, ok = output.Intact(m.Output, id, m.sums.All); !ok {
		return nil, Written{}, false
	}
	if m.sums.Fresh() {
		// Where nothing can be written, the next look reads the same files once more.
		_ = m.cache.Put(memoryKind, m.Name, entry(key, id, about, m.sums.Encode()))
	}
	return about, written, true
}

// Keep remembers the build that ended just now, with a note about it. Recall has been called
// before that build. What it wrote is read when it is recalled for the first time.
func (m *Memory) Keep(about []byte) error {
	if m.key == "" {
		return nil
	}
	id := output.ID(m.Output)
	if err := m.cache.Put(memoryKind, m.Name, entry(m.key, id, about, m.sums.Encode())); err != nil {
		return err
	}
	return m.cache.Prune(cacheSize)
}

// entry is three lines and then two texts: what the build depended on, which output it made, the
// length of the note, the note, and the sums of files.
func entry(key, id string, about []byte, sums string) []byte {
	return slices.Concat([]byte(key+"\n"+id+"\n"+strconv.Itoa(len(about))+"\n"), about, []byte(sums))
}

func cutEntry(data []byte) (key, id string, about, sums []byte, ok bool) {
	lines := bytes.SplitN(data, []byte("\n"), 4)
	if len(lines) < 4 {
		return "", "", nil, nil, false
	}
	n, err := strconv.Atoi(string(lines[2]))
	if err != nil || n < 0 || n > len(lines[3]) {
		return "", "", nil, nil, false
	}
	return string(lines[0]), string(lines[1]), lines[3][:n], lines[3][n:], true
}

// fingerprint sums up everything that the site depends on.
func (m *Memory) fingerprint() (string, error) {
	h := sha256.New()
	for _, d := range m.Depends {
		fmt.Fprintf(h, "%d %s\n", len(d), d)
	}
	var names, said []string
	for _, in := range m.Inputs {
		in, err := filepath.EvalSymlinks(in) // WalkDir does not follow one that it starts at
		if err != nil {
			return "", err
		}
		err = filepath.WalkDir(in, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(in, p)
			if err != nil {
				return err
			}
			if d.IsDir() {
				if rel != "." && (d.Name() == ".git" || d.Name() == ".hg" || d.Name() == ".svn" || m.skips(p)) {
					return fs.SkipDir
				}
				fmt.Fprintf(h, "folder %q\n", rel)
				return nil
			}
			if d.Type()&fs.ModeSymlink != 0 {
				to, err := os.Readlink(p)
				if err != nil {
					return err
				}
				fmt.Fprintf(h, "link %q %q\n", rel, to)
				info, err := os.Stat(p)
				if err != nil || !info.Mode().IsRegular() {
					return nil // such a link is not followed
				}
			} else if !d.Type().IsRegular() {
				fmt.Fprintf(h, "%s %q\n", d.Type(), rel)
				return nil
			}
			// OneNote's exports say when they were changed by the time of the file alone.
			var when string
			if strings.EqualFold(filepath.Ext(p), ".one") {
				info, err := d.Info()
				if err != nil {
					return err
				}
				when = info.ModTime().UTC().String()
			}
			names = append(names, p)
			said = append(said, fmt.Sprintf("file %q %s", rel, when))
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	sums, err := m.sums.All(names)
	if err != nil {
		return "", err
	}
	for i, s := range sums {
		fmt.Fprintf(h, "%s %x\n", said[i], s)
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

func (m *Memory) skips(p string) bool {
	abs, err := filepath.Abs(p)
	return err == nil && slices.ContainsFunc(m.Skip, func(dir string) bool {
		d, err := filepath.Abs(dir)
		return err == nil && d == abs
	})
}
