package serve

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

var testSite = Generation{
	"index.html":           {Data: []byte("<html><body><h1>집</h1></body></html>")},
	"404.html":             {Data: []byte("<html><body>no such page</body></html>")},
	"노트/첫 글.html":          {Data: []byte("<html><body>첫 글</body></html>")},
	"노트/index.html":        {Data: []byte("<html><body>노트</body></html>")},
	"-/style.css":          {Data: []byte("body{}")},
	"files/a.svg":          {Data: []byte("<svg/>")},
	"files/large.bin":      {Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("large")), nil }},
	"files/unreadable.bin": {Open: func() (io.ReadCloser, error) { return nil, errors.New("/home/secret is gone") }},
	"files/x.html.txt":     {Data: []byte("<script>alert(1)</script>")},
}

// start serves until the test ends and returns the server's address.
func start(t *testing.T, s *Server) (address, printed string) {
	t.Helper()
	printed, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.ListenAndServe(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Error("the server does not stop")
		}
	})
	_, port, err := net.SplitHostPort(s.listen.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return "127.0.0.1:" + port, printed
}

type answer struct {
	status int
	header http.Header
	body   string
}

// raw sends a request as it is written: Go's own client would tidy it.
func raw(t *testing.T, address, request string) answer {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("%q: %v", request, err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

func get(t *testing.T, address, target string, headers ...string) answer {
	t.Helper()
	return raw(t, address, "GET "+target+" HTTP/1.1\r\nHost: "+address+"\r\n"+strings.Join(append(headers, "Connection: close"), "\r\n")+"\r\n\r\n")
}

// targets that name nothing of the site, in the ways in which other servers were led astray.
var strange = []string{
	"/../etc/passwd", "/%2e%2e/etc/passwd", "/..%2fetc/passwd", "/%2e%2e%2fetc%2fpasswd", "/.%2e/etc/passwd", "/%252e%252e/etc/passwd",
	"/..%5cetc%5cpasswd", `/..\etc\passwd`, "/..%c0%afetc/passwd", "/%c0%ae%c0%ae/etc/passwd", "/..;/etc/passwd", "/....//etc/passwd",
	"/%uff0e%uff0e/etc/passwd", "/노트/../../etc/passwd", "/x/%2e%2e/%2e%2e/etc/passwd",
	"//etc/passwd", "///index.html", "//evil.example/index.html", `/\evil.example`, "/%5c%5cevil.example", "/%00", "/index.html%00.png", "/index.html%0d%0aX: y",
	"http://evil.example/index.html", "http://127.0.0.1/index.html", "*", "index.html", "#", "/#/index.html", "/@fs/etc/passwd", "/@fs//etc/passwd?raw??",
	"/etc/passwd?raw", "/etc/passwd?import&raw", "/-/style.css/", "/index.html/", "/index.html.", "/index.html%20", "/index.html::$DATA",
	"/index.html\\", "/INDEX.HTML", "/Index.html", "/-/Style.css", "/.git/config", "/.env", "/.git/HEAD", "/.memopress-manifest", "/.well-known/", "/.", "/..",
	"/./index.html", "/-", "/-/", "/files/", "/files", "/proc/self/environ", "/file:///etc/passwd", "/C:/Windows/win.ini", "/%63%6f%6e", "/~root", "/%E0%A4%A",
}

func TestMatrix(t *testing.T) {
	s := New(Options{})
	s.Publish(testSite)
	address, _ := start(t, s)
	_, port, _ := strings.Cut(address, ":")
	good := []string{"/", "/index.html", "/index.html?q=1", "/%EB%85%B8%ED%8A%B8/", "/노트/첫%20글.html", "/노트/첫%20글", "/-/style.css"}
	combos := []struct {
		host, headers string
		own           bool
	}{
		{"127.0.0.1:" + port, "", true},
		{"localhost:" + port, "Sec-Fetch-Site: none\r\n", true},
		{"[::1]:" + port, "Sec-Fetch-Site: same-origin\r\nOrigin: http://[::1]:" + port + "\r\n", true},
		{"LOCALHOST:" + port, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", true},
		{"evil.example", "", false},
		{"evil.example:" + port, "", false},
		{"127.0.0.1", "", false}, // another port than ours
		{"127.0.0.1.evil.example:" + port, "", false},
		{"127.0.0.1:" + port, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n", false},
		{"127.0.0.1:" + port, "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", false},
		{"127.0.0.1:" + port, "Origin: http://evil.example\r\n", false},
		{"127.0.0.1:" + port, "Origin: null\r\n", false},
	}
	requests, foreign := 0, 0
	for _, target := range append(append([]string{}, good...), strange...) {
		mine := false
		for _, g := range good {
			mine = mine || g == target
		}
		for _, c := range combos {
			requests++
			a := raw(t, address, "GET "+target+" HTTP/1.1\r\nHost: "+c.host+"\r\n"+c.headers+"Connection: close\r\n\r\n")
			want := "4"
			if mine && c.own {
				want = "2"
			}
			if !strings.HasPrefix(strconv.Itoa(a.status), want) {
				t.Errorf("%q from %q %q: %d %q", target, c.host, c.headers, a.status, a.body)
				foreign++
			}
			if !c.own && (a.status != http.StatusForbidden && a.status != http.StatusBadRequest || strings.Contains(a.body, s.secret) || strings.Contains(a.body, "집")) {
				t.Errorf("%q from %q %q saw %d %q", target, c.host, c.headers, a.status, a.body)
				foreign++
			}
			if a.header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("an answer is open to other origins")
			}
		}
	}
	t.Logf("%d targets × %d header combinations = %d requests, %d foreign reads", len(good)+len(strange), len(combos), requests, foreign)
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PROPFIND"} {
		if a := raw(t, address, method+" / HTTP/1.1\r\nHost: "+address+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"); a.status != 405 && a.status != 400 {
			t.Errorf("%s: %d", method, a.status)
		}
	}
	for _, broken := range []string{"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: " + address + "\r\n\r\n"} {
		if a := raw(t, address, broken); a.status < 400 {
			t.Errorf("%q: %d", broken, a.status)
		}
	}
}

func TestPages(t *testing.T) {
	s := New(Options{})
	address, _ := start(t, s)
	if a := get(t, address, "/index.html"); a.status != 503 || !strings.Contains(a.body, "Building") || !strings.Contains(a.body, "live.js") {
		t.Errorf("before the first build: %d %q", a.status, a.body)
	}
	s.Fail("memo.yaml:3: <b>unknown key")
	if a := get(t, address, "/"); a.status != 503 || !strings.Contains(a.body, "memo.yaml:3: &lt;b&gt;unknown key") {
		t.Errorf("a first build that failed: %d %q", a.status, a.body)
	}
	s.Publish(testSite)
	for _, test := range []struct {
		target   string
		status   int
		kind     string
		contains string
	}{
		{"/", 200, "text/html; charset=utf-8", "<h1>집</h1><script src=\"/" + s.secret + "/live.js\""},
		{"/%EB%85%B8%ED%8A%B8/%EC%B2%AB%20%EA%B8%80.html", 200, "text/html; charset=utf-8", "첫 글"},
		{"/nothing", 404, "text/html; charset=utf-8", "no such page<script"},
		{"/-/style.css", 200, "text/css; charset=utf-8", "body{}"},
		{"/files/a.svg", 200, "image/svg+xml", "<svg/>"},
		{"/files/large.bin", 200, "application/octet-stream", "large"},
		{"/files/unreadable.bin", 500, "text/plain; charset=utf-8", "cannot be opened"},
		{"/files/x.html.txt", 200, "text/plain; charset=utf-8", "<script>alert"},
		{"/" + s.secret + "/live.js", 200, "text/javascript; charset=utf-8", "EventSource"},
		{"/" + s.secret + "/live.css", 200, "text/css; charset=utf-8", ".memopress-fault"},
		{"/" + s.secret + "/", 404, "", ""},
		{"/" + s.secret, 404, "", "no such page"},
	} {
		a := get(t, address, test.target)
		if a.status != test.status || test.kind != "" && a.header.Get("Content-Type") != test.kind || !strings.Contains(a.body, test.contains) {
			t.Errorf("%s: %d %s %q", test.target, a.status, a.header.Get("Content-Type"), a.body)
		}
		for name, value := range map[string]string{"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store"} {
			if a.header.Get(name) != value && a.status != 500 {
				t.Errorf("%s: %s is %q", test.target, name, a.header.Get(name))
			}
		}
		if strings.Contains(a.body, "/home/secret") {
			t.Error("an error of the machine is shown")
		}
	}
	if a := get(t, address, "/노트"); a.status != 302 || a.header.Get("Location") != "/%EB%85%B8%ED%8A%B8/" {
		t.Errorf("folder without slash: %d %q", a.status, a.header.Get("Location"))
	}
	if a := get(t, address, "/files/a.svg"); !strings.Contains(a.header.Get("Content-Security-Policy"), "sandbox") {
		t.Error("a drawing opened by itself is not in a sandbox")
	}
	if a := get(t, address, "/-/style.css", "Range: bytes=1-2"); a.status != 206 || a.body != "od" {
		t.Errorf("range: %d %q", a.status, a.body)
	}
	s.Fail("broken")
	if a := get(t, address, "/"); a.status != 200 || !strings.Contains(a.body, "집") {
		t.Errorf("after a failed build: %d %q", a.status, a.body)
	}
}

func TestToken(t *testing.T) {
	s := New(Options{Host: "0.0.0.0"})
	s.Publish(testSite)
	address, printed := start(t, s)
	u, err := url.Parse(printed)
	if err != nil || u.Query().Get("token") != s.token || len(s.token) < 20 {
		t.Fatalf("%q %v", printed, err)
	}
	if u.Hostname() == "0.0.0.0" {
		t.Errorf("%s is no address for a browser", printed)
	}
	if a := get(t, address, "/"); a.status != 403 {
		t.Errorf("without the token: %d", a.status)
	}
	if a := get(t, address, "/?token=wrong"); a.status != 403 {
		t.Errorf("with a wrong token: %d", a.status)
	}
	if a := get(t, address, "/", "Sec-Fetch-Site: cross-site"); a.status != 403 {
		t.Errorf("from elsewhere: %d", a.status)
	}
	a := get(t, address, "//evil.example/x?token="+s.token)
	if a.status != 303 || a.header.Get("Location") != "/evil.example/x" {
		t.Errorf("with the token: %d %q", a.status, a.header.Get("Location"))
	}
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	if !strings.Contains(a.header.Get("Set-Cookie"), "HttpOnly; SameSite=Lax") {
		t.Error(a.header.Get("Set-Cookie"))
	}
	if a := get(t, address, "/", "Cookie: "+cookie); a.status != 200 {
		t.Errorf("with the cookie: %d", a.status)
	}
}

func TestPorts(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	if _, err := New(Options{Port: port}).Listen(); !errors.Is(err, ErrPortTaken) {
		t.Errorf("a port that is taken: %v", err)
	}
	a, b := New(Options{}), New(Options{})
	first, err := a.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer a.listen.Close()
	second, err := b.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer b.listen.Close()
	if first == second || !strings.HasPrefix(first, "http://127.0.0.1:") || strings.Contains(first, "token") {
		t.Errorf("%s and %s", first, second)
	}
}

func TestEvents(t *testing.T) {
	s := New(Options{})
	s.Publish(testSite)
	address, _ := start(t, s)
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(c, "GET /%s/events HTTP/1.1\r\nHost: %s\r\nSec-Fetch-Site: same-origin\r\n\r\n", s.secret, address)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%v %v", resp, err)
	}
	lines := bufio.NewScanner(resp.Body)
	next := func() string {
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return text
			}
		}
		return ""
	}
	first := next()
	start := time.Now()
	s.Fail("line 3\n<b>한글")
	if got := next(); !strings.Contains(got, `"fault":"line 3\n\u003cb\u003e한글"`) {
		t.Errorf("a failure: %s", got)
	}
	took := time.Since(start)
	s.Publish(Generation{"index.html": testSite["index.html"], "-/style.css": {Data: []byte("p{}")}})
	if got := next(); !strings.Contains(got, `"fault":""`) || got == first {
		t.Errorf("a success: %s", got)
	}
	t.Logf("told after %v", took)
	updated, published := New(Options{}), New(Options{})
	updated.Publish(testSite)
	next2 := Generation{"index.html": {Data: []byte("다른 글")}, "-/style.css": {Data: []byte("p{}")}, "새.js": {Data: []byte("1")}}
	updated.Update(next2, []string{"index.html", "-/style.css", "새.js", "404.html", "노트/첫 글.html", "노트/index.html", "files/a.svg", "files/large.bin", "files/unreadable.bin", "files/x.html.txt"})
	published.Publish(next2)
	if got, want := updated.current(), published.current(); got.assets != want.assets || !maps.Equal(got.sums, want.sums) || len(got.files) != len(want.files) {
		t.Errorf("updated: %v %s, published: %v %s", got.sums, got.assets, want.sums, want.assets)
	}
	if a := get(t, address, "/"+s.secret+"/events", "Origin: http://evil.example"); a.status != 403 {
		t.Errorf("events for others: %d", a.status)
	}
	raw(t, address, "HEAD /"+s.secret+"/events HTTP/1.1\r\nHost: "+address+"\r\nConnection: close\r\n\r\n")
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.hub.streams != 1 {
		t.Errorf("%d streams are open, want that of this test", s.hub.streams)
	}
}

