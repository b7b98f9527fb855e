package rtf_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memopress/pkg/diag"
	"memopress/pkg/internal/office"
	"memopress/pkg/note"
	"memopress/pkg/reader/rtf"
	"memopress/pkg/writer/markdown"
)

func show(t *testing.T, src string) string {
	t.Helper()
	var list diag.List
	d, err := rtf.Read([]byte(src), office.Options{Report: &list})
	if err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	for _, d := range list.Sorted() {
		sb.WriteString(d.Severity.String() + " " + d.Code + " " + d.Message + "\n")
	}
	for _, part := range d.Damaged {
		sb.WriteString("damaged " + part + "\n")
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

const head = `{\rtf1\ansi\ansicpg949\deff0{\fonttbl{\f0\fnil\fcharset129 \'b1\'bc\'b8\'b2;}{\f1\fmodern\fcharset0 Consolas;}{\f2\fnil\fcharset204 Arial;}{\f3\fnil\fcharset2 Symbol;}{\f4\fnil\fcharset0 Calibri;}}
{\colortbl;\red255\green0\blue0;\red255\green255\blue0;\red10\green10\blue10;}
{\stylesheet{\ql Normal;}{\s1\b\outlinelevel0 \'c1\'a6\'b8\'f1 1;}{\s2 heading 2;}{\s3 Title;}{\s4 Quote;}{\s5 HTML Preformatted;}{\*\cs6 HTML Code;}}
{\*\listtable{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}}{\listlevel\levelnfc23{\leveltext\'01\u8226 ?;}}\listid7}}{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}
{\info{\title \'c8\'b8\'c0\'c7\'b7\'cf}{\author \'b1\'e8}{\creatim\yr2024\mo3\dy1\hr9\min5}}
`

func TestRead(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"code pages", `\'c7\'d1\'b1\'db \'8c\'63\'b9\'e6\'b0\'a2\'c7\'cf ASCII {\f2\'cf\'f0\'e8\'e2\'e5\'f2} {\f4 \'b1\'db}\par`, "title 회의록\n한글 똠방각하 ASCII Привет 글"},
		{"unicode", `\u54620?\u44544\'3f {\uc2\u-10916??\u44544 ab}x{\uc0\u44032\u45208 }\u-10179?\u-8704?\u-10179? z\uc1\u8364\par\pard next`, "title 회의록\n한글 한글x가나😀� z€\n\nnext"},
		{"formats", `a{\b b{\i c}\b0  d}{\ul u}{\strike s}{\super 2}{\sub 3}{\cf1 red}{\cf3 dark}{\highlight2 h}{\f1 code}{\cs6 x}{\v hidden}{\deleted gone}\tab\emdash\lquote\~\line next{\*\annotation comment}\plain .\par`,
			"info I007 left out of the document or simplified: comment (1)\ninfo I007 left out of the document or simplified: hidden text (1)\ntitle 회의록\na**b<em>c</em>** d<u>u</u>~~s~~<sup>2</sup><sub>3</sub><font color=\"#ff0000\">red</font>dark==h==`codex`\t—‘\u00a0  \nnext."},
		{"headings", `\pard\s3 \'ba\'b8\'b0\'ed\par\pard\s1{\b \'c7\'cf\'b3\'aa}\par\pard\s2 two\par\pard\outlinelevel2 three\par\pard body\par\pard\brdrb\par`, "title 보고\n# 보고\n\n# 하나\n\n## two\n\n### three\n\nbody\n\n---"},
		{"lists", `{\listtext 1.\tab}\ls1\ilvl0 one\par{\listtext \u8226?\tab}\pard\ls1\ilvl1 sub\par{\listtext 2.\tab}\pard\ls1\ilvl0 two\par\pard text\par{\pntext\f3\'B7\tab}{\*\pn\pnlvlblt{\pntxtb\'B7}}old\par\pard {\*\pn\pnlvlbody}numbered\par second\par\pard\u9744? task\par\u9745? done\par`,
			"title 회의록\n1. one\n   - sub\n2. two\n\ntext\n\n- old\n\n1. numbered\n2. second\n\n- [ ] task\n- [x] done"},
		{"tables", `\trowd\trhdr\cellx1000\cellx2000\cellx3000\pard\intbl A\cell B\cell\qc C\cell\row\trowd\clvmgf\cellx1000\cellx3000\pard\intbl down\cell wide\cell\row\trowd\clvmrg\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl\cell m1\par m2\cell\cell\row\pard after\par`,
			"title 회의록\n<table>\n<tr>\n<th>A</th>\n<th>B</th>\n<th align=\"center\">C</th>\n</tr>\n<tr>\n<td rowspan=\"2\">down</td>\n<td colspan=\"2\">wide</td>\n</tr>\n<tr>\n<td colspan=\"2\"><p>m1</p>\n<p>m2</p></td>\n</tr>\n</table>\n\nafter"},
		{"nested table", `\trowd\cellx2000\pard\intbl out \par\pard\intbl\itap2 in\nestcell{\*\nesttableprops\trowd\cellx500\nestrow}\pard\intbl\itap1 end\cell\row\pard x\par`,
			"title 회의록\n<table>\n<tr>\n<td><p>out</p>\n<table>\n<tr>\n<td>in</td>\n</tr>\n</table>\n<p>end</p></td>\n</tr>\n</table>\n\nx"},
		{"links", `{\field{\*\fldinst HYPERLINK "https://example.org/a" \\o "tip"}{\fldrslt{\ul\cf1 \'c0\'a5}}} {\field{\*\fldinst{HYPERLINK \\l "here"}}{\fldrslt in}} {\field{\*\fldinst PAGE}{\fldrslt 3}}\par {\*\bkmkstart here}target{\*\bkmkend here}\par{\*\bkmkstart unused}{\*\bkmkend unused}x\par {\field{\*\fldinst FORMCHECKBOX{\*\formfield{\fftype1\ffres25\ffdefres1}}}{\fldrslt}} ticked\par`,
			"title 회의록\n[웹](https://example.org/a) [[#^here-1|in]] 3\n\ntarget ^here-1\n\nx\n\n- [x] ticked"},
		{"pictures", `{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv \u44256?}}}\pngblip\picwgoal1500\pichgoal750 89504e47 0d0a}}{\nonshppict{\pict\wmetafile8 0102}} {\pict\jpegblip\bin3 }{}}\par`, "picture image1.png 6\npicture image2.jpg 3\ntitle 회의록\n![고|100x50](image1.png) ![](image2.jpg)"},
		{"notes", `text{\super\chftn}{\*\footnote\pard\plain\s1 {\chftn} the note} more{\shp{\*\shpinst\shpleft0{\sp{\sn a}{\sv b}}{\shptxt \pard boxed\par}}}\par{\header head}{\mmath{\*\moMath{\*\mf{\*\mnum{\mr x}}{\*\mden{\mr y}}}}}\par`,
			"warning I007 left out of the document or simplified: formula kept as text (1)\ntitle 회의록\ntext[^1] more\n\nboxed\n\nxy\n\n[^1]: # the note"},
		{"code and quotes", `\pard\s5 a\par b\par\pard\s4 q\par\pard x{\*\unknown gone {\b gone}} y\par`, "title 회의록\n```\na\nb\n```\n\n> q\n\nx y"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, show(t, head+tt.body+"}")); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestProperties(t *testing.T) {
	d, err := rtf.Read([]byte(head+"x}"), office.Options{Location: time.FixedZone("", 9*3600)})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "회의록" || d.Author != "김" || d.Created.UTC().Format(time.DateTime) != "2024-03-01 00:05:00" {
		t.Errorf("%+v", d)
	}
	if _, err := rtf.Read([]byte("plain"), office.Options{}); err != rtf.ErrNoDocument {
		t.Error(err)
	}
	if got := show(t, `{\rtf1\mac caf\'8e {\b open`); got != "damaged end\ncafé **open**" {
		t.Error(got)
	}
	if got := show(t, "{\\rtf1\\ansi\\ansicpg949 \xc7\xd1\xb1\xdb\\par}"); got != "한글" {
		t.Error(got)
	}
}

func TestHostile(t *testing.T) {
	for name, body := range map[string]string{
		"groups":    strings.Repeat("{", 200_000) + "x" + strings.Repeat("}", 200_000),
		"footnotes": strings.Repeat(`{\footnote `, 20_000) + "x",
		"fields":    strings.Repeat(`{\field{\*\fldinst HYPERLINK "a"}{\fldrslt x`, 10_000),
		"tables":    strings.Repeat(`\pard\intbl\itap9 x\nestcell`, 20_000),
		"cells":     strings.Repeat(`\trowd`+strings.Repeat(`\cellx9`, 100)+`\intbl a\cell\row`, 2_000),
		"formats":   strings.Repeat(`\b a\b0 b`, 100_000),
		"words":     strings.Repeat(`\u99999999999999999999999?\uc99999\bin99999999999999 `, 1_000),
		"marks":     strings.Repeat(`{\listtext 1.}\ls1 a\par`, 20_000),
		"pictures":  strings.Repeat(`{\pict\pngblip 00`, 10_000),
		"levels":    strings.Repeat(`{\listtext -}\ls1\ilvl99999 a\par`, 5_000),
		"captures":  strings.Repeat(`{\*\bkmkstart a`, 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d, err := rtf.Read([]byte(head+body), office.Options{})
			if took := time.Since(start); took > 20*time.Second || err != nil {
				t.Errorf("%v %v", took, err)
			}
			_ = markdown.Write(&note.Note{Title: "t", Body: d.Blocks})
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + `{\listtext 1.\tab}\ls1 a\par\trowd\cellx10\intbl b\cell\row{\field{\*\fldinst HYPERLINK "x"}{\fldrslt y}}{\footnote z}{\pict\pngblip 00}\u44032?\'b0\'a1{\*\bkmkstart q}}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := rtf.Read(src, office.Options{})
		if err == nil {
			_ = markdown.Write(&note.Note{Title: "t", Body: d.Blocks})
		}
	})
}
