package ledger

import "testing"

// Settling decides what is imported and nothing else, and entries come out in one order.
func TestSettle(t *testing.T) {
	var l Ledger
	l.Add(Entry{Source: "b", Item: "나.md", Kind: Note, ID: "2"})
	l.Add(Entry{Source: "a", Item: "깨짐.json", State: Failed, Reason: "not JSON"})
	l.Add(Entry{Source: "b", Item: "가.md", Kind: Note, ID: "1"})
	l.Add(Entry{Source: "b", Item: "사진.png", Kind: Attachment, State: LeftOut, Rule: "duplicate"})
	asked := 0
	l.Settle(func(e Entry) Entry {
		asked++
		e.State = Published
		if e.ID == "2" {
			e.State, e.Rule = LeftOut, "private: true"
		}
		return e
	})
	if asked != 2 {
		t.Errorf("%d entries were decided, want 2", asked)
	}
	var got []string
	for _, e := range l.Entries() {
		got = append(got, e.Source+" "+e.Item+" "+e.Kind.String()+" "+e.State.String()+" "+e.Rule+e.Reason)
	}
	want := []string{
		"a 깨짐.json note failed not JSON",
		"b 가.md note published ",
		"b 나.md note left out private: true",
		"b 사진.png attachment left out duplicate",
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}
