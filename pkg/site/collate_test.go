package site

import (
	"strings"
	"testing"
)

func TestCollation(t *testing.T) {
	for lang, want := range map[string]string{
		"en":    "2장 10장 Äpfel apple Zoo «Ёлка» 가지 나비 お茶 龙井",
		"ko":    "2장 10장 가지 나비 Äpfel apple Zoo «Ёлка» お茶 龙井",
		"ja":    "2장 10장 お茶 龙井 Äpfel apple Zoo «Ёлка» 가지 나비",
		"zh":    "2장 10장 阿里 八 龙井 一 Äpfel apple Zoo «Ёлка» 가지 나비 お茶",
		"zh-TW": "2장 10장 一 八 龙井 阿里 Äpfel apple Zoo «Ёлка» 가지 나비 お茶",
		"ru":    "2장 10장 «Ёлка» Äpfel apple Zoo 가지 나비 お茶 龙井",
		"sv":    "2장 10장 apple Zoo Äpfel «Ёлка» 가지 나비 お茶 龙井",
		"ar":    "2장 10장 أحمد باب Äpfel apple Zoo «Ёлка» 가지 나비 お茶 龙井",
	} {
		got := strings.Fields(want)
		for i, j := 0, len(got)-1; i < j; i, j = i+1, j-1 {
			got[i], got[j] = got[j], got[i]
		}
		name := func(s string) string { return s }
		sortCollated(newCollation(lang), got, name, name)
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", lang, s, want)
		}
	}
}
