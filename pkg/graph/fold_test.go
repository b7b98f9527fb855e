package graph

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// However a name is written, it folds by the same steps.
func TestFoldTakesNoShortcut(t *testing.T) {
	pieces := []string{"a", "B", "é", "É", norm.NFD.String("é"), "가", norm.NFD.String("각"), "漢", "か", norm.NFD.String("が"), "İ", "ς", "Σ", "\u00a0", "\u202f", `\`, "/", " ", "\t", "\u200b", "\ufeff", "K", "ﬁ", "＠", "Ａ", "\xff", "⼀", "豈", "Ⅷ"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "name"), "")
		want := strings.Trim(folder.Replace(strings.ToLower(norm.NFC.String(s))), " \t\n\r\u200b\ufeff")
		if got := fold(s); got != want {
			t.Errorf("%q folds to %q, want %q", s, got, want)
		}
	})
}
