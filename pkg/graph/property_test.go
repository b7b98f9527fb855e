package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"memopress/pkg/note"
)

// inlines draws running text of all kinds of nodes.
func drawInlines(t *rapid.T, depth int) []note.Inline {
	words := []string{"낱말", norm.NFD.String("낱말"), "word", ". ", "다. ", "。", "! ", " ", "J. ", "3. ", "”", "\xff", "긴" + strings.Repeat("끝없는", 60), strings.Repeat("some words ", 30)}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) note.Inline {
		kind := rapid.IntRange(0, 9).Draw(t, "kind")
		if depth == 0 && (kind == 1 || kind == 2 || kind == 8) {
			kind = 0
		}
		switch kind {
		case 1:
			return &note.Styled{Style: note.Strong, Inlines: drawInlines(t, depth-1)}
		case 2:
			return &note.Link{Ref: note.Ref{Kind: note.RefName, Target: "n"}, Inlines: drawInlines(t, depth-1)}
		case 3:
			return &note.Embed{Alt: "그림. A"}
		case 4:
			return &note.CodeSpan{Text: "a. B"}
		case 5:
			return &note.Break{Hard: rapid.Bool().Draw(t, "hard")}
		case 6:
			return openTag("a")
		case 7:
			return closeTag("a")
		case 8:
			return &note.InlineNote{Inlines: drawInlines(t, depth-1)}
		case 9:
			return &note.Hashtag{Name: "태그"}
		}
		return text(strings.Join(rapid.SliceOf(rapid.SampledFrom(words)).Draw(t, "words"), ""))
	}), 0, 12).Draw(t, "inlines")
}

func flatText(inlines []note.Inline) string {
	var sb strings.Builder
	for _, g := range flatten(nil, inlines) {
		sb.WriteRune(g.r)
	}
	return sb.String()
}

// However a text is cut, its pieces are the text but for breaks at the cuts, each begins where it
// is said to, and no link is cut.
func TestCutsLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInlines(t, 2)
		c := contextsOf(in)
		whole := []rune(flatText(in))
		at, next := 0, 0
		for i, p := range c.pieces {
			s := []rune(flatText(p))
			for at < c.starts[i] && whole[at] == ' ' {
				at++
			}
			if at != c.starts[i] || at+len(s) > len(whole) || string(whole[at:at+len(s)]) != string(s) {
				t.Fatalf("piece %d is %q at %d, want %d, of %q", i, string(s), c.starts[i], at, string(whole[max(0, at-30):min(len(whole), at+30)]))
			}
			at += len(s)
		}
		if rest := strings.TrimSpace(string(whole[at:])); rest != "" {
			t.Fatalf("%q is in no piece", rest)
		}
		note.WalkInlines(in, func(n any) bool {
			switch n := n.(type) {
			case *note.Link, *note.Embed, *note.Tag:
				var i int
				i, next = c.pieceOf(n.(note.Inline), next)
				found := false
				if len(c.of) == 0 || next < len(c.of) {
					note.WalkInlines(c.pieces[i], func(m any) bool {
						found = found || m == any(n)
						return true
					})
				}
				if !found {
					t.Fatalf("%T is not in its piece", n)
				}
			case *note.InlineNote:
				return false
			}
			return true
		})
	})
}

// Highlighting changes no character, and marks exactly the spans.
func TestHighlightsLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInlines(t, 2)
		whole := []rune(flatText(in))
		var spans []span
		for at := 0; at < len(whole); {
			start := at + rapid.IntRange(0, 20).Draw(t, "gap")
			at = start + rapid.IntRange(1, 20).Draw(t, "length")
			if at <= len(whole) {
				spans = append(spans, span{start, at})
			}
		}
		out, marks := highlight(in, spans)
		if got := flatText(out); got != string(whole) {
			t.Fatalf("%q became %q", string(whole), got)
		}
		for _, m := range marks {
			if len(flatText([]note.Inline{m})) == 0 {
				t.Fatalf("an empty mark")
			}
		}
	})
}

// The prose of a passage and its flat text have their characters in the same places.
func TestProseKeepsPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInlines(t, 2)
		raw := proseText(in)
		if got, want := len([]rune(raw)), len(flatten(nil, in)); got != want {
			t.Fatalf("%d characters, want %d", got, want)
		}
		folded, offsets := foldText(raw)
		if n := len([]rune(folded)); offsets != nil && len(offsets) != n+1 || offsets == nil && n != len([]rune(raw)) {
			t.Fatalf("%d characters with %d places", n, len(offsets))
		}
	})
}

// dump writes all that a graph says about its notes.
func dump(g *Graph) string {
	var sb strings.Builder
	write := func(what string, bs []Backlink) {
		for _, b := range bs {
			fmt.Fprintf(&sb, "  %s %s %d %q %d\n", what, b.From.ID, b.Kind, show(b.Context), len(b.Marks))
		}
	}
	mentions, related := g.Mentions(), g.Related(5)
	for _, n := range g.Notes() {
		fmt.Fprintf(&sb, "%s\n", n.ID)
		for _, r := range g.References(n) {
			t := g.Resolve(n, r.Ref)
			fmt.Fprintf(&sb, "  to %s %s %q %v %v\n", r.Ref.Target, meaning(t), t.Candidates, t.FragmentMissing, g.Hints(n, r.Ref))
		}
		write("from", g.Backlinks(n.ID))
		write("mentioned", mentions[n.ID])
		for _, r := range related[n.ID] {
			fmt.Fprintf(&sb, "  related %s %q", r.Note.ID, r.Words)
			for _, l := range r.Links {
				fmt.Fprintf(&sb, " %s", l.ID)
			}
			sb.WriteByte('\n')
		}
	}
	return sb.String()
}

