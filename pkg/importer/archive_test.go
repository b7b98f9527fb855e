package importer_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// member is a member of an archive that a test writes.
type member struct {
	name, text string
	nonUTF8    bool // write the name's bytes without the UTF-8 flag
	flags      uint16
	mode       os.FileMode
	extra      []byte
}

func zipOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, NonUTF8: m.nonUTF8, Extra: m.extra, Flags: m.flags}
		if m.mode != 0 {
			h.SetMode(m.mode)
		}
		create := w.CreateHeader
		if m.flags != 0 {
			h.UncompressedSize64, h.CompressedSize64 = uint64(len(m.text)), uint64(len(m.text))
			h.CRC32 = crc32.ChecksumIEEE([]byte(m.text))
			create = w.CreateRaw
		}
		f, err := create(h)
		if err == nil {
			_, err = f.Write([]byte(m.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func tarOf(t testing.TB, headers ...*tar.Header) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, h := range headers {
		text := []byte(nil)
		if h.Typeflag == tar.TypeReg {
			text = []byte("text of " + h.Name + strings.Repeat(".", 700))
			h.Size = int64(len(text))
		}
		if h.Typeflag != tar.TypeXGlobalHeader {
			h.Mode = 0o600
		}
		err := w.WriteHeader(h)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func gzipOf(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// opened is what a test sees of a source.
type opened struct {
	Paths   []string
	Failed  []string // item: reason
	LeftOut []string // item: rule
	Codes   []string
}

func open(t testing.TB, opts importer.OpenOptions, paths ...string) ([]*importer.Source, []opened) {
	t.Helper()
	var list diag.List
	sources, err := importer.Open(paths, opts, &list)
	if err != nil {
		t.Fatal(err)
	}
	var out []opened
	for _, s := range sources {
		t.Cleanup(func() { s.Close() })
		var o opened
		for _, f := range s.Files() {
			o.Paths = append(o.Paths, f.Path)
		}
		for _, e := range s.Skipped() {
			if item := strings.TrimPrefix(e.Item, filepath.ToSlash(paths[0])); e.State == ledger.Failed {
				o.Failed = append(o.Failed, item+": "+e.Reason)
			} else {
				o.LeftOut = append(o.LeftOut, item+": "+e.Rule)
			}
		}
		out = append(out, o)
	}
	for _, d := range list.Sorted() {
		out[0].Codes = append(out[0].Codes, d.Code)
	}
	return sources, out
}

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func cp949(t testing.TB, s string) string {
	t.Helper()
	out, err := korean.EUCKR.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// unicodePath makes an Info-ZIP Unicode Path field.
func unicodePath(raw, name string) []byte {
	field := append([]byte{1}, binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(raw)))...)
	field = append(field, name...)
	head := binary.LittleEndian.AppendUint16([]byte{0x75, 0x70}, uint16(len(field)))
	return append(head, field...)
}

func TestZipNames(t *testing.T) {
	nfd := norm.NFD.String("한글 메모.md")
	for _, tt := range []struct {
		name     string
		encoding string
		members  []member
		want     []string
		codes    []string
	}{
		{name: "utf-8 with its flag", members: []member{{name: "메모/회의록.md"}}, want: []string{"메모/회의록.md"}},
		{name: "utf-8 without its flag", members: []member{{name: "Search – and Find.md", nonUTF8: true}}, want: []string{"Search – and Find.md"}},
		{name: "cp949", members: []member{{name: cp949(t, "메모/회의록.md"), nonUTF8: true}, {name: cp949(t, "메모/똠방각하.md"), nonUTF8: true}},
			want: []string{"메모/똠방각하.md", "메모/회의록.md"}, codes: []string{"I004"}},
		{name: "cp949 beside ascii and utf-8", members: []member{{name: cp949(t, "회의록.md"), nonUTF8: true}, {name: "a.md"}, {name: "일기.md"}},
			want: []string{"a.md", "일기.md", "회의록.md"}, codes: []string{"I004"}},
		{name: "cp949 given by the user", encoding: "cp949", members: []member{{name: cp949(t, "징.md"), nonUTF8: true}, {name: "일기.md"}},
			want: []string{"일기.md", "징.md"}},
		{name: "unicode path field", members: []member{{name: "????.md", nonUTF8: true}, {name: "\x81\x82.md", nonUTF8: true, extra: unicodePath("\x81\x82.md", "日記.md")}},
			want: []string{"????.md", "日記.md"}},
		{name: "unicode path field of another name", members: []member{{name: cp949(t, "회의록.md"), nonUTF8: true, extra: unicodePath("other", "evil.md")}},
			want: []string{"회의록.md"}, codes: []string{"I004"}},
		{name: "nfd", members: []member{{name: nfd}}, want: []string{"한글 메모.md"}, codes: []string{"U003"}},
		{name: "backslashes", members: []member{{name: `노트\하위\a.md`}}, want: []string{"노트/하위/a.md"}},
		{name: "reserved names", members: []member{{name: "CON.md"}, {name: "aux/nul"}, {name: "Q: why.md"}, {name: "끝 ."}},
			want: []string{"CON.md", "Q: why.md", "aux/nul", "끝 ."}},
		{name: "folders", members: []member{{name: "빈 폴더/"}, {name: "./a//b.md"}}, want: []string{"a/b.md"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, got := open(t, importer.OpenOptions{Encoding: tt.encoding}, write(t, "notes.zip", zipOf(t, tt.members...)))
			want := []opened{{Paths: tt.want, Codes: tt.codes}}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// What is unsafe is refused by name; the rest of the archive is read.
func TestZipRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		member member
		limits importer.Limits
		why    string
	}{
		{"up", member{name: "../evil.md"}, importer.Limits{}, "its name leads out of the archive"},
		{"up inside", member{name: "a/../../evil.md"}, importer.Limits{}, "its name leads out of the archive"},
		{"up with backslashes", member{name: `..\evil.md`}, importer.Limits{}, "its name leads out of the archive"},
		{"absolute", member{name: "/etc/passwd"}, importer.Limits{}, "its name is an absolute path"},
		{"drive", member{name: `C:\evil.md`}, importer.Limits{}, "its name is an absolute path"},
		{"share", member{name: `\\host\share\evil.md`}, importer.Limits{}, "its name is an absolute path"},
		{"nul", member{name: "a\x00.md"}, importer.Limits{}, "its name holds a NUL byte"},
		{"nameless", member{name: ""}, importer.Limits{}, "it has no name"},
		{"dot", member{name: "."}, importer.Limits{}, "it has no name"},
		{"long", member{name: strings.Repeat("가", 2000)}, importer.Limits{}, "its name is longer than 4,096 bytes"},
		{"deep", member{name: strings.Repeat("d/", 70) + "a.md"}, importer.Limits{}, "it lies deeper than 64 folders"},
		{"encrypted", member{name: "비밀.md", text: "cipher", flags: 0x801}, importer.Limits{}, "it is encrypted"},
		{"link", member{name: "link.md", text: "/etc/passwd", mode: os.ModeSymlink | 0o777}, importer.Limits{}, "it is a link or a device, not a file"},
		{"device", member{name: "dev", mode: os.ModeDevice | 0o600}, importer.Limits{}, "it is a link or a device, not a file"},
		{"large", member{name: "large.md", text: strings.Repeat("가", 40)}, importer.Limits{Member: 100}, "it is larger than the largest file that is read"},
		{"too much", member{name: "much.md", text: strings.Repeat("가", 40)}, importer.Limits{Total: 100}, "the archive unpacks to more than is read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := zipOf(t, member{name: "좋은 노트.md", text: "good"}, tt.member)
			sources, got := open(t, importer.OpenOptions{Limits: tt.limits}, write(t, "notes.zip", data))
			want := []opened{{Paths: []string{"좋은 노트.md"}, Failed: []string{itemName(tt.member.name) + ": " + tt.why}, Codes: []string{"I002"}}}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			if text, err := sources[0].ReadFile("좋은 노트.md", 10); err != nil || string(text) != "good" {
				t.Errorf("the good note: %q, %v", text, err)
			}
		})
	}
}

func itemName(member string) string {
	if member == "" {
		return ""
	}
	return "/" + member
}

func TestZipBombs(t *testing.T) {
	// Two members whose directory entries point at the same data.
	data := zipOf(t, member{name: "a.md", text: "aaaa"}, member{name: "b.md", text: "aaaa"})
	at := bytes.LastIndex(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[at+42:], 0)
	_, got := open(t, importer.OpenOptions{}, write(t, "overlap.zip", data))
	if len(got[0].Paths) != 1 || len(got[0].Failed) != 1 || !strings.Contains(got[0].Failed[0], "shares its data") {
		t.Errorf("overlapping members: %+v", got)
	}

	_, got = open(t, importer.OpenOptions{Limits: importer.Limits{Members: 1}}, write(t, "many.zip", zipOf(t, member{name: "a"}, member{name: "b"})))
	if len(got[0].Paths) != 0 || len(got[0].Failed) != 1 {
		t.Errorf("too many members: %+v", got)
	}

	// A folder that holds text.
	data = bytes.ReplaceAll(zipOf(t, member{name: "메모X", text: "aaaa"}), []byte("메모X"), []byte("메모/"))
	_, got = open(t, importer.OpenOptions{}, write(t, "folder.zip", data))
	if len(got[0].Paths) != 0 || len(got[0].Failed) != 1 || !strings.Contains(got[0].Failed[0], "name of a folder") {
		t.Errorf("a folder with content: %+v", got)
	}

	// A size in the directory that is beyond any ratio.
	data = zipOf(t, member{name: "a.md", text: "aaaa"})
	binary.LittleEndian.PutUint32(data[bytes.LastIndex(data, []byte("PK\x01\x02"))+24:], 0x7fffffff)
	_, got = open(t, importer.OpenOptions{}, write(t, "ratio.zip", data))
	if len(got[0].Paths) != 0 || len(got[0].Failed) != 1 || !strings.Contains(got[0].Failed[0], "unpacks to more") {
		t.Errorf("ratio: %+v", got)
	}
}

func TestZipManyMembers(t *testing.T) {
	members := make([]member, 70_000) // more than fit without zip64
	for i := range members {
		members[i] = member{name: fmt.Sprintf("노트/%d.md", i)}
	}
	_, got := open(t, importer.OpenOptions{}, write(t, "many.zip", zipOf(t, members...)))
	if len(got[0].Paths) != len(members) || got[0].Failed != nil {
		t.Errorf("%d paths, %d failed", len(got[0].Paths), len(got[0].Failed))
	}
}

func TestTar(t *testing.T) {
	_, got := open(t, importer.OpenOptions{}, write(t, "notes.tar", tarOf(t,
		&tar.Header{Typeflag: tar.TypeXGlobalHeader, PAXRecords: map[string]string{"comment": "c0ffee"}},
		&tar.Header{Typeflag: tar.TypeDir, Name: "메모/"},
		&tar.Header{Typeflag: tar.TypeReg, Name: "메모/회의록.md"},
		&tar.Header{Typeflag: tar.TypeReg, Name: "메모/" + norm.NFD.String("일기") + ".md"},
		&tar.Header{Typeflag: tar.TypeSymlink, Name: "link.md", Linkname: "/etc/passwd"},
		&tar.Header{Typeflag: tar.TypeLink, Name: "hard.md", Linkname: "메모/회의록.md"},
		&tar.Header{Typeflag: tar.TypeFifo, Name: "pipe"},
		&tar.Header{Typeflag: tar.TypeReg, Name: "../evil.md"},
		&tar.Header{Typeflag: tar.TypeReg, Name: "/abs.md"},
		&tar.Header{Typeflag: tar.TypeReg, Name: "._a.md"},
	)))
	want := []opened{{
		Paths: []string{"메모/일기.md", "메모/회의록.md"},
		Failed: []string{
			"/link.md: it is a link or a device, not a file", "/hard.md: it is a link or a device, not a file", "/pipe: it is a link or a device, not a file",
			"/../evil.md: its name leads out of the archive", "//abs.md: its name is an absolute path",
		},
		LeftOut: []string{"/._a.md: file of the operating system"},
		Codes:   []string{"U003", "I002", "I002", "I002", "I002", "I002"},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// A tar that was cut anywhere is never taken for a smaller whole one.
func TestTarCut(t *testing.T) {
	whole := tarOf(t, &tar.Header{Typeflag: tar.TypeReg, Name: "가.md"}, &tar.Header{Typeflag: tar.TypeReg, Name: "나.md"}, &tar.Header{Typeflag: tar.TypeReg, Name: "다.md"})
	for cut := 0; cut < len(whole); cut += 512 {
		_, got := open(t, importer.OpenOptions{}, write(t, "cut.tar", whole[:cut]))
		if len(got[0].Failed) == 0 {
			t.Errorf("cut at %d: %d paths and no failure", cut, len(got[0].Paths))
		}
	}
	packed := gzipOf(t, whole)
	for cut := 3; cut < len(packed); cut++ {
		_, got := open(t, importer.OpenOptions{}, write(t, "cut.tgz", packed[:cut]))
		if len(got[0].Failed) == 0 {
			t.Errorf("tgz cut at %d of %d: %d paths and no failure", cut, len(packed), len(got[0].Paths))
		}
	}
	packed[len(packed)-6] ^= 1 // the trailer's checksum
	_, got := open(t, importer.OpenOptions{}, write(t, "trailer.tgz", packed))
	if len(got[0].Failed) != 1 || len(got[0].Paths) != 3 {
		t.Errorf("wrong checksum: %+v", got)
	}
}

func TestGzip(t *testing.T) {
	whole := tarOf(t, &tar.Header{Typeflag: tar.TypeReg, Name: cp949(t, "메모/회의록.md")}, &tar.Header{Typeflag: tar.TypeReg, Name: cp949(t, "메모/할일.md")})
	sources, got := open(t, importer.OpenOptions{}, write(t, "notes.tgz", gzipOf(t, whole)))
	if d := cmp.Diff([]opened{{Paths: []string{"메모/할일.md", "메모/회의록.md"}, Codes: []string{"I004"}}}, got); d != "" {
		t.Error(d)
	}
	text, err := sources[0].ReadFile("메모/할일.md", 4096)
	if err != nil || !strings.HasPrefix(string(text), "text of "+cp949(t, "메모/할일.md")) {
		t.Errorf("%q, %v", text, err)
	}
	_, got = open(t, importer.OpenOptions{}, write(t, "padded.tgz", append(gzipOf(t, whole), make([]byte, 512)...)))
	if len(got[0].Paths) != 2 || len(got[0].Failed) != 1 {
		t.Errorf("followed by zeros: %+v", got)
	}
	bomb := gzipOf(t, make([]byte, 4<<20))
	_, got = open(t, importer.OpenOptions{Limits: importer.Limits{Total: 1 << 20}}, write(t, "bomb.tgz", bomb))
	if len(got[0].Failed) != 1 || !strings.Contains(got[0].Failed[0], "unpacks to more") {
		t.Errorf("bomb: %+v", got)
	}
}

// No bytes make Open fail hard or panic.
func FuzzOpen(f *testing.F) {
	f.Add("a.zip", zipOf(f, member{name: "가.md", text: "a"}, member{name: cp949(f, "나.md"), nonUTF8: true}))
	f.Add("a.tar", tarOf(f, &tar.Header{Typeflag: tar.TypeReg, Name: "가.md"}))
	f.Add("a.tgz", gzipOf(f, tarOf(f, &tar.Header{Typeflag: tar.TypeReg, Name: "가.md"})))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		ext := filepath.Ext(name)
		if strings.ContainsAny(ext, "/\x00") || len(ext) > 20 {
			return
		}
		sources, err := importer.Open([]string{write(t, "in"+ext, data)}, importer.OpenOptions{Limits: importer.Limits{Total: 1 << 20, Member: 1 << 20}}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range sources[0].Files() {
			if _, err := file.Read(1 << 20); err != nil && file.Path == "" {
				t.Error(err)
			}
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	})
}
