//go:build linux

package build

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
	"golang.org/x/sync/errgroup"

	"memopress/pkg/diag"
	"memopress/pkg/internal/output"
)

// BenchmarkFloor reads the notes, converts them with goldmark, colours their code with Chroma,
// writes a file for each, and does nothing else. Beside it, in turn, so that a busy machine slows
// both, runs the whole build of the same notes into a folder: "×floor" is how many times as long
// that takes, "×floor-cpu" how many times as much processor time. The figures of time and
// allocation are the floor's own.
func BenchmarkFloor(b *testing.B) {
	each(b, func(b *testing.B, o Options, n int) {
		var floor, whole [2]time.Duration // on the clock, and of processors
		pages, folder := filepath.Join(b.TempDir(), "pages"), filepath.Join(b.TempDir(), "site")
		for b.Loop() {
			timed(b, &floor, func() error { return convertAll(o.Inputs[0], pages, n) })
			b.StopTimer()
			timed(b, &whole, func() error {
				out, err := output.Begin(folder, output.Options{})
				if err != nil {
					return err
				}
				if _, err := Build(context.Background(), o, out, diag.Discard); err != nil {
					return err
				}
				_, err = out.Commit(context.Background())
				return err
			})
			for _, made := range []string{pages, folder} {
				if err := os.RemoveAll(made); err != nil {
					b.Fatal(err)
				}
			}
			b.StartTimer()
		}
		b.ReportMetric(float64(whole[0])/float64(floor[0]), "×floor")
		b.ReportMetric(float64(whole[1])/float64(floor[1]), "×floor-cpu")
		b.ReportMetric(floor[1].Seconds()/float64(b.N), "floor-cpu-s")
		b.ReportMetric(whole[1].Seconds()/float64(b.N), "build-cpu-s")
	})
}

// timed adds up how long do takes.
func timed(b *testing.B, sum *[2]time.Duration, do func() error) {
	runtime.GC()
	start, used := time.Now(), processorTime(b)
	if err := do(); err != nil {
		b.Fatal(err)
	}
	sum[0] += time.Since(start)
	sum[1] += processorTime(b) - used
}

func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// convertAll makes a file of HTML of each note below a folder.
func convertAll(from, to string, want int) error {
	var notes []string
	err := filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".md") {
			notes = append(notes, p)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(notes) != want {
		return fmt.Errorf("%d notes, want %d", len(notes), want)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID()),
				goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(coloured{}, 100))))
			var page bytes.Buffer
			for i := w; i < len(notes); i += workers {
				text, err := os.ReadFile(notes[i])
				if err != nil {
					return err
				}
				if _, body, ok := bytes.Cut(text, []byte("\n---\n")); ok {
					text = body
				}
				page.Reset()
				if err := md.Convert(text, &page); err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(to, fmt.Sprintf("%d.html", i)), page.Bytes(), 0o644); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// coloured writes blocks of code as Chroma does.
type coloured struct{}

func (coloured) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		block := n.(*ast.FencedCodeBlock)
		lexer := lexers.Get(string(block.Language(source)))
		if lexer == nil {
			lexer = lexers.Fallback
		}
		tokens, err := chroma.Coalesce(lexer).Tokenise(nil, string(block.Lines().Value(source)))
		if err != nil {
			return ast.WalkStop, err
		}
		return ast.WalkSkipChildren, html.New(html.WithClasses(true)).Format(w, styles.Fallback, tokens)
	})
}
