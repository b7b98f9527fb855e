package frontmatter

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// spellings are values that people write, or that a slip of the keyboard makes.
var spellings = []string{"true", "false", "True", "FALSE", "yes", "no", "on", "y", "'yes'", `"true"`, `"false"`, "1", "0",
	"", "~", "null", "TrUe", "t", "예", "да", "[true]", "{}", "maybe", "true.", "!!bool true", "&a true", "2024-03-01", "true false"}

// A shape writes one property into a note. exact is set where its value may decide.
type shape struct {
	name  string
	exact bool
	write func(key, value string) string
}

func block(line string) string { return "---\ntitle: 가\n" + line + "\ntags: [나]\n---\n본문\n" }

var yamlShapes = []shape{
	{"plain", true, func(k, v string) string { return block(k + ": " + v) }},
	{"comment", true, func(k, v string) string { return block(k + ": " + v + " # 주석") }},
	{"bom", true, func(k, v string) string { return "\uFEFF" + block(k+": "+v) }},
	{"windows", true, func(k, v string) string { return strings.ReplaceAll(block(k+": "+v), "\n", "\r\n") }},
	{"dots", true, func(k, v string) string { return "---\n" + k + ": " + v + "\n...\n본문" }},
	{"capital", false, func(k, v string) string { return block(strings.ToUpper(k[:1]) + k[1:] + ": " + v) }},
	{"upper", false, func(k, v string) string { return block(strings.ToUpper(k) + ": " + v) }},
	{"twice", false, func(k, v string) string { return block(k + ": " + v + "\n" + k + ": " + v) }},
	{"twice in other letters", false, func(k, v string) string { return block(k + ": " + v + "\n" + strings.ToUpper(k) + ": " + v) }},
	{"tab", false, func(k, v string) string { return block(k + ":\t" + v) }},
	{"tab before", false, func(k, v string) string { return block("\t" + k + ": " + v) }},
	{"no space", false, func(k, v string) string { return block(k + ":" + v) }},
	{"space before colon", false, func(k, v string) string { return block(k + " : " + v) }},
	{"quoted name", false, func(k, v string) string { return block(`"` + k + `": ` + v) }},
	{"indented", false, func(k, v string) string { return block("  " + k + ": " + v) }},
	{"nested", false, func(k, v string) string { return block("meta:\n  " + k + ": " + v) }},
	{"in a list", false, func(k, v string) string { return block("meta:\n- " + k + ": " + v) }},
	{"next line", false, func(k, v string) string { return block(k + ":\n  " + v) }},
	{"broken above", false, func(k, v string) string { return block("x: @y\n" + k + ": " + v) }},
	{"broken below", false, func(k, v string) string { return block(k + ": " + v + "\nx: [y") }},
	{"alias below", false, func(k, v string) string { return block(k + ": " + v + "\nx: &z 1\nw: *z") }},
	{"after an indented mark", false, func(k, v string) string { return block("x: |\n  a\n  ---\n  " + k + ": " + v) }},
	{"not closed", false, func(k, v string) string { return "---\ntitle: 가\n" + k + ": " + v + "\n\n본문\n" }},
	{"not first", false, func(k, v string) string { return "\n" + block(k+": "+v) }},
	{"indented fence", false, func(k, v string) string { return " " + block(k+": "+v) }},
	{"four dashes", false, func(k, v string) string { return "-" + block(k+": "+v) }},
	{"prose between rules", false, func(k, v string) string { return "---\n산문이다.\n" + k + ": " + v + "\n---\n본문" }},
	{"second document", false, func(k, v string) string { return block("--- a\n" + k + ": " + v) }},
	{"second front matter", false, func(k, v string) string { return "---\ntitle: 가\n---\n\n" + block(k+": "+v) }},
	{"wide colon", false, func(k, v string) string { return block(k + "： " + v) }},
	{"equals", false, func(k, v string) string { return block(k + " = " + v) }},
	{"invisible letter", false, func(k, v string) string { return block(k + "\u200b: " + v) }},
	{"inner mark", false, func(k, v string) string { return block("\uFEFF" + k + ": " + v) }},
	{"wide letters", false, func(k, v string) string { return block(wide(k) + ": " + v) }},
	{"bullet", false, func(k, v string) string { return block("- " + k + ": " + v) }},
	{"flow", false, func(k, v string) string { return "---\n{title: 가, " + k + ": " + v + "}\n---\n본문" }},
	{"line separator", false, func(k, v string) string { return block("x: a\u2028" + k + ": " + v) }},
	{"invalid utf-8", false, func(k, v string) string { return block("x: \xff\n" + k + ": " + v) }},
	{"control character", false, func(k, v string) string { return block("x: \x01\n" + k + ": " + v) }},
	{"too long", false, func(k, v string) string { return block("x: " + strings.Repeat("a", maxBytes) + "\n" + k + ": " + v) }},
}

