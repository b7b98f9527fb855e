package frontmatter

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

var state = map[note.State]string{note.Unmarked: "unmarked", note.MarkedPublic: "public", note.MarkedPrivate: "private"}

// dump writes what a matter says as lines, for comparing with what a test expects.
func dump(m Matter) string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+"="+value)
		}
	}
	add("title", m.Title)
	add("aliases", strings.Join(m.Aliases, "|"))
	add("tags", strings.Join(m.Tags, "|"))
	add("classes", strings.Join(m.Classes, "|"))
	if !m.Created.IsZero() {
		add("created", m.Created.Format(time.RFC3339))
	}
	if !m.Updated.IsZero() {
		add("updated", m.Updated.Format(time.RFC3339))
	}
	if m.Visibility.State != note.Unmarked {
		add("visibility", state[m.Visibility.State]+" ("+m.Visibility.Rule+")")
	}
	add("lang", m.Lang)
	add("permalink", m.Permalink)
	add("summary", m.Summary)
	if m.Image != nil {
		add("image", dumpRef(m.Image))
	}
	if m.Order != 0 {
		add("order", fmt.Sprint(m.Order))
	}
	for _, p := range m.Properties {
		var vs []string
		for _, v := range p.Value {
			s := v.Text
			if v.Ref != nil {
				s += "→" + dumpRef(v.Ref)
			}
			vs = append(vs, s)
		}
		out = append(out, fmt.Sprintf("%s:%s=%s", p.Name, [...]string{"text", "list", "number", "checkbox", "date", "datetime"}[p.Type], strings.Join(vs, "|")))
	}
	return strings.Join(out, "\n")
}

func dumpRef(r *note.Ref) string {
	s := [...]string{"url", "name", "path"}[r.Kind] + ":" + r.Target
	for _, h := range r.Headings {
		s += "#" + h
	}
	if r.Block != "" {
		s += "#^" + r.Block
	}
	return s
}

