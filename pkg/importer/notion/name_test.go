package notion

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

// Identifiers are found where a regular expression finds them, in whatever surroundings.
func TestIdentifiers(t *testing.T) {
	whole := regexp.MustCompile(`^(?:` + uuid + `|` + hex32 + `)$`)
	ending := regexp.MustCompile(`(` + uuid + `|` + hex32 + `)(?:[^0-9a-fA-F]|$)`)
	parts := []string{"22222222aaaa4bbb8ccc000000000001", "22222222-aaaa-4bbb-8ccc-000000000001", "22222222-AAAA-4BBB-8CCC-000000000001", "%20", " ", "-", "쪽",
		"a", "f0", ".md", "_all", "22222222", "aaaa", "4bbb8ccc0000000000", "z", "g", "@", "`"}
	r := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 100_000 {
		s, ids := "", 0
		for range r.IntN(6) {
			p := r.IntN(len(parts))
			if p < 3 {
				if ids++; ids > 1 { // what overlaps is another question
					continue
				}
			}
			s += parts[p]
		}
		want := ""
		if all := ending.FindAllStringSubmatch(s, -1); len(all) > 0 {
			want = plainID(all[len(all)-1][1])
			found++
		}
		if got := lastID(s); got != want {
			t.Fatalf("lastID(%q) = %q, want %q", s, got, want)
		}
		if got := isID(s); got != whole.MatchString(s) {
			t.Fatalf("isID(%q) = %t", s, got)
		}
	}
	if found < 1000 {
		t.Errorf("only %d identifiers were found", found)
	}
}
