package evernote

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

func TestGolden(t *testing.T) { importertest.Golden(t, Importer{}) }

const begin, end = `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd"><en-export>`, `</en-export>`

func noteXML(title, body, more string) string {
	return `<note><title>` + title + `</title><content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>` + body + `</en-note>]]></content><created>20240301T090000Z</created>` + more + `</note>`
}

func read(t *testing.T, files map[string]string) importertest.Result {
	t.Helper()
	dir := importertest.Folder(t, files)
	got := importertest.Read(t, Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	return got
}

// What is known to be broken in exports is read all the same.
func TestBrokenXML(t *testing.T) {
	for name, tt := range map[string]struct{ body, want string }{
		"]]> in a note":         {`<div>a]]<![CDATA[>]]>나</div>`, `a]]>나`},
		"entity":                {`<div>가&nbsp;나 &copy; R&D</div>`, "가\u00a0나 © R&D"},
		"control character":     {"<div>가\u0008나</div>", "가나"},
		"two sections":          {`<div>가</div>]]><![CDATA[<div>나</div>`, "가  \n나"},
		"]]> that ends it":      {`<div>a]]><![CDATA[>]]><b>나</b></div><div>다</div>`, "**나**  \n다"},
		"frames":                {`]]><![CDATA[<frameset><frame src="x"></frameset>가`, "가"},
		"comments":              {`</en-note>]]>` + strings.Repeat("<!-- x --><?y?><>", 5000) + `<![CDATA[<en-note><p>가</p>`, "가"},
		"lines":                 {`<div>가<br/></div><div style="padding-left:40px;">나</div><div><br/></div><div>다</div>`, "가  \n\u2003\u2003나\n\n다"},
		"empty elements":        {`<div>가<b/><a/><td/><span/></div><p/><i/>나`, "가\n\n나"},
		"picture in code":       {`<div style="-en-codeblock:true"><div>x</div><div><en-crypt hint="h">AAAA</en-crypt></div><div>y</div></div><div>뒤</div>`, "```\nx\n\ny\n```\n\n```encrypted h\nAAAA\n```\n\n뒤"},
		"code called locked":    {`<en-crypt hint="h">AAAA</en-crypt><div style="--en-codeblock:true;--en-syntaxLanguage:encrypted">0</div><pre class="language-encrypted">0</pre>`, "```\n0\n```"},
		"highlight in bold":     {`<div><span style="--en-highlight:green;font-weight:bold">가</span></div>`, "**"},
		"unclosed":              {`<div><b>가<div>나`, "나"},
		"no en-note":            {`</en-note><p>가`, "가"},
		"todo swallows nothing": {`<div><en-todo checked="true"/>가</div><div><en-todo/>나</div>`, "- [x] 가\n- [ ] 나"},
		"todo list":             {`<ul style="--en-todo:true"><li style="--en-checked:true"><div>가</div></li><li style="--en-checked:false"><div>나</div></li></ul>`, "- [x] 가\n- [ ] 나"},
		"code":                  {`<div style="-en-codeblock:true"><div>a := 1</div><div><br/></div><div>&nbsp; b()</div></div>`, "```\na := 1\n\n  b()\n```"},
		"code with language":    {`<div style="--en-codeblock:true;--en-syntaxLanguage:go"><div>x</div></div>`, "```go\nx\n```"},
		"highlight":             {`<div><span style="background-color: rgb(255, 250, 165);-evernote-highlight:true;">가</span></div>`, "가"},
	} {
		got := read(t, map[string]string{"노트.enex": begin + noteXML("제목", tt.body, "") + noteXML("둘", "<div>끝</div>", "") + end})
		if len(got.Notes) != 2 || !strings.Contains(string(markdown.Write(got.Notes[0])), tt.want) {
			t.Errorf("%s: %s", name, importertest.Dump(got))
		}
	}
}

// However the stream is cut into pieces, the tokens are the same.
func TestAnyPieces(t *testing.T) {
	in := begin + noteXML("제목 &amp; 글", `<div>한글]]<![CDATA[>]]>끝</div>`, `<resource><data encoding="base64">`+base64.StdEncoding.EncodeToString([]byte("그림"))+`</data><mime>image/png</mime></resource>`) + end
	whole := tokens(t, strings.NewReader(in))
	if d := tokens(t, iotest.OneByteReader(strings.NewReader(in))); d != whole {
		t.Errorf("%s\nwant\n%s", d, whole)
	}
	for i := range len(in) {
		if got := tokens(t, io.MultiReader(strings.NewReader(in[:i]), strings.NewReader(in[i:]))); got != whole {
			t.Fatalf("cut at %d: %s", i, got)
		}
	}
}

func tokens(t *testing.T, r io.Reader) string {
	s := newScanner(r)
	for {
		tok, err := s.next()
		if err != nil {
			t.Fatal(err)
		}
		if tok.kind == startTag && tok.name == "note" {
			rec, err := s.readNote(tok.from)
			return fmt.Sprint(rec.from, rec.to, rec.values, rec.content, rec.resources[0], err)
		}
	}
}

func resourceXML(data, more string) string {
	return `<resource><data encoding="base64">` + base64.StdEncoding.EncodeToString([]byte(data)) + `</data>` + more + `</resource>`
}

func hashOf(data string) string {
	sum := md5.Sum([]byte(data))
	return hex.EncodeToString(sum[:])
}

const png = "\x89PNG\r\n\x1a\n그림"

// Attachments by hash, by the hash of their recognition, with wrong types, twice, unused and
// without data.
func TestResources(t *testing.T) {
	other := strings.Repeat("ab", 16)
	got := read(t, map[string]string{"가.enex": begin + noteXML("그림", `<en-media type="image/png" hash="`+hashOf(png)+`"/>글<en-media hash="`+hashOf(png)+`"/><en-media hash="`+other+`"/>`,
		resourceXML(png, `<mime>application/octet-stream</mime><resource-attributes><file-name>산/들: 그림.v1.png</file-name></resource-attributes>`)+
			resourceXML("recognised", `<mime>text/plain</mime><recognition><![CDATA[<recoIndex objID="`+other+`"/>]]></recognition>`)+
			resourceXML("unused", `<mime>image/png</mime>`)+`<resource><data encoding="base64"></data><mime>image/png</mime></resource>`) + end})
	if len(got.Attachments) != 3 || len(got.Notes) != 1 {
		t.Fatal(importertest.Dump(got))
	}
	contents := map[string]string{}
	for _, a := range got.Attachments {
		r, err := a.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		contents[a.Key] = string(data)
		if int64(len(data)) != a.Size {
			t.Errorf("%s: %d bytes, said %d", a.Key, len(data), a.Size)
		}
	}
	var shown []string
	note.Walk(got.Notes[0].Body, func(node any) bool {
		if e, ok := node.(*note.Embed); ok {
			shown = append(shown, contents[e.Ref.Target])
		}
		return true
	})
	if strings.Join(shown, "|") != png+"|"+png+"|recognised|unused" {
		t.Errorf("%q", shown)
	}
	if a := got.Attachments[0]; a.Name != "산-들- 그림.v1.png" && got.Attachments[1].Name != "산-들- 그림.v1.png" && got.Attachments[2].Name != "산-들- 그림.v1.png" {
		t.Errorf("%+v", got.Attachments)
	}
}

// Links by identifier lead to titles: a table of contents knows better than a link's text, and two
// notes of one title are no answer.
func TestLinks(t *testing.T) {
	link := func(n int, text string) string {
		return fmt.Sprintf(`<a href="evernote:///view/1/s1/00000000-0000-4000-8000-00000000000%d/00000000-0000-4000-8000-00000000000%d/">%s</a>`, n, n, text)
	}
	got := read(t, map[string]string{"모음@@@일.enex": begin +
		noteXML("새 제목", "<div>a</div>", "") + noteXML("둘", "<div>b</div>", "") + noteXML("둘", "<div>c</div>", "") +
		noteXML("차례", "<div>"+link(1, "새 제목")+"</div><div>"+link(2, "둘")+"</div>", "") +
		noteXML("글", "<div>보라: "+link(1, "옛 제목")+" 그리고 "+link(2, "둘")+" 또 "+link(3, "없음")+"</div>", "") +
		noteXML("식별자", "<div>x</div>", "<guid>00000000-0000-4000-8000-000000000003</guid>") + end})
	g := graph.New(got.Notes, nil)
	var to []string
	for _, n := range got.Notes {
		if n.Title != "글" {
			continue
		}
		if strings.Join(n.Notebook, "/") != "모음/일" || n.Path != "모음/일/글.md" {
			t.Errorf("%+v", n)
		}
		for _, r := range g.References(n) {
			if target := g.Resolve(n, r.Ref); target.Note != nil {
				to = append(to, target.Note.Title)
			} else {
				to = append(to, "-")
			}
		}
	}
	if s := strings.Join(to, ","); s != "새 제목,-,식별자" {
		t.Error(s)
	}
}

// Tasks come in the order of the app; a group without tasks is told of.
func TestTasks(t *testing.T) {
	task := func(title, status, weight string) string {
		return `<task><title>` + title + `</title><taskStatus>` + status + `</taskStatus><taskGroupNoteLevelID>g1</taskGroupNoteLevelID><sortWeight>` + weight + `</sortWeight></task>`
	}
	got := read(t, map[string]string{"가.enex": begin + noteXML("할 일", `<div style="--en-task-group:true; --en-id:g1;"/><div>끝</div><div style="--en-task-group:true; --en-id:g2"></div>`, task("둘째", "completed", "B")+task("첫째", "open", "A")) + end})
	dump := importertest.Dump(got)
	if !strings.Contains(dump, "- [ ] 첫째\n- [x] 둘째\n\n끝") || strings.Count(dump, "I007") != 1 {
		t.Error(dump)
	}
}

func encrypted(t *testing.T, plain, password string) string {
	salt, saltHMAC, iv := bytes.Repeat([]byte{1}, 16), bytes.Repeat([]byte{2}, 16), bytes.Repeat([]byte{3}, 16)
	key, err := pbkdf2.Key(sha256.New, password, salt, 50_000, 16)
	if err != nil {
		t.Fatal(err)
	}
	macKey, err := pbkdf2.Key(sha256.New, password, saltHMAC, 50_000, 16)
	if err != nil {
		t.Fatal(err)
	}
	pad := 16 - len(plain)%16
	data := append([]byte(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	c, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	cipher.NewCBCEncrypter(c, iv).CryptBlocks(data, data)
	all := bytes.Join([][]byte{[]byte("ENC0"), salt, saltHMAC, iv, data}, nil)
	mac := hmac.New(sha256.New, macKey)
	mac.Write(all)
	return base64.StdEncoding.EncodeToString(mac.Sum(all))
}

// Encrypted text is opened by its password and else kept, with its hint, and told of.
func TestEncrypted(t *testing.T) {
	body := `<div>앞 <en-crypt hint="고양이" cipher="AES" length="128">` + encrypted(t, "<div>비밀 <b>글</b></div>", "나비") + `</en-crypt> 뒤</div>`
	dir := importertest.Folder(t, map[string]string{"가.enex": begin + noteXML("잠금", body, "") + end})
	for password, want := range map[string]string{"나비": "비밀 **글**", "": "```encrypted 고양이\n", "아님": "```encrypted 고양이\n"} {
		var list diag.List
		sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, &list)
		if err != nil {
			t.Fatal(err)
		}
		c := importer.NewCollector(&list)
		if err := (Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "x", Location: time.UTC, Password: password}, c); err != nil {
			t.Fatal(err)
		}
		notes, _ := c.Finish()
		text := string(markdown.Write(notes[0]))
		if !strings.Contains(text, want) || !strings.Contains(text, "앞") || !strings.Contains(text, "뒤") {
			t.Errorf("%q: %s", password, text)
		}
		if told := list.Count(diag.Warning) > 0; told != (password != "나비") {
			t.Errorf("%q: %+v", password, list.Sorted())
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}

// A bad date, a note that is cut off, and what comes before it.
func TestDamage(t *testing.T) {
	whole := begin + noteXML("하나", "<div>가</div>", "<updated>some time</updated>") + noteXML("둘", "<div>나</div>", "")
	got := read(t, map[string]string{"가.enex": whole[:len(whole)-30]})
	if len(got.Notes) != 1 || got.Failed() != 1 || !strings.Contains(importertest.Dump(got), "I009") {
		t.Error(importertest.Dump(got))
	}
	for _, e := range got.Ledger {
		if e.Raw != nil {
			r, err := e.Raw()
			if err != nil {
				t.Fatal(err)
			}
			if raw, err := io.ReadAll(r); err != nil || !strings.HasPrefix(string(raw), "<note><title>둘") {
				t.Errorf("%q, %v", raw, err)
			}
		}
	}
}

// What has no end is told of, even where the file ends between two notes; a notebook without notes
// is none.
func TestEnd(t *testing.T) {
	for text, want := range map[string]int{
		begin + noteXML("하나", "가", ""):                1,
		begin + noteXML("하나", "가", "") + "</en-expor": 1,
		begin + noteXML("하나", "가", "") + end:          0,
		begin + end: 0,
		begin:       1,
		"":          1,
		begin + `<nnte><title>x</title></nnte>` + end: 1,
		begin + strings.Replace(noteXML("하나", "가", resourceXML("x", "")), `"base64"`, `"base64`, 1) + noteXML("둘", "나", "") + end: 0,
	} {
		if got := read(t, map[string]string{"가.enex": text}); got.Failed() != want {
			t.Errorf("%.300s: %s", text, importertest.Dump(got))
		}
	}
}
