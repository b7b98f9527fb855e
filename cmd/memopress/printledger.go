package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"memopress/pkg/ledger"
)

// printLedger writes the ledger as a table with a line for each source and kind, and the sums.
// In each line found is the sum of the others.
func printLedger(w io.Writer, rows []ledger.Row) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "found\tpublished\tleft out\tduplicates\tfailed\t   of")
	var sum ledger.Row
	for _, r := range rows {
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t   %ss in %s\n", r.Found, r.Published, r.LeftOut, r.Duplicates, r.Failed, r.Kind, r.Source)
		sum.Found += r.Found
		sum.Published += r.Published
		sum.LeftOut += r.LeftOut
		sum.Duplicates += r.Duplicates
		sum.Failed += r.Failed
	}
	fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t   in all\n", sum.Found, sum.Published, sum.LeftOut, sum.Duplicates, sum.Failed)
	if err := t.Flush(); err != nil {
		fmt.Fprintln(w, err)
	}
}
