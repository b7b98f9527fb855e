package docx_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memopress/pkg/diag"
	"memopress/pkg/internal/office"
	"memopress/pkg/note"
	"memopress/pkg/reader/docx"
	"memopress/pkg/writer/markdown"
)

const spaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" ` +
	`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
	`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
	`xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`

// parts makes the parts of a package from the body of its document and further parts.
func parts(body string, more map[string]string) map[string]string {
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	out := map[string]string{
		"_rels/.rels":       `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `officeDocument" Target="/word/document.xml"/></Relationships>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ` + spaces + `><w:body>` + body + `</w:body></w:document>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="s" Type="` + rel + `styles" Target="styles.xml"/><Relationship Id="n" Type="` + rel + `numbering" Target="numbering.xml"/>` +
			`<Relationship Id="f" Type="` + rel + `footnotes" Target="footnotes.xml"/><Relationship Id="e" Type="` + rel + `endnotes" Target="endnotes.xml"/>` +
			`<Relationship Id="i" Type="` + rel + `image" Target="media/image1.png"/><Relationship Id="x" Type="` + rel + `hyperlink" Target="https://example.org/a?b=1" TargetMode="External"/>` +
			`<Relationship Id="p" Type="` + rel + `hyperlink" Target="%EB%8B%A4%EB%A5%B8.docx" TargetMode="External"/></Relationships>`,
		"word/styles.xml":       `<w:styles ` + spaces + `>` + styles + `</w:styles>`,
		"word/media/image1.png": "\x89PNG\r\n\x1a\n",
	}
	for name, text := range more {
		out[name] = strings.ReplaceAll(text, "SPACES", spaces)
	}
	return out
}

const styles = `<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="2F5496"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="제목 2"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="나의 제목"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="q"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:name w:val="HTML Preformatted"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="lp"><w:name w:val="List Paragraph"/></w:style>
<w:style w:type="paragraph" w:styleId="lb"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="h"><w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/><w:color w:val="0563C1"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="sc"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>`

const numbers = `<w:numbering SPACES><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="☐"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>`

func opener(files map[string]string) docx.Part {
	return func(name string) (io.ReadCloser, int64, error) {
		text, ok := files[name]
		if !ok {
			return nil, 0, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
		}
		return io.NopCloser(strings.NewReader(text)), int64(len(text)), nil
	}
}

