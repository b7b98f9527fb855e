package office_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/korean"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/office"
	"memopress/pkg/note"
)

func packed(t testing.TB, files map[string]string) string {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range []string{"mimetype", "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/media/a.svg", "docProps/core.xml", "content.xml", "meta.xml", "styles.xml", "META-INF/manifest.xml"} {
		if files[name] == "" {
			continue
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = w.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

func docx(t testing.TB, body string) string {
	return packed(t, map[string]string{
		"[Content_Types].xml":          `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":                  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
		"word/document.xml":            `<w:document ` + w + `><w:body>` + body + `</w:body></w:document>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="h1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org" TargetMode="External"/></Relationships>`,
		"docProps/core.xml":            `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>회의록</dc:title><dc:creator>나</dc:creator><dcterms:created>2024-03-01T09:00:00Z</dcterms:created></cp:coreProperties>`,
	})
}

func odt(t testing.TB) string {
	return packed(t, map[string]string{
		"mimetype":    "application/vnd.oasis.opendocument.text",
		"content.xml": `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:h text:outline-level="1">Plan</text:h><text:p>열린 문서 글</text:p></office:text></office:body></office:document-content>`,
	})
}

func cp949(t testing.TB, s string) string {
	out, err := korean.EUCKR.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func documents(t testing.TB) map[string]string {
	return map[string]string{
		"회의/회의록.docx": docx(t, `<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>안건</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>예산</w:t></w:r><w:r><w:t xml:space="preserve">과 일정, </w:t></w:r><w:hyperlink r:id="h1"><w:r><w:t>자료</w:t></w:r></w:hyperlink></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>항목</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>값</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`),
		"Plan.odt":    odt(t),
		"옛 메모.rtf":    `{\rtf1\ansi\ansicpg949\deff0{\fonttbl{\f0\fcharset129 ???;}}\f0 ` + hexed(cp949(t, "옛 한글 메모")) + `\par {\b bold} text\par}`,
		"목록.csv":      cp949(t, "제목,값,태그\n우유,2,집\n빵,1,집\n"),
		"그림.svg":      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path d="M0 40L20 4l20 36z"/></svg>`,
	}
}

func hexed(s string) string {
	var sb strings.Builder
	for _, c := range []byte(s) {
		const digits = "0123456789abcdef"
		sb.WriteString(`\'`)
		sb.WriteByte(digits[c>>4])
		sb.WriteByte(digits[c&15])
	}
	return sb.String()
}

// Documents of each kind, in every container.
func TestDocuments(t *testing.T) {
	importertest.Run(t, office.Importer{}, importertest.Fixture{Name: "documents", Files: documents(t)})
	got := importertest.Read(t, office.Importer{}, importertest.Folder(t, documents(t)))
	dump := importertest.Dump(got)
	for _, want := range []string{"title: 회의록", "# 안건", "**예산**과 일정, [자료](https://example.org)", "note-author: 나", "created: 2024-03-01T09:00:00Z", "열린 문서 글", "옛 한글 메모", "**bold** text", "| 우유 | 2 | 집 |", "![](export/그림.svg)"} {
		if !strings.Contains(dump, want) {
			t.Errorf("no %q in\n%s", want, dump)
		}
	}
}

func rows(t *testing.T, path string) []*note.Note {
	t.Helper()
	sources, err := importer.Open([]string{path}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer sources[0].Close()
	c := importer.NewCollector(diag.Discard)
	if err := (office.Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "x", Location: time.UTC, Rows: true}, c); err != nil {
		t.Fatal(err)
	}
	notes, _ := c.Finish()
	return notes
}

var empty = regexp.MustCompile(`(?m)^[\w ]+:(?: ""| null)?[ \t]*\n`)

// TestCorpusRows scores each row as a note against what another converter's authors expect.
func TestCorpusRows(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	suite := importertest.Suite{Name: "csv", Explained: map[string]string{}}
	dir := filepath.Join(corpus, "csv/obsidian-importer")
	for _, name := range []string{"comprehensive-test", "sample"} {
		notes := rows(t, filepath.Join(dir, name+".csv"))
		expected, err := filepath.Glob(filepath.Join(dir, "expected", name, "*.md"))
		if err != nil || len(expected) == 0 || len(expected) > len(notes) {
			t.Fatal(len(expected), len(notes), err)
		}
		for _, p := range expected {
			want, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			// The names of the columns for title, text and tags, and of empty ones, are no words of a note.
			text := strings.NewReplacer("Title:", "", "Content:", "", "Tags:", "", "\\n", " ").Replace(empty.ReplaceAllString(string(want), ""))
			var best importertest.Score
			for i, n := range notes {
				if s := importertest.Compare(text, n); i == 0 || s.Words.Value() > best.Words.Value() {
					best = s
				}
			}
			suite.Add(name+"/"+filepath.Base(p), best)
		}
	}
	suite.Check(t)
}

// Rows keep their identity when one is put before them.
func TestStableRows(t *testing.T) {
	ids := func(text string) map[note.ID]bool {
		out := map[note.ID]bool{}
		for _, n := range rows(t, filepath.Join(importertest.Folder(t, map[string]string{"목록.csv": text}), "목록.csv")) {
			out[n.ID] = true
		}
		return out
	}
	before, after := ids("제목,값\n우유,2\n빵,1"), ids("제목,값\n두부,3\n우유,2\n빵,1")
	for id := range before {
		if !after[id] {
			t.Errorf("%s has another ID", id)
		}
	}
}

// An encrypted document is told of, a damaged one is a failure.
func TestLocked(t *testing.T) {
	got := importertest.Read(t, office.Importer{}, importertest.Folder(t, map[string]string{"잠김.docx": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "깨진.docx": docx(t, "")[:200], "~$열림.docx": "x"}))
	dump := importertest.Dump(got)
	if !strings.Contains(dump, "left out locked") || got.Failed() != 1 || !strings.Contains(dump, "~$열림.docx: left out hidden") {
		t.Error(dump)
	}
}

var update = flag.Lookup("update")

// TestExample writes the example anew with -update.
func TestExample(t *testing.T) {
	dir := "../../../examples/office-documents"
	for name, text := range documents(t) {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if update.Value.String() != "true" {
			if _, err := os.Stat(p); err != nil {
				t.Error(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever a document holds, it is accounted for.
func FuzzDocument(f *testing.F) {
	f.Add("word/document.xml", `<w:document `+w+`><w:body><w:p><w:r><w:t>글</w:t></w:r></w:p></w:body></w:document>`)
	f.Add("content.xml", `<a/>`)
	f.Fuzz(func(t *testing.T, part, text string) {
		for _, name := range []string{"a.docx", "a.odt"} {
			dir := importertest.Folder(t, map[string]string{name: packed(t, map[string]string{"word/document.xml": text, "content.xml": text, part: text})})
			importertest.AddsUp(t, dir, importertest.Read(t, office.Importer{}, dir))
		}
	})
}
