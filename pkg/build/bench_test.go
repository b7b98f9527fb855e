//go:build linux

package build

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/render"
	"memopress/pkg/site"
)

// The benchmarks measure the stages and the whole with generated vaults. To keep the disk out
// of the figures: TMPDIR=/dev/shm go test -run '^$' -bench . ./pkg/build

var sizes = []int{1_000, 10_000}

// Words of the generated notes.
var (
	koreanWords  = strings.Fields("정원 나무를 심은 아침에 동네 도서관에서 빌린 책을 읽고 메모를 남긴다 그리고 오늘의 날씨와 걸은 길을 적어 둔다 작은 습관이 모여 긴 글이 된다 물을 주고 흙을 고르고 씨앗을 나눈다 여행 기록은 사진보다 오래 남는다")
	englishWords = strings.Fields("the garden grows slowly and a note about it grows with every walk because each link leads to another thought that was written down last winter when bread and books filled the kitchen table while rain kept us at home")
	languages    = []string{"go", "python", "js", "sh", "yaml", "sql"}
)

// vault writes n notes of 2.3 KB on average into a folder: 40 of 100 in Korean, 6 links a third
// of which lead to neighbours and most others to few notes, tags, lists, tables, a code block in
// every fifth, a name without a link in every tenth, a picture to fifty notes.
func vault(b testing.TB, n int) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "vault")
	r := rand.New(rand.NewPCG(uint64(n), 1))
	names := make([]string, n)
	for i := range names {
		if names[i] = fmt.Sprintf("Note %d on %s", i, englishWords[i%len(englishWords)]); i%5 < 2 {
			names[i] = fmt.Sprintf("%s %s %d", koreanWords[i%len(koreanWords)], koreanWords[i/7%len(koreanWords)], i)
		}
	}
	put(b, filepath.Join(dir, ".obsidian/app.json"), "{}")
	for i, name := range names {
		folder := fmt.Sprintf("묶음 %d", i/25%40)
		if i%3 == 0 {
			folder = fmt.Sprintf("area-%d/topic %d", i/25%10, i/25)
		}
		if i%50 == 0 {
			put(b, filepath.Join(dir, "pictures", fmt.Sprintf("그림 %d.svg", i)), fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><rect width="%d" height="40"/></svg>`, 1+i%70))
		}
		put(b, filepath.Join(dir, folder, name+".md"), noteText(r, names, i))
	}
	return dir
}

func noteText(r *rand.Rand, names []string, i int) string {
	words := englishWords
	if i%5 < 2 {
		words = koreanWords
	}
	var sb strings.Builder
	say := func(count int) {
		for range count {
			sb.WriteString(words[r.IntN(len(words))] + " ")
		}
	}
	link := func() {
		to := int(float64(len(names)) * r.Float64() * r.Float64() * r.Float64())
		if r.IntN(3) == 0 {
			to = min(i+r.IntN(10), len(names)-1)
		}
		sb.WriteString("[[" + names[to] + "]] ")
	}
	fmt.Fprintf(&sb, "---\ntags: [주제/%d, note]\ncreated: 2024-%02d-%02d\n---\n# %s\n\n", i%60, i%12+1, i%28+1, names[i])
	for section := range 3 {
		fmt.Fprintf(&sb, "## %s %d\n\n", words[r.IntN(len(words))], section+1)
		say(40)
		link()
		say(10)
		fmt.Fprintf(&sb, "**%s** and `%s`, #tag%d.\n\n", words[r.IntN(len(words))], words[0], r.IntN(200))
		for range 3 {
			sb.WriteString("- ")
			say(8)
			sb.WriteString("\n")
		}
		sb.WriteString("\n")
		link()
		say(30)
		sb.WriteString("\n\n")
	}
	if i%5 == 0 {
		fmt.Fprintf(&sb, "```%s\nfor i = 0; i < %d; i += 1 { print(\"%s\") } # comment\nreturn x[%d] + 42\n```\n\n", languages[i/5%len(languages)], i%90, words[1], i%7)
	}
	if i%10 == 7 {
		fmt.Fprintf(&sb, "이 글은 %s에서 이어진다.\n\n", names[r.IntN(len(names))])
	}
	if i%10 == 3 {
		sb.WriteString("| a | b |\n|---|---|\n| 1 | ==둘== |\n\n> [!tip] 알아 두기\n> text\n\n")
	}
	fmt.Fprintf(&sb, "![[그림 %d.svg|300]]\n", i/50*50)
	return sb.String()
}

// discarded is a Writer that counts.
type discarded struct{}

func (discarded) Write(string, []byte) error { return nil }

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
