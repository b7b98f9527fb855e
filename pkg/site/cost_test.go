package site

import (
	"fmt"
	"testing"
	"time"

	"memopress/pkg/note"
)

// Names that repeat must not cost the square of their number. The limits are many times what
// the work takes, and a small part of what it took when each number was looked for from 2 on.
func TestRepeatedNamesAreCheap(t *testing.T) {
	const count = 30_000
	t.Run("headings", func(t *testing.T) {
		var body []note.Block
		for range count {
			body = append(body, heading(2, text("기록")))
		}
		start := time.Now()
		anchors, _ := anchorsOf(body, note.PlainText)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%d headings took %v", count, took)
		}
		if got := anchors[body[count-1]]; got != fmt.Sprintf("기록-%d", count-1) {
			t.Errorf("the last one is %q", got)
		}
	})
	t.Run("addresses", func(t *testing.T) {
		book := newAddressBook()
		page := HTMLAddresses.page
		free := func(_, address string) bool { _, ok := book.free(address); return ok }
		start := time.Now()
		for i := range count {
			stem := book.number("무제", page, free)
			if want := fmt.Sprintf("무제-%d", i+1); i > 0 && stem != want {
				t.Fatalf("got %q, want %q", stem, want)
			}
			book.take(page(stem), "무제")
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%d addresses took %v", count, took)
		}
	})
}
