package site

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
)

var seeds = flag.Int("seeds", 60, "number of generated vaults in the tests of the wall")

// A publisher makes a Site of a graph: Publish, or a mutant of it.
type publisher func(g *graph.Graph, settings Settings, policy Policy) *Site

func published(g *graph.Graph, settings Settings, policy Policy) *Site {
	s, _ := Publish(g, settings, policy, diag.Discard)
	return s
}

// differs publishes the vault with and without a mutation of its private side, and returns the
// first lines that tell the two sites apart, "" when not a byte does.
func differs(v vault, seed uint64, m mutation, publish publisher) string {
	before := dump(publish(v.graph(), v.settings, v.policy()))
	after := m.apply(rand.New(rand.NewPCG(seed, 11)), v)
	return firstDifference(before, dump(publish(after.graph(), v.settings, v.policy())))
}

func firstDifference(a, b string) string {
	if a == b {
		return ""
	}
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	i := 0
	for i < len(x) && i < len(y) && x[i] == y[i] {
		i++
	}
	return fmt.Sprintf("line %d\n-%s\n+%s", i+1, strings.Join(x[i:min(i+3, len(x))], "\n-"), strings.Join(y[i:min(i+3, len(y))], "\n+"))
}

// shrink deletes notes, attachments and parts of notes from the vault while the two sites still
// differ, and returns what is left.
func shrink(v vault, seed uint64, m mutation, publish publisher) vault {
	for again := true; again; {
		again = false
		for i := 0; i < len(v.notes); i++ {
			less := v
			less.notes = slices.Delete(slices.Clone(v.notes), i, i+1)
			if differs(less, seed, m, publish) != "" {
				v, again = less, true
				i--
			}
		}
		for i := 0; i < len(v.attachments); i++ {
			less := v
			less.attachments = slices.Delete(slices.Clone(v.attachments), i, i+1)
			if differs(less, seed, m, publish) != "" {
				v, again = less, true
				i--
			}
		}
		for i := range v.notes {
			for j := 0; j < len(v.notes[i].parts); j++ {
				less := v
				less.notes = slices.Clone(v.notes)
				less.notes[i].parts = slices.Delete(slices.Clone(v.notes[i].parts), j, j+1)
				if differs(less, seed, m, publish) != "" {
					v, again = less, true
					j--
				}
			}
		}
	}
	return v
}

// The Site is a function of the published notes alone: whatever happens to the private ones,
// not a byte of it changes.
func TestNonInterference(t *testing.T) {
	count := *seeds
	if testing.Short() {
		count = 12
	}
	for seed := range uint64(count) {
		v := newVault(seed)
		for _, m := range mutations {
			if d := differs(v, seed, m, published); d != "" {
				small := shrink(v, seed, m, published)
				t.Errorf("seed %d: private notes %s: the site changes\n%s\nsmallest vault (mode %d, %v): %s\n%+v",
					seed, m.name, differs(small, seed, m, published), v.mode, v.settings, describeVault(small), small.attachments)
				return
			}
		}
	}
}

func describeVault(v vault) string {
	var sb strings.Builder
	for _, s := range v.notes {
		fmt.Fprintf(&sb, "\n  %+v", s)
	}
	return sb.String()
}

// No word of a private note is in the Site, nor in a diagnostic that is about a published note
// or none.
func TestCanaries(t *testing.T) {
	for seed := range uint64(*seeds) {
		v := newVault(seed)
		v.show = false // else a public note's own link text shows the names it wrote
		var list diag.List
		s, o := Publish(v.graph(), v.settings, v.policy(), &list)
		for line := range strings.SplitSeq(dump(s), "\n") {
			if strings.Contains(line, "canary") {
				t.Fatalf("seed %d: %s", seed, line)
			}
		}
		for _, d := range list.Sorted() {
			hidden := d.Note != "" && !o.Notes[noteID(d.Note)].Published
			missing := d.Code == "L001" || d.Code == "L003" // names what its public note wrote
			if text := fmt.Sprint(d); strings.Contains(text, "canary") && !hidden && !missing {
				t.Fatalf("seed %d: %+v", seed, d)
			}
		}
	}
}