func wide(s string) string {
	return strings.Map(func(r rune) rune { return r + 0xFEE0 }, s)
}

var tomlShapes = []shape{
	{"plain", true, func(k, v string) string { return "+++\ntitle = '가'\n" + k + " = " + v + "\n+++\n본문" }},
	{"comment", true, func(k, v string) string { return "+++\n" + k + " = " + v + " # 주석\n+++\n본문" }},
	{"capital", false, func(k, v string) string {
		return "+++\n" + strings.ToUpper(k[:1]) + k[1:] + " = " + v + "\n+++\n본문"
	}},
	{"twice", false, func(k, v string) string { return "+++\n" + k + " = " + v + "\n" + k + " = " + v + "\n+++\n본문" }},
	{"nested", false, func(k, v string) string { return "+++\n[params]\n" + k + " = " + v + "\n+++\n본문" }},
	{"colon", false, func(k, v string) string { return "+++\n" + k + ": " + v + "\n+++\n본문" }},
	{"quoted name", false, func(k, v string) string { return "+++\n\"" + k + "\" = " + v + "\n+++\n본문" }},
	{"dotted", false, func(k, v string) string { return "+++\na." + k + " = " + v + "\n+++\n본문" }},
	{"in a text", false, func(k, v string) string { return "+++\na = '''\n" + k + " = " + v + "\n'''\n+++\n본문" }},
	{"broken", false, func(k, v string) string { return "+++\na = @\n" + k + " = " + v + "\n+++\n본문" }},
	{"not closed", false, func(k, v string) string { return "+++\n" + k + " = " + v + "\n\n본문" }},
	{"not first", false, func(k, v string) string { return "\n+++\n" + k + " = " + v + "\n+++\n본문" }},
	{"indented mark", false, func(k, v string) string { return "+++\na = '''\n +++\n'''\nb = @\n" + k + " = " + v + "\n+++\n본문" }},
}

var jsonShapes = []shape{
	{"plain", true, func(k, v string) string { return "{\n  \"title\": \"가\",\n  \"" + k + "\": " + v + "\n}\n본문" }},
	{"one line", true, func(k, v string) string { return "{\"" + k + "\": " + v + "}\n본문" }},
	{"between fences", true, func(k, v string) string { return "---\n{\"" + k + "\": " + v + "}\n---\n본문" }},
	{"bom", true, func(k, v string) string { return "\uFEFF{\"" + k + "\": " + v + "}\n본문" }},
	{"capital", false, func(k, v string) string { return "{\"" + strings.ToUpper(k[:1]) + k[1:] + "\": " + v + "}\n본문" }},
	{"twice", false, func(k, v string) string { return "{\"" + k + "\": " + v + ", \"" + k + "\": " + v + "}\n본문" }},
	{"twice in other letters", false, func(k, v string) string {
		return "{\"" + k + "\": " + v + ", \"" + strings.ToUpper(k) + "\": " + v + "}\n본문"
	}},
	{"nested", false, func(k, v string) string { return "{\"a\": {\"" + k + "\": " + v + "}}\n본문" }},
	{"in a list", false, func(k, v string) string { return "{\"a\": [{\"" + k + "\": " + v + "}]}\n본문" }},
	{"space in the name", false, func(k, v string) string { return "{\" " + k + "\": " + v + "}\n본문" }},
	{"comma too many", false, func(k, v string) string { return "{\n\"a\": 1,,\n\"" + k + "\": " + v + "\n}\n본문" }},
	{"not closed", false, func(k, v string) string { return "{\n\"" + k + "\": " + v + "\n\n본문" }},
	{"text behind", false, func(k, v string) string { return "{\n\"" + k + "\": " + v + "\n} 글\n본문" }},
	{"not first", false, func(k, v string) string { return "\n{\n\"" + k + "\": " + v + "\n}\n본문" }},
}

