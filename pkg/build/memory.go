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
	Output  string   // the output folder; empty for a preview

	cache *cache.Cache
	site  *cache.Files // see RecallSite
	sums  *cache.Sums
	found looked // by Recall
	key   string // of everything that the site depends on, as it was before the build
}

// CacheEntries returns the folder in the cache that memopress writes to. Whatever else lies in the
// cache is somebody's.
func CacheEntries(folder string) string { return cache.Entries(folder) }

const memoryKind = "build"

// cacheSize bounds what builds leave in a cache, in bytes.
const cacheSize = 1 << 30

// Recall returns the note that Keep left about the build that made what is in the output folder,
// when another build would make the same. It looks at every file, but reads only those that
// changed since they were last looked at. It is called before anything that the site depends on
// is read, so that nothing is remembered of a file that changed meanwhile.
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

// Keep remembers the build that ended just now, what it wrote, and a note about it. Recall has been
// called before that build. What changed since then, even if it was changed back, may or may not
// have been read: nothing is remembered of such a build. What it wrote is read when it is recalled
// for the first time.
func (m *Memory) Keep(about []byte, written Written) error {
	if m.key == "" || !m.still() {
		return nil
	}
	if err := m.cache.Put(memoryKind, m.Name, entry(m.key, written.ID, about, m.sums.Encode())); err != nil {
		return err
	}
	return m.cache.Tidy(cacheSize)
}

// still reports whether nobody has touched an input since Recall.
func (m *Memory) still() bool {
	now, err := m.look()
	return err == nil && slices.Equal(now.others, m.found.others) && slices.Equal(now.names, m.found.names) && slices.Equal(now.said, m.found.said) && m.sums.Still(now.names)
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

// looked is what a look at the inputs finds.
type looked struct {
	others []string // folders, links and the like, a line each
	names  []string // files
	said   []string // of each, a line without its sum
}

// fingerprint sums up everything that the site depends on.
func (m *Memory) fingerprint() (string, error) {
	var err error
	if m.found, err = m.look(); err != nil {
		return "", err
	}
	sums, err := m.sums.All(m.found.names)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, d := range m.Depends {
		fmt.Fprintf(h, "%d %s\n", len(d), d)
	}
	for _, line := range m.found.others {
		fmt.Fprintln(h, line)
	}
	for i, s := range sums {
		fmt.Fprintf(h, "%s %x\n", m.found.said[i], s)
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// look finds the inputs, without reading them.
func (m *Memory) look() (found looked, err error) {
	for _, in := range m.Inputs {
		in, err := filepath.EvalSymlinks(in) // WalkDir does not follow one that it starts at
		if err != nil {
			return looked{}, err
		}
		found.others = append(found.others, fmt.Sprintf("input %q", archivesBeside(in)))
		err = filepath.WalkDir(in, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return m.enter(&found, in, p, d)
		})
		if err != nil {
			return looked{}, err
		}
	}
	return found, nil
}

// enter notes one thing in an input.
func (m *Memory) enter(found *looked, in, p string, d fs.DirEntry) error {
	rel, err := filepath.Rel(in, p)
	if err != nil {
		return err
	}
	other := func(format string, args ...any) { found.others = append(found.others, fmt.Sprintf(format, args...)) }
	if d.IsDir() {
		if rel != "." && (d.Name() == ".git" || d.Name() == ".hg" || d.Name() == ".svn" || m.skips(p)) {
			return fs.SkipDir
		}
		other("folder %q", rel)
		return nil
	}
	if d.Type()&fs.ModeSymlink != 0 {
		to, err := os.Readlink(p)
		if err != nil {
			return err
		}
		other("link %q %q", rel, to)
		info, err := os.Stat(p)
		if err != nil || !info.Mode().IsRegular() {
			return nil // such a link is not followed
		}
	} else if !d.Type().IsRegular() {
		other("%s %q", d.Type(), rel)
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
	found.names = append(found.names, p)
	found.said = append(found.said, fmt.Sprintf("file %q %s", rel, when))
	return nil
}

// archivesBeside returns the names of archives in the folder of an archive: a build says when one of
// them is another part of the same export.
func archivesBeside(in string) []string {
	ext := strings.ToLower(filepath.Ext(in))
	if ext != ".zip" && ext != ".tgz" && ext != ".gz" {
		return nil
	}
	all, err := os.ReadDir(filepath.Dir(in))
	if err != nil {
		return nil // the build cannot look either
	}
	var out []string
	for _, e := range all {
		if strings.EqualFold(filepath.Ext(e.Name()), ext) {
			out = append(out, e.Name())
		}
	}
	return out
}

func (m *Memory) skips(p string) bool {
	abs, err := filepath.Abs(p)
	return err == nil && slices.ContainsFunc(m.Skip, func(dir string) bool {
		d, err := filepath.Abs(dir)
		return err == nil && d == abs
	})
}
