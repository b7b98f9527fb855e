package ledger

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	got := Table([]Entry{
		{Source: "b", Item: "1", State: Published},
		{Source: "a", Item: "1", State: LeftOut, Rule: Duplicate},
		{Source: "a", Item: "2", State: LeftOut, Rule: "trash"},
		{Source: "a", Item: "3", State: Failed, Reason: "깨짐"},
		{Source: "a", Item: "4", Kind: Attachment, State: Published},
		{Source: "a", Item: "5", State: Imported},
	})
	want := []Row{
		{Source: "a", Kind: "note", Found: 4, LeftOut: 1, Duplicates: 1, Failed: 1, Open: 1},
		{Source: "a", Kind: "attachment", Found: 1, Published: 1},
		{Source: "b", Kind: "note", Found: 1, Published: 1},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
