package odt_test

import (
	"bytes"
	"errors"
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
	"memopress/pkg/reader/odt"
	"memopress/pkg/writer/markdown"
)

const spaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" ` +
	`xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" ` +
	`xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"`

const styles = `<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic" fo:color="#ff0000"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties style:font-name="M" fo:background-color="transparent"/></style:style>
<style:style style:name="T4" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T5" style:family="text"><style:text-properties style:text-position="super 58%" fo:background-color="#ffff00"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>
<style:style style:name="Preformatted_20_Text" style:display-name="Preformatted Text" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph"/><style:style style:name="Title" style:family="paragraph"/>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/><text:list-level-style-number text:level="2" style:num-format="a" text:start-value="3"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style></office:automatic-styles>`

func parts(body string, more map[string]string) map[string]string {
	out := map[string]string{"content.xml": `<office:document-content ` + spaces + `><office:font-face-decls><style:font-face style:name="M" svg:font-family="'나눔고딕코딩'"/></office:font-face-decls>` + styles + `<office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
		"Pictures/a.png": "\x89PNG"}
	for name, text := range more {
		out[name] = strings.ReplaceAll(text, "SPACES", spaces)
	}
	return out
}

func opener(files map[string]string) odt.Part {
	return func(name string) (io.ReadCloser, int64, error) {
		text, ok := files[name]
		if !ok {
			return nil, 0, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
		}
		return io.NopCloser(strings.NewReader(text)), int64(len(text)), nil
	}
}

func p(style, text string) string {
	return `<text:p text:style-name="` + style + `">` + text + `</text:p>`
}

func span(style, text string) string {
	return `<text:span text:style-name="` + style + `">` + text + `</text:span>`
}

func TestRead(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"headings", p("Title", "보고서") + `<text:h text:outline-level="2">둘</text:h>` + p("P1", "하나") + `<text:table-of-content><text:index-body>` + p("", "목차") + `</text:index-body></text:table-of-content>`, "title 보고서\n# 보고서\n\n## 둘\n\n# 하나"},
		{"formats", p("", "글 "+span("T1", "굵게")+" "+span("T2", "빨강"+span("T1", "굵은"))+span("T3", "코드")+span("T4", "숨김")+span("T5", "위")+`<text:s text:c="3"/>a<text:tab/>b<text:line-break/>다음
   줄<text:date>2024-03-01</text:date><office:annotation><dc:creator>나</dc:creator>`+p("", "댓글")+`</office:annotation>`),
			"info I007 left out of the document: comment (1)\ninfo I007 left out of the document: hidden text (1)\n글 **굵게** <font color=\"#ff0000\">*빨강*__*굵은*__</font>`코드`==<sup>위</sup>==   a\tb  \n다음 줄2024-03-01"},
		{"lists", `<text:list text:style-name="L1"><text:list-item>` + p("", "하나") + `<text:list><text:list-item>` + p("", "셋") + `</text:list-item></text:list></text:list-item><text:list-item>` + p("", "둘") + p("", "이어서") + `</text:list-item></text:list>` +
			`<text:list text:style-name="L2"><text:list-item>` + p("", "하나") + `</text:list-item></text:list>` + p("", "사이") + `<text:list text:continue-numbering="true" text:style-name="L2"><text:list-item>` + p("", "둘") + `</text:list-item></text:list>` +
			`<text:list text:style-name="L1"><text:list-item>` + p("", `<loext:content-control loext:checkbox="true" loext:checked="true">☒</loext:content-control> 된 일`) + `</text:list-item></text:list>`,
			"- 하나\n\n  3. 셋\n\n- 둘\n\n  이어서\n\n1. 하나\n\n사이\n\n2. 둘\n\n- [x] 된 일"},
		{"boxes", p("", `<loext:content-control loext:checkbox="true">☐</loext:content-control> 할 일`) + p("", "☑ 된 일"), "- [ ] 할 일\n- [x] 된 일"},
		{"links", p("", `<text:a xlink:href="https://example.org/">`+span("T2", "웹")+`</text:a> <text:a xlink:href="#자리">여기</text:a> <text:a xlink:href="../%EB%8B%A4%EB%A5%B8.odt">다른</text:a> <text:a xlink:href="#none">없음</text:a>`) + p("", `<text:bookmark-start text:name="자리"/>자리<text:bookmark-end text:name="자리"/>`),
			"[*웹*](https://example.org/) [[#^bookmark|여기]] [다른](다른.odt) [[#^none|없음]]\n\n자리 ^bookmark"},
		{"tables", `<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2">` + p("", "머리") + `</table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row><table:table-cell>` + p("", "가") + `</table:table-cell><table:table-cell table:number-columns-repeated="2">` + p("", "나") + `</table:table-cell></table:table-row></table:table>`,
			"<table>\n<tr>\n<th colspan=\"2\">머리</th>\n</tr>\n<tr>\n<td>가</td>\n<td>나</td>\n<td>나</td>\n</tr>\n</table>"},
		{"code and quotes", p("Preformatted_20_Text", `a<text:s text:c="2"/>b`) + p("Preformatted_20_Text", "c") + p("Quotations", "인용") + p("Quotations", "둘"), "```\na  b\nc\n```\n\n> 인용\n>\n> 둘"},
		{"changes", `<text:tracked-changes><text:changed-region><text:deletion>` + p("", "지운 글") + `</text:deletion></text:changed-region></text:tracked-changes>` + p("", "남은 글") + `<text:section text:display="none">` + p("", "숨긴 절") + `</text:section>`, "info I007 left out of the document: hidden text (1)\n남은 글"},
		{"notes", p("", `글<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>`+p("", "각주")+`</text:note-body></text:note> 끝`), "글[^1] 끝\n\n[^1]: 각주"},
		{"pictures", p("", `<draw:frame svg:width="1in" svg:height="2.54cm"><draw:image xlink:href="Pictures/a.png"/><svg:desc>고양이</svg:desc></draw:frame>`) + p("", `<draw:frame><draw:text-box>`+p("", "상자")+`</draw:text-box></draw:frame>`) + p("", `<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="Pictures/a.png"/></draw:frame>`) + p("", `<draw:frame><draw:image xlink:href="../../etc/passwd"/></draw:frame>`),
			"warning I007 left out of the document: chart or drawing (1)\npicture Pictures/a.png\n![고양이|96x96](Pictures/a.png)\n\n상자\n\n$\\frac{1}{{x}^{2}}$"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			d, err := odt.Read(opener(parts(tt.body, map[string]string{"Object 1/content.xml": `<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac><mn>1</mn><msup><mi>x</mi><mn>2</mn></msup></mfrac><annotation>{1} over {x^2}</annotation></semantics></math>`})), office.Options{Report: &list})
			if err != nil {
				t.Fatal(err)
			}
			var sb strings.Builder
			for _, d := range list.Sorted() {
				sb.WriteString(d.Severity.String() + " " + d.Code + " " + d.Message + "\n")
			}
			for _, p := range d.Pictures {
				fmt.Fprintf(&sb, "picture %s\n", p.Name)
			}
			if d.Title != "" {
				sb.WriteString("title " + d.Title + "\n")
			}
			sb.Write(bytes.TrimPrefix(markdown.Write(&note.Note{Body: d.Blocks}), []byte("\n")))
			if d := cmp.Diff(tt.want, strings.TrimSpace(sb.String())); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestProperties(t *testing.T) {
	d, err := odt.Read(opener(parts(p("", "글"), map[string]string{"meta.xml": `<office:document-meta SPACES><office:meta><dc:title>제목</dc:title><meta:initial-creator>김</meta:initial-creator><dc:creator>이</dc:creator><meta:keyword>예산</meta:keyword><meta:keyword>긴 말</meta:keyword>` +
		`<meta:creation-date>2024-03-01T09:00:00</meta:creation-date><dc:date>2024-03-02T10:00:00.5Z</dc:date></office:meta></office:document-meta>`})), office.Options{Location: time.FixedZone("", 9*3600)})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "제목" || d.Author != "김" || d.Editor != "이" || len(d.Keywords) != 2 || d.Created.UTC().Hour() != 0 || d.Updated.Hour() != 10 {
		t.Errorf("%+v", d)
	}
	_, err = odt.Read(opener(parts("", map[string]string{"META-INF/manifest.xml": `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`})), office.Options{})
	if !errors.Is(err, office.ErrLocked) {
		t.Error(err)
	}
	if _, err := odt.Read(opener(nil), office.Options{}); !errors.Is(err, odt.ErrNoDocument) {
		t.Error(err)
	}
}

func TestHostile(t *testing.T) {
	deep := func(open, shut string, n int) string {
		return strings.Repeat(open, n) + p("", "글") + strings.Repeat(shut, n)
	}
	for name, body := range map[string]string{
		"lists":    deep("<text:list><text:list-item>", "</text:list-item></text:list>", 150),
		"tables":   deep("<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>", 100),
		"boxes":    p("", deep("<draw:frame><draw:text-box><text:p>", "</text:p></draw:text-box></draw:frame>", 90)),
		"notes":    deep("<text:p><text:note><text:note-body>", "</text:note-body></text:note></text:p>", 90),
		"groups":   p("", deep("<draw:g>", "</draw:g>", 300)),
		"repeated": `<table:table>` + strings.Repeat(`<table:table-row table:number-rows-repeated="500"><table:table-cell table:number-columns-repeated="500">`+p("", "글")+`</table:table-cell></table:table-row>`, 300) + `</table:table>`,
		"spaces":   p("", strings.Repeat(`글<text:s text:c="99999999"/>`, 5000)),
		"sections": deep("<text:section>", "</text:section>", 300),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d, err := odt.Read(opener(parts(body, nil)), office.Options{})
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%v", took)
			}
			if err != nil || len(d.Blocks) == 0 && name != "groups" {
				t.Errorf("%v", err)
			}
		})
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(p("P1", span("T1", "제목")) + `<text:list text:style-name="L1"><text:list-item>` + p("", "a") + `</text:list-item></text:list><table:table><table:table-row><table:table-cell table:number-columns-repeated="3">` + p("", "a") + `</table:table-cell></table:table-row></table:table>` +
		p("", `<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame><text:note><text:note-body>`+p("", "n")+`</text:note-body></text:note><text:a xlink:href="#a">x</text:a>`))
	f.Fuzz(func(t *testing.T, body string) {
		d, err := odt.Read(opener(parts(body, nil)), office.Options{})
		if err == nil {
			_ = markdown.Write(&note.Note{Title: "t", Body: d.Blocks})
		}
	})
}