// TestVisibilityTable holds the promise that a note whose visibility cannot be read with
// certainty is private: every spelling in every shape, in each format, for each word.
func TestVisibilityTable(t *testing.T) {
	formats := []struct {
		name    string
		shapes  []shape
		yes, no []string
	}{
		{"yaml", yamlShapes, []string{"true", "True", "TRUE"}, []string{"false", "False", "FALSE"}},
		{"toml", tomlShapes, []string{"true"}, []string{"false"}},
		{"json", jsonShapes, []string{"true"}, []string{"false"}},
	}
	count, wrong := 0, 0
	for _, f := range formats {
		for _, s := range f.shapes {
			for _, key := range []string{"publish", "published", "public", "dg-publish", "private", "draft", "unlisted"} {
				for _, v := range spellings {
					src := s.write(key, v)
					if key == "published" && v == "2024-03-01" {
						continue // a date decides nothing: TestVisibility
					}
					want := note.MarkedPrivate
					hides := key == "private" || key == "draft" || key == "unlisted"
					switch {
					case s.exact && has(f.yes, v) && !hides:
						want = note.MarkedPublic
					case s.exact && has(f.no, v) && hides:
						want = note.Unmarked
					}
					count++
					var list diag.List
					m, _, _ := Parse([]byte(src), Options{Report: &list})
					if got := m.Visibility.State; got != want {
						wrong++
						t.Errorf("%s, %s, %s: %q: %s, want %s\n%s", f.name, s.name, key, v, state[got], state[want], clip(src))
					}
					if m.Visibility.State == note.MarkedPrivate && m.Visibility.Rule == Unreadable {
						if m.Visibility.Detail == "" || len(list.Sorted()) == 0 {
							t.Errorf("%s, %s, %s: %q: nothing said", f.name, s.name, key, v)
						}
					}
				}
			}
		}
	}
	t.Logf("%d combinations, %d wrong", count, wrong)
}

