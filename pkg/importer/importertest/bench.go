//go:build unix

package importertest

import (
	"archive/zip"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
)

// BenchNotes is how many notes the exports of benchmarks hold.
const BenchNotes = 10_000

// Benchmark imports the export at path as a build does, from opening it to the last note, and
// reports beside it how many times as long that takes as reading and inflating the same file on one
// core and nothing else ("×read"), and how many times as much processor time ("×read-cpu"). Both
// are measured in turn, so that a busy machine slows both.
func Benchmark(b *testing.B, imp importer.Importer, path string) {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(inflate(b, path))
	b.ReportAllocs()
	defer debug.SetGCPercent(debug.SetGCPercent(300)) // as the program sets it for this many notes
	var reading, readingCPU, importingCPU time.Duration
	for b.Loop() {
		b.StopTimer()
		start, used := time.Now(), processorTime(b)
		inflate(b, path)
		reading += time.Since(start)
		readingCPU += processorTime(b) - used
		used = processorTime(b)
		b.StartTimer()
		importAll(b, imp, path)
		importingCPU += processorTime(b) - used
	}
	b.ReportMetric(float64(b.Elapsed())/float64(reading), "×read")
	b.ReportMetric(float64(importingCPU)/float64(readingCPU), "×read-cpu")
	b.ReportMetric(importingCPU.Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/BenchNotes, "µs/note")
	b.ReportMetric(float64(info.Size())/1e6, "MB-on-disk")
}

// processorTime is what this process has used so far, the garbage collector's part included.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func importAll(b *testing.B, imp importer.Importer, path string) {
	sources, err := importer.Open([]string{path}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		b.Fatal(err)
	}
	if m := imp.Detect(sources[0]); m.Score == 0 {
		b.Fatal("not recognised")
	}
	c := importer.NewCollector(diag.Discard)
	if err := imp.Import(context.Background(), sources[0], importer.Options{Space: Space, Location: time.UTC}, c); err != nil {
		b.Fatal(err)
	}
	if notes, _ := c.Finish(); len(notes) != BenchNotes {
		b.Fatalf("%d notes, want %d", len(notes), BenchNotes)
	}
	if err := sources[0].Close(); err != nil {
		b.Fatal(err)
	}
}

// inflate reads a file, or all that a zip archive holds, and returns how many bytes that are.
func inflate(b *testing.B, path string) int64 {
	if !strings.HasSuffix(path, ".zip") {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		return drain(b, f)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		b.Fatal(err)
	}
	defer z.Close()
	size := int64(0)
	for _, m := range z.File {
		r, err := m.Open()
		if err != nil {
			b.Fatal(err)
		}
		size += drain(b, r)
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
	return size
}

func drain(b *testing.B, r io.Reader) int64 {
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchFile writes a file for a benchmark and returns its path.
func BenchFile(b *testing.B, name, content string) string { return put(b, name, []byte(content)) }

// Prose writes sentences for generated exports, the same on every run: four of ten notes are
// Korean.
type Prose struct{ r *rand.Rand }

// NewProse returns the words of the i-th note.
func NewProse(i int) Prose { return Prose{rand.New(rand.NewPCG(uint64(i), 7))} }

var (
	koreanProse  = strings.Fields("정원 나무를 심은 아침에 동네 도서관에서 빌린 책을 읽고 메모를 남긴다 그리고 오늘의 날씨와 걸은 길을 적어 둔다 작은 습관이 모여 긴 글이 된다 물을 주고 흙을 고르고 씨앗을 나눈다 여행 기록은 사진보다 오래 남는다")
	englishProse = strings.Fields("the garden grows slowly and a note about it grows with every walk because each link leads to another thought that was written down last winter when bread and books filled the kitchen table while rain kept us at home")
)

// IsKorean reports whether the i-th note is Korean.
func IsKorean(i int) bool { return i%5 < 2 }

// Sentence returns some words.
func (p Prose) Sentence(korean bool, words int) string {
	from := englishProse
	if korean {
		from = koreanProse
	}
	var sb strings.Builder
	for i := range words {
		if i > 0 {
			sb.WriteByte(' ')
		}
		sb.WriteString(from[p.r.IntN(len(from))])
	}
	return sb.String() + "."
}

// Pick returns a number below n.
func (p Prose) Pick(n int) int { return p.r.IntN(n) }
