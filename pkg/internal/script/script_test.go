package script

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func of(text string) *Census {
	var c Census
	c.Add(text)
	return &c
}

func TestLanguageAndMinutes(t *testing.T) {
	for _, test := range []struct {
		text, site, language, direction string
		minutes                         int
	}{
		{"오늘은 The API를 썼다", "en", "ko", "ltr", 1},
		{"The garden grows", "en", "en", "ltr", 1},
		{"The garden grows", "de", "de", "ltr", 1},
		{"The garden grows", "ko", "en", "ltr", 1},
		{"日本語の文章です", "en", "ja", "ltr", 1},
		{"中文笔记", "en", "zh", "ltr", 1},
		{"中文筆記", "zh-TW", "zh-TW", "ltr", 1},
		{"從前上山要繃緊腳尖，名字就這樣留了下來", "", "zh-Hant", "ltr", 1},
		{"從前上山要繃緊腳尖，名字就這樣留了下來", "zh", "zh-Hant", "ltr", 1},
		{"从前上山要绷紧脚尖，名字就这样留了下来", "zh-TW", "zh-Hans", "ltr", 1},
		{"从前上山要绷紧脚尖，名字就这样留了下来", "zh-CN", "zh-CN", "ltr", 1},
		{"مرحبا بالعالم", "en", "ar", "rtl", 1},
		{"سلام، چطور پیش می\u200cرود؟ گزارش", "en", "fa", "rtl", 1},
		{"שלום עולם", "en", "he", "rtl", 1},
		{"Привет мир", "ru", "ru", "ltr", 1},
		{"Привет мир", "", "ru", "ltr", 1},
		{"Привіт, світе, як справи", "en", "uk", "ltr", 1},
		{"Καλημέρα κόσμε", "en", "el", "ltr", 1},
		{"สวัสดีชาวโลก", "en", "th", "ltr", 1},
		{"Der Tee ist ein Getränk, und die Sahne ist nicht zum Umrühren da.", "", "de", "ltr", 1},
		{"Der Tee ist ein Getränk, und die Sahne ist nicht zum Umrühren da.", "de-AT", "de-AT", "ltr", 1},
		{"On verse de haut, pour la mousse et pour le bruit, dans les verres.", "en", "fr", "ltr", 1},
		{"La sobremesa no es lo que se come ni lo que se bebe: es el rato que queda.", "en", "es", "ltr", 1},
		{"Foi uma princesa quem levou o hábito para Londres, mas foi o chá que ficou com os ingleses. Não se combina.", "en", "pt", "ltr", 1},
		{"The tea in the pot was for the guests, and it is what they came for.", "fr", "en", "ltr", 1},
		{"geoip.dat geosite.dat other.dat more.dat last.dat", "fr", "fr", "ltr", 1},
		{"README TODO kubectl nginx Dockerfile", "fr", "fr", "ltr", 1},
		{"", "ko", "ko", "ltr", 1},
		{"123 !!", "", "en", "ltr", 1},
		{strings.Repeat("가나다라마 ", 400), "ko", "ko", "ltr", 4},
		{strings.Repeat("word ", 690), "en", "en", "ltr", 3},
		{strings.Repeat("كلمة ", 540), "ar", "ar", "rtl", 3},
		{strings.Repeat("don't ", 115), "en", "en", "ltr", 1},
	} {
		c := of(test.text)
		if l := c.Language(test.site); l != test.language || Direction(l) != test.direction || c.Minutes() != test.minutes {
			t.Errorf("%.30q in %q: %s %s %d, want %s %s %d", test.text, test.site, l, Direction(l), c.Minutes(), test.language, test.direction, test.minutes)
		}
	}
}

func TestBlock(t *testing.T) {
	for _, test := range []struct{ text, page, want string }{
		{"バージョンを上げました", "en", "ja"},
		{"정치", "en", "ko"},
		{"茶者，南方之嘉木也。", "en", "zh"},
		{"其巴山峽川有兩人合抱者，伐而掇之。葉如梔子，花如白薔薇，為茶。", "en", "zh-Hant"},
		{"من ارتفاع الذراع", "en", "ar"},
		{"чай", "pt", "ru"},
		{"The word 정치 (politics) is a Korean word", "en", ""},
		{"React Server Components", "ko", ""},
		{"React Server Components 를 쓰는 법과 그 까닭", "ko", ""},
		{"Friends who visit from abroad always ask the same question, and the answer is no.", "ko", "en"},
		{"Der Tee ist ein Getränk, und die Sahne ist nicht zum Umrühren da.", "ar", "de"},
		{"Der Tee ist ein Getränk, und die Sahne ist nicht zum Umrühren da.", "en", ""}, // the same script
		{"茶經", "ko", ""},
		{"茶者，南方之嘉木也。", "ko", "zh"},
		{"東京都", "ja", ""},
		{"这里说的井水，没有见过自来水，个个都这样说", "ja", "zh"},
		{"お茶の時間", "zh", "ja"}, {"优の良品", "zh", ""},
		{"سلام دنیا", "ar", ""},
		{"42", "ko", ""}, {"", "ko", ""},
	} {
		if got := of(test.text).Block(test.page); got != test.want {
			t.Errorf("%.40q on a page in %s: %q, want %q", test.text, test.page, got, test.want)
		}
	}
}

func TestAgainst(t *testing.T) {
	for _, test := range []struct {
		text, direction string
		want            bool
	}{
		{"الشاي, three glasses and what they mean", "ltr", false}, {"React هي مكتبة لبناء الواجهات", "ltr", true}, {"React هي مكتبة لبناء الواجهات", "rtl", false}, {"tea", "rtl", true},
	} {
		if got := of(test.text).Against(test.direction); got != test.want {
			t.Errorf("%q on a page that runs %s: %v", test.text, test.direction, got)
		}
	}
}

// Both lists name the same words, each in one script.
func TestWritten(t *testing.T) {
	both := 0
	for r, w := range written {
		if w == simplifiedOnly|traditionalOnly {
			t.Errorf("%c is in both scripts", r)
		}
		if utf8.RuneLen(r) == 3 {
			both++
		}
	}
	if both < 200 {
		t.Errorf("%d ideographs", both)
	}
}

func TestJoin(t *testing.T) {
	var sum Census
	for _, text := range []string{"안녕하세요", "the cat and the dog", "오늘은 비가 왔다 그래서"} {
		sum.Join(of(text))
	}
	if sum.hangul != 15 || sum.words != 5 || sum.tongues[english] != 3 || sum.Language("") != "ko" {
		t.Errorf("%+v", sum)
	}
}

func BenchmarkAdd(b *testing.B) {
	for name, text := range map[string]string{
		"en": strings.Repeat("The tea in the pot was for the guests, and it is what they came for. ", 50),
		"ko": strings.Repeat("전주에서 산 찻잔은 손잡이가 없다. 뜨거우면 아직 마실 때가 아니라는 뜻이다. ", 50),
		"zh": strings.Repeat("清明前后，山里的雾还没有散，采茶的人已经下山了。", 80),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				of(text)
			}
		})
	}
}
