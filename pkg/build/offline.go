package build

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"
	"github.com/evanw/esbuild/pkg/api"

	"memopress/pkg/render"
	"memopress/pkg/writer/html"
)

var (
	//go:embed offline/sw.js
	offlineWorker string
	//go:embed offline/none.js
	noWorker string
)

const (
	workerFile  = "sw.js" // a worker's reach is the folder that it lies in
	offlineList = "data/offline.json"

	// mostCore is how large a script or style sheet may be that every reader's browser stores, in
	// bytes. What is larger, such as what draws diagrams, is stored once it was used.
	mostCore = 64 << 10
)

// A stock is a Writer that remembers what a reader's browser may be asked to keep: pages, their
// data and assets, pictures. Sound, films and documents would fill a telephone.
type stock struct {
	Writer
	mu    sync.Mutex
	files map[string]stored
	core  []string
}

// stored is a file as a browser knows it.
type stored struct {
	sum  string
	size int64
}

func newStock(w Writer) *stock { return &stock{Writer: w, files: map[string]stored{}} }

var keptPictures = []string{".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}

// wants reports whether a file is one of those. Cards are for other sites.
func (s *stock) wants(name string) bool {
	return !strings.HasPrefix(name, cardsBegin) && (path.Ext(name) == ".html" || strings.HasPrefix(name, "data/") ||
		strings.HasPrefix(name, "assets/") || slices.Contains(keptPictures, strings.ToLower(path.Ext(name))))
}

func (s *stock) add(name string, sum uint64, size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[name] = stored{fmt.Sprintf("%010x", sum>>24), size} // it only has to differ from what the file was before
	ext := path.Ext(name)
	if strings.HasPrefix(name, "assets/") && !strings.Contains(name, "/vendor/") && size <= mostCore && (ext == ".css" || ext == ".js" || ext == ".svg") {
		s.core = append(s.core, name)
	}
}

func (s *stock) Write(name string, data []byte) error {
	if s.wants(name) {
		s.add(name, xxhash.Sum64(data), int64(len(data)))
	}
	return s.Writer.Write(name, data)
}

func (s *stock) Copy(name string, r io.Reader) error {
	if !s.wants(name) {
		return s.Writer.Copy(name, r)
	}
	in := &summed{in: r, sum: xxhash.New()}
	if err := s.Writer.Copy(name, in); err != nil {
		return err
	}
	s.add(name, in.sum.Sum64(), in.size)
	return nil
}

type summed struct {
	in   io.Reader
	sum  *xxhash.Digest
	size int64
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	_, _ = s.sum.Write(p[:n]) // a sum takes everything
	s.size += int64(n)
	return n, err
}

// finish writes the list of everything and the worker, which knows what it is made of; where the
// site is not read offline, the worker that forgets.
func (s *stock) finish(offline bool) error {
	if !offline {
		return writeWorker(s.Writer, noWorker)
	}
	slices.Sort(s.core)
	var core strings.Builder
	files := append(s.core, render.OfflineAddress)
	for _, f := range files {
		fmt.Fprintln(&core, f, s.files[f].sum)
	}
	var all strings.Builder
	var size int64
	sums := make(map[string]string, len(s.files))
	for _, f := range slices.Sorted(maps.Keys(s.files)) {
		sums[f] = s.files[f].sum
		size += s.files[f].size
		fmt.Fprintln(&all, f, sums[f])
	}
	version := shortSum(all.String())
	list, err := json.Marshal(struct {
		Version string            `json:"version"`
		Bytes   int64             `json:"bytes"`
		Files   map[string]string `json:"files"` // sums by path; encoding/json sorts it
	}{version, size, sums})
	if err != nil {
		return err
	}
	if err := s.Writer.Write(offlineList, list); err != nil {
		return fmt.Errorf("write %s: %w", offlineList, err)
	}
	known, err := json.Marshal(struct {
		Core    string   `json:"core"`
		Version string   `json:"version"`
		Files   []string `json:"files"`
		Page    string   `json:"page"`
		List    string   `json:"list"`
	}{shortSum(core.String()), version, files, render.OfflineAddress, offlineList})
	if err != nil {
		return err
	}
	return writeWorker(s.Writer, "const site = "+string(known)+";\n"+offlineWorker)
}

// dropCopies leaves one file of each picture that has copies, whose widths by address these are:
// the one for a page. The worker shows it in place of the others.
func (s *stock) dropCopies(copies map[string][]int) {
	for name, widths := range copies {
		last := name
		for _, w := range widths { // narrow ones first
			if copied := name + html.CopySuffix(w); w <= pageWidth || last == name {
				delete(s.files, last)
				last = copied
			} else {
				delete(s.files, copied)
			}
		}
	}
}

// pageWidth is the widest copy of a picture that is kept where there is a choice.
const pageWidth = 960

// writeWorker writes the program that browsers keep for the site. There always is one: a build
// cannot know whether an earlier one had a worker that browsers still have, and those get rid of
// it only by another one. Where the site is not read offline nothing asks for it.
func writeWorker(w Writer, source string) error {
	out := api.Transform(source, api.TransformOptions{MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Target: api.ES2021,
		Charset: api.CharsetUTF8, Loader: api.LoaderJS, Sourcefile: workerFile, LegalComments: api.LegalCommentsNone, Format: api.FormatIIFE})
	if len(out.Errors) > 0 {
		return errors.New(workerFile + ": " + out.Errors[0].Text)
	}
	if err := w.Write(workerFile, out.Code); err != nil {
		return fmt.Errorf("write %s: %w", workerFile, err)
	}
	return nil
}

func shortSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:5])
}