// small makes a vault in which names collide, and a set of attachments.
func small(seed uint64) ([]*note.Note, []note.Attachment) {
	rnd := rand.New(rand.NewPCG(seed, 7))
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	name := func() string {
		return pick("회의", "회의록", norm.NFD.String("회의"), "Plan", "plan", "Garden party", "東京", "a.b", "README")
	}
	folder := func() string { return pick("", "가/", "가/나/", "b/", "longer name/") }
	var notes []*note.Note
	for i := range 40 {
		n := newNote(folder() + norm.NFC.String(name()) + pick("", " 2", " 3") + pick(".md", ".md", ".html"))
		n.ID = note.ID(fmt.Sprint(i))
		n.Name = strings.TrimSuffix(n.Name, ".html")
		n.Title = pick(n.Name, n.Name, "제목 "+fmt.Sprint(i))
		n.Space = pick("v", "v", "w")
		if rnd.IntN(4) == 0 {
			n.Aliases = []string{name(), "별명 " + fmt.Sprint(i%9)}
		}
		for range 6 {
			kind := note.RefName
			if rnd.IntN(3) == 0 {
				kind = note.RefPath
			}
			target := pick("", "", folder(), "./", "../", "/") + name() + pick("", "", " 2", ".md", ".png")
			l := &note.Link{Ref: note.Ref{Kind: kind, Target: target}, Inlines: []note.Inline{text("link")}}
			n.Body = append(n.Body, para(text(name()+"에서 "), l, text(" 그리고 "+name()+"는 "+pick("고양이", "강아지", "zebra", "quagga")+" 이야기다.")))
		}
		notes = append(notes, n)
	}
	var atts []note.Attachment
	for i := range 10 {
		p := folder() + name() + ".png"
		atts = append(atts, note.Attachment{Key: fmt.Sprint(i), Name: baseOf(p), Path: norm.NFC.String(p), Space: pick("v", "w")})
	}
	return notes, atts
}

func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(20) {
		notes, atts := small(seed)
		want := dump(New(notes, atts))
		rnd := rand.New(rand.NewPCG(seed, 8))
		for range 3 {
			rnd.Shuffle(len(notes), func(i, j int) { notes[i], notes[j] = notes[j], notes[i] })
			rnd.Shuffle(len(atts), func(i, j int) { atts[i], atts[j] = atts[j], atts[i] })
			if got := dump(New(notes, atts)); got != want {
				t.Fatalf("seed %d: the order of notes shows", seed)
			}
		}
	}
}

// A projection is what the graph of the kept notes would be, also when the whole graph was used
// before.
func TestProjectionIsNew(t *testing.T) {
	for seed := range uint64(20) {
		notes, atts := small(seed)
		g := New(notes, atts)
		dump(g)
		if dump(g.Project(func(*note.Note) bool { return true })) != dump(g) {
			t.Fatalf("seed %d: a projection of everything is not the graph", seed)
		}
		rnd := rand.New(rand.NewPCG(seed, 9))
		kept := slices.DeleteFunc(slices.Clone(notes), func(*note.Note) bool { return rnd.IntN(2) == 0 })
		keep := func(n *note.Note) bool { return slices.Contains(kept, n) }
		if dump(g.Project(keep)) != dump(New(kept, atts)) {
			t.Fatalf("seed %d: a projection depends on what was left out", seed)
		}
		if dump(g.ProjectFiles(keep, func(a note.Attachment) bool { return a.Key < "5" })) != dump(New(kept, slices.DeleteFunc(slices.Clone(atts), func(a note.Attachment) bool { return a.Key >= "5" }))) {
			t.Fatalf("seed %d: a projection depends on files that were left out", seed)
		}
	}
}

// Large buckets give the same answer as small ones.
func TestLargeBuckets(t *testing.T) {
	var paths []string
	rnd := rand.New(rand.NewPCG(3, 3))
	for i := range 300 {
		paths = append(paths, fmt.Sprintf("%s/%d/n.md", strings.Repeat("가", 1+rnd.IntN(5)), i))
	}
	paths = append(paths, "가가/s.md", "s.md", "다른/s.md")
	g := vault(paths...)
	for _, n := range g.Notes() {
		b := g.spaces[""].suffix["n.md"]
		got, near := b.ranked(g.files, dirOf(n.Path))
		var want []int32
		for _, i := range b.files {
			if below(g.files[i].path, dirOf(n.Path)) {
				want = append(want, i)
			}
		}
		if wantNear := min(len(want), listed); near != wantNear {
			t.Fatalf("%s: %d near, want %d", n.Path, near, wantNear)
		}
		for _, i := range b.files {
			if !below(g.files[i].path, dirOf(n.Path)) {
				want = append(want, i)
			}
		}
		if !slices.Equal(got, want[:listed]) {
			t.Fatalf("%s: %v, want %v", n.Path, got, want[:listed])
		}
	}
}
