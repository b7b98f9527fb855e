package diag

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The order of reports must not show, exact repeats are one, worse comes first at one place.
func TestSorted(t *testing.T) {
	want := []Diagnostic{
		{Severity: Warning, Code: "L001", Pos: Pos{File: "a.md", Line: 2}, Message: "x"},
		{Severity: Error, Code: "F001", Pos: Pos{File: "가.md", Line: 1, Column: 3}, Message: "y"},
		{Severity: Info, Code: "A001", Pos: Pos{File: "가.md", Line: 1, Column: 3}, Message: "y"},
		{Severity: Info, Code: "A001", Pos: Pos{File: "가.md", Line: 1, Column: 3}, Message: "y", Source: "line"},
		{Severity: Info, Code: "A001", Pos: Pos{File: "가.md", Line: 10}, Message: "y"},
	}
	for seed := range uint64(20) {
		in := append(slices.Clone(want), want[0], want[2])
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		var l List
		for _, d := range in {
			l.Report(d)
		}
		if got := l.Sorted(); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v", seed, got)
		}
		if l.Count(Info) != 4 || l.Count(Error) != 1 {
			t.Fatalf("counts %d, %d", l.Count(Info), l.Count(Error))
		}
	}
}

func TestExplain(t *testing.T) {
	if c, ok := Explain("l001"); !ok || c.Name != "L001" {
		t.Errorf("l001: %v, %v", c.Name, ok)
	}
	if _, ok := Explain("Z999"); ok {
		t.Error("Z999 is explained")
	}
	codes := Codes()
	for i, c := range codes {
		if i > 0 && codes[i-1].Name >= c.Name {
			t.Errorf("%s stands after %s", c.Name, codes[i-1].Name)
		}
		if c.Title == "" || strings.TrimSpace(c.Text) == "" {
			t.Errorf("%s says nothing", c.Name)
		}
	}
}
