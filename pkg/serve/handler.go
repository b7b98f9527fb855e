package serve

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "frame-ancestors 'self'; object-src 'none'; base-uri 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if s.guard(w, r) {
		return
	}
	request, ok := target(r)
	if !ok {
		http.Error(w, "not an address of this site", http.StatusBadRequest)
		return
	}
	if rest, ok := strings.CutPrefix(request, "/"+s.secret+"/"); ok {
		s.live(w, r, rest)
		return
	}
	g := s.current()
	if !g.ready {
		s.page(w, r, http.StatusServiceUnavailable, g, waiting(r, g))
		return
	}
	name, f, redirect, ok := g.find(request)
	switch {
	case redirect != "":
		to := url.URL{Path: redirect}
		h.Set("Location", to.EscapedPath())
		w.WriteHeader(http.StatusFound)
	case !ok:
		s.notFound(w, r, g)
	default:
		s.file(w, r, g, name, f)
	}
}

// target returns the unescaped path of a request. Only the plain form is taken: "/path?query".
func target(r *http.Request) (string, bool) {
	raw, _, _ := strings.Cut(r.RequestURI, "?")
	if !strings.HasPrefix(raw, "/") || strings.ContainsRune(raw, '#') {
		return "", false
	}
	p, err := url.PathUnescape(raw)
	return p, err == nil
}

func (s *Server) file(w http.ResponseWriter, r *http.Request, g *generation, name string, f File) {
	kind := mediaType(name, f)
	if strings.HasPrefix(kind, "text/html") && f.Open == nil {
		s.page(w, r, http.StatusOK, g, f.Data)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	if kind == "image/svg+xml" {
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
	}
	if f.Open == nil {
		http.ServeContent(w, r, path.Base(name), time.Time{}, bytes.NewReader(f.Data))
		return
	}
	in, err := f.Open()
	if err != nil {
		http.Error(w, "this file cannot be opened", http.StatusInternalServerError)
		return
	}
	defer in.Close()
	if seeker, ok := in.(io.ReadSeeker); ok {
		http.ServeContent(w, r, path.Base(name), time.Time{}, seeker)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	if _, err := io.Copy(w, in); err != nil {
		// The status is out; the only way left to say it is to cut the connection.
		panic(http.ErrAbortHandler)
	}
}

// page writes an HTML page with the live script in it. The scripts' names are not part of the
// site's own pages, so nothing of them is ever published.
func (s *Server) page(w http.ResponseWriter, r *http.Request, status int, g *generation, data []byte) {
	sum := tag(data)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("ETag", `"`+sum+`"`)
	script := fmt.Sprintf(`<script src="/%s/live.js" data-page="%s" data-assets="%s" defer></script>`, s.secret, sum, g.assets)
	at := bytes.LastIndex(data, []byte("</body>"))
	if at < 0 {
		at = len(data)
	}
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	for _, part := range [][]byte{data[:at], []byte(script), data[at:]} {
		if _, err := w.Write(part); err != nil {
			return // the browser has gone
		}
	}
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request, g *generation) {
	if f, ok := g.files["404.html"]; ok && f.Open == nil {
		s.page(w, r, http.StatusNotFound, g, f.Data)
		return
	}
	s.page(w, r, http.StatusNotFound, g, plainPage("Not found", "This site has no such page."))
}

// waiting is shown before the first build has succeeded.
func waiting(r *http.Request, g *generation) []byte {
	if g.fault != "" {
		return plainPage("The build failed", g.fault)
	}
	title, text, lang := "Building", "The pages appear here when they are ready.", "en"
	if strings.HasPrefix(r.Header.Get("Accept-Language"), "ko") {
		title, text, lang = "만드는 중", "다 되면 여기에 나타납니다.", "ko"
	}
	return fmt.Appendf(nil, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>%s</title></head>"+
		"<body class=\"memopress-waiting\"><h1>%[2]s</h1><p>%s</p><progress aria-label=\"%[2]s\"></progress></body></html>\n", lang, title, text)
}

func plainPage(title, text string) []byte {
	return fmt.Appendf(nil, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title></head><body><h1>%s</h1><pre>%s</pre></body></html>\n",
		html.EscapeString(title), html.EscapeString(title), html.EscapeString(text))
}
