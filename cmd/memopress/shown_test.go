package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/serve"
)

// serveArgs runs serve with an action of its own.
func serveArgs(ctx context.Context, t terminal, action func(*session) error, args ...string) error {
	t.color = new(string)
	app := newApp(t)
	for _, c := range app.Commands {
		if c.Name == "serve" {
			c.Action = func(c *cli.Context) error {
				s, err := open(c, t)
				if err != nil {
					return err
				}
				return action(s)
			}
		}
	}
	return app.RunContext(ctx, flagsFirst(app, append([]string{"memopress", "serve"}, args...)))
}

func quietly() terminal {
	return terminal{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }}
}

// keepsSite builds as a preview does, and keeps the site where keep says so. It returns what the
// preview before kept, nil for nothing to be shown, and what a build makes.
func keepsSite(t *testing.T, keep bool, args ...string) (kept map[string][]byte, made serve.Generation) {
	t.Helper()
	err := serveArgs(context.Background(), quietly(), func(s *session) error {
		p := &preview{server: serve.New(serve.Options{})}
		m := s.siteMemory()
		if m != nil {
			kept = m.RecallSite()
		}
		o, err := s.previewOptions(p)
		if err != nil {
			return err
		}
		_, show, err := p.build(context.Background(), o, &diag.List{})
		if err != nil {
			return err
		}
		show()
		made = p.files
		if keep {
			s.keepSite(m, made)
		}
		return nil
	}, args...)
	if err != nil {
		t.Fatal(err)
	}
	return kept, made
}

func sameSite(kept map[string][]byte, made serve.Generation) bool {
	if len(kept) != len(made) {
		return false
	}
	for path, f := range made {
		if data, ok := kept[path]; !ok || !bytes.Equal(data, f.Data) {
			return false
		}
	}
	return true
}

