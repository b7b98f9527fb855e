package site

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

func TestSegment(t *testing.T) {
	long := strings.Repeat("가나다라", 30) // 360 bytes
	for _, test := range []struct {
		style      AddressStyle
		name, want string
	}{
		{HTMLAddresses, "한글 노트  이름", "한글-노트-이름"},
		{HTMLAddresses, norm.NFD.String("한글 café"), "한글-café"},
		{HTMLAddresses, "日記 日本語", "日記-日本語"},
		{HTMLAddresses, "مرحبا بالعالم", "مرحبا-بالعالم"},
		{HTMLAddresses, "नमस्ते", "नमस्ते"},
		{HTMLAddresses, "A - B", "A-B"},
		{HTMLAddresses, "A--B", "A--B"},
		{HTMLAddresses, "What? 100% #1: \"x\"", "What-100-1-x"},
		{HTMLAddresses, "12:30", "12-30"},
		{HTMLAddresses, "C#", "C"},
		{HTMLAddresses, "C++", "C++"},
		{HTMLAddresses, "v1.2 notes", "v1.2-notes"},
		{HTMLAddresses, ".hidden", "hidden"},
		{HTMLAddresses, "trailing. . ", "trailing"},
		{HTMLAddresses, "CON", "CON_"},
		{HTMLAddresses, "con.txt", "con_.txt"},
		{HTMLAddresses, "COM1", "COM1_"},
		{HTMLAddresses, "COM10", "COM10"},
		{HTMLAddresses, "a\u202eb\u0000c\u200b", "abc"},
		{HTMLAddresses, "👩‍👩‍👧 가족", "👩‍👩‍👧-가족"},
		{HTMLAddresses, "???", "n-" + shortHash("dir/???")},
		{HTMLAddresses, "", "n-" + shortHash("dir/")},
		{HTMLAddresses, "..", "n-" + shortHash("dir/..")},
		{HTMLAddresses, "---", "n-" + shortHash("dir/---")},
		{HTMLAddresses, "\xff\xfea", "a"},
		{HTMLAddresses, long, strings.Repeat("가나다라", 15) + "가나다-" + shortHash(long)},
		{PublishAddresses, "Note Name (x)", "Note+Name+(x)"},
		{QuartzAddresses, "A & B  100%", "A--and--B--100-percent"},
		{QuartzAddresses, "What? C#", "What-C"},
	} {
		got := test.style.segment(test.name, "dir/"+test.name)
		if got != test.want {
			t.Errorf("%v %q: %q, want %q", test.style, test.name, got, test.want)
		}
		if len(got) > maxSegment || !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Errorf("%q: %q is too long, not UTF-8 or not NFC", test.name, got)
		}
	}
}

// addressesOf publishes notes with these paths and returns their addresses by path.
func addressesOf(t *testing.T, settings Settings, notes ...*note.Note) (map[string]string, *Site, []diag.Diagnostic) {
	t.Helper()
	for _, n := range notes {
		n.Properties = append(n.Properties, note.Property{Name: "source", Value: []note.Value{{Text: n.Path}}})
	}
	s, _, ds := publish(t, settings, notes)
	out := map[string]string{}
	for _, n := range s.Notes {
		out[n.Properties[0].Value[0].Text] = n.Address
	}
	return out, s, ds
}

func TestAddresses(t *testing.T) {
	withPermalink := func(path, permalink string) *note.Note {
		n := newNote(path)
		n.Permalink = permalink
		return n
	}
	for _, test := range []struct {
		name     string
		settings Settings
		notes    []*note.Note
		want     string // path=address …
		codes    string
	}{
		{"folders", Settings{}, []*note.Note{newNote("a/b c/d.md"), newNote("x.md")}, "a/b c/d.md=a/b-c/d.html x.md=x.html", ""},
		{"clean", Settings{Addresses: CleanAddresses}, []*note.Note{newNote("a/d.md"), newNote("a/README.md")}, "a/README.md=a/index.html a/d.md=a/d/index.html", ""},
		{"case twins", Settings{}, []*note.Note{newNote("Plan.md"), newNote("plan.md")}, "Plan.md=Plan.html plan.md=plan-2.html", "U002"},
		{"one slug", Settings{}, []*note.Note{newNote("a b.md"), newNote("a-b.md"), newNote("a_b.md")}, "a b.md=a-b.html a-b.md=a-b-2.html a_b.md=a_b.html", "U001"},
		{"sharp s", Settings{}, []*note.Note{newNote("STRASSE.md"), newNote("straße.md")}, "STRASSE.md=STRASSE.html straße.md=straße-2.html", "U002"},
		{"folder twins", Settings{}, []*note.Note{newNote("A/x.md"), newNote("a/x.md")}, "A/x.md=A/x.html a/x.md=A/x-2.html", "U002"},
		{"folder like a page", Settings{}, []*note.Note{newNote("a.html/x.md"), newNote("a.md"), newNote("b/y.md")}, "a.html/x.md=a.html/x.html a.md=a-2.html b/y.md=b/y.html", "U001"},
		{"reserved", Settings{}, []*note.Note{newNote("tags/x.md"), newNote("All.md"), newNote("404.md"), newNote("Files/y.md")}, "404.md=404-2.html All.md=All-2.html Files/y.md=Files-2/y.html tags/x.md=tags-2/x.html", "U001 U001"},
		{"index names", Settings{}, []*note.Note{newNote("README.md"), newNote("a/index.md"), newNote("a/readme.md"), newNote("b/b.md"), newNote("c/x.md"), newNote("c.md")},
			"README.md=index.html a/index.md=a/index.html a/readme.md=a/readme.html b/b.md=b/index.html c.md=c/index.html c/x.md=c/x.html", ""},
		{"home by name", Settings{Home: "시작"}, []*note.Note{newNote("README.md"), newNote("deep/시작.md")}, "README.md=README.html deep/시작.md=index.html", ""},
		{"home by permalink", Settings{}, []*note.Note{newNote("README.md"), withPermalink("about.md", "/")}, "README.md=README.html about.md=index.html", ""},
		{"home not there", Settings{Home: "gone"}, []*note.Note{newNote("홈.md")}, "홈.md=index.html", "C002"},
		{"permalink", Settings{}, []*note.Note{withPermalink("a/b.md", "/old/post/"), newNote("a/c.md")}, "a/b.md=old/post/index.html a/c.md=a/c.html", ""},
		{"permalink first", Settings{}, []*note.Note{newNote("a.md"), withPermalink("z.md", "a")}, "a.md=a-2.html z.md=a.html", "U001"},
		{"bad permalinks", Settings{}, []*note.Note{withPermalink("a.md", "../x"), withPermalink("b.md", "https://x.org/b"), withPermalink("c.md", "/tags/x"), withPermalink("d.md", "/:title/")},
			"a.md=a.html b.md=b.html c.md=c.html d.md=d.html", "U001 U001 U001 U001"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, s, ds := addressesOf(t, test.settings, test.notes...)
			for _, pair := range strings.Split(test.want, ".html ") {
				path, address, _ := strings.Cut(pair, "=")
				if address = strings.TrimSuffix(address, ".html") + ".html"; got[path] != address {
					t.Errorf("%s: %s, want %s", path, got[path], address)
				}
			}
			var codes []string
			for _, d := range ds {
				codes = append(codes, d.Code)
			}
			if strings.Join(codes, " ") != test.codes {
				t.Errorf("diagnostics %v, want %s", ds, test.codes)
			}
			checkUnique(t, s)
		})
	}
}