func has(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

func clip(s string) string { return s[:min(len(s), 200)] }

func TestVisibility(t *testing.T) {
	tests := []struct{ src, want, rule string }{
		{block("publish: true"), "public", "publish: true"},
		{block("publish: false"), "private", "publish: false"},
		{block("private: true"), "private", "private: true"},
		{block("draft: true"), "private", "draft: true"},
		{block("private: false"), "unmarked", ""},
		{block("publish: true\nprivate: true"), "private", "private: true"},
		{block("publish: true\ndraft: true"), "private", "draft: true"},
		{block("publish: true\npublished: false"), "private", "published: false"},
		{block("publish: true\nprivate: false"), "public", "publish: true"},
		{block("publish: true\ndraft: maybe"), "private", Unreadable},
		{block("publish: true\npublished: 2024-03-01"), "public", "publish: true"},
		{block("Published: 2024-03-01"), "unmarked", ""},
		{block("publish: 2024-03-01"), "private", Unreadable},
		{block("visibility: public"), "public", "visibility: public"},
		{block("visibility: private"), "private", "visibility: private"},
		{block("visibility: Public"), "private", Unreadable},
		{block("# private: true"), "unmarked", ""},
		{block("publisher: 은행"), "unmarked", ""},
		{block("status: draft"), "unmarked", ""},
		{block("x: private"), "unmarked", ""},
		{block("summary: |\n  가\n  private: true"), "private", Unreadable},
		{"---\ntitle: 가\n---\nprivate: true\n본문", "private", Unreadable},
		{"---\ntitle: 가\n---\n본문\n\n---\nprivate: true\n---", "unmarked", ""},
		{"본문\n\nprivate: true\n", "unmarked", ""},
		{"private: true\n\n본문", "private", Unreadable},
		{"title: 가\npublish: no\n본문", "private", Unreadable},
		{"Draft: 생각나는 대로 적은 글\n", "unmarked", ""},
		{"---\n\n# 제목\n\n---\n\n본문", "unmarked", ""},
		{"---\n비공개\nprivate\n---\n본문", "private", Unreadable},
		{"—\nprivate: true\n—\n본문", "private", Unreadable},
		{"Title: 가\nPrivate: true\n\n본문", "private", Unreadable},
	}
	for _, tt := range tests {
		m, _, _ := Parse([]byte(tt.src), Options{})
		if got := state[m.Visibility.State]; got != tt.want || m.Visibility.Rule != tt.rule {
			t.Errorf("%q: %s (%s, %s), want %s (%s)", tt.src, got, m.Visibility.Rule, m.Visibility.Detail, tt.want, tt.rule)
		}
	}
}

// FuzzPublic compares with two simple readers: whatever is marked public here must be public to
// a plain YAML reader and to one that only looks at lines.
func FuzzPublic(f *testing.F) {
	for _, s := range yamlShapes {
		for _, v := range spellings {
			f.Add(s.write("publish", v))
			f.Add(s.write("private", v) + "\npublish: true")
		}
	}
	for _, s := range append(tomlShapes, jsonShapes...) {
		f.Add(s.write("publish", "true"))
	}
	exact := regexp.MustCompile(`(?m)^(?:publish|published|public|dg-publish): +(?:true|True|TRUE)(?: +#.*)? *\r?$|^visibility:`)
	hides := regexp.MustCompile(`(?m)^(?:private|draft|unlisted): *(?:true|True|TRUE|yes|on|y|1)? *$|^(?:publish|published|public|dg-publish): *(?:false|no)\b`)
	f.Fuzz(func(t *testing.T, src string) {
		m, body, line := Parse([]byte(src), Options{})
		if line < 1 || !strings.HasSuffix(strings.ReplaceAll(strings.TrimPrefix(src, "\uFEFF"), "\r", "\n"), strings.ReplaceAll(string(body), "\r", "\n")) {
			t.Fatalf("body %q is not the end of the source", body)
		}
		if m.Visibility.State != note.MarkedPublic || !strings.HasPrefix(strings.TrimPrefix(src, "\uFEFF"), "---") {
			return
		}
		src = strings.TrimPrefix(src, "\uFEFF")
		if !strings.Contains(src, "\n") {
			src = strings.ReplaceAll(src, "\r", "\n")
		}
		matter := src[:len(src)-len(body)]
		if strings.Contains(matter, "{") {
			return // JSON, which the two readers below do not know
		}
		if !exact.MatchString(matter) || hides.MatchString(matter) {
			t.Fatalf("lines do not say public: %q", matter)
		}
		matter = strings.TrimSpace(matter)
		matter = matter[strings.IndexByte(matter, '\n')+1 : strings.LastIndexByte(matter, '\n')+1]
		var all map[string]any
		if err := yaml.Unmarshal([]byte(matter), &all); err != nil {
			t.Fatalf("yaml: %v: %q", err, matter)
		}
		public := all["visibility"] == "public"
		for _, k := range []string{"publish", "published", "public", "dg-publish"} {
			public = public || all[k] == true
		}
		if !public || all["private"] == true || all["draft"] == true {
			t.Fatalf("yaml does not say public: %v", fmt.Sprint(all))
		}
	})
}
