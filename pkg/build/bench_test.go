//go:build linux

package build

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/render"
	"memopress/pkg/search"
	"memopress/pkg/site"
)

// The benchmarks measure the stages and the whole with generated vaults. To keep the disk out
// of the figures: TMPDIR=/dev/shm go test -run '^$' -bench . ./pkg/build

var sizes = []int{1_000, 10_000}

// discarded is a Writer that counts.
type discarded struct{}

func (discarded) Write(string, []byte) error { return nil }

func (discarded) Remove(string) {}

func (discarded) Copy(_ string, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func each(b *testing.B, bench func(b *testing.B, o Options, n int)) {
	for _, n := range sizes {
		o := options(b, vault(b, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			bench(b, o, n)
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/note")
		})
	}
}

func notesOf(b *testing.B, o Options, n int) *Notes {
	b.Helper()
	notes, err := Read(context.Background(), o, diag.Discard)
	if err != nil || len(notes.Graph.Notes()) != n {
		b.Fatalf("%v, want %d notes", err, n)
	}
	return notes
}

// BenchmarkRead reads the notes and makes their graph.
func BenchmarkRead(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		for b.Loop() {
			if err := notesOf(b, o, n).Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkGraph makes the graph with backlinks, mentions and related notes.
func BenchmarkGraph(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		notes := notesOf(b, o, n)
		defer notes.Close()
		for b.Loop() {
			g := graph.New(notes.Graph.Notes(), notes.Graph.Attachments())
			links := 0
			for _, of := range g.Notes() {
				links += len(g.Backlinks(of.ID))
			}
			if links < n || len(g.Mentions()) == 0 || len(g.Related(5)) == 0 {
				b.Fatalf("%d backlinks", links)
			}
		}
	})
}

// BenchmarkPublish makes the site of the graph, links and related notes included.
func BenchmarkPublish(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		notes := notesOf(b, o, n)
		defer notes.Close()
		for b.Loop() {
			if s, _ := site.Publish(notes.Graph, o.Settings, o.Policy, diag.Discard); len(s.Notes) != n {
				b.Fatalf("%d notes", len(s.Notes))
			}
		}
	})
}

// BenchmarkRender makes the pages of the site, without the theme.
func BenchmarkRender(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		notes := notesOf(b, o, n)
		defer notes.Close()
		s, _ := site.Publish(notes.Graph, o.Settings, o.Policy, diag.Discard)
		for b.Loop() {
			err := render.Render(context.Background(), s, render.Options{Message: o.Theme.Message, Media: func(string) (int, int) { return 0, 0 }},
				func(render.File) error { return nil }, diag.Discard)
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkBuild does everything but writing to a disk.
func BenchmarkBuild(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		for b.Loop() {
			if _, err := Build(context.Background(), o, discarded{}, diag.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkIndex makes the search index.
func BenchmarkIndex(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		notes := notesOf(b, o, n)
		defer notes.Close()
		s, _ := site.Publish(notes.Graph, o.Settings, o.Policy, diag.Discard)
		for b.Loop() {
			size := 0
			for _, f := range search.Index(s, search.Options{}) {
				size += len(f.Data)
			}
			b.ReportMetric(float64(size)/float64(n), "B/note-of-index")
		}
	})
}

// BenchmarkProgram runs the real program: a first build, and a second one that finds nothing new.
func BenchmarkProgram(b *testing.B) {
	p := compile(b)
	each(b, func(b *testing.B, o Options, n int) {
		out := filepath.Join(b.TempDir(), "site")
		for _, again := range []bool{false, true} {
			b.Run(map[bool]string{false: "first", true: "again"}[again], func(b *testing.B) {
				peak, cpu := int64(0), time.Duration(0)
				for b.Loop() {
					if !again {
						b.StopTimer()
						if err := os.RemoveAll(out); err != nil {
							b.Fatal(err)
						}
						b.StartTimer()
					}
					cmd := exec.Command(p.path, "build", o.Inputs[0], "-o", out, "--quiet")
					cmd.Env = p.env
					if text, err := cmd.CombinedOutput(); err != nil {
						b.Fatalf("%v\n%s", err, text)
					}
					if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
						peak = max(peak, used.Maxrss)
					}
					cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				}
				b.ReportMetric(float64(peak)/1024, "peak-MB")
				b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
			})
		}
	})
}

func old(b *testing.B, name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

// BenchmarkRebuild changes one note, as the preview sees it: a word, which revises the site, and the
// title of a note that 500 others link to, if there are so many, after which everything is looked at
// again.
func BenchmarkRebuild(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		o.Session, o.Social.Off = &Session{}, true
		name := ""
		var others []string
		err := filepath.WalkDir(o.Inputs[0], func(p string, _ fs.DirEntry, err error) error {
			switch {
			case strings.HasPrefix(filepath.Base(p), "Note 3 on"):
				name = p
			case strings.HasSuffix(p, ".md"):
				others = append(others, p)
			}
			return err
		})
		if err != nil || name == "" {
			b.Fatalf("no note: %v", err)
		}
		text := old(b, name)
		for _, p := range others[:min(500, len(others))] {
			put(b, p, old(b, p)+"\n\nSee [["+strings.TrimSuffix(filepath.Base(name), ".md")+"]].\n")
		}
		build := func() {
			if _, err := Build(context.Background(), o, discarded{}, diag.Discard); err != nil {
				b.Fatal(err)
			}
		}
		change := func(b *testing.B, what func(i int) string, again func()) {
			defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the preview waits with that until the pages are there
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				put(b, name, what(i))
				runtime.GC()
				b.StartTimer()
				again()
			}
		}
		build()
		b.Run("word", func(b *testing.B) {
			change(b, func(i int) string { return fmt.Sprintf("%s\n\nword%d 낱말\n", text, i) }, func() {
				if _, ok, err := Revise(context.Background(), o, []string{name}, discarded{}, diag.Discard); err != nil || !ok {
					b.Fatal(ok, err)
				}
			})
		})
		b.Run("title", func(b *testing.B) {
			change(b, func(i int) string {
				return strings.Replace(text, "---\n", fmt.Sprintf("---\ntitle: 제목 %d\n", i), 1)
			}, build)
		})
	})
}
