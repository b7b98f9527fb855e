package onenote

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/onenote/store"
	. "memopress/pkg/importer/onenote/storetest"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// sample is a section with everything that pages may hold, and with what must not become notes.
func sample() []*Space {
	b := &builder{}
	second := Identifier(2)
	embeddedInk := drawing([][2]int64{{0, 0}, {500, 500}})
	first := &sheet{title: "모든 것", number: 1, body: []*Object{
		at(1, 4, outline(
			line(styled("h1", text("제목 하나"))),
			line(runs(
				piece{s: "굵게", style: []Prop{Bool(propBold, true)}}, piece{s: " "}, piece{s: "기울여", style: []Prop{Bool(propItalic, true)}}, piece{s: " "},
				piece{s: "밑줄", style: []Prop{Bool(propUnderline, true)}}, piece{s: " "}, piece{s: "취소", style: []Prop{Bool(propStrike, true)}}, piece{s: " H"},
				piece{s: "2", style: []Prop{Bool(propSubscript, true)}}, piece{s: "O x"}, piece{s: "2", style: []Prop{Bool(propSuperscript, true)}}, piece{s: " "},
				piece{s: "칠함", style: []Prop{U32(propHighlight, 0x00ffff)}}, piece{s: " "}, piece{s: "빨강", style: []Prop{U32(propColor, 0x0000ff)}}, piece{s: " "},
				piece{s: "보통", style: []Prop{U32(propColor, 0xff000000), U32(propHighlight, 0xff000000)}}, piece{s: " 👍 뒤"},
			)),
			line(text("첫 줄\v둘째 줄")),
			line(runs(append(link("https://example.org/a?b=1", "바깥"), append([]piece{{s: " "}}, link("onenote:other.one#%EB%91%98%EC%A7%B8&section-id={X}&page-id={"+strings.ToUpper(second.String())+"}&end&base-path=https://d.docs.live.net/1/n", "둘째 쪽")...)...)...)),
			line(runs(append(link("onenote:Other.one#section-id={11111111-1111-1111-1111-111111111111}&end", "다른 구역"), append([]piece{{s: " "}}, link("https://onedrive.live.com/view.aspx?resid=1&wd=target%28Section.one%7C11111111-1111-1111-1111-111111111111%2F둘째%7C"+second.String()+"%2F%29", "웹의 둘째")...)...)...)),
			line(runs(piece{s: "https://example.org/", style: []Prop{Bool(propHyperlink, true)}})),
			task("한 일", true), task("할 일", false),
			line(tag(text("묻는 말"), 15, 114, 0, "질문 있음")),
			line(tag(text("별표 상자"), 6, 3, 1, "별표")),
			line(text("아웃룩 작업", Sets(propTags, []Prop{Refs(propTagDefined, &Object{Type: 0x120043, Props: []Prop{U16(propTagShape, 14), U16(propTagType, 105), Text(propTagLabel, "Follow up")}}),
				U32(propTagDue, secondsOf(written.AddDate(0, 0, 7)))}))),
			listed("•", line(text("하나"), listed("○", line(text("하나 안"))))), listed("•", line(text("둘"))),
			line(text("")),
			listed("\ufffd)", line(text("첫째"), line(text("첫째에 딸린 글")))), listed("\ufffd)", line(text("둘째"))),
			line(text("부모 문단"), line(text("들여 쓴 문단"))),
			line(styled("code", text("func main() {"))), line(styled("code", text("}"))),
			line(styled("blockquote", text("인용 한 줄"))), line(styled("blockquote", text("인용 두 줄"))),
			line(table([]*Object{line(text("가")), line(text("나"))}, []*Object{line(table([]*Object{line(text("안쪽"))})), listed("•", line(text("목록")))})),
			line(picture("그림.jpg", "나무 한 그루", dot())),
			line(picture("scan.png", "Machine generated alternative text: words of a scan", dot())),
			line(embedded("문서.pdf", []byte("%PDF-1.4"))), line(embedded("녹음.m4a", []byte("sound"))),
			line(&Object{Type: typeFile, Props: []Prop{Text(propFileName, "잃은 파일.hwp")}}),
			line(fraction("a", "b")),
			line(runs(piece{s: "글자 사이 "}, piece{s: "\U0001d44e≤1", style: []Prop{Bool(propMath, true)}})),
			line(embeddedInk),
		)),
		at(9, 1, outline(line(text("위쪽 오른쪽")))), at(2, 1, outline(line(text("위쪽 왼쪽")))),
		drawing([][2]int64{{2540, 50800}, {3810, 52070}}, [][2]int64{{2540, 52070}}),
	}}
	conflict := &sheet{title: "충돌 사본", number: 90}
	first.props = []Prop{Spaces(propPages, b.page(conflict))}
	narrow := &sheet{title: "둘째", number: 2, level: 2, body: []*Object{
		at(1, 1, outline(line(&Object{Type: typeText, Props: []Prop{Bytes(propTextNarrow, []byte("caf\xe9 \x93plain\x94"))}}))),
	}}
	third := &sheet{title: "", number: 3, level: 3, body: []*Object{at(1, 1, outline(line(text("제목 없는 쪽의 첫 줄")), line(text("둘째 줄"))))}}
	old := &sheet{title: "둘째", number: 4, body: []*Object{at(1, 1, outline(line(text("옛 내용"))))}}
	older := b.page(old).Roots
	old.body = []*Object{at(1, 1, outline(line(text("새 내용"))))}
	b.page(old).Older = older
	gone := &sheet{title: "지운 쪽", number: 91, deleted: true}
	marked := &sheet{title: "충돌 표시", number: 92, props: []Prop{Bool(propConflict, true)}}
	spaces := b.section(1000, first, narrow, third, old, gone, marked)
	return append(spaces, conflict.space)
}

