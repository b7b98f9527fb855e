package markdown

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// ordinary is a note of 2.4 KB with as much markup as people use: headings, paragraphs with some
// links and emphasis, a list.
var ordinary = "# 여행 기록\n\n" + strings.Repeat("오늘은 아침 일찍 일어나서 **경주(慶州)**로 갔다. 날씨가 맑고 바람이 조금 불었다. [[첨성대]] 앞에서 사진을 찍고, 근처 식당에서 점심을 먹었다.\nThe second half of the day was quiet; we read about it in [the guide](https://example.com/guide) and went home.\n\n- 입장료 3,000원\n- 걸어서 20분 #여행\n- see also *another* note\n\n", 6)

// BenchmarkParse reads an ordinary note in every dialect, and one that is nothing but markup.
// "goldmark" is goldmark's own GFM parser without lowering, to compare with.
func BenchmarkParse(b *testing.B) {
	b.Run("ordinary", func(b *testing.B) { benchmark(b, []byte(ordinary)) })
	b.Run("dense", func(b *testing.B) { benchmark(b, []byte(prose(1500))) })
}

func benchmark(b *testing.B, src []byte) {
	for _, d := range []struct {
		name string
		Dialect
	}{{"commonmark", CommonMark}, {"gfm", GFM}, {"obsidian", Obsidian}} {
		b.Run(d.name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(src, Options{Dialect: d.Dialect, HardBreaks: true})
			}
		})
	}
	b.Run("goldmark", func(b *testing.B) {
		p := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser()
		b.SetBytes(int64(len(src)))
		b.ReportAllocs()
		for b.Loop() {
			p.Parse(text.NewReader(src))
		}
	})
}

// BenchmarkHostile reads the texts that cost the most for their size, 100 KB each.
func BenchmarkHostile(b *testing.B) {
	worst := map[string]bool{
		"one dollar line in a quote": true, "bullets opened again and again": true, "tasks": true,
		"nested bullets and blank lines": true, "definition lists": true, "many tables": true,
		"tags with attributes": true,
	}
	for _, h := range hostile {
		if !worst[h.name] {
			continue
		}
		src := []byte(h.make(100 << 10))
		b.Run(h.name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(src, Options{Dialect: Obsidian})
			}
		})
	}
}