func read(t *testing.T, files map[string]string) string {
	t.Helper()
	var list diag.List
	d, err := docx.Read(opener(files), office.Options{Report: &list, Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	for _, d := range list.Sorted() {
		sb.WriteString(d.Severity.String() + " " + d.Code + " " + d.Message + "\n")
	}
	for _, p := range d.Pictures {
		fmt.Fprintf(&sb, "picture %s %d\n", p.Name, p.Size)
	}
	if d.Title != "" {
		sb.WriteString("title " + d.Title + "\n")
	}
	sb.Write(bytes.TrimPrefix(markdown.Write(&note.Note{Body: d.Blocks}), []byte("\n")))
	return strings.TrimSpace(sb.String())
}

// p makes a paragraph of runs; style may be empty, and may hold further properties after "|".
func p(style string, runs ...string) string {
	style, more, _ := strings.Cut(style, "|")
	if style != "" {
		style = `<w:pStyle w:val="` + style + `"/>`
	}
	return "<w:p><w:pPr>" + style + more + "</w:pPr>" + strings.Join(runs, "") + "</w:p>"
}

// r makes a run of text with properties.
func r(text string, properties ...string) string {
	return "<w:r><w:rPr>" + strings.Join(properties, "") + `</w:rPr><w:t xml:space="preserve">` + text + "</w:t></w:r>"
}

const (
	bold   = "<w:b/>"
	italic = "<w:i/>"
	plain  = `<w:b w:val="0"/>`
)

func num(id, level int) string {
	return fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, id)
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		more       map[string]string
		want       string
	}{
		{"headings", p("t", r("보고서")) + p("1", r("첫째"), r(" 장", bold)) + p("2", r("둘")) + p("mine", r("내 것")) + p("a|<w:outlineLvl w:val=\"2\"/>", r("셋")) + p("1|<w:outlineLvl w:val=\"9\"/>", r("no heading")) + p("toc1", r("first 3")), nil,
			"title 보고서\n# 보고서\n\n# 첫째 장\n\n## 둘\n\n# 내 것\n\n### 셋\n\n<font color=\"#2f5496\">**no heading**</font>"},
		{"formats", p("", r("굵"), r("게", bold), r("도 ", bold), r("기울", italic), r(" x", "<w:u w:val=\"single\"/>"), r("s", "<w:strike/>"), r("h", `<w:highlight w:val="yellow"/>`), r("2", `<w:vertAlign w:val="superscript"/>`),
			r("i", `<w:vertAlign w:val="subscript"/>`), r("red", `<w:color w:val="FF0000"/>`), r("black", `<w:color w:val="000000"/>`), r(" code", `<w:rFonts w:ascii="Consolas"/>`), r(" st", `<w:rStyle w:val="sc"/>`), r(" off", `<w:rStyle w:val="sc"/>`, plain),
			r("secret", "<w:vanish/>"), "<w:r><w:tab/><w:noBreakHyphen/><w:br/><w:t>다음</w:t><w:br w:type=\"page\"/></w:r>"), nil,
			"info I007 left out of the document: hidden text (1)\n굵**게도** *기울* <u>x</u>~~s~~==h==<sup>2</sup><sub>i</sub><font color=\"#ff0000\">red</font>black` code` **st** off\t‑  \n다음"},
		{"lists", p("|"+num(1, 0), r("하나")) + p("|"+num(1, 1), r("가")) + p("|"+num(1, 1), r("나")) + p("lb", r("둘")) + p("lp", r("이어서")) + p("|"+num(2, 0), r("셋째")) + p("", r("사이")) + p("|"+num(2, 0), r("넷째")) + p("|"+num(4, 0), r("일곱")) + p("|"+num(3, 0), r("할 일")),
			map[string]string{"word/numbering.xml": numbers},
			"- 하나\n\n  1. 가\n  2. 나\n\n- 둘\n\n  이어서\n\n3. 셋째\n\n사이\n\n4. 넷째\n\n7) 일곱\n\n- [ ] 할 일"},
		{"boxes", p("", `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent>`+r("☒")+`</w:sdtContent></w:sdt>`, r(" 된 일")) + p("", r("☐ 열린 일")) + p("", r("mid "), `<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>`+r("☐")+`</w:sdtContent></w:sdt>`) +
			p("", `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`, r("legacy")), nil,
			"- [x] 된 일\n- [ ] 열린 일\n\nmid ☐\n\n- [x] legacy"},
		{"links", p("", `<w:hyperlink r:id="x" w:anchor="frag">`+r("웹", `<w:rStyle w:val="h"/>`)+`</w:hyperlink>`, r(" "), `<w:hyperlink w:anchor="북마크">`+r("여기")+`</w:hyperlink>`, r(" "), `<w:hyperlink r:id="p">`+r("다른 문서")+`</w:hyperlink>`, r(" "), `<w:hyperlink r:id="none">`+r("gone")+`</w:hyperlink>`) +
			p("1", `<w:bookmarkStart w:id="0" w:name="북마크"/>`, r("자리")) +
			p("", `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/f" \o "t" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, r("필드"), `<w:r><w:fldChar w:fldCharType="end"/></w:r>`, `<w:fldSimple w:instr="PAGE">`+r("3")+`</w:fldSimple>`), nil,
			"[웹](https://example.org/a?b=1#frag) [[#^bookmark|여기]] [다른 문서](다른.docx) gone\n\n# 자리 ^bookmark\n\n[필드](https://example.org/f)3"},
		{"tables", `<w:tbl><w:tblPr><w:tblLook w:val="04A0"/></w:tblPr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + p("", r("머리")) + `</w:tc><w:tc>` + p("|<w:jc w:val=\"center\"/>", r("셋")) + `</w:tc></w:tr>` +
			`<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>` + p("", r("세로")) + `</w:tc><w:tc>` + p("", r("나")) + `</w:tc><w:tc>` + p("", r("다")) + `</w:tc></w:tr>` +
			`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>` + p("") + `</w:tc><w:tc>` + p("", r("라")) + `</w:tc><w:tc><w:tbl><w:tr><w:tc>` + p("", r("안")) + `</w:tc></w:tr></w:tbl>` + p("") + `</w:tc></w:tr></w:tbl>`, nil,
			"<table>\n<tr>\n<th colspan=\"2\">머리</th>\n<th align=\"center\">셋</th>\n</tr>\n<tr>\n<td rowspan=\"2\">세로</td>\n<td>나</td>\n<td>다</td>\n</tr>\n<tr>\n<td>라</td>\n<td><table>\n<tr>\n<td>안</td>\n</tr>\n</table></td>\n</tr>\n</table>"},
		{"changes", "<w:del>" + p("", r("지운 문단")) + "</w:del><w:moveFrom>" + p("", r("옮긴 문단")) + "</w:moveFrom>" + p("", r("남은 "), `<w:ins w:id="1">`+r("새 글")+`</w:ins>`, `<w:del w:id="2"><w:r><w:delText>지운 글</w:delText></w:r></w:del>`, `<w:moveFrom w:id="3">`+r("옛 자리")+`</w:moveFrom>`) +
			p("|<w:rPr><w:del w:id=\"4\"/></w:rPr>", r("앞과 ")) + p("", r("뒤"), `<w:commentRangeStart w:id="0"/>`, r(" 끝"), `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`), nil,
			"info I007 left out of the document: comment (1)\n남은 새 글\n\n앞과 뒤 끝"},
		{"code and quotes", p("c", r("if x {")) + p("c", r("\tgo()")) + p("c", r("}")) + p("q", r("인용문")) + p("q", r("둘째")) + p("", r("글")), nil,
			"```\nif x {\n\tgo()\n}\n```\n\n> *인용문*\n>\n> *둘째*\n\n글"},
		{"notes", p("", r("글"), `<w:r><w:footnoteReference w:id="2"/></w:r>`, r(" 끝"), `<w:r><w:endnoteReference w:id="2"/></w:r>`), map[string]string{
			"word/footnotes.xml": `<w:footnotes SPACES><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">` + p("", `<w:r><w:footnoteRef/></w:r>`, r(" 각주 글")) + `</w:footnote></w:footnotes>`,
			"word/endnotes.xml":  `<w:endnotes SPACES><w:endnote w:id="2">` + p("", r("미주 글")) + `</w:endnote></w:endnotes>`},
			"글[^2] 끝[^e2]\n\n[^2]: 각주 글\n\n[^e2]: 미주 글"},
		{"pictures", p("", `<w:r><w:drawing><wp:inline><wp:extent cx="1905000" cy="952500"/><wp:docPr id="1" name="그림 1" descr="고양이"/><a:graphic><a:graphicData><a:blip r:embed="i"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`) +
			p("", `<w:r><w:pict><v:shape style="width:75pt;height:30pt" alt="옛 그림"><v:imagedata r:id="i"/></v:shape></w:pict></w:r>`) +
			p("", r("곁"), `<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><a:graphic><w:txbxContent>`+p("", r("상자 글"))+`</w:txbxContent></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>`+p("", r("상자 글"))+`</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`) +
			p("", `<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>`) + p("", `<w:r><w:drawing><wp:inline><wp:docPr descr="표"/></wp:inline></w:drawing></w:r>`), nil,
			"warning I007 left out of the document: chart or drawing (1)\npicture word/media/image1.png 8\n![고양이|200x100](word/media/image1.png)\n\n![옛 그림|100x40](word/media/image1.png)\n\n곁\n\n상자 글\n\n---\n\n*표*"},
		{"formulas", p("", `<m:oMathPara><m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>-b±</m:t></m:r><m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e><m:sSup><m:e><m:r><m:t>b</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:e></m:rad></m:num><m:den><m:r><m:t>2a</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>`) +
			p("", r("합 "), `<m:oMath><m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub><m:sup><m:r><m:t>n</m:t></m:r></m:sup><m:e><m:r><m:t>i</m:t></m:r></m:e></m:nary><m:d><m:e><m:r><m:t>속도</m:t></m:r></m:e></m:d></m:oMath>`), nil,
			"$$\nx=\\frac{-b\\pm \\sqrt{b^{2}}}{2a}\n$$\n\n합 $\\sum_{i=1}^{n}{i}\\left(\\text{속도}\\right)$"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, read(t, parts(tt.body, tt.more))); d != "" {
				t.Error(d)
			}
		})
	}
}