func TestParse(t *testing.T) {
	seoul := time.FixedZone("KST", 9*60*60)
	tests := []struct{ name, src, want, body, codes string }{
		{"none", "본문\n", "", "본문\n", ""},
		{"empty file", "", "", "", ""},
		{"empty matter", "---\n---\n본문", "", "본문", ""},
		{"comments only", "---\n# 아무것도\n---\n본문", "", "본문", ""},
		{"title", "---\ntitle: 안녕  세계\n---\n본문\n", "title=안녕 세계", "본문\n", ""},
		{"NFD", "---\ntitle: \u1112\u1161\u11ab\u1100\u1173\u11af\n\u1110\u1162\u1100\u1173: \u1112\u1161\u11ab\n---\n", "title=한글\n태그:text=한", "", ""},
		{"closed by dots", "---\ntitle: 가\n...\n본문", "title=가", "본문", ""},
		{"byte order mark", "\uFEFF---\ntitle: 가\n---\n본문", "title=가", "본문", ""},
		{"windows", "---\r\ntitle: 가\r\ntags: [a, b]\r\n---\r\n본문\r\n", "title=가\ntags=a|b", "본문\r\n", ""},
		{"old mac", "---\rtitle: 가\r---\r본문\r", "title=가", "본문\n", ""},
		{"ends without newline", "---\ntitle: 가\n---", "title=가", "", ""},
		{"spaces behind the marks", "--- \ntitle: 가\n---\t\n본문", "title=가", "본문", ""},
		{"not on the first line", "\n---\ntitle: 가\n---\n본문", "", "\n---\ntitle: 가\n---\n본문", ""},
		{"not closed", "---\ntitle: 가\n본문", "", "---\ntitle: 가\n본문", ""},
		{"rule and rule", "---\n산문이 먼저 온다.\n\n---\n뒤", "", "---\n산문이 먼저 온다.\n\n---\n뒤", ""},
		{"rule, list, rule", "---\n- 하나\n- 둘\n---\n뒤", "", "---\n- 하나\n- 둘\n---\n뒤", ""},
		{"indented mark is text", "---\nsummary: |\n  가\n  ---\n  나\ntitle: 다\n---\n본문", "summary=가 --- 나\ntitle=다", "본문", ""},
		{"tags", "---\ntags: '#가/나 b, #C c'\ntag:\n  - '#d'\n  - 2024\n  - [e f]\n  -\n---\n", "tags=가/나 b|C c|d|2024|e f", "", ""},
		{"tags by space", "---\ntags: '가 #나/ 가'\n---\n", "tags=가|나", "", ""},
		{"aliases", "---\nalias: 하나, 둘\naliases: [둘, '셋']\n---\n", "aliases=하나, 둘|둘|셋", "", ""},
		{"classes", "---\ncssclasses: wide\ncssclass: a b\n---\n", "classes=wide|a|b", "", ""},
		{"known", "---\ndescription: 설명\npermalink: /p/\nlang: ko_KR\ncover: '[[그림.png]]'\nnav_order: 3\n---\n",
			"lang=ko-KR\npermalink=/p/\nsummary=설명\nimage=name:그림.png\norder=3", "", ""},
		{"image by path", "---\nimage: a/b.png\n---\n", "image=name:a/b.png", "", ""},
		{"a colour is no image", "---\nimage: '#7852ee'\ncover: '#표지'\n---\n", "image:text=#7852ee\ncover:text=#표지", "", ""},
		{"a number is no image", "---\nimage: 7852\ncover: true\n---\n", "image:number=7852\ncover:checkbox=true", "", ""},
		{"image by address", "---\nimage: https://e.com/a.png\n---\n", "image=url:https://e.com/a.png", "", ""},
		{"types", "---\na: 1.10\nb: 010\nc: true\nd: 2024-03-01\ne: 2024-03-01 09:30\nf: 2024-03-01T09:30:15+09:00\ng: '2024-03-01'\nh:\ni: yes\nj: 0x1F\nk: 1e3\nl: 12:30:45\nm: ~\nn: 1_000\n---\n",
			"a:number=1.10\nb:text=010\nc:checkbox=true\nd:date=2024-03-01\ne:datetime=2024-03-01T09:30\nf:datetime=2024-03-01T09:30:15+09:00\ng:text=2024-03-01\nh:text=\ni:text=yes\nj:text=0x1F\nk:number=1e3\nl:text=12:30:45\nm:text=\nn:text=1_000", "", ""},
		{"links", "---\na: '[[노트#제목#부|글]]'\nb: ['[[가]]', 'https://e.com', 글]\nc: '[글](다른%20노트.md#^id)'\n---\n",
			"a:text=[[노트#제목#부|글]]→name:노트#제목#부\nb:list=[[가]]→name:가|https://e.com→url:https://e.com|글\nc:text=[글](다른%20노트.md#^id)→path:다른 노트.md#^id", "", ""},
		{"nested", "---\na:\n  b: 가\n  c: [1, 2]\nd: [{e: f}, [g, h]]\n---\n", "a:text=b: 가, c: 1, 2\nd:list=e: f|g, h", "", ""},
		{"unquoted link", "---\na: [[노트]]\n---\n", "a:list=노트", "", ""},
		{"dates", "---\ncreated: 2024-03-01 09:30\nupdated: 2024년 3월 2일 오후 3:05\n---\n", "created=2024-03-01T09:30:00+09:00\nupdated=2024-03-02T15:05:00+09:00", "", ""},
		{"date of several", "---\ndate: 2020-01-01\ncreated: 2024-03-01\n---\n", "created=2024-03-01T00:00:00+09:00\ndate:date=2020-01-01", "", ""},
		{"date names", "---\nDate Created: 1598651458825\nlast-modified: '[[2024-03-01]]'\n---\n", "created=2020-08-28T21:50:58Z\nupdated=2024-03-01T00:00:00+09:00", "", ""},
		{"date empty", "---\ncreated:\n---\n", "", "", ""},
		{"date bad", "---\ncreated: 어제\nupdated: 2024-02-30\n---\n", "created:text=어제\nupdated:date=2024-02-30", "", "F002@2 F002@3"},
		{"colon", "---\ntags: [가]\ntitle: 안녕: 세계\nalias: 나\n---\n본문", "title=안녕: 세계\naliases=나\ntags=가\nvisibility=private (visibility-unreadable)", "본문", "F001@3"},
		{"at sign", "---\ntitle: 가\nx: @me\n---\n본문", "title=가\nvisibility=private (visibility-unreadable)\nx:text=@me", "본문", "F001@3"},
		{"bracket", "---\ntitle: 가\ntags: [a, b\nid: 1\n---\n본문", "title=가\ntags=[a|b\nvisibility=private (visibility-unreadable)\nid:number=1", "본문", "F001@3"},
		{"tab", "---\ntitle: 가\na:\n\tb: 1\n---\n본문", "title=가\nvisibility=private (visibility-unreadable)\na:text=b: 1", "본문", "F001@4"},
		{"twice", "---\na: 1\nb: 2\na: 3\n---\n본문", "visibility=private (visibility-unreadable)\na:number=1\nb:number=2\na:number=3", "본문", "F001@4"},
		{"alias node", "---\na: &x 1\nb: *x\n---\n본문", "visibility=private (visibility-unreadable)\na:number=1\nb:text=*x", "본문", "F001@3"},
		{"second document", "---\na: 1\n--- b\nc: 2\n---\n본문", "visibility=private (visibility-unreadable)\na:text=1 --- b\nc:number=2", "본문", "F001@3"},
		{"toml", "+++\ntitle = \"가\"\ndate = 2024-03-01\ntags = [\"a\", \"b\"]\nweight = 2\nn = 1.5\n[params]\nx = \"y\"\n+++\n본문",
			"title=가\ntags=a|b\ncreated=2024-03-01T00:00:00+09:00\norder=2\nn:number=1.5\nparams:text=x: y", "본문", ""},
		{"toml broken", "+++\ntitle = \"가\"\nx = @\n+++\n본문", "title=가\nvisibility=private (visibility-unreadable)\nx:text=@", "본문", "F001@3"},
		{"json", "{\n  \"title\": \"가\",\n  \"a\": {\"b\": 1.10},\n  \"tags\": [\"x\"]\n}\n\n본문", "title=가\ntags=x\na:text=b: 1.10", "\n본문", ""},
		{"json in yaml", "---\n{\"title\": \"가\", \"n\": 010}\n---\n본문", "title=가\nn:text=010", "본문", ""},
		{"json twice", "{\"a\": {\"b\": 1, \"b\": 2}}\n본문", "visibility=private (visibility-unreadable)", "본문", "F001@1"},
		{"json not closed", "{\"a\": 1\n본문", "", "{\"a\": 1\n본문", ""},
		{"multimarkdown", "Title: 가\nTags: a, b\n\n본문", "title=가\ntags=a|b", "본문", ""},
		{"multimarkdown prose", "Note: 가\n나\n\n본문", "", "Note: 가\n나\n\n본문", ""},
		{"long", "---\na: " + strings.Repeat("가", 30000) + "\n---\n본문", "visibility=private (visibility-unreadable)", "본문", "F001@1"},
		{"many", "---\n" + lines(1100) + "---\n본문", "", "본문", "F001@1002"},
		{"deep", "---\na: " + strings.Repeat("[", 60) + strings.Repeat("]", 60) + "\n---\n본문", "visibility=private (visibility-unreadable)\na:list=", "본문", "F001@2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			m, body, line := Parse([]byte(tt.src), Options{Report: &list, Location: seoul, MultiMarkdown: true, Types: nil})
			if got := dump(m); got != sorted(tt.want, got) && tt.name != "many" {
				t.Errorf("matter\n%s\nwant\n%s", got, tt.want)
			}
			if string(body) != tt.body {
				t.Errorf("body %q, want %q", body, tt.body)
			}
			normal := strings.ReplaceAll(strings.ReplaceAll(tt.src, "\r\n", "\n"), "\r", "\n")
			if want := strings.Count(normal[:len(normal)-len(strings.ReplaceAll(tt.body, "\r\n", "\n"))], "\n") + 1; line != want {
				t.Errorf("body on line %d, want %d", line, want)
			}
			var codes []string
			for _, d := range list.Sorted() {
				codes = append(codes, fmt.Sprintf("%s@%d", d.Code, d.Pos.Line))
			}
			if got := strings.Join(codes, " "); got != tt.codes {
				t.Errorf("diagnostics %q, want %q: %+v", got, tt.codes, list.Sorted())
			}
			if tt.name == "many" && m.Visibility.Rule != Unreadable {
				t.Error("not private")
			}
		})
	}
}

