package ledger

import (
	"cmp"
	"slices"
	"strings"
)

// Duplicate is the rule that leaves out what is there twice; a Reason of such an entry names the
// place of the one that is kept.
const Duplicate = "duplicate"

// A Row counts the items of one kind in one source. Found is the sum of the others, since each
// item is in exactly one state.
type Row struct {
	Source     string `json:"source"`
	Kind       string `json:"kind"`
	Found      int    `json:"found"`
	Published  int    `json:"published"`
	LeftOut    int    `json:"leftOut"`
	Duplicates int    `json:"duplicates"`
	Failed     int    `json:"failed"`
	Open       int    `json:"open"` // imported and not yet decided; 0 in a ledger that is settled
}

// Table counts entries by source and kind, ordered by source in bytes, then kind.
func Table(entries []Entry) []Row {
	type key struct {
		source string
		kind   Kind
	}
	rows := map[key]*Row{}
	var order []key
	for _, e := range entries {
		k := key{e.Source, e.Kind}
		if rows[k] == nil {
			rows[k] = &Row{Source: e.Source, Kind: e.Kind.String()}
			order = append(order, k)
		}
		r := rows[k]
		r.Found++
		switch {
		case e.State == Published:
			r.Published++
		case e.State == Failed:
			r.Failed++
		case e.State == LeftOut && e.Rule == Duplicate:
			r.Duplicates++
		case e.State == LeftOut:
			r.LeftOut++
		default:
			r.Open++
		}
	}
	slices.SortFunc(order, func(a, b key) int {
		return cmp.Or(strings.Compare(a.source, b.source), cmp.Compare(a.kind, b.kind))
	})
	out := make([]Row, len(order))
	for i, k := range order {
		out[i] = *rows[k]
	}
	return out
}