// checkUnique fails when two things of the site have one path, or one is a folder of another,
// without regard to case.
func checkUnique(t *testing.T, s *Site) {
	t.Helper()
	seen := map[string]bool{}
	folders := map[string]bool{}
	add := func(address string) {
		key := fold(address)
		if seen[key] {
			t.Errorf("twice: %s", address)
		}
		seen[key] = true
		for up := parentOf(key); up != ""; up = parentOf(up) {
			folders[up] = true
		}
		if address == "" || strings.HasPrefix(address, "/") || strings.Contains(address, "//") || strings.Contains("/"+address+"/", "/../") || !norm.NFC.IsNormalString(address) {
			t.Errorf("bad address %q", address)
		}
	}
	for _, n := range s.Notes {
		add(n.Address)
	}
	for _, f := range s.Files {
		add(f.Address)
	}
	for _, r := range s.Redirects {
		add(r.From)
	}
	var walk func(*Folder)
	walk = func(f *Folder) {
		if f.Note == nil {
			add(f.Address)
		}
		for _, sub := range f.Folders {
			walk(sub)
		}
	}
	walk(s.Root)
	var tags func([]*Tag)
	tags = func(all []*Tag) {
		for _, tag := range all {
			add(tag.Address)
			tags(tag.Tags)
		}
	}
	tags(s.Tags)
	for key := range seen {
		if folders[key] {
			t.Errorf("%s is a file and a folder", key)
		}
	}
}

func TestAddressesAreUnique(t *testing.T) {
	for seed := range uint64(200) {
		v := newVault(seed)
		s, _ := Publish(v.graph(), v.settings, v.policy(), diag.Discard)
		checkUnique(t, s)
	}
}

func TestRedirects(t *testing.T) {
	alias := func(path string, aliases ...string) *note.Note {
		n := newNote(path)
		n.Aliases = aliases
		return n
	}
	permalink := newNote("a/old place.md")
	permalink.Permalink = "new-place"
	index := newNote("deep/folder/README.md")
	index.Permalink = "short"
	_, s, ds := addressesOf(t, Settings{}, index,
		alias("일/계획.md", "옛 계획", "archive/Old Plan.md", "계획", "회의록"),
		alias("일/회의록.md", "둘 다"), alias("일/기록.md", "둘 다", "/2019/post/", "../evil", "[[x]]"),
		permalink,
	)
	var got []string
	for _, r := range s.Redirects {
		got = append(got, r.From+" → "+r.To.Address)
	}
	want := []string{
		"2019/post/index.html → 일/기록.html",
		"a/old-place.html → new-place.html",
		"archive/Old-Plan.html → 일/계획.html",
		"deep/folder/README.html → short.html",
		"deep/folder/index.html → short.html",
		"일/옛-계획.html → 일/계획.html",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", got)
	}
	if len(ds) != 2 || ds[0].Code != "U001" || !strings.Contains(ds[0].Message, "둘 다") {
		t.Errorf("%+v", ds)
	}
}

func TestParseAddressStyle(t *testing.T) {
	for _, s := range []AddressStyle{HTMLAddresses, CleanAddresses, PublishAddresses, QuartzAddresses} {
		if got, err := ParseAddressStyle(s.String()); got != s || err != nil {
			t.Errorf("%v: %v, %v", s, got, err)
		}
	}
	if _, err := ParseAddressStyle("pretty"); err == nil {
		t.Error("no error for an unknown style")
	}
}
