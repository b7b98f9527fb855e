package office_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/korean"

	"memopress/pkg/importer"
)

var writeExample = flag.Bool("write-example", false, "write examples/office-documents anew")

const (
	wordSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ` +
		`xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"`
	relations  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	textSpaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"`
)

// packed makes a zip archive of parts, the same bytes every time.
func packed(t testing.TB, parts ...[2]string) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Deflate, Modified: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write([]byte(p[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// picture makes a small picture: a garden bed under the sky.
func picture(t testing.TB) string {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 160, 100), color.Palette{color.RGBA{176, 214, 240, 255}, color.RGBA{112, 84, 58, 255}, color.RGBA{86, 148, 74, 255}})
	for y := range 100 {
		for x := range 160 {
			switch {
			case y > 70:
				m.SetColorIndex(x, y, 1)
			case y > 40 && x%20 > 8 && x%20 < 13:
				m.SetColorIndex(x, y, 2)
			}
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func wp(style, inner string) string {
	if style != "" {
		style = `<w:pStyle w:val="` + style + `"/>`
	}
	return "<w:p><w:pPr>" + style + "</w:pPr>" + inner + "</w:p>"
}

func wi(level, list, inner string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr>` + inner + "</w:p>"
}

func wr(text string, properties ...string) string {
	return "<w:r><w:rPr>" + strings.Join(properties, "") + `</w:rPr><w:t xml:space="preserve">` + text + "</w:t></w:r>"
}

// garden is a document of Word: the styles have the names that Korean Word shows.
func garden(t testing.TB) string {
	box := func(state, text string) string {
		return wp("", `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="`+state+`"/></w14:checkbox></w:sdtPr><w:sdtContent>`+wr("☐")+`</w:sdtContent></w:sdt>`+wr(" "+text))
	}
	cell := func(text string) string { return "<w:tc>" + wp("", wr(text)) + "</w:tc>" }
	body := wp("t", wr("텃밭 일지 · Garden log")) + wp("1", wr("봄 계획")) +
		wp("", wr("올해는 ")+wr("상추", "<w:b/>")+wr("와 ")+wr("토마토", `<w:highlight w:val="yellow"/>`)+wr("를 심는다. The bed gets about 8 m")+wr("2", `<w:vertAlign w:val="superscript"/>`)+wr(" of sun")+`<w:r><w:footnoteReference w:id="2"/></w:r>`+wr(".")) +
		wi("0", "1", wr("흙 고르기")) + wi("1", "1", wr("퇴비 두 포대")) + wi("0", "1", wr("모종 사기")) +
		wi("0", "2", wr("Sow lettuce")) + wi("0", "2", wr("Plant tomatoes")) +
		box("1", "씨앗 주문") + box("0", "물뿌리개 고치기") +
		wp("2", wr("Harvest")) +
		`<w:tbl><w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr><w:tr>` + cell("작물") + cell("Week") + cell("kg") + `</w:tr><w:tr>` + cell("상추") + cell("24") + cell("1.2") + `</w:tr><w:tr>` + cell("토마토") + cell("31") + cell("4.5") + `</w:tr></w:tbl>` +
		wp("", `<w:r><w:drawing><wp:inline><wp:extent cx="1524000" cy="952500"/><wp:docPr id="1" name="p" descr="줄 맞춰 심은 상추"/><a:graphic><a:graphicData><a:blip r:embed="i"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`) +
		wp("q", wr("흙이 먼저다.")) +
		wp("", wr("Yield per area: ")+`<m:oMath><m:f><m:num><m:r><m:t>m</m:t></m:r></m:num><m:den><m:r><m:t>A</m:t></m:r></m:den></m:f></m:oMath>`+wr(". ")+`<w:hyperlink r:id="x">`+wr("Seed catalogue")+`</w:hyperlink>`)
	style := func(id, name, level string) string {
		if level != "" {
			level = `<w:pPr><w:outlineLvl w:val="` + level + `"/></w:pPr>`
		}
		return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/>` + level + `</w:style>`
	}
	list := func(id, format, text string) string {
		return `<w:abstractNum w:abstractNumId="` + id + `"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text + `"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="◦"/></w:lvl></w:abstractNum>`
	}
	rel := func(id, kind, target, mode string) string {
		return `<Relationship Id="` + id + `" Type="` + relations + kind + `" Target="` + target + `"` + mode + `/>`
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	return packed(t,
		[2]string{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
			`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
		[2]string{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rel("rId1", "officeDocument", "word/document.xml", "") + `<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		[2]string{"docProps/core.xml", head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>텃밭 일지 · Garden log</dc:title><dc:creator>한서윤</dc:creator><cp:keywords>텃밭, garden</cp:keywords>` +
			`<dcterms:created>2024-03-02T08:10:00Z</dcterms:created><dcterms:modified>2024-08-11T19:30:00Z</dcterms:modified></cp:coreProperties>`},
		[2]string{"word/document.xml", head + `<w:document ` + wordSpaces + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`},
		[2]string{"word/_rels/document.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rel("s", "styles", "styles.xml", "") + rel("n", "numbering", "numbering.xml", "") + rel("f", "footnotes", "footnotes.xml", "") + rel("i", "image", "media/image1.png", "") + rel("x", "hyperlink", "https://example.org/seeds", ` TargetMode="External"`) + `</Relationships>`},
		[2]string{"word/styles.xml", head + `<w:styles ` + wordSpaces + `>` + style("t", "표제", "") + style("1", "제목 1", "0") + style("2", "제목 2", "1") + style("q", "인용", "") + `</w:styles>`},
		[2]string{"word/numbering.xml", head + `<w:numbering ` + wordSpaces + `>` + list("0", "bullet", "•") + list("1", "decimal", "%1.") + `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`},
		[2]string{"word/footnotes.xml", head + `<w:footnotes ` + wordSpaces + `><w:footnote w:id="2">` + wp("", wr("한여름 정오에 잰 값.")) + `</w:footnote></w:footnotes>`},
		[2]string{"word/media/image1.png", picture(t)})
}

// letter is a text document of LibreOffice.
func letter(t testing.TB) string {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	body := `<text:h text:outline-level="1">이웃에게 · To the neighbours</text:h><text:p>지난주에 <text:span text:style-name="T1">공동 텃밭</text:span> 열쇠를 바꿨습니다.<text:line-break/>The new key hangs by the shed.</text:p>` +
		`<text:list text:style-name="L1"><text:list-item><text:p>문은 꼭 잠그기</text:p></text:list-item><text:list-item><text:p>Water before nine</text:p></text:list-item></text:list>` +
		`<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>요일</text:p></table:table-cell><table:table-cell><text:p>Who</text:p></table:table-cell></table:table-row></table:table-header-rows>` +
		`<table:table-row><table:table-cell><text:p>토</text:p></table:table-cell><table:table-cell><text:p>3호</text:p></table:table-cell></table:table-row></table:table>` +
		`<text:p><text:a xlink:href="https://example.org/map">약도</text:a></text:p>`
	return packed(t,
		[2]string{"mimetype", "application/vnd.oasis.opendocument.text"},
		[2]string{"content.xml", head + `<office:document-content ` + textSpaces + ` office:version="1.3"><office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>` +
			`<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style></office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`},
		[2]string{"meta.xml", head + `<office:document-meta ` + textSpaces + `><office:meta><dc:title>이웃에게</dc:title><meta:creation-date>2024-05-20T18:00:00</meta:creation-date></office:meta></office:document-meta>`},
		[2]string{"META-INF/manifest.xml", head + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/></manifest:manifest>`})
}

// memo is RTF as Korean Windows wrote it: in code page 949.
func memo(t testing.TB) string {
	t.Helper()
	text, err := korean.EUCKR.NewEncoder().String(`{\rtf1\ansi\ansicpg949\deff0{\fonttbl{\f0\fnil\fcharset129 굴림;}}
{\colortbl;\red200\green30\blue30;}{\stylesheet{\ql Normal;}{\s1\outlinelevel0 제목 1;}}
{\info{\title 옛 메모장}{\creatim\yr2003\mo4\dy9\hr21\min40}}
\pard\s1 옛 메모장에서\par\pard 맨 처음 쓴 {\b 컴퓨터 일기}다. {\cf1 빨간 글씨}도 있다.\line From the old machine, kept as it was.\par
{\pntext\f0 1.\tab}{\*\pn\pnlvlbody\pndec}디스켓 정리\par{\pntext\f0 2.\tab}프린터 잉크\par\pard
{\field{\*\fldinst HYPERLINK "https://example.org/old"}{\fldrslt 옛 홈페이지}}\par}`)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// example is the export that examples/office-documents shows.
func example(t testing.TB) map[string]string {
	t.Helper()
	table, err := korean.EUCKR.NewEncoder().String("제목,날짜,값,끝냄\r\n\"물값, 6월\",2024-06-30,3200,TRUE\r\nSeeds,2024-03-05,12000,TRUE\r\n모종,2024-04-20,8000,FALSE\r\n")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"텃밭/텃밭 일지.docx": garden(t), "텃밭/이웃에게.odt": letter(t), "옛 메모.rtf": memo(t), "텃밭/지출.csv": table, "텃밭/bed.png": picture(t),
	}
}

// TestExample holds the example in the project to what this file makes.
func TestExample(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "examples", "office-documents")
	for name, want := range example(t) {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if *writeExample {
			err := os.MkdirAll(filepath.Dir(p), 0o755)
			if err == nil {
				err = os.WriteFile(p, []byte(want), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(p)
		if err != nil || string(got) != want {
			t.Errorf("%s is not what go test -write-example makes: %v", name, err)
		}
	}
}

// fileOf makes a file of a source from data.
func fileOf(name string, data []byte) importer.File {
	return importer.File{Path: name, RawPath: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}
