package card

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// paper are the colours of the theme of that name.
var paper = colors("#fcfaf5", "#26231e", "#665f53", "#b3351f", "#ddd6c7")

func colors(p, i, m, a, l string) Colors {
	var c Colors
	c.Paper, _ = ParseColor(p)
	c.Ink, _ = ParseColor(i)
	c.Muted, _ = ParseColor(m)
	c.Accent, _ = ParseColor(a)
	c.Line, _ = ParseColor(l)
	return c
}

var cards = map[string]Card{
	"en":      {Title: "The margin is where a page talks back", Site: "Garden of Notes", Symbol: "G", Place: "Essays › Reading", Date: "3 November 2026", Language: "en"},
	"short":   {Title: "Tea", Site: "Garden of Notes", Symbol: "G", Place: "Kitchen", Language: "en"},
	"ko":      {Title: "회고장(2026년)을 다시 읽으며 배운 것들, 그리고 다음 해에 하고 싶은 일", Site: "은서의 위키", Symbol: "은", Place: "일기 › 회고", Date: "2026년 11월 3일", Language: "ko"},
	"ko-nfd":  {Title: "\u1112\u1165\u11ab\u1100\u1173\u11af 자모로 쓴 제목", Site: "위키", Symbol: "위", Language: "ko"},
	"ja":      {Title: "余白のある生活について考えたこと：「積読」という文化", Site: "ノート", Symbol: "ノ", Place: "随筆", Date: "2026年11月3日", Language: "ja"},
	"zh":      {Title: "我的数字花园：如何用双向链接整理读书笔记、日记与灵感", Site: "笔记", Symbol: "笔", Place: "随笔", Date: "2026年11月3日", Language: "zh-Hans"},
	"hant":    {Title: "閱讀筆記：關於「邊緣」與書寫的十二則隨想，以及骨與角", Site: "筆記", Symbol: "筆", Place: "隨筆", Date: "2026年11月3日", Language: "zh-Hant"},
	"ar":      {Title: "ملاحظات حول قراءة كتاب Go 1.26 في المساء", Site: "حديقة الملاحظات", Symbol: "ح", Place: "مقالات", Date: "3 نوفمبر 2026", Language: "ar", RTL: true},
	"he":      {Title: "הערות על ספר, חלק 2", Site: "גן", Symbol: "ג", Language: "he", RTL: true},
	"th":      {Title: "บันทึกการเดินทางไปเชียงใหม่ในฤดูหนาวและสิ่งที่ได้เรียนรู้", Site: "บันทึก", Symbol: "บ", Language: "th"},
	"hi":      {Title: "हिन्दी में लिखी टिप्पणियाँ और क्षत्रिय", Site: "नोट", Symbol: "न", Language: "hi"},
	"ru":      {Title: "Заметки о чтении: «Война и мир», часть вторая", Site: "Заметки", Symbol: "З", Date: "3 ноября 2026 г.", Language: "ru"},
	"emoji":   {Title: "🌱 씨앗 노트 👩‍💻 and a flag 🇰🇷", Site: "Notes", Symbol: "🌱", Language: "ko"},
	"long":    {Title: strings.Repeat("A very long title that goes on and on about everything there is, ", 8), Site: "Garden", Symbol: "G", Place: strings.Repeat("Deep › ", 30), Date: "3 November 2026", Language: "en"},
	"long-ko": {Title: strings.Repeat("아주 긴 제목은 네 줄까지만 쓰고 나머지는 줄인다 ", 8), Site: "위키", Symbol: "위", Language: "ko"},
	"word":    {Title: strings.Repeat("Donaudampfschifffahrtsgesellschaft", 3), Site: "Wörter", Symbol: "W", Language: "de"},
	"site":    {Title: "은서의 위키", Symbol: "은", About: "읽고 쓰고 다시 읽는 것들. 일기, 회고, 책, 그리고 부엌의 기록을 한데 모았습니다.", Language: "ko"},
}

// TestCards draws each of them twice. MEMOPRESS_PICTURES names a folder to look at them.
func TestCards(t *testing.T) {
	for name, c := range cards {
		t.Run(name, func(t *testing.T) {
			var letters []rune
			for _, s := range []string{c.Title, c.Site, c.Symbol, c.About, c.Place, c.Date} {
				letters = append(letters, []rune(clean(s))...)
			}
			f, err := NewFonts(letters, c.Language, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			data, err := NewPainter(f, paper).PNG(c)
			if err != nil {
				t.Fatal(err)
			}
			again, err := NewPainter(f, paper).PNG(c)
			if err != nil || !bytes.Equal(again, data) {
				t.Errorf("drawn twice: %d and %d bytes, %v", len(data), len(again), err)
			}
			if p, err := png.Decode(bytes.NewReader(data)); err != nil || p.Bounds().Dx() != Width || p.Bounds().Dy() != Height {
				t.Errorf("%v", err)
			}
			if len(data) > 25_000 {
				t.Errorf("%d bytes", len(data))
			}
			if dir := os.Getenv("MEMOPRESS_PICTURES"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, name+".png"), data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCard(b *testing.B) {
	f, err := NewFonts(nil, "ko", nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	p := NewPainter(f, paper)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.PNG(cards["ko"]); err != nil {
			b.Fatal(err)
		}
	}
}
