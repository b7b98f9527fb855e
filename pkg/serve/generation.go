package serve

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"mime"
	"path"
	"slices"
	"strings"
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
	ready  bool   // a build has succeeded
	assets string // changes with every file that is not a page
	fault  string // why the last build failed; empty when it did not
}

// Publish replaces the site. The map and its contents must not be changed afterwards.
func (s *Server) Publish(g Generation) {
	next := &generation{files: g, ready: true, assets: sumAssets(g)}
	s.mu.Lock()
	s.gen = next
	s.mu.Unlock()
	s.hub.wake()
}

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

// sumAssets covers what pages load. Large files are known by their names alone.
func sumAssets(g Generation) string {
	sum := sha256.New()
	for _, p := range slices.Sorted(maps.Keys(g)) {
		if path.Ext(p) == ".html" {
			continue
		}
		one := sha256.Sum256(g[p].Data)
		sum.Write([]byte(p))
		sum.Write(one[:])
	}
	return short(sum.Sum(nil))
}

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
