package site

import (
	"slices"

	"memopress/pkg/graph"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// An Outcome accounts for every note and attachment that Publish was given. It names private
// notes: it is for the ledger and the author's own reports, never for a page.
type Outcome struct {
	Notes       map[note.ID]Decision
	Attachments map[string]Decision // by key
	Published   int                 // notes on the site
	LeftOut     []RuleCount         // notes that are not, by rule; the most frequent first
}

// notUsed is the rule that leaves out an attachment that no page uses.
const notUsed = "not used"

// A RuleCount says how many notes a rule left out.
type RuleCount struct {
	Rule  string
	Count int
}

// decide applies the policy to every note of the graph.
func decide(g *graph.Graph, policy Policy) (*Outcome, map[*note.Note]bool) {
	o := &Outcome{Notes: make(map[note.ID]Decision, len(g.Notes())), Attachments: map[string]Decision{}}
	public := make(map[*note.Note]bool, len(g.Notes()))
	counts := map[string]int{}
	for _, n := range g.Notes() {
		d := policy.Decide(n)
		if _, seen := o.Notes[n.ID]; !seen || !d.Published {
			o.Notes[n.ID] = d
		}
		if d.Published {
			public[n] = true
			o.Published++
		} else {
			counts[d.Rule]++
		}
	}
	for rule, count := range counts {
		o.LeftOut = append(o.LeftOut, RuleCount{rule, count})
	}
	slices.SortFunc(o.LeftOut, byCount)
	for i := range g.Attachments() {
		a := &g.Attachments()[i]
		d := policy.DecideAttachment(a)
		if d.Published {
			d = Decision{Rule: notUsed} // until a page uses it
		}
		if have, seen := o.Attachments[a.Key]; !seen || have.Rule == notUsed {
			o.Attachments[a.Key] = d // of several with one key, none is published when one must not be
		}
	}
	return o, public
}

// Settle gives the ledger entry of a note or an attachment its final state; call it for those
// that are still Imported (see ledger.Ledger.Settle).
func (o *Outcome) Settle(e ledger.Entry) ledger.Entry {
	var d Decision
	var known bool
	switch e.Kind {
	case ledger.Note:
		d, known = o.Notes[note.ID(e.ID)]
	case ledger.Attachment:
		d, known = o.Attachments[e.ID]
	}
	switch {
	case !known:
		e.State, e.Reason = ledger.Failed, "read, but lost before it was published"
	case d.Published:
		e.State = ledger.Published
	default:
		e.State, e.Rule, e.Reason = ledger.LeftOut, d.Rule, d.Detail
	}
	return e
}
