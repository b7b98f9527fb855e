package office_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/office"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

func TestContract(t *testing.T) {
	importertest.Run(t, office.Importer{}, importertest.Fixture{Name: "documents", Files: example(t)})
}

func TestGolden(t *testing.T) {
	got := importertest.Dump(importertest.Read(t, office.Importer{}, importertest.Folder(t, example(t))))
	const path = "testdata/example.txt"
	if *writeExample {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%v\n%s", err, got)
	}
}

// Encrypted documents are told of, damaged ones fail, what programs leave behind is nothing.
func TestEdges(t *testing.T) {
	whole := garden(t)
	got := importertest.Read(t, office.Importer{}, importertest.Folder(t, map[string]string{
		"잠김.docx": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 600), "cut.docx": whole[:len(whole)/2], "~$잠김.docx": "lock", "보고.pdf": "%PDF-1.4", "empty.csv": "\n", "plain.rtf": "no rtf",
		"이름.DOCX": whole,
	}))
	states := map[string]string{}
	for _, e := range got.Ledger {
		states[e.Item] = e.State.String() + " " + e.Rule
	}
	for item, want := range map[string]string{"잠김.docx": "left out locked", "cut.docx": "failed ", "~$잠김.docx": "left out hidden", "보고.pdf#file": "imported ", "보고.pdf#note": "imported ",
		"empty.csv": "failed ", "plain.rtf": "failed ", "이름.DOCX#text": "imported ", "이름.DOCX#word/media/image1.png": "imported "} {
		if states[item] != want {
			t.Errorf("%s: %q, want %q", item, states[item], want)
		}
	}
	codes := map[string]int{}
	for _, d := range got.Diagnostics {
		codes[d.Code]++
	}
	if codes["I006"] != 1 || codes["I001"] != 3 {
		t.Errorf("%v", codes)
	}
	for _, a := range got.Attachments {
		r, err := a.Open()
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// bomb is a document whose text unpacks to far more than it takes up.
func TestBomb(t *testing.T) {
	bomb := packed(t, [2]string{"word/document.xml", `<w:document ` + wordSpaces + `><w:body>` + strings.Repeat("<w:p/>", 8<<20) + `</w:body></w:document>`})
	start := time.Now()
	got := importertest.Read(t, office.Importer{}, importertest.Folder(t, map[string]string{"폭탄.docx": bomb}))
	if got.Failed() != 1 || !strings.Contains(got.Ledger[0].Reason, "unpacks to more") || time.Since(start) > 20*time.Second {
		t.Errorf("%+v, %v", got.Ledger, time.Since(start))
	}
}

func readRows(t *testing.T, dir string) []*note.Note {
	t.Helper()
	sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer sources[0].Close()
	c := importer.NewCollector(diag.Discard)
	if err := (office.Importer{}).Import(context.Background(), sources[0], importer.Options{Space: "s", Location: time.UTC, Rows: true}, c); err != nil {
		t.Fatal(err)
	}
	notes, _ := c.Finish()
	for _, e := range c.Ledger.Entries() {
		if e.State == ledger.Failed {
			t.Errorf("%+v", e)
		}
	}
	return notes
}

// Each row of a table is a note, with the meaning that its columns have in front matter.
func TestRows(t *testing.T) {
	notes := readRows(t, importertest.Folder(t, map[string]string{"표.csv": "제목,tags,created,publish,draft,값,url,내용\n회의,\"일, 회의\",2024-01-05,true,,007,https://example.org,\"첫 줄\n- [x] 둘째 **줄**\"\n회의,,,,true,8,,짧은 글이지만 서른 글자보다는 조금 길게 적어 둔 본문이다 그렇다\n,,,,,9,,\n"}))
	if len(notes) != 3 {
		t.Fatalf("%d notes", len(notes))
	}
	by := map[string]*note.Note{}
	for _, n := range notes {
		by[n.Path] = n
	}
	first, second, third := by["표/회의.md"], by["표/회의 (2).md"], by["표/표 3.md"]
	if first == nil || second == nil || third == nil {
		t.Fatalf("%v", by)
	}
	if first.Title != "회의" || len(first.Tags) != 2 || first.Created.Format(time.DateOnly) != "2024-01-05" || first.Visibility.State != note.MarkedPublic || len(first.Body) != 2 {
		t.Errorf("%+v", first)
	}
	if second.Visibility.State != note.MarkedPrivate || first.Properties[0].Value[0].Text != "007" || second.Properties[0].Type != note.NumberProperty {
		t.Errorf("%+v %+v", first.Properties, second)
	}
}

var day = regexp.MustCompile(`(?m)^Date: "(.*)"$`)

// plain writes what is expected as our notes say it: line ends as such and not as \n in quotes,
// without the names of the columns that are the title, the tags, the date and the text here.
func plain(want string) string {
	want = day.ReplaceAllString(want, "created: ${1}T00:00:00Z")
	return strings.NewReplacer(`\n`, "\n", "Title: ", "", "Tags: ", "", "Content: ", "", "Date: ", "").Replace(want)
}

// TestCorpus compares the rows of real tables with the notes that another importer's authors
// expect of them.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "csv/obsidian-importer")
	suite := importertest.Suite{Name: "csv/obsidian-importer"}
	cases := 0
	for _, table := range []string{"sample", "comprehensive-test"} {
		data, err := os.ReadFile(filepath.Join(dir, table+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		byTitle := map[string]*note.Note{}
		for _, n := range readRows(t, importertest.Folder(t, map[string]string{table + ".csv": string(data)})) {
			byTitle[strings.ReplaceAll(n.Title, `"`, "")] = n
		}
		expected, err := filepath.Glob(filepath.Join(dir, "expected", table, "*.md"))
		if err != nil {
			t.Fatal(err)
		}
		if len(expected) != len(byTitle) {
			t.Errorf("%s: %d notes, want %d", table, len(byTitle), len(expected))
		}
		for _, p := range expected {
			want, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(filepath.Base(p), ".md")
			n := byTitle[name]
			if n == nil {
				t.Errorf("%s: no note %s", table, name)
				continue
			}
			cases++
			suite.Add(table+"/"+name, importertest.Compare(plain(string(want)), n))
		}
	}
	if cases != 15 {
		t.Errorf("%d cases", cases)
	}
	suite.Check(t)
}

func FuzzImport(f *testing.F) {
	for name, text := range example(f) {
		f.Add(filepath.Ext(name), []byte(text))
	}
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		switch ext {
		case ".docx", ".odt", ".rtf", ".csv":
			c := importer.NewCollector(diag.Discard)
			src := importer.NewSource("in", []importer.File{fileOf("a"+ext, data)})
			if err := (office.Importer{}).Import(t.Context(), src, importer.Options{Space: "s", Location: time.UTC}, c); err != nil {
				t.Fatal(err)
			}
			c.Finish()
			if len(c.Ledger.Entries()) == 0 {
				t.Error("no account")
			}
		}
	})
}
