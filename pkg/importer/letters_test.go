package importer

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// TestLetters holds the short ways for simple text against the long ones.
func TestLetters(t *testing.T) {
	parts := []string{"가", "힣", "한국어", "A", "z", "Z", " ", "  ", "\n", "\t", "\u00a0", "\u0085", "é", "e\u0301", "ᄒ", "ᅡ", "ᆫ", "하\u11ab", "ㅎ", "İ", "ß", "漢", "\xea\xb0", "\xff", "\u3000", "/", ".", "\x1f", "\ue000", "ퟰ", "ꯍ"}
	r := rand.New(rand.NewPCG(1, 1))
	simple := 0
	for range 50_000 {
		var sb strings.Builder
		few := parts
		if r.IntN(2) == 0 {
			few = parts[:7]
		}
		for range r.IntN(6) {
			sb.WriteString(few[r.IntN(len(few))])
		}
		s := sb.String()
		if isSimple(s) {
			simple++
		}
		if got, want := OneLine(s), norm.NFC.String(strings.Join(strings.Fields(s), " ")); got != want {
			t.Fatalf("OneLine(%q) = %q, want %q", s, got, want)
		}
		if got, want := Composed(s), norm.NFC.String(s); got != want {
			t.Fatalf("Composed(%q) = %q, want %q", s, got, want)
		}
		if got, want := foldCase(s, nil), cases.Fold().String(s); got != want {
			t.Fatalf("foldCase(%q) = %q, want %q", s, got, want)
		}
	}
	if simple < 10_000 {
		t.Errorf("only %d texts were simple", simple)
	}
}
