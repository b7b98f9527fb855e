package charset

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

func TestDecode(t *testing.T) {
	const memo = "회의록\r\n똠방각하와 펲시맨\n2024-03-01"
	cp949, _ := korean.EUCKR.NewEncoder().String(memo)
	utf16le, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(memo)
	utf16be, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(memo)
	sjis, _ := japanese.ShiftJIS.NewEncoder().String("買い物のメモです")
	cp1252, _ := charmap.Windows1252.NewEncoder().String("Crème brûlée à l’été")
	html, _ := korean.EUCKR.NewEncoder().String(`<meta charset="euc-kr"><p>가</p>`)
	short, _ := korean.EUCKR.NewEncoder().String("메모")
	for _, tt := range []struct {
		name, src, forced, want, encoding string
		guessed                           bool
	}{
		{"utf-8", memo, "", memo, "utf-8", false},
		{"utf-8 with mark", "\ufeff" + memo, "", memo, "utf-8", false},
		{"cp949", cp949, "", memo, "cp949", true},
		{"cp949, two syllables", short, "", "메모", "cp949", true},
		{"utf-16le without mark", utf16le, "", memo, "utf-16le", true},
		{"utf-16le without mark, ascii", "m\x00e\x00m\x00o\x00", "", "memo", "utf-16le", true},
		{"utf-16be with mark", utf16be, "", memo, "utf-16be", false},
		{"shift_jis", sjis, "", "買い物のメモです", "shift_jis", true},
		{"windows-1252", cp1252, "", "Crème brûlée à l’été", "windows-1252", true},
		{"declared", html, "", `<meta charset="euc-kr"><p>가</p>`, "cp949", false},
		{"forced", cp949, "cp949", memo, "cp949", false},
		{"empty", "", "", "", "utf-8", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Decode([]byte(tt.src), tt.forced)
			if err != nil {
				t.Fatal(err)
			}
			if string(got.UTF8) != tt.want || got.Encoding != tt.encoding || got.Guessed != tt.guessed || got.Damaged {
				t.Errorf("got %q in %s (guessed %v, damaged %v)", got.UTF8, got.Encoding, got.Guessed, got.Damaged)
			}
		})
	}
	if _, err := Decode(nil, "klingon"); err == nil {
		t.Error("an unknown encoding is taken")
	}
	if got, err := Decode([]byte("a\xff\x00\x01b"), ""); err != nil || !got.Damaged {
		t.Errorf("bytes that are no text: %+v, %v; want damaged", got, err)
	}
}

func TestNames(t *testing.T) {
	euckr := func(s string) string { out, _ := korean.EUCKR.NewEncoder().String(s); return out }
	for _, tt := range []struct {
		name     string
		raw      []string
		want     string
		encoding string
	}{
		{"utf-8 without its flag", []string{"Search – and Find.md", "메모.md"}, "Search – and Find.md", "utf-8"},
		{"cp949", []string{euckr("메모/회의록.md"), "a.txt"}, "메모/회의록.md", "cp949"},
		{"cp949 that is also utf-8", []string{euckr("징.md"), euckr("짜.md")}, "징.md", "cp949"},
		{"european", []string{"Übersicht é.md"}, "Übersicht é.md", "utf-8"},
		{"nfd", []string{"\u1112\u1161\u11ab.md"}, "\u1112\u1161\u11ab.md", "utf-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			names, encoding, _, err := Names(tt.raw, "")
			if err != nil || names[0] != tt.want || encoding != tt.encoding {
				t.Errorf("got %q in %s, %v", names[0], encoding, err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("메모"), "")
	f.Add([]byte("\xc8\xb8\xc0\xc7"), "")
	f.Fuzz(func(t *testing.T, src []byte, forced string) {
		got, err := Decode(src, forced)
		if err == nil && len(got.UTF8) == 0 && len(src) > 3 {
			t.Errorf("%q became nothing", src)
		}
	})
}
