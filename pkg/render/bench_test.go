package render_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/render"
)

// vault makes notes of ordinary size that link to each other.
func vault(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		var sb strings.Builder
		fmt.Fprintf(&sb, "---\ntags: [t%d, area/a%d]\ncreated: 2025-01-%02d\n---\n", i%17, i%5, i%28+1)
		for s := range 4 {
			fmt.Fprintf(&sb, "## Section %d\n\nSome words about [[note %d]] and **[[note %d]]**, 그리고 우리말도 조금 있다.\n\n- one\n- two\n\n", s, (i*7+s)%n, (i+s*3)%n)
		}
		files[fmt.Sprintf("folder %02d/note %d.md", i%20, i)] = sb.String()
	}
	return files
}

func BenchmarkRender(b *testing.B) {
	th, err := paper()
	if err != nil {
		b.Fatal(err)
	}
	s := publish(b, vault(1000), settings)
	opts := render.Options{Message: th.Message}
	b.ReportAllocs()
	for b.Loop() {
		err := render.Render(context.Background(), s, opts, func(render.File) error { return nil }, diag.Discard)
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParts makes each part of the site by itself on one processor: the pages of notes and
// lists, the search index, the graph with its layout, feeds, twins, previews, sitemaps.
func BenchmarkParts(b *testing.B) {
	th, err := paper()
	if err != nil {
		b.Fatal(err)
	}
	const notes = 1000
	s := publish(b, vault(notes), settings)
	for _, part := range render.Parts(s, render.Options{Message: th.Message}) {
		b.Run(part.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				files, bytes, err := part.Make()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(files), "files")
				b.SetBytes(int64(bytes))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/notes, "µs/note")
		})
	}
}

// BenchmarkWrap is the theme's step for one page of a note.
func BenchmarkWrap(b *testing.B) {
	th, err := paper()
	if err != nil {
		b.Fatal(err)
	}
	p := build(b, publish(b, vault(200), settings), render.Options{}).pages["folder-01/note-1.html"]
	b.ReportAllocs()
	for b.Loop() {
		out, err := th.Wrap(nil, p)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}
