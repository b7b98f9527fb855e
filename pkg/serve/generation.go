package serve

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"mime"
	"path"
	"strings"
	"time"
)

// A File is one file of the site, held in memory or opened when it is asked for.
type File struct {
	Data []byte                        // the content, unless Open is set
	Open func() (io.ReadCloser, error) // opens the content of a large file
	Type string                        // media type; empty to go by the path's extension
}

// Generation is a whole site: its files by path, such as "folder/note.html".
type Generation map[string]File

// generation is what visitors get at one moment.
type generation struct {
	files  Generation
	ready  bool           // a build has succeeded
	sums   map[string]sum // of what is not a page, by path
	total  sum            // the sum of sums, which has no order
	assets string         // changes with every file that is not a page
	fault  string         // why the last build failed; empty when it did not

	done, of int // how far the first build is; of is 0 while nobody knows
	told     time.Time
}

// Publish replaces the site. The map and its contents must not be changed afterwards.
func (s *Server) Publish(g Generation) {
	next := &generation{files: g, ready: true}
	next.sumAssets(s.current())
	s.mu.Lock()
	s.gen = next
	s.mu.Unlock()
	s.hub.wake()
}

// Update is Publish where g differs from what was published last at those paths alone.
func (s *Server) Update(g Generation, paths []string) {
	before := s.current()
	next := &generation{files: g, ready: true, sums: maps.Clone(before.sums), total: before.total}
	for _, p := range paths {
		if was, ok := next.sums[p]; ok {
			next.total[0] -= was[0]
			next.total[1] -= was[1]
			delete(next.sums, p)
		}
		if f, ok := g[p]; ok && !strings.HasSuffix(p, ".html") {
			next.sum(p, sumOf(p, f.Data))
		}
	}
	next.nameAssets()
	s.mu.Lock()
	s.gen = next
	s.mu.Unlock()
	s.hub.wake()
}

// Progress shows who waits for the first site that so much of it is done. Called often, it passes on
// what is news.
func (s *Server) Progress(done, of int) {
	s.mu.Lock()
	next := *s.gen
	if next.ready || next.of == of && time.Since(next.told) < tellEvery {
		s.mu.Unlock()
		return
	}
	next.done, next.of, next.told = done, of, time.Now()
	s.gen = &next
	s.mu.Unlock()
	s.hub.wake()
}

// tellEvery is how often people want to see a bar move.
const tellEvery = 250 * time.Millisecond

// Fail shows text, which is why the last build failed, over the pages of the last good one.
func (s *Server) Fail(text string) {
	s.mu.Lock()
	next := *s.gen
	next.fault = cmp.Or(text, "the build failed")
	s.gen = &next
	s.mu.Unlock()
	s.hub.wake()
}

func (s *Server) current() *generation {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.gen
}

type sum [2]uint64

// sumAssets covers what pages load. Large files are known by their names alone. A file whose bytes
// are in the same place as before is not looked at.
func (g *generation) sumAssets(before *generation) {
	g.sums = make(map[string]sum, len(before.sums))
	for p, f := range g.files {
		if strings.HasSuffix(p, ".html") {
			continue
		}
		s, known := before.sums[p]
		if !known || !sameBytes(before.files[p].Data, f.Data) {
			s = sumOf(p, f.Data)
		}
		g.sum(p, s)
	}
	g.nameAssets()
}

func (g *generation) sum(p string, s sum) {
	g.sums[p] = s
	g.total[0] += s[0]
	g.total[1] += s[1]
}

func (g *generation) nameAssets() { g.assets = fmt.Sprintf("%016x", g.total[0]^g.total[1]) }

func sumOf(p string, data []byte) sum {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s\n", len(p), p)
	h.Write(data)
	out := h.Sum(nil)
	return sum{binary.BigEndian.Uint64(out), binary.BigEndian.Uint64(out[8:])}
}

// sameBytes reports whether two slices are one. What is empty has no place.
func sameBytes(a, b []byte) bool { return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0] }

func short(sum []byte) string { return hex.EncodeToString(sum[:8]) }

func tag(data []byte) string {
	sum := sha256.Sum256(data)
	return short(sum[:])
}

// find returns the file for an unescaped request path as usual hosts do: the file itself, a
// folder's index.html, a page without its ".html". redirect is where to go instead.
func (g *generation) find(request string) (name string, f File, redirect string, ok bool) {
	p, rooted := strings.CutPrefix(request, "/")
	if !rooted {
		return "", File{}, "", false
	}
	if p == "" || strings.HasSuffix(p, "/") {
		p += "index.html"
	}
	if f, ok = g.files[p]; ok {
		return p, f, "", true
	}
	if f, ok = g.files[p+".html"]; ok {
		return p + ".html", f, "", true
	}
	if _, ok = g.files[p+"/index.html"]; ok && p != "" {
		return "", File{}, "/" + p + "/", true
	}
	return "", File{}, "", false
}

// types that every system has to agree on.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".atom": "application/atom+xml", ".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8", ".woff2": "font/woff2", ".webp": "image/webp",
	".avif": "image/avif", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
	".pdf": "application/pdf", ".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".m4a": "audio/mp4",
	".ico": "image/x-icon", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
}

func mediaType(p string, f File) string {
	ext := strings.ToLower(path.Ext(p))
	return cmp.Or(f.Type, types[ext], mime.TypeByExtension(ext), "application/octet-stream")
}
