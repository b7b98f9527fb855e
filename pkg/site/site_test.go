package site

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// find returns the note of the site with that address.
func find(t *testing.T, s *Site, address string) *Note {
	t.Helper()
	for _, n := range s.Notes {
		if n.Address == address {
			return n
		}
	}
	t.Fatalf("no note at %s", address)
	return nil
}

func tagged(path string, tags ...string) *note.Note {
	n := newNote(path)
	n.Tags = tags
	return n
}

// outline writes folders and tags as text, for comparing.
func outline(s *Site) string {
	var sb strings.Builder
	var walk func(f *Folder, indent string)
	walk = func(f *Folder, indent string) {
		fmt.Fprintf(&sb, "%s%s/", indent, f.Title)
		if f.Note != nil {
			fmt.Fprintf(&sb, " = %s", f.Note.Address)
		}
		for _, n := range f.Notes {
			fmt.Fprintf(&sb, " [%s]", n.Title)
		}
		sb.WriteString("\n")
		for _, sub := range f.Folders {
			if sub.Parent != f {
				sb.WriteString("wrong parent\n")
			}
			walk(sub, indent+"  ")
		}
	}
	walk(s.Root, "")
	var tags func(all []*Tag, indent string)
	tags = func(all []*Tag, indent string) {
		for _, t := range all {
			fmt.Fprintf(&sb, "%s#%s (%s) %d at %s:", indent, t.Name, t.Label, t.Count, t.Address)
			for _, n := range t.Notes {
				fmt.Fprintf(&sb, " [%s]", n.Title)
			}
			sb.WriteString("\n")
			tags(t.Tags, indent+"  ")
		}
	}
	tags(s.Tags, "")
	return sb.String()
}

func TestFoldersAndTags(t *testing.T) {
	withText := tagged("b/나.md", "책/소설")
	withText.Body = []note.Block{para(&note.Hashtag{Name: "Wiki/deep"}, &note.Hashtag{Name: "책"})}
	ordered := func(path string, order int) *note.Note {
		n := newNote(path)
		n.Order = order
		return n
	}
	s, _, _ := publish(t, Settings{Title: "정원", Language: "ko"}, []*note.Note{
		tagged("README.md", "wiki"), tagged("b/가.md", "WIKI", "책/시"), withText, tagged("b/zoo.md"), tagged("b/README.md", "Wiki"),
		newNote("일기/2024-01-10.md"), newNote("일기/2024-01-9.md"), newNote("일기/2024-01-11.md"),
		ordered("책/끝.md", 9), ordered("책/첫째.md", 1), newNote("책/a.md"), private(newNote("비밀/x.md")), private(tagged("y.md", "비밀태그", "wiki")),
		newNote("깊은/하나/둘/n.md"),
	})
	want := `정원/ = index.html
  깊은/
    하나/
      둘/ [n]
  일기/ [2024-01-9] [2024-01-10] [2024-01-11]
  책/ [첫째] [끝] [a]
  b/ = b/index.html [가] [나] [zoo]
#책 (책) 2 at tags/책.html: [나]
  #책/소설 (소설) 1 at tags/책/소설.html: [나]
  #책/시 (시) 1 at tags/책/시.html: [가]
#Wiki (Wiki) 4 at tags/Wiki.html: [가] [정원] [b]
  #Wiki/deep (deep) 1 at tags/Wiki/deep.html: [나]
`
	if got := outline(s); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if s.Home == nil || s.Home.Title != "정원" || !s.Home.Index {
		t.Errorf("home: %+v", s.Home)
	}
	if n := find(t, s, "책/끝.html"); n.Previous == nil || n.Previous.Title != "첫째" || n.Next == nil || n.Next.Title != "a" {
		t.Errorf("neighbours of 끝: %v %v", n.Previous, n.Next)
	}
	if n := find(t, s, "b/가.html"); n.Previous != nil || n.Next != nil {
		t.Error("a folder without an order has neighbours")
	}
	if n := find(t, s, "일기/2024-01-9.html"); n.Next == nil || n.Next.Title != "2024-01-10" {
		t.Error("a folder of dates has no neighbours")
	}
}