func TestSumAssets(t *testing.T) {
	a := Generation{"a.html": {Data: []byte("1")}, "a.css": {Data: []byte("1")}}
	b := Generation{"a.html": {Data: []byte("2")}, "a.css": {Data: []byte("1")}}
	c := Generation{"a.html": {Data: []byte("1")}, "a.css": {Data: []byte("2")}}
	assets := func(before, g Generation) string {
		first, next := &generation{files: before}, &generation{files: g}
		first.sumAssets(&generation{})
		next.sumAssets(first)
		return next.assets
	}
	if assets(a, a) != assets(nil, b) || assets(nil, a) != assets(c, a) || assets(a, b) == assets(a, c) || bytes.Equal([]byte(tag([]byte("1"))), []byte(tag([]byte("2")))) {
		t.Error("assets are told from pages wrongly")
	}
}

// Who comes before the first site is there reads so in their language, and sees how far it is.
func TestWaiting(t *testing.T) {
	s := New(Options{})
	address, _ := start(t, s)
	if a := get(t, address, "/", "Accept-Language: ko-KR,ko;q=0.9"); a.status != 503 || !strings.Contains(a.body, `lang="ko"`) || !strings.Contains(a.body, "만드는 중") {
		t.Errorf("in Korean: %d %s", a.status, a.body)
	}
	if a := get(t, address, "/글.html", ""); a.status != 503 || !strings.Contains(a.body, "Building") {
		t.Errorf("in no language: %d %s", a.status, a.body)
	}
	if strings.Contains(s.state(), "done") {
		t.Errorf("progress before any: %s", s.state())
	}
	s.Progress(3, 10)
	s.Progress(4, 10) // too soon
	if !strings.Contains(s.state(), `"done":3`) || !strings.Contains(s.state(), `"of":10`) {
		t.Errorf("progress: %s", s.state())
	}
	s.Publish(testSite)
	s.Progress(5, 10)
	if strings.Contains(s.state(), "done") {
		t.Errorf("progress when all is done: %s", s.state())
	}
}
