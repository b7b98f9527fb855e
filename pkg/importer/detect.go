package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// A Candidate is an importer that could read a source, and why.
type Candidate struct {
	Importer Importer
	Match    Match
}

// Detect chooses the importer for a source: the one named forced, else the one with the highest
// score, of equal ones the first in the list. It returns all importers that would take the
// source, the likeliest first. The error names the valid formats when forced is none of them,
// or says that nothing fits.
func Detect(src *Source, importers []Importer, forced string) (Importer, []Candidate, error) {
	all := make([]Candidate, len(importers))
	var wg sync.WaitGroup
	for i, imp := range importers {
		wg.Go(func() { all[i] = Candidate{imp, imp.Detect(src)} })
	}
	wg.Wait()
	found := slices.DeleteFunc(all, func(c Candidate) bool { return c.Match.Score == 0 })
	slices.SortStableFunc(found, func(a, b Candidate) int { return cmp.Compare(b.Match.Score, a.Match.Score) })
	if forced != "" {
		i := slices.IndexFunc(importers, func(imp Importer) bool { return imp.Format().Name == forced })
		if i < 0 {
			return nil, found, fmt.Errorf("no format %q: valid are %s", forced, strings.Join(names(importers), ", "))
		}
		return importers[i], found, nil
	}
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("%s: no notes that any importer knows", src.Name)
	}
	return found[0].Importer, found, nil
}

func names(importers []Importer) []string {
	out := make([]string, len(importers))
	for i, imp := range importers {
		out[i] = imp.Format().Name
	}
	return out
}