// sorted returns want with its lines in the order of got when both hold the same lines: tests
// list what they care about first.
func sorted(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	slices.Sort(a)
	slices.Sort(b)
	if slices.Equal(a, b) {
		return got
	}
	return want
}

func lines(n int) string {
	var sb strings.Builder
	for i := range n {
		fmt.Fprintf(&sb, "k%d: %d\n", i, i)
	}
	return sb.String()
}

func TestTypes(t *testing.T) {
	types := map[string]note.PropertyType{
		"점수": note.NumberProperty, "Due": note.DateProperty, "when": note.DateTimeProperty,
		"list": note.ListProperty, "done": note.CheckboxProperty, "text": note.TextProperty,
	}
	src := "---\n점수: 많음\ndue: 2024년 3월 1일\nWHEN: 2024-03-01\nlist: 하나\ndone: yes\ntext: 2024\n---\n"
	var list diag.List
	m, _, _ := Parse([]byte(src), Options{Types: types, Report: &list})
	want := "점수:text=많음\ndue:date=2024-03-01\nWHEN:datetime=2024-03-01\nlist:list=하나\ndone:text=yes\ntext:text=2024"
	if diff := cmp.Diff(want, dump(m)); diff != "" {
		t.Error(diff)
	}
	all := list.Sorted()
	if len(all) != 2 || all[0].Code != "F004" || all[0].Pos.Line != 2 || all[1].Pos.Line != 6 {
		t.Errorf("%+v", all)
	}
}

func TestApply(t *testing.T) {
	m, _, _ := Parse([]byte("---\ntitle: 새\ntags: [가, 나]\npublish: true\nx: 1\n---\n"), Options{})
	n := &note.Note{Title: "옛", Tags: []string{"나"}, Lang: "ko", Visibility: note.Visibility{State: note.MarkedPrivate, Rule: "trash"}}
	m.Apply(n)
	if n.Title != "새" || !slices.Equal(n.Tags, []string{"나", "가"}) || n.Lang != "ko" || n.Visibility.Rule != "trash" || len(n.Properties) != 1 {
		t.Errorf("%+v", n)
	}
	n.Visibility = note.Visibility{}
	m.Apply(n)
	if n.Visibility.State != note.MarkedPublic {
		t.Errorf("%+v", n.Visibility)
	}
}