// TestGolden compares what a section becomes with the golden, from both containers.
func TestGolden(t *testing.T) {
	spaces := sample()
	for _, tt := range []struct {
		name string
		data []byte
	}{{"revisions", Revisions(spaces...)}, {"package", Packaged(spaces...)}} {
		t.Run(tt.name, func(t *testing.T) {
			got := importertest.Dump(importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"공책/구역.one": string(tt.data)})))
			const golden = "testdata/section.golden"
			if update() {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestPromises runs what every importer promises.
func TestPromises(t *testing.T) {
	example := map[string]string{}
	for name, data := range exampleFiles() {
		example[name] = string(data)
	}
	b := &builder{}
	small := &sheet{title: "작은 쪽", number: 1, body: []*Object{at(1, 1, outline(line(text("내용"))))}}
	archive := string(Cabinet(true, Member{Name: `묶음\작은 구역.one`, Data: Revisions(b.section(7, small)...)}))
	importertest.Run(t, Importer{},
		importertest.Fixture{Name: "notebook", Files: example},
		importertest.Fixture{Name: "package", Files: map[string]string{"공책.onepkg": archive}},
		importertest.Fixture{Name: "web", Files: map[string]string{"쪽.mht": wordsOnly, "둘째.htm": webPageText, "둘째_files/image001.png": string(dot())}},
	)
}

// read reads files as a folder.
func read(t *testing.T, files map[string][]byte) importertest.Result {
	t.Helper()
	text := map[string]string{}
	for name, data := range files {
		text[name] = string(data)
	}
	dir := importertest.Folder(t, text)
	got := importertest.Read(t, Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	return got
}

// rules returns how often each rule left something out.
func rules(got importertest.Result) map[string]int {
	out := map[string]int{}
	for _, e := range got.Ledger {
		if e.State == ledger.LeftOut {
			out[e.Rule]++
		}
	}
	return out
}

func bodyOf(n *note.Note) string { return string(markdown.Write(&note.Note{Title: "x", Body: n.Body})) }

func simple(number uint32, title, s string) *sheet {
	return &sheet{title: title, number: number, body: []*Object{at(1, 1, outline(line(text(s))))}}
}

func TestLocked(t *testing.T) {
	for name, write := range map[string]func(...*Space) []byte{"revisions": Revisions, "package": Packaged} {
		b := &builder{}
		spaces := b.section(1, simple(1, "비밀", "읽을 수 없다"))
		for _, s := range spaces {
			s.Locked = true
		}
		got := read(t, map[string][]byte{"잠긴 구역.one": write(spaces...), "열린 구역.one": write((&builder{spaces: 50}).section(2, simple(2, "공개", "읽을 수 있다"))...)})
		if len(got.Notes) != 1 || rules(got)["locked"] != 1 || got.Failed() != 0 || !reported(got, "I006", "잠긴 구역") {
			t.Errorf("%s: %s", name, importertest.Dump(got))
		}
	}
}

// TestLockedPage locks one page only: the section stays.
func TestLockedPage(t *testing.T) {
	b := &builder{}
	spaces := b.section(1, simple(1, "비밀", "가"), simple(2, "공개", "나"))
	spaces[1].Locked = true
	got := read(t, map[string][]byte{"구역.one": Revisions(spaces...)})
	if len(got.Notes) != 1 || rules(got)["locked"] != 1 || !reported(got, "I006", "protected by a password") {
		t.Error(importertest.Dump(got))
	}
}

func reported(got importertest.Result, code, words string) bool {
	for _, d := range got.Diagnostics {
		if d.Code == code && strings.Contains(d.Message, words) {
			return true
		}
	}
	return false
}

func TestSealed(t *testing.T) {
	got := read(t, map[string][]byte{"구역.onex": append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)})
	if len(got.Notes) != 0 || rules(got)["locked"] != 1 || !reported(got, "I006", "rights management") {
		t.Error(importertest.Dump(got))
	}
}

// TestBackups reads a Backup folder: of several copies of a section the newest is taken, whatever
// the user's language calls their date.
func TestBackups(t *testing.T) {
	at := func(number uint32, text string) []byte {
		b := &builder{}
		p := simple(1, "쪽", text)
		spaces := b.section(9, p)
		version := p.space.Roots[versionRoot]
		version.Props[0] = U64(propModified, fileTimeOf(written.Add(time.Duration(number)*24*time.Hour)))
		return Revisions(spaces...)
	}
	other := (&builder{spaces: 80}).section(10, simple(5, "다른 쪽", "다른 구역"))
	got := read(t, map[string][]byte{
		"내 공책/회의.one (2024-03-01).one":     at(1, "옛것"),
		"내 공책/회의.one(2024년 3월 9일).one":     at(9, "최신"),
		"내 공책/회의.one (On 3-5-2024).one":    at(5, "중간"),
		"내 공책/나머지.one (2024-01-01).one":    Revisions(other...),
		"내 공책/묶음 (2).one":                  at(30, "백업이 아니다"),
		"내 공책/OneNote_RecycleBin/버린 것.one": Revisions((&builder{spaces: 90}).section(11, simple(6, "버린 쪽", "휴지통"))...),
	})
	if rules(got)["older backup"] != 2 {
		t.Error(importertest.Dump(got))
	}
	for _, n := range got.Notes {
		switch n.Title {
		case "쪽":
			if n.Notebook[1] == "회의" && !strings.Contains(bodyOf(n), "최신") {
				t.Errorf("%v %s", n.Notebook, bodyOf(n))
			}
		case "버린 쪽":
			if n.Visibility.State != note.MarkedPrivate || n.Visibility.Rule != "trash" {
				t.Errorf("%+v", n.Visibility)
			}
		}
	}
}

// TestContents orders sections as their table of contents does, not by name, and keeps the groups
// of a package as folders.
func TestContents(t *testing.T) {
	b := &builder{}
	entry := func(name string, place uint32) *Object {
		return &Object{Type: typeContents, Props: []Prop{Text(propContentsName, name), U32(propContentsOrder, place)}}
	}
	toc := b.space(map[uint32]*Object{store.ContentRoot: {Type: typeContents, Props: []Prop{Refs(propContentsChildren, entry("나.one", 1), entry("묶음", 2), entry("가.one", 3))}}})
	members := []Member{
		{Name: "Open Notebook.onetoc2", Data: Contents(toc)},
		{Name: `묶음\다.one`, Data: Revisions(b.section(3, simple(3, "셋", "다"))...)},
		{Name: "가.one", Data: Revisions(b.section(1, simple(1, "하나", "가"))...)},
		{Name: "나.one", Data: Packaged(b.section(2, simple(2, "둘", "나"))...)},
		{Name: "readme.txt", Data: []byte("other")},
	}
	for _, packed := range []bool{false, true} {
		got := read(t, map[string][]byte{"내 공책.onepkg": Cabinet(packed, members...)})
		want := map[string]int{"내 공책/나/둘.md": 1, "내 공책/묶음/다/셋.md": 2, "내 공책/가/하나.md": 3}
		for _, n := range got.Notes {
			if want[n.Path] != n.Order {
				t.Errorf("%s is number %d", n.Path, n.Order)
			}
			delete(want, n.Path)
		}
		if len(want) > 0 || got.Failed() != 0 {
			t.Error(importertest.Dump(got))
		}
	}
}

// TestCutPackage cuts a package: sections before the cut are read.
func TestCutPackage(t *testing.T) {
	b := &builder{}
	data := Cabinet(false, Member{Name: "앞.one", Data: Revisions(b.section(1, simple(1, "앞", "남는다"))...)}, Member{Name: "뒤.one", Data: append(Revisions(b.section(2, simple(2, "뒤", "잃는다"))...), make([]byte, 2*frame)...)})
	binary.LittleEndian.PutUint32(data[8:], 0) // what the head states of its length is no help
	got := read(t, map[string][]byte{"공책.onepkg": data[:len(data)-frame]})
	if len(got.Notes) != 1 || got.Failed() != 1 {
		t.Error(importertest.Dump(got))
	}
	got = read(t, map[string][]byte{"공책.onepkg": Cabinet(true, Member{Name: "앞.one", Data: Revisions(b.section(3, simple(3, "앞", "남는다"))...)})[:200]})
	if got.Failed() == 0 {
		t.Error(importertest.Dump(got))
	}
}

const frame = 32 << 10

// TestDamagedPage breaks one page after the other: the others are still there.
func TestDamagedPage(t *testing.T) {
	for name, write := range map[string]func(...*Space) []byte{"revisions": Revisions, "package": Packaged} {
		b := &builder{}
		data := write(b.section(1, simple(1, "첫째", "첫째 내용"), simple(2, "둘째", "둘째 내용"), simple(3, "셋째", "셋째 내용"))...)
		at := bytes.Index(data, []byte(utf16le("둘째 내용")))
		broken := bytes.Clone(data)
		for i := at - 12; i < at; i++ {
			broken[i] = 0xff
		}
		got := read(t, map[string][]byte{"구역.one": broken})
		bodies := ""
		for _, n := range got.Notes {
			bodies += bodyOf(n)
		}
		if !strings.Contains(bodies, "첫째 내용") || !strings.Contains(bodies, "셋째 내용") || !reported(got, "I001", "cannot be read") {
			t.Errorf("%s: %s", name, importertest.Dump(got))
		}
	}
}

func utf16le(s string) string { return string(Text(0, s).Data()[4 : 4+2*len([]rune(s))]) }

// TestMissingPage takes a page's object space away: it fails, and is named.
func TestMissingPage(t *testing.T) {
	b := &builder{}
	spaces := b.section(1, simple(1, "있다", "가"), simple(2, "없다", "나"))
	got := read(t, map[string][]byte{"구역.one": Revisions(spaces[0], spaces[1])})
	if len(got.Notes) != 1 || got.Failed() != 1 || !strings.Contains(importertest.Dump(got), "없다 {") {
		t.Error(importertest.Dump(got))
	}
}

// TestCircles writes objects that contain themselves, and elements in thousands of levels.
func TestCircles(t *testing.T) {
	b := &builder{}
	self := line(text("나는 나를 담는다"))
	self.Props = append(self.Props, Refs(propChildren, self))
	self.Props[1] = Refs(propChildren, self)
	deep := line(text("바닥"))
	for range 3000 {
		deep = line(text("층"), deep)
	}
	got := read(t, map[string][]byte{"구역.one": Revisions(b.section(1,
		&sheet{title: "순환", number: 1, body: []*Object{outline(self)}},
		&sheet{title: "깊다", number: 2, body: []*Object{outline(deep)}})...)})
	if len(got.Notes) != 2 || !reported(got, "I001", "parts of the page") {
		t.Errorf("%d notes, %v", len(got.Notes), got.Diagnostics)
	}
}

// TestNames gives pages titles that clash by case, by composition and by what paths cannot hold.
func TestNames(t *testing.T) {
	b := &builder{}
	got := read(t, map[string][]byte{"구역.one": Revisions(b.section(1, simple(1, "Memo", "1"), simple(2, "memo", "2"), simple(3, "a/b", "3"), simple(4, "a:b", "4"), simple(5, "\u1112\u1161\u11ab", "5"), simple(6, "한", "6"))...)})
	seen := map[string]bool{}
	for _, n := range got.Notes {
		key := strings.ToLower(n.Path)
		if seen[key] {
			t.Errorf("%s twice", n.Path)
		}
		seen[key] = true
	}
	if len(got.Notes) != 6 {
		t.Error(importertest.Dump(got))
	}
}

// TestDetect refuses what is not OneNote's.
func TestDetect(t *testing.T) {
	b := &builder{}
	one := string(Revisions(b.section(1, simple(1, "쪽", "가"))...))
	for _, tt := range []struct {
		name     string
		files    map[string]string
		from, to int
	}{
		{"section without its extension", map[string]string{"내려받은 파일": one}, 90, 99},
		{"among notes", map[string]string{"붙임.one": one, "a.md": "a", "b.md": "b", "c.md": "c"}, 1, 20},
		{"vault", map[string]string{".obsidian/app.json": "{}", "a.md": "Microsoft OneNote"}, 0, 0},
		{"plain web page", map[string]string{"a.htm": "<html><body>I like Microsoft OneNote"}, 0, 0},
		{"exported page", map[string]string{"a.htm": webPageText}, 80, 90},
		{"document of Word", map[string]string{"a.docx": wordDocument(t, "Microsoft Office OneNote"), "b.docx": wordDocument(t, "Microsoft Office OneNote")}, 80, 90},
		{"archive", map[string]string{"a.mht": webArchive}, 80, 90},
		{"somebody else's archive", map[string]string{"a.mht": "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>x"}, 0, 0},
		{"cabinet without sections", map[string]string{"a.cab": string(Cabinet(false, Member{Name: "a.txt", Data: []byte("x")}))}, 0, 0},
		{"package", map[string]string{"a.cab": string(Cabinet(false, Member{Name: "a.one", Data: []byte(one)}))}, 90, 99},
		{"compound document", map[string]string{"a.doc": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, 0, 0},
	} {
		m := detect(t, importertest.Folder(t, tt.files))
		if m.Score < tt.from || m.Score > tt.to || m.Score > 0 && m.Reason == "" {
			t.Errorf("%s: %+v", tt.name, m)
		}
	}
}

func detect(t *testing.T, dir string) importer.Match {
	t.Helper()
	sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer sources[0].Close()
	return Importer{}.Detect(sources[0])
}

// webPageText is a page as OneNote exports it.
var webPageText = `<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=OneNote.File>
<meta name=Generator content="Microsoft OneNote 15"><title>장보기</title></head><body lang=ko style='font-family:"맑은 고딕";font-size:11.0pt'>
<div><div><p style='margin:0in;font-size:20.0pt'>장보기</p></div><div><p>2024년 3월 1일 금요일</p><p>오후 3:05</p></div>
<div><p style='margin:0in'>우유와 <span style='font-weight:bold'>빵</span></p><img src="%EB%91%98%EC%A7%B8_files/image001.png" alt="표"></div></div>
<div><p>Microsoft OneNote 2016에서 만들었습니다.</p></div></body></html>`

var webArchive = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Location: file:///C:/1/page.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n" +
	"Content-Type: text/html; charset=\"utf-8\"\r\n\r\n<html><head><meta name=3DProgId content=3DOneNote.File><title>Trip</title></head><body><p>Trip</p><p>Friday, March 1, 2024</p><p>3:05 PM</p>" +
	"<p>Pack =EC=96=91=EB=A7=90<img src=3D\"page.files/image001.png\"></p><p>Created with Microsoft OneNote 2016.</p></body></html>\r\n--b\r\nContent-Location: file:///C:/1/page.files/image001.png\r\n" +
	"Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\naW1hZ2U=\r\n--b--\r\n"

// wordsOnly is webArchive without its picture.
var wordsOnly = strings.Replace(webArchive[:strings.Index(webArchive, "--b\r\nContent-Location: file:///C:/1/page.files")], `<img src=3D"page.files/image001.png">`, "", 1) + "--b--\r\n"

// TestTags reads the tags of the online service's pages.
func TestTags(t *testing.T) {
	got := read(t, map[string][]byte{"a.html": []byte(`<html><head><title>x</title></head><body data-absolute-enabled="true"><p data-tag="important,to-do:completed">우유</p><ul><li data-tag="question"><p>정말?</p><ul><li data-tag="to-do">안쪽</li></ul></li></ul></body></html>`)})
	want := "- [x] 우유 #important\n\n* 정말? #question\n\n  - [ ] 안쪽\n"
	if len(got.Notes) != 1 || !strings.HasSuffix(bodyOf(got.Notes[0]), want) {
		t.Error(importertest.Dump(got))
	}
}

// wordDocument writes a document of Word.
func wordDocument(t *testing.T, application string) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"docProps/app.xml", `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>` + application + `</Application></Properties>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>여행 계획</w:t></w:r></w:p><w:p><w:r><w:t>2024년 3월 1일 금요일</w:t></w:r></w:p><w:p><w:r><w:t>오후 3:05</w:t></w:r></w:p><w:p><w:r><w:t>제주도에 간다.</w:t></w:r></w:p></w:body></w:document>`},
	} {
		p, err := w.Create(f[0])
		if err == nil {
			_, err = p.Write([]byte(f[1]))
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

// TestWord reads a page that was exported as a document of Word.
func TestWord(t *testing.T) {
	got := read(t, map[string][]byte{"여행.docx": []byte(wordDocument(t, "Microsoft Office OneNote"))})
	if len(got.Notes) != 1 {
		t.Fatal(importertest.Dump(got))
	}
	n := got.Notes[0]
	if n.Title != "여행 계획" || n.Created.IsZero() || !strings.Contains(bodyOf(n), "제주도에 간다") || strings.Contains(bodyOf(n), "금요일") {
		t.Error(importertest.Dump(got))
	}
	if m := detect(t, importertest.Folder(t, map[string]string{"a.docx": wordDocument(t, "Microsoft Office Word")})); m.Score != 0 {
		t.Errorf("any document of Word is taken: %+v", m)
	}
}

func TestExported(t *testing.T) {
	got := read(t, map[string][]byte{"쪽.mht": []byte(webArchive), "둘째.htm": []byte(webPageText), "둘째_files/image001.png": dot(), "둘째_files/filelist.xml": []byte("<xml/>")})
	if len(got.Notes) != 2 || len(got.Attachments) != 2 {
		t.Fatal(importertest.Dump(got))
	}
	for _, n := range got.Notes {
		body := bodyOf(n)
		if n.Created.IsZero() || strings.Contains(body, "OneNote") || strings.Contains(body, n.Title) || !strings.Contains(body, "양말") && !strings.Contains(body, "우유와 **빵**") {
			t.Errorf("%s %v: %s", n.Title, n.Created, body)
		}
	}
}

// TestOrder keeps the pages' order and their parents.
func TestLevels(t *testing.T) {
	b := &builder{}
	levels := []uint32{1, 2, 3, 2, 1, 3, 2}
	var sheets []*sheet
	for i, l := range levels {
		s := simple(uint32(i+1), fmt.Sprint(i), "x")
		s.level = l
		sheets = append(sheets, s)
	}
	got := read(t, map[string][]byte{"s.one": Revisions(b.section(1, sheets...)...)})
	want := map[string]string{"0": "s", "1": "s/0", "2": "s/0/1", "3": "s/0", "4": "s", "5": "s/4", "6": "s/4"}
	for _, n := range got.Notes {
		if at := strings.Join(n.Notebook, "/"); at != want[n.Title] || fmt.Sprint(n.Order-1) != n.Title {
			t.Errorf("%s lies in %s, number %d", n.Title, at, n.Order)
		}
	}
	if filepath.Base(got.Notes[0].Path) == "" {
		t.Error("no path")
	}
}
