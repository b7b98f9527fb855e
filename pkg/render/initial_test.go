package render

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestInitial(t *testing.T) {
	for lang, titles := range map[string]map[string]string{
		"en": {
			"apple": "A", "Éclair": "E", "Ångström": "A", "42": "#", "": "#", "🌱 seed": "#",
			"“Quoted”": "Q", "[draft] x": "D", "...": "#",
			"가": "ㄱ", "까치": "ㄱ", "나무": "ㄴ", "떡": "ㄷ", "라": "ㄹ", "빵": "ㅂ", "쌀": "ㅅ", "우리": "ㅇ", "쪽": "ㅈ", "하루": "ㅎ", "힣": "ㅎ",
			"ㅋㅋ": "ㅋ", "ㅃ": "ㅂ",
			"漢字": "漢", "Ёлка": "Е", "йод": "Й", "حديقة": "ح", "ქართული": "ქ", "แมว": "ม",
		},
		"ja":    {"かな": "か", "ガラス": "か", "ｶﾞﾗｽ": "か", "ァ": "あ", "ヴ": "あ", "ぱん": "は", "ゃ": "や", "ん": "わ", "ヲ": "わ", "漢字": "漢", "っ": "た"},
		"zh":    {"阿里山": "A", "八": "B", "龙井": "L", "茶": "C", "中国": "Z", "Apple": "A", "嗯": "N", "妈": "M", "帀": "Z", "龍": "L"},
		"zh-TW": {"一": "1畫", "凍頂": "10畫", "龍": "16畫", "灣": "25畫以上", "茶": "10畫", "Apple": "A"},
		"sv":    {"Åre": "Å", "Öl": "Ö", "Éclair": "E"},
		"de":    {"Äpfel": "A", "Öl": "O"},
		"es":    {"ñandú": "Ñ", "árbol": "A"},
		"tr":    {"istanbul": "İ", "ılık": "I"},
		"ar":    {"الشاي": "ش", "أحمد": "ا", "آل": "ا", "ال": "ا"},
		"fa":    {"الف": "ا"},
	} {
		x := newIndex(lang)
		for title, want := range titles {
			if got := x.initial(norm.NFC.String(title)); got != want {
				t.Errorf("%s: %q is under %q, want %q", lang, title, got, want)
			}
		}
	}
	if got := newIndex("ko").initial(norm.NFC.String(norm.NFD.String("한글"))); got != "ㅎ" {
		t.Errorf("decomposed Hangul is under %q", got)
	}
}

// Groups stand in the order of the language, its own script first.
func TestInitialOrder(t *testing.T) {
	for lang, want := range map[string]string{
		"ko": "ㄱ ㄷ ㅎ A Å Z Я ح か わ 漢 #", "en": "A Å Z ㄱ ㄷ ㅎ Я ح か わ 漢 #", "ja": "か わ 漢 A Å Z ㄱ ㄷ ㅎ Я ح #",
		"ru": "Я A Å Z ㄱ ㄷ ㅎ ح か わ 漢 #", "ar": "ح A Å Z ㄱ ㄷ ㅎ Я か わ 漢 #", "sv": "A Z Å ㄱ ㄷ ㅎ Я ح か わ 漢 #",
	} {
		x := newIndex(lang)
		got := strings.Fields("# 漢 わ か ح Я ㅎ ㄷ ㄱ Å Z A")
		slices.SortFunc(got, func(a, b string) int {
			return cmp.Or(cmp.Compare(x.rank(a), x.rank(b)), bytes.Compare(x.place(a), x.place(b)))
		})
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", lang, s, want)
		}
	}
}

func TestWindow(t *testing.T) {
	for _, c := range []struct{ n, i, most, from, to int }{
		{0, -1, 5, 0, 0}, {6, 5, 5, 0, 6}, {7, 0, 5, 0, 5}, {7, -1, 5, 0, 5}, {7, 6, 5, 2, 7}, {100, 50, 5, 48, 53},
	} {
		if from, to := window(c.n, c.i, c.most); from != c.from || to != c.to {
			t.Errorf("window(%d, %d, %d) = %d, %d, want %d, %d", c.n, c.i, c.most, from, to, c.from, c.to)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range [][3]string{
		{"a.html", "b.html", "b.html"},
		{"a/b.html", "a/c.html", "c.html"},
		{"a/b.html", "index.html", "../index.html"},
		{"a/b/c.html", "a/d/e.html", "../d/e.html"},
		{"ab/c.html", "a/c.html", "../a/c.html"},
		{"index.html", "a/b.html", "a/b.html"},
		{"a/b.html", "a/b.html", "b.html"},
		{"%EA%B0%80/b.html", "%EA%B0%81/b.html", "../%EA%B0%81/b.html"},
	} {
		if got := between(c[0], c[1]); got != c[2] {
			t.Errorf("from %s to %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}
