package docx_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
	"memopress/pkg/reader/docx"
	"memopress/pkg/writer/markdown"
)

// What the document says about itself.
func TestProperties(t *testing.T) {
	files := parts(p("", r("글")), map[string]string{"docProps/core.xml": `<cp:coreProperties xmlns:cp="x" xmlns:dc="y" xmlns:dcterms="z"><dc:title> 분기
 보고 </dc:title><dc:creator>김지은</dc:creator><cp:lastModifiedBy>이</cp:lastModifiedBy><dc:subject>요약</dc:subject><cp:keywords>예산, 계획 안</cp:keywords>` +
		`<dcterms:created>2024-03-01T09:00:00Z</dcterms:created><dcterms:modified>1601-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>`})
	d, err := docx.Read(opener(files), office.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "분기 보고" || d.Author != "김지은" || d.Editor != "이" || d.Subject != "요약" || len(d.Keywords) != 2 || d.Keywords[1] != "계획 안" ||
		!d.Created.Equal(time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)) || !d.Updated.IsZero() {
		t.Errorf("%+v", d)
	}
}

// The strict form of the standard has other name spaces.
func TestStrict(t *testing.T) {
	files := parts(p("1", r("제목")), nil)
	for name, text := range files {
		text = strings.ReplaceAll(text, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
		files[name] = strings.ReplaceAll(text, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/", "http://purl.oclc.org/ooxml/officeDocument/relationships/")
	}
	if got := read(t, files); got != "# 제목" {
		t.Errorf("%q", got)
	}
}

// Parts that are missing, damaged or made to cost more than they are long.
func TestHostile(t *testing.T) {
	deep := func(open, shut string, n int) string {
		return strings.Repeat(open, n) + p("", r("x")) + strings.Repeat(shut, n)
	}
	for name, tt := range map[string]struct {
		body string
		fail bool
	}{
		"deep elements": {deep("<w:ins>", "</w:ins>", 10_000), true},
		"nested tables": {deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 100), false},
		"nested boxes":  {deep("<w:p><w:r><w:drawing><w:txbxContent>", "</w:txbxContent></w:drawing></w:r></w:p>", 90), false},
		"alternatives":  {deep("<mc:AlternateContent><mc:Choice><a:x/></mc:Choice><mc:Fallback>", "</mc:Fallback></mc:AlternateContent>", 190), false},
		"wide span":     {`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>` + p("", r("a")) + `</w:tc></w:tr></w:tbl>`, false},
		"many columns":  {`<w:tbl><w:tr><w:trPr><w:gridBefore w:val="900000"/></w:trPr>` + strings.Repeat("<w:tc>"+p("", r("a"))+"</w:tc>", 3000) + `</w:tr></w:tbl>`, false},
		"many merges":   {"<w:tbl>" + strings.Repeat(`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>`, 20_000) + "</w:tbl>", false},
		"fields":        {p("", strings.Repeat(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, 10_000)), false},
		"entities":      {`&lol;` + p("", r("&lol; &#1; &amp;")), true},
		"formulas":      {p("", "<m:oMath>"+strings.Repeat("<m:f><m:num>", 150)+"<m:r><m:t>x</m:t></m:r>"+strings.Repeat("</m:num></m:f>", 150)+"</m:oMath>"), false},
		"levels":        {strings.Repeat(p("|"+num(9, 900), r("a")), 5_000), false},
		"own base":      {p("self", r("a")), false},
		"not closed":    {"<w:p><w:r><w:t>글", false},
		"formats":       {p("", strings.Repeat(r("a", bold)+r("b", italic), 20_000)), false},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d, err := docx.Read(opener(parts(tt.body, map[string]string{"word/styles.xml": `<w:styles SPACES><w:style w:styleId="self"><w:basedOn w:val="self"/></w:style></w:styles>`})), office.Options{})
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%v", took)
			}
			if tt.fail != (err != nil) {
				t.Fatalf("error %v", err)
			}
			if err == nil && len(d.Blocks) == 0 && name != "many merges" && name != "fields" {
				t.Error("no blocks")
			}
			if err == nil {
				_ = markdown.Write(&note.Note{Title: "t", Body: d.Blocks})
			}
		})
	}
	if _, err := docx.Read(opener(map[string]string{"a.txt": "x"}), office.Options{}); !errors.Is(err, docx.ErrNoDocument) {
		t.Error(err)
	}
	files := parts(p("", r("글")), map[string]string{"word/styles.xml": "<broken"})
	d, err := docx.Read(opener(files), office.Options{})
	if err != nil || !slices.Contains(d.Damaged, "word/styles.xml") || len(d.Blocks) != 1 {
		t.Errorf("%+v, %v", d, err)
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(p("1", r("제목", bold)) + p("|"+num(1, 1), r("a")) + `<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>` + p("", r("a")) + `</w:tc></w:tr></w:tbl>` +
		p("", `<m:oMath><m:f><m:num><m:r><m:t>x</m:t></m:r></m:num></m:f></m:oMath><w:hyperlink w:anchor="a">`+r("x")+`</w:hyperlink>`) + p("", `<w:r><w:drawing><a:blip r:embed="i"/></w:drawing></w:r>`))
	f.Fuzz(func(t *testing.T, body string) {
		d, err := docx.Read(opener(parts(body, map[string]string{"word/numbering.xml": numbers})), office.Options{})
		if err == nil {
			_ = markdown.Write(&note.Note{Title: "t", Body: d.Blocks})
		}
	})
}
