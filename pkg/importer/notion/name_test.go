package notion

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

const uuid = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`

// Names are taken apart as a regular expression takes them.
func TestNames(t *testing.T) {
	nameWithID := regexp.MustCompile(`^(?:(.*?)[ _-]+)?(` + hex32 + `|` + uuid + `)(_all)?(?: ?\(\d+\))?$`)
	parts := []string{"22222222aaaa4bbb8ccc000000000001", "22222222-AAAA-4bbb-8ccc-000000000001", " ", "-", "_", "쪽", "a", "\n", "_all", " (2)", "(12)", "()", ")", "(", "3"}
	r := rand.New(rand.NewPCG(5, 6))
	found := 0
	for range 200_000 {
		s := ""
		for range r.IntN(6) {
			s += parts[r.IntN(len(parts))]
		}
		want := name{title: s}
		if m := nameWithID.FindStringSubmatch(s); m != nil {
			want = name{title: strings.TrimSpace(m[1]), id: plainID(m[2]), all: m[3] != ""}
			found++
		}
		if s == "" {
			want.title = "." // as package path has it
		}
		if got := nameOf(s); got != want {
			t.Fatalf("nameOf(%q) = %+v, want %+v", s, got, want)
		}
	}
	if found < 1000 {
		t.Errorf("only %d names were found", found)
	}
}

// Wrappers are told from the folders of pages as a regular expression does it.
func TestWrappers(t *testing.T) {
	parts := []string{"Export-22222222-aaaa-4bbb-8ccc-000000000001", "exPORT-22222222-aaaa-4bbb-8ccc-000000000001", "22222222-aaaa-4bbb-8ccc-000000000001_", "Private & Shared", "private & \u017fhared", " (2)", " 3", "P", "쪽", "xport-"}
	r := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		s := ""
		for range r.IntN(4) {
			s += parts[r.IntN(len(parts))]
		}
		if got, want := isWrapper(s), wrapper.MatchString(s); got != want {
			t.Fatalf("isWrapper(%q) = %t", s, got)
		}
	}
}

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