// someNotes are notes with Korean names, composed and not, that link to each other.
func someNotes(t *testing.T, n int) (notes, cache string) {
	t.Helper()
	t.Setenv("MEMOPRESS_NO_CACHE", "")
	dir := t.TempDir()
	notes, cache = filepath.Join(dir, "메모"), filepath.Join(dir, "캐시")
	write(t, filepath.Join(notes, norm.NFD.String("풀어 쓴 이름.md")), "[[모아 쓴 이름]] 초성 ㅎㄱ")
	write(t, filepath.Join(notes, norm.NFC.String("모아 쓴 이름.md")), "[[풀어 쓴 이름]] and English")
	write(t, filepath.Join(notes, "그림.svg"), `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	for i := range n {
		write(t, filepath.Join(notes, fmt.Sprintf("폴더/글 %d.md", i)), fmt.Sprintf("글 %d은 [[글 %d]] ![[그림.svg]] #태그%d\n\n%s", i, (i*7)%n, i%5, strings.Repeat("가나다 라마바 ", 50)))
	}
	return notes, cache
}

func TestKeptSite(t *testing.T) {
	notes, cache := someNotes(t, 40)
	args := []string{"--cache", cache, notes}
	kept, made := keepsSite(t, true, args...)
	if kept != nil {
		t.Fatal("something was kept before anything was built")
	}
	if kept, _ = keepsSite(t, false, args...); kept == nil || !sameSite(kept, made) {
		t.Fatalf("%d files of %d are kept as they were made", len(kept), len(made))
	}
	err := filepath.WalkDir(cache, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 && p != cache {
			t.Errorf("others can read %s: %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"other settings": {"--title", "다른 제목", "--cache", cache, notes}, "other rule": {"--publish", "marked", "--cache", cache, notes},
		"no cache": {"--no-cache", "--cache", cache, notes}, "a password": {"--password", "비밀", "--cache", cache, notes},
	} {
		if name == "other rule" {
			write(t, filepath.Join(notes, "공개.md"), "---\npublish: true\n---\n공개")
			keepsSite(t, true, "--cache", cache, notes)
		}
		if kept, _ := keepsSite(t, false, args...); kept != nil {
			t.Errorf("%s: the site of others is shown", name)
		}
	}
	if kept, _ = keepsSite(t, false, "--cache", cache, notes); kept == nil {
		t.Error("nothing is kept any more")
	}
	write(t, filepath.Join(notes, "memopress.yaml"), "title: 설정\n")
	if kept, _ = keepsSite(t, false, args...); kept != nil {
		t.Error("other settings in the file: the site of others is shown")
	}
}

// Whatever becomes of the cache, what it gives is what a build makes, or nothing.
func TestKeptSiteDamaged(t *testing.T) {
	notes, cache := someNotes(t, 40)
	args := []string{"--cache", cache, notes}
	_, made := keepsSite(t, true, args...)
	r := rand.New(rand.NewPCG(3, 4))
	shown, none := 0, 0
	for step := range 12 {
		var all []string
		if err := filepath.WalkDir(cache, func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				all = append(all, p)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			t.Fatal("nothing is kept")
		}
		p := all[r.IntN(len(all))]
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		switch step % 4 {
		case 0:
			err = os.Truncate(p, int64(r.IntN(len(data))))
		case 1:
			data[r.IntN(len(data))] ^= 1 << r.IntN(8)
			err = os.WriteFile(p, data, 0o600)
		case 2:
			err = os.Remove(p)
		case 3:
			err = os.RemoveAll(cache)
		}
		if err != nil {
			t.Fatal(err)
		}
		kept, now := keepsSite(t, true, args...)
		if kept == nil {
			none++
		} else if shown++; !sameSite(kept, made) {
			t.Fatalf("step %d: another site is shown", step)
		}
		if len(now) != len(made) {
			t.Fatalf("step %d: another site is made", step)
		}
		if kept, _ = keepsSite(t, false, args...); kept == nil || !sameSite(kept, made) {
			t.Fatalf("step %d: the site is not kept again", step)
		}
	}
	t.Logf("%d times shown, %d times not", shown, none)
}

// A running preview.
type running struct {
	url            string
	stdout, stderr stream
	stop           func()
}

func startPreview(t *testing.T, rest time.Duration, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{}
	term := quietly()
	term.Stdout, term.Stderr = &r.stdout, &r.stderr
	done := make(chan error, 1)
	go func() {
		done <- serveArgs(ctx, term, func(s *session) error { return s.serve(ctx, rest) }, args...)
	}()
	stopped := false
	r.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-done:
			if err != errPreviewEnded {
				t.Errorf("the preview ended with %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("the preview goes on")
		}
	}
	t.Cleanup(r.stop)
	r.url = until(t, `http://127\.0\.0\.1:\d+/`, r.stdout.String)
	return r
}

func (r *running) page(path string) string {
	res, err := http.Get(r.url + (&url.URL{Path: path}).EscapedPath())
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

func (r *running) built() bool { return strings.Contains(r.stderr.String(), "built ") }

// untilKept waits until the next preview would show a page with that text.
func untilKept(t *testing.T, text string, args ...string) {
	t.Helper()
	until(t, "kept", func() string {
		found := ""
		if err := serveArgs(context.Background(), quietly(), func(s *session) error {
			for _, data := range s.siteMemory().RecallSite() {
				if bytes.Contains(data, []byte(text)) {
					found = "kept"
				}
			}
			return nil
		}, args...); err != nil {
			t.Fatal(err)
		}
		return found
	})
}

// The second preview shows the site before it has built one, sees what changes meanwhile, keeps
// what it has after a rest, and ends at once even while it builds.
func TestServeAgain(t *testing.T) {
	notes, cache := someNotes(t, 600)
	args := []string{"--cache", cache, notes}
	first := startPreview(t, time.Hour, args...)
	until(t, "built 602 notes", first.stderr.String)
	untilKept(t, "글 599은", args...)
	first.stop()

	second := startPreview(t, 100*time.Millisecond, args...)
	until(t, "200 OK[^$]*글 3은", func() string { return second.page("폴더/글-3.html") })
	early := !second.built()
	write(t, filepath.Join(notes, "폴더/글 3.md"), "고친 글이다")
	if !early || second.built() {
		t.Error("the page was not there before the build, or the change not during it")
	}
	until(t, "200 OK[^$]*고친 글이다", func() string { return second.page("폴더/글-3.html") })
	untilKept(t, "고친 글이다", args...)
	second.stop()

	third := startPreview(t, time.Hour, args...)
	until(t, "200 OK[^$]*고친 글이다", func() string { return third.page("폴더/글-3.html") })
	if third.built() {
		t.Error("the page was not there before the build")
	}
	third.stop()
	if third.built() {
		t.Error("the preview ended only after its build")
	}
}

// What is private since the last preview is never shown, not for a moment.
func TestServeAgainPrivate(t *testing.T) {
	notes, cache := someNotes(t, 300)
	secret := filepath.Join(notes, "비밀.md")
	write(t, secret, "아무도 모르는 말")
	args := []string{"--cache", cache, notes}
	first := startPreview(t, time.Hour, args...)
	until(t, "built 303 notes", first.stderr.String)
	untilKept(t, "아무도 모르는 말", args...)
	first.stop()

	write(t, secret, "---\npublish: false\n---\n아무도 모르는 말")
	second := startPreview(t, time.Hour, args...)
	for !second.built() {
		if page := second.page("비밀.html"); strings.Contains(page, "아무도") {
			t.Fatal("a private note is shown:", page)
		}
	}
	until(t, "404 Not Found", func() string { return second.page("비밀.html") })
}
