package search

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memopress/pkg/note"
	"memopress/pkg/site"
)

var pieces = []string{"a", "B", "é", "가", "각", "ㅏ", "\u1161", "漢", "か", "Ω", "ς", " ", "\t", "\n", "\v", "\u00a0", "\u2003", "\u2028", "\u2029", "\u3000", "\u0085", "—", "\"", "\\", "\b", "\f", "\r", "\x00", "\x1f", "\x7f", "\xe2", "\xff", "\ufffd", "😀", "\ue000", "_", "1"}

// What is written by hand is what the library writes.
func TestTextIsWrittenAsTheLibraryDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "text"), "")
		if got, want := string(appendString(nil, []byte(text))), string(marshal(text)); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
		if got, want := string(appendFields([]byte("x"), []byte(text))), "x"+strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("%q has the words %q, want %q", text, got, want)
		}
		if got, want := string(appendFold([]byte("x"), []byte(text))), "x"+foldOdd(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
		n := &site.Note{Address: text, Title: text, Aliases: []string{text, "b"}, Tags: []*site.Tag{{Name: text}}}
		shown := show(n, []passage{{anchor: text, heading: "h", text: []byte(text)}})
		if want := marshal([]any{text, text, n.Aliases, []string{text}, [][3]string{{text, "h", text}}}); string(shown) != string(want) {
			t.Errorf("shown is %s, want %s", shown, want)
		}
		if !json.Valid(shown) {
			t.Errorf("%s is no JSON", shown)
		}
	})
}

// The keys of terms never say another order than that of browsers.
func TestOrderOfTerms(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var all []ordered
	for range 3000 {
		var sb strings.Builder
		for range 1 + rnd.IntN(5) {
			sb.WriteString([]string{"a", "b", "é", "가", "\ue000", "\uffee", "😀", "𠀀", "\x00"}[rnd.IntN(9)])
		}
		all = append(all, ordered{orderKey(sb.String()), sb.String(), 0})
	}
	for i := range all {
		a, b := &all[i], &all[(i*7+1)%len(all)]
		if got, want := compareOrdered(a, b), compareUTF16(a.term, b.term); got != want {
			t.Errorf("%q beside %q: %d, want %d", a.term, b.term, got, want)
		}
	}
}

// Terms keep their numbers while their table grows, and pairs and words never share one.
func TestTermsKeepTheirNumbers(t *testing.T) {
	var all terms
	number := map[string]int32{}
	for round := range 2 {
		for i := range 5000 {
			for _, term := range []string{fmt.Sprint("w", i%3000), pairTerm(pairKey(rune(0xAC00+i%2000), endOfRun)), pairTerm(pairKey(0xAC00, rune(0xAC00+i%2000)) | ofInitials)} {
				id := all.word([]byte(term)) // also what is written as a pair
				if was, ok := number[term]; ok && was != id {
					t.Fatalf("%q has the number %d, and had %d", term, id, was)
				}
				number[term] = id
			}
			key := pairKey(rune(0xAC00+i%2000), endOfRun)
			id := all.pair(key)
			if was, ok := number[fmt.Sprint(key)]; ok && was != id || all.text(id) != pairTerm(key) {
				t.Fatalf("the pair %x has the number %d, and had %d, with the text %q", key, id, was, all.text(id))
			}
			number[fmt.Sprint(key)] = id
		}
		if round == 0 && len(all.words) != len(number) {
			t.Fatalf("%d terms, want %d", len(all.words), len(number))
		}
	}
}

// A collector reads each note as if it were its first.
func TestCollectorForgets(t *testing.T) {
	text := func(s string) []note.Inline { return []note.Inline{&note.Text{Value: s}} }
	table := &note.Table{Rows: []note.Row{{Cells: []note.Cell{{Blocks: []note.Block{&note.Paragraph{Inlines: text(" 하나\n둘 ")}}}, {}, {Blocks: []note.Block{&note.Heading{Inlines: text("머리")}, &note.Paragraph{Inlines: text("c")}}}}}}}
	bodies := [][]note.Block{
		{&note.Paragraph{Inlines: text("처음 글"), Anchor: "a"}, &note.Heading{Inlines: text("제목 하나"), Anchor: "h"}, table},
		{&note.Code{Text: "x  y\n\n z"}, &note.Heading{Inlines: text("")}, &note.Paragraph{Inlines: text("끝")}},
		nil,
		{table, &note.Paragraph{Inlines: text("a b  c")}},
	}
	c := &collector{}
	for range 2 {
		for i, b := range bodies {
			told := func(ps []passage) (out []string) {
				for _, p := range ps {
					out = append(out, fmt.Sprintf("%s|%s|%s|%v", p.anchor, p.heading, p.text, p.own))
				}
				return out
			}
			if got, want := told(c.read(b)), told((&collector{}).read(b)); !slices.Equal(got, want) {
				t.Errorf("body %d: %q, want %q", i, got, want)
			}
		}
	}
	if got := c.read(bodies[0]); len(got) != 2 || string(got[1].text) != "하나 둘 · 머리 c" {
		t.Errorf("%d passages", len(got))
	}
}
