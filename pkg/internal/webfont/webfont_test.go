package webfont

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/tdewolff/font"
	"golang.org/x/image/font/gofont/goregular"
)

// The glyphs of the text stay, the others go, and the same text makes the same bytes whenever.
func TestSubset(t *testing.T) {
	text := []rune("Привет, garden")
	whole, why, err := pack(goregular.TTF, text, 1<<30)
	if err != nil || why != "" || !bytes.HasPrefix(whole, []byte("wOF2")) {
		t.Fatalf("%q, %v", why, err)
	}
	part, why, err := pack(goregular.TTF, text, 0)
	if err != nil || why != "" {
		t.Fatalf("%q, %v", why, err)
	}
	if len(part)*4 > len(whole) {
		t.Errorf("%d bytes of %d", len(part), len(whole))
	}
	f, err := parse(part)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range text {
		if f.GlyphIndex(r) == 0 {
			t.Errorf("%c is missing", r)
		}
	}
	if f.GlyphIndex('Q') != 0 {
		t.Error("Q is there, which nobody writes")
	}
	time.Sleep(1100 * time.Millisecond) // font files can hold when they were made
	again, _, err := pack(goregular.TTF, []rune("garden ,Приветgarden"), 0)
	if err != nil || !bytes.Equal(again, part) {
		t.Errorf("the same letters make %d other bytes, %v", len(again), err)
	}
	same, why, err := pack(part, text, 1<<30)
	if err != nil || why != "" || !bytes.Equal(same, part) {
		t.Error("a small WOFF2 is not published as it is")
	}
}

// Fonts that a subset would break stay whole.
func TestWhole(t *testing.T) {
	f, err := font.ParseSFNT(goregular.TTF, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Tables["fvar"] = make([]byte, 16)
	data, err := f.WriteWOFF2()
	if err != nil {
		t.Fatal(err)
	}
	if out, why, err := pack(data, []rune("a"), 0); err != nil || !strings.Contains(why, "variable") || !bytes.Equal(out, data) {
		t.Errorf("a variable font: %q, %v", why, err)
	}
	if !Variable(data) || Variable(goregular.TTF) {
		t.Error("a variable font is not told from others")
	}
	for r, want := range map[rune]bool{'ب': true, 'क': true, 'ก': true, 'a': false, '가': false, '漢': false, 'か': false, 'ж': false, 'ק': false, 'ﻻ': true} {
		if shaped(r) != want {
			t.Errorf("%c is shaped: %v", r, !want)
		}
	}
}

func TestBroken(t *testing.T) {
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("not a font at all"), "cut": goregular.TTF[:5000], "other": []byte("wOF2 and then nothing of it")} {
		if err := Check(data); err == nil {
			t.Errorf("%s is a font", name)
		}
		if _, _, err := pack(data, []rune("a"), 0); err == nil {
			t.Errorf("%s is a font", name)
		}
	}
	if err := Check(goregular.TTF); err != nil {
		t.Error(err)
	}
}
