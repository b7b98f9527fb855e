package render

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestInitialOf(t *testing.T) {
	for title, want := range map[string]string{
		"apple": "A", "Éclair": "E", "Ångström": "A", "42": "#", "": "#", "🌱 seed": "#",
		"“Quoted”": "Q", "[draft] x": "D", "...": "#",
		"가": "ㄱ", "까치": "ㄱ", "나무": "ㄴ", "떡": "ㄷ", "라": "ㄹ", "빵": "ㅂ", "쌀": "ㅅ", "우리": "ㅇ", "쪽": "ㅈ", "하루": "ㅎ", "힣": "ㅎ",
		"ㅋㅋ": "ㅋ", "ㅃ": "ㅂ",
		"漢字": "漢", "かな": "かな", "カナ": "かな", "Ёлка": "Е", "حديقة": "ح",
	} {
		if got := initialOf(norm.NFC.String(title)); got != want {
			t.Errorf("%q is under %q, want %q", title, got, want)
		}
	}
	if got := initialOf(norm.NFC.String(norm.NFD.String("한글"))); got != "ㅎ" {
		t.Errorf("decomposed Hangul is under %q", got)
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