func TestOneFolderInSeveralSpellings(t *testing.T) {
	s, _, _ := publish(t, Settings{Title: "정원", Language: "ko"}, []*note.Note{
		newNote("Clips/Web/가.md"), newNote("clips/web/나.md"), newNote("clips/다.md"), newNote("CLIPS.md"),
		newNote("\u1106\u1166\u1106\u1169/라.md"), newNote("메모/마.md"), newNote("clips/Web/가.md"),
	})
	want := `정원/
  메모/ [라] [마]
  CLIPS/ = Clips/index.html [다]
    Web/ [가] [가] [나]
`
	if got := outline(s); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestFiles(t *testing.T) {
	embed := func(target string) note.Inline { return &note.Embed{Ref: wikilinkRef(target)} }
	png := "data:image/png;base64,iVBORw0KGgo="
	n := newNote("n.md", para(embed("a/사진.png"), embed("b/사진.PNG"), embed("page.html"), embed("데이터.xml"), embed("그림.svg"), embed("board.canvas"),
		embed("a b?.pdf"), embed("private/x.png"), embed("none.png"), &note.Embed{Ref: note.Ref{Kind: note.RefURL, Target: png}, Alt: "점"},
		&note.Link{Ref: note.Ref{Kind: note.RefPath, Target: "doc.pdf", Fragment: "page=3"}, Inlines: []note.Inline{text("문서")}}))
	var atts []note.Attachment
	for _, path := range []string{"a/사진.png", "b/사진.PNG", "page.html", "데이터.xml", "그림.svg", "board.canvas", "a b?.pdf", "private/x.png", "unused.png", "doc.pdf"} {
		atts = append(atts, attachment(path))
	}
	var list diag.List
	s, o := Publish(graph.New([]*note.Note{n}, atts), Settings{}, Policy{Rule: All(), Exclude: []string{"private"}}, &list)
	var got []string
	for _, f := range s.Files {
		got = append(got, f.Address+" "+f.MediaType)
	}
	want := []string{
		"files/a-b.pdf application/pdf", "files/doc.pdf application/pdf",
		"files/image-f9a0f8fb.png image/png", "files/page.html.txt text/plain",
		"files/그림.svg image/svg+xml", "files/데이터.xml.txt text/plain", "files/사진-2.png image/png", "files/사진.png image/png",
	}
	if len(got) == len(want) {
		want[2] = got[2] // named after a hash
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, f := range s.Files {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || len(data) == 0 {
			t.Errorf("%s: %q, %v", f.Address, data, err)
		}
	}
	for key, rule := range map[string]string{"unused.png": "not used", "private/x.png": "exclude: private", "board.canvas": "file of notes", "doc.pdf": "used"} {
		if d := o.Attachments[key]; d.Rule != rule || d.Published != (rule == "used") {
			t.Errorf("%s: %+v, want %s", key, d, rule)
		}
	}
	inlines := s.Notes[0].Body[0].(*note.Paragraph).Inlines
	want2 := note.Ref{Kind: note.RefFile, Target: "files/doc.pdf", Fragment: "page=3"}
	if r := inlines[len(inlines)-1].(*note.Link).Ref; fmt.Sprint(r) != fmt.Sprint(want2) {
		t.Errorf("%+v", r)
	}
}

// An excluded file does not even stand in the way of another one of its name.
func TestExcludedFileShadowsNothing(t *testing.T) {
	n := newNote("n.md", para(&note.Embed{Ref: wikilinkRef("photo.png")}))
	p := Policy{Rule: All(), Exclude: []string{"a"}}
	s, _ := Publish(graph.New([]*note.Note{n}, []note.Attachment{attachment("a/photo.png"), attachment("long/path/photo.png")}), Settings{}, p, diag.Discard)
	if len(s.Files) != 1 || content(s.Files[0]) != "content of long/path/photo.png" {
		t.Errorf("%+v", s.Files)
	}
}

func TestDiagnostics(t *testing.T) {
	at := func(line int, in note.Inline) note.Inline {
		switch in := in.(type) {
		case *note.Link:
			in.Ref.Line, in.Ref.Column, in.Ref.Width = line, 3, 5
		case *note.Embed:
			in.Ref.Line, in.Ref.Column = line, 3
		}
		return in
	}
	n := newNote("글/공개.md", para(
		at(1, wiki("없는 노트")), at(2, wiki("회의#없는 제목")), at(3, &note.Embed{Ref: wikilinkRef("없음.png")}), at(4, wiki("메모")),
		at(5, wiki("비밀")), at(6, wiki("쌍둥이")), at(7, wiki("회의")), at(8, wiki("사진.png"))))
	notes := []*note.Note{
		n, newNote("회의.md"), newNote("a/메모.md"), newNote("b/메모.md"), private(newNote("비밀.md")),
		private(newNote("쌍둥이.md")), newNote("깊은/곳/쌍둥이.md"),
	}
	_, _, ds := publish(t, Settings{}, notes, attachment("q/사진.png"), attachment("p/사진.png"))
	want := []string{
		"1:3 warning L001 no note “없는 노트”",
		"2:3 warning L002 회의.md has no heading or block “없는 제목”",
		"3:3 warning L003 no file “없음.png”",
		"4:3 warning L004 “메모” may mean a/메모.md, b/메모.md; taken is a/메모.md: first by alphabet",
		"5:3 info L005 the link leads to something that is not published",
		"6:3 warning L005 “쌍둥이” is also the name of something that is not published; the link leads to 깊은/곳/쌍둥이.md",
	}
	var got []string
	for _, d := range ds {
		got = append(got, fmt.Sprintf("%d:%d %v %s %s", d.Pos.Line, d.Pos.Column, d.Severity, d.Code, d.Message))
		if d.Pos.File != "글/공개.md" || d.Note != "글/공개.md" {
			t.Errorf("%+v", d)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestOutcomeSettlesTheLedger(t *testing.T) {
	_, o, _ := publish(t, Settings{}, []*note.Note{newNote("a.md", para(&note.Embed{Ref: wikilinkRef("x.png")})), private(newNote("b.md"))}, attachment("x.png"), attachment("y.png"))
	var l ledger.Ledger
	for _, e := range []ledger.Entry{
		{Item: "1", Kind: ledger.Note, ID: "a.md"}, {Item: "2", Kind: ledger.Note, ID: "b.md"}, {Item: "3", Kind: ledger.Attachment, ID: "x.png"},
		{Item: "4", Kind: ledger.Attachment, ID: "y.png"}, {Item: "5", Kind: ledger.Note, ID: "lost"}, {Item: "6", Kind: ledger.Other, State: ledger.LeftOut, Rule: "settings"},
	} {
		l.Add(e)
	}
	l.Settle(o.Settle)
	var got []string
	for _, e := range l.Entries() {
		got = append(got, fmt.Sprintf("%s %v %s%s", e.Item, e.State, e.Rule, e.Reason))
	}
	want := []string{"1 published ", "2 left out private: true", "3 published ", "4 left out not used", "5 failed read, but lost before it was published", "6 left out settings"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if o.Published != 1 || !slices.Equal(o.LeftOut, []RuleCount{{"private: true", 1}}) {
		t.Errorf("%+v", o)
	}
}

func TestBacklinks(t *testing.T) {
	from := newNote("서울.md", heading(2, text("여행 "), wiki("비밀")),
		para(text("어제 "), &note.Styled{Style: note.Strong, Inlines: []note.Inline{wiki("부산", "그곳")}}, text("에서 "), wiki("비밀"), text(" "), wiki("대구"), text("로.")),
		&note.List{Items: []note.ListItem{{ID: "it", Blocks: []note.Block{para(wiki("부산"))}}}})
	from.Properties = []note.Property{{Name: "related", Value: []note.Value{{Text: "[[부산]]", Ref: &note.Ref{Kind: note.RefName, Target: "부산"}}}}, {Name: "hidden", Value: []note.Value{{Text: "[[대구]]", Ref: &note.Ref{Kind: note.RefName, Target: "대구"}}}}}
	s, _, _ := publish(t, Settings{}, []*note.Note{from, newNote("부산.md"), newNote("대구.md"), private(newNote("비밀.md", para(wiki("부산"))))})
	got := func(address string) []string {
		var out []string
		for _, l := range find(t, s, address).Backlinks {
			out = append(out, fmt.Sprintf("%s#%s §%s %s", l.From.Title, l.Anchor, l.Section, marked(l.Context)))
		}
		return out
	}
	want := []string{"서울#여행- §여행 어제 *⟦그곳⟧*에서 … 대구로.", "서울#b-it §여행 ⟦부산⟧", "서울# § related: ⟦부산⟧"}
	if g := got("부산.html"); !slices.Equal(g, []string{strings.Replace(want[0], "여행-", "여행", 1), want[1], want[2]}) {
		t.Errorf("%q", g)
	}
	if g := got("대구.html"); len(g) != 1 || !strings.Contains(g[0], "⟦대구⟧") {
		t.Errorf("a property that is not shown gives a backlink: %q", g)
	}
}

// A backlink knows the headings and blocks that its sentence names, whichever form of Unicode
// the sentence has, and none for the whole note.
func TestBacklinksNameTheirPlace(t *testing.T) {
	part := func(headings []string, block string) note.Inline {
		l := wiki("부산")
		l.Ref.Headings, l.Ref.Block = headings, block
		return l
	}
	nfd := norm.NFD.String("밀면 집")
	from := newNote("서울.md",
		para(part([]string{nfd}, ""), text("과 "), part(nil, "sea"), text(", 또 "), part([]string{"밀면 집"}, "")),
		para(wiki("부산"), text(" 전체.")), para(text("없는 "), part([]string{"없는 절"}, "")), para(text("태그 "), part([]string{"html"}, "")))
	sea := &note.Paragraph{ID: "sea", Inlines: []note.Inline{text("바다.")}}
	to := newNote("부산.md", heading(2, text("밀면 집")), sea, para(&note.Anchor{ID: "html"}))
	s, _, _ := publish(t, Settings{}, []*note.Note{from, to})
	var got [][]string
	for _, l := range find(t, s, "부산.html").Backlinks {
		got = append(got, l.To)
	}
	if want := [][]string{{"밀면-집", "b-sea"}, nil, nil, {"b-html"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

// marked writes running text with its highlights in ⟦⟧ and strong text in **.
func marked(inlines []note.Inline) string {
	var sb strings.Builder
	for _, in := range inlines {
		if s, ok := in.(*note.Styled); ok {
			marks := [2]string{"*", "*"}
			if s.Style == note.Highlight {
				marks = [2]string{"⟦", "⟧"}
			}
			sb.WriteString(marks[0] + marked(s.Inlines) + marks[1])
			continue
		}
		sb.WriteString(note.PlainText([]note.Inline{in}))
	}
	return sb.String()
}
