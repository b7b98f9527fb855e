// Package browser drives Chromium in tests: a finished site is looked at as a reader's browser
// shows it, over HTTP and from a disk. Tests skip, saying so, where there is no Chromium and in
// short runs.
package browser

import (
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/chromedp"
)

// A Browser is one tab. It belongs to one test.
type Browser struct {
	Context context.Context // for what chromedp offers besides
	t       testing.TB
}

// Open starts Chromium for a test, with a fresh profile; t ends it. It has three minutes.
func Open(t testing.TB) Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("short: starts no browser")
	}
	found := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			found = p
			break
		}
	}
	if found == "" {
		t.Skip("Chromium is not installed")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(ctx)
	ctx, end := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() { end(); cancel(); stop() })
	return Browser{ctx, t}
}

// Visit opens an address and waits until it has loaded.
func (b Browser) Visit(url string) {
	b.t.Helper()
	if err := chromedp.Do(b.Context, chromedp.Navigate(url)); err != nil {
		b.t.Fatalf("%s: %v", url, err)
	}
}

// Size sets the size of the window in CSS pixels.
func (b Browser) Size(width, height int64) {
	b.t.Helper()
	if err := chromedp.Do(b.Context, chromedp.EmulateViewport(width, height)); err != nil {
		b.t.Fatal(err)
	}
}

// Eval returns the value of an expression on the page; a promise is waited for.
func Eval[T any](b Browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.Context, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Leave evaluates an expression by which the page is left, such as history.back(). Chromium may
// have left it before it answers, which is no error.
func (b Browser) Leave(expression string) {
	b.t.Helper()
	var left *cdproto.Error
	err := chromedp.Do(b.Context, chromedp.Evaluate[chromedp.Void](expression, chromedp.EvalAwaitPromise))
	if err != nil && !(errors.As(err, &left) && left.Message == "Inspected target navigated or closed") {
		b.t.Fatalf("%s: %v", expression, err)
	}
}

// Until waits for an expression to be true, for at most 15 seconds.
func (b Browser) Until(expression string) {
	b.t.Helper()
	for start := time.Now(); time.Since(start) < 15*time.Second; time.Sleep(20 * time.Millisecond) {
		// While a page is being loaded nothing can be evaluated.
		if ok, err := chromedp.Run(b.Context, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && ok {
			return
		}
	}
	b.t.Fatalf("never true: %s", expression)
}

// Press sends keys to what has the focus, as package chromedp/kb names them.
func (b Browser) Press(keys string) {
	b.t.Helper()
	if err := chromedp.Do(b.Context, chromedp.KeyEvent(keys)); err != nil {
		b.t.Fatal(err)
	}
}

// Complaints collects the errors and warnings of the browser's console until the function that it
// returns is called.
func (b Browser) Complaints() func() []string {
	const end = "end of this page"
	messages := chromedp.Console(b.Context)
	done := make(chan []string)
	go func() {
		var out []string
		for m, err := range messages {
			if err != nil || m.Text == end {
				break
			}
			// A manifest is not read from a disk, where nothing could be installed.
			if strings.Contains(m.Text, "Access to manifest at 'file:") || strings.HasSuffix(m.Text, "net::ERR_FAILED") {
				continue
			}
			if m.Type == "error" || m.Type == "warning" || m.IsException() {
				out = append(out, m.Text)
			}
		}
		done <- out
	}()
	return func() []string {
		b.t.Helper()
		if err := chromedp.Do(b.Context, chromedp.Evaluate[chromedp.Void](`console.log("`+end+`")`)); err != nil {
			b.t.Fatal(err)
		}
		return <-done
	}
}

// A Server serves a site and keeps account of what it sent.
type Server struct {
	URL string // without a slash at the end

	mu    sync.Mutex
	files fs.FS
	down  bool
	late  time.Duration
	sent  []Sent
}

// Publish replaces the site.
func (s *Server) Publish(files fs.FS) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = files
}

// Late makes every answer come that much later.
func (s *Server) Late(by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.late = by
}

// Down lets every request fail, as without a network, or answers again.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Sent is one answer of a Server.
type Sent struct {
	Path  string // "/a.html"
	Bytes int    // of the body as it went over the wire
	Found bool
}

// Serve serves a site as a host of static files does, compressed; t ends it.
func Serve(t testing.TB, files fs.FS) *Server {
	s := &Server{files: files}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		files, down, late := s.files, s.down, s.late
		s.mu.Unlock()
		time.Sleep(late)
		if down {
			panic(http.ErrAbortHandler)
		}
		count := &counter{ResponseWriter: w}
		found := s.answer(count, r, files)
		s.mu.Lock()
		s.sent = append(s.sent, Sent{r.URL.Path, count.n, found})
		s.mu.Unlock()
	}))
	t.Cleanup(srv.Close)
	s.URL = srv.URL
	return s
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, files fs.FS) (found bool) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" || strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	data, err := fs.ReadFile(files, name)
	status := http.StatusOK
	if err != nil {
		name, status = "404.html", http.StatusNotFound
		data, _ = fs.ReadFile(files, name) // a site without one answers with nothing
	}
	w.Header().Set("Content-Type", mediaType(name))
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || !compresses(name) {
		w.WriteHeader(status)
		_, _ = w.Write(data) // the browser may have gone
		return err == nil
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := gzip.NewWriter(w)
	_, _ = z.Write(data)
	_ = z.Close()
	return err == nil
}

// Sent returns what was sent since it was last asked.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.sent
	s.sent = nil
	return out
}

type counter struct {
	http.ResponseWriter
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.ResponseWriter.Write(p)
}

var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".md": "text/markdown; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".pdf": "application/pdf",
	".woff2": "font/woff2", ".webmanifest": "application/manifest+json",
}

func mediaType(name string) string {
	if t := mediaTypes[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return "application/octet-stream"
}

func compresses(name string) bool {
	t := mediaType(name)
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "json") || strings.HasSuffix(t, "xml")
}

// Disk writes a site into a folder and returns its address there, file://…, without a slash at
// the end.
func Disk(t testing.TB, files fs.FS) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	return "file://" + filepath.ToSlash(dir)
}
