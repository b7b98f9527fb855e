package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
	var found []Candidate
	for _, imp := range importers {
		if m := imp.Detect(src); m.Score > 0 {
			found = append(found, Candidate{imp, m})
		}
	}
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
