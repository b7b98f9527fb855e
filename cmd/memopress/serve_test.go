package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// A stream takes what a command prints while it runs.
type stream struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *stream) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// until waits for look to return a text that matches, and returns the match.
func until(t *testing.T, pattern string, look func() string) string {
	t.Helper()
	want := regexp.MustCompile(pattern)
	text := ""
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if text = look(); want.MatchString(text) {
			return want.FindString(text)
		}
	}
	t.Fatalf("no %s after 20 s in:\n%s", pattern, text)
	return ""
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestServe previews a folder, changes a note, breaks the settings, mends them, and ends the
// preview as Ctrl-C does.
func TestServe(t *testing.T) {
	notes := filepath.Join(t.TempDir(), "메모")
	write(t, filepath.Join(notes, "글.md"), "처음")
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	var stdout, stderr stream
	status := make(chan int)
	go func() {
		status <- run(ctx, []string{"memopress", "serve", notes}, terminal{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" }})
	}()
	url := until(t, `http://127\.0\.0\.1:\d+/`, stdout.String)
	page := func() string {
		res, err := http.Get(url + "글.html")
		if err != nil {
			return err.Error()
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			return err.Error()
		}
		return res.Status + "\n" + string(body)
	}
	until(t, `200 OK[^$]*처음`, page)

	write(t, filepath.Join(notes, "글.md"), "다음")
	until(t, `다음`, page)

	write(t, filepath.Join(notes, "memopress.yaml"), "tiltle: x\n")
	until(t, `memopress\.yaml:1:1: error\[C001\]: unknown setting tiltle`, stderr.String)
	until(t, `200 OK[^$]*다음`, page) // the last good site stays
	said := strings.Count(stderr.String(), "C001")
	write(t, filepath.Join(notes, "글.md"), "그다음")
	for deadline := time.Now().Add(10 * time.Second); strings.Count(stderr.String(), "C001") == said; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the change was not looked at")
		}
	}

	write(t, filepath.Join(notes, "memopress.yaml"), "title: 골목 작업실\n")
	until(t, `골목 작업실`, page)
	until(t, `그다음`, page) // what changed while nothing could be made

	for i := range 3 { // only the text: such a change is a revision
		write(t, filepath.Join(notes, "글.md"), fmt.Sprintf("그다음\n\n덧붙인 말%d", i))
		until(t, fmt.Sprintf("덧붙인 말%d", i), page)
	}

	interrupt()
	select {
	case got := <-status:
		if got != exitInterrupted {
			t.Errorf("status %d, want %d", got, exitInterrupted)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the preview goes on")
	}
	if _, err := os.Stat(filepath.Join(notes, "public")); err == nil {
		t.Error("the preview wrote a site to disk")
	}
}
