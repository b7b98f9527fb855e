package site

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"memopress/pkg/note"
)

// testNote makes a note from "path #tag prop=value !state".
func testNote(spec string) *note.Note {
	words := strings.Fields(spec)
	n := newNote(words[0])
	for _, w := range words[1:] {
		name, value, isProperty := strings.Cut(w, "=")
		switch {
		case w == "!public":
			n.Visibility.State = note.MarkedPublic
		case w == "!private":
			n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
		case strings.HasPrefix(w, "##"):
			n.Body = append(n.Body, para(&note.Hashtag{Name: w[2:]}))
		case strings.HasPrefix(w, "#"):
			n.Tags = append(n.Tags, w[1:])
		case isProperty:
			n.Properties = append(n.Properties, note.Property{Name: name, Value: []note.Value{{Text: value}}})
		}
	}
	return n
}

func TestPolicy(t *testing.T) {
	const hangulNFD = "\u1100\u1169\u11bc\u1100\u1162" // 공개, decomposed
	for _, test := range []struct {
		config, note string
		published    bool
		rule         string
	}{
		{"publish: all", "a.md", true, "all"},
		{"publish: all", "a.md !private", false, "trash"},
		{"publish: all\nexclude: private", "Private/a.md", false, "exclude: private"},
		{"publish: all\nexclude: private/**", "PRIVATE/b/a.md !public", false, "exclude: private/**"},
		{"publish: all\nexclude: [templates, 일기]", "깊은/일기/a.md", false, "exclude: 일기"},
		{"publish: all\nexclude: /private", "x/private/a.md", true, "all"},
		{"publish: all\nexclude: '*.secret'", "x/plan.secret.md", false, "exclude: *.secret"},
		{"publish: all\nexclude: '_*/**'", "_drafts/a.md", false, "exclude: _*/**"},
		{"publish: all\nexclude: work/plan", "work/Plan.md", false, "exclude: work/plan"},
		{"publish: all\nexclude: work/plan", "work/plans.md", true, "all"},
		{"publish: marked", "a.md", false, "marked"},
		{"publish: marked", "a.md !public", true, "marked"},
		{"publish: {folder: Public}", "Public/deep/a.md", true, "folder: Public"},
		{"publish: {folder: Public}", "Public.md", false, "folder: Public"},
		{"publish: {folder: Public}", "public/a.md", false, "folder: Public"}, // in doubt, private
		{"publish: {folder: Public}", "x/Public/a.md", false, "folder: Public"},
		{"publish: {folder: '**/Public'}", "x/Public/a.md", true, "folder: **/Public"},
		{"publish: {folder: 'Public/**'}", "Public/a.md", true, "folder: Public/**"},
		{"publish: {folder: [공개, b]}", hangulNFD + "/a.md", true, "any (folder: 공개; folder: b)"},
		{"publish: {tag: wiki}", "a.md #Wiki/deep", true, "tag: wiki"},
		{"publish: {tag: '#wiki'}", "a.md ##wiki", true, "tag: #wiki"},
		{"publish: {tag: wiki}", "a.md #wikipedia", false, "tag: wiki"},
		{"publish: {property: status=done}", "a.md status=done", true, "property: status=done"},
		{"publish: {property: status=done}", "a.md status=Done", false, "property: status=done"},
		{"publish: {property: share}", "a.md share=true", true, "property: share"},
		{"publish: {property: share}", "a.md share=false", false, "property: share"},
		{"publish: {property: share}", "a.md share=", false, "property: share"},
		{"publish: {name: '2024-*'}", "journal/2024-01-02.md", true, "name: 2024-*"},
		{"publish: {name: '2024-*'}", "journal/x-2024-01-02.md", false, "name: 2024-*"},
		{"publish: {folder: Public, not: {tag: Private}}", "Public/a.md", true, "all (folder: Public; not tag: Private)"},
		{"publish: {folder: Public, not: {tag: Private}}", "Public/a.md ##private", false, "all (folder: Public; not tag: Private)"},
		{"publish: {not: {folder: Secret}}", "secret/a.md", false, "not folder: Secret"}, // in doubt, private
		{"publish: {not: {property: status=draft}}", "a.md Status=DRAFT", false, "not property: status=draft"},
		{"publish: {not: {not: {folder: Secret}}}", "secret/a.md", false, "not not folder: Secret"},
		{"publish: {any: [marked, {folder: P}]}", "P/a.md", true, "any (marked; folder: P)"},
		{"publish: {any: [marked, {folder: P}]}", "Q/a.md", false, "any (marked; folder: P)"},
		{"publish: {all: [marked, {folder: P}]}", "P/a.md", false, "all (marked; folder: P)"},
		{"title: none", "a.md !public", false, "no publish rule"},
	} {
		var config PolicyConfig
		if err := yaml.Unmarshal([]byte(test.config), &config); err != nil {
			t.Errorf("%s: %v", test.config, err)
			continue
		}
		p, err := ParsePolicy(config)
		if err != nil {
			t.Errorf("%s: %v", test.config, err)
			continue
		}
		got := p.Decide(testNote(test.note))
		if got.Published != test.published || got.Rule != test.rule {
			t.Errorf("%s\n%s: published %v by %q, want %v by %q", test.config, test.note, got.Published, got.Rule, test.published, test.rule)
		}
	}
}

// A backslash is Windows' separator to some and the escape of globs to others.
func TestExcludeReadsBackslashesBothWays(t *testing.T) {
	for _, test := range []struct{ pattern, path string }{
		{`비공개\일기`, "비공개/일기/a.md"},
		{`비공개\일기\**`, "비공개/일기/a.md"},
		{`\[비밀\]*`, "글/[비밀] 계획.md"},
		{`글/\[비밀\]/**`, "글/[비밀]/a.md"},
	} {
		if (Policy{Rule: All(), Exclude: []string{test.pattern}}).Decide(newNote(test.path)).Published {
			t.Errorf("%s publishes %s", test.pattern, test.path)
		}
	}
	if !(Policy{Rule: All(), Exclude: []string{`비공개\일기`}}).Decide(newNote("일기/a.md")).Published {
		t.Error("a path excludes what merely ends like it")
	}
}

// A vault inside a vault has paths of its own; the folder around it is excluded all the same.
func TestExcludeKnowsThePathOnDisk(t *testing.T) {
	n := testNote("a.md")
	n.Source.File = "Private/vault/a.md"
	a := attachment("x.png")
	a.Source.File = "private/vault/x.png"
	for _, pattern := range []string{"private/**", "private", "private/vault"} {
		p := Policy{Rule: All(), Exclude: []string{pattern}}
		if p.Decide(n).Published || p.DecideAttachment(&a).Published {
			t.Errorf("%s: published", pattern)
		}
	}
	if (Policy{Rule: Not(InFolder("private"))}).Decide(n).Published {
		t.Error("not folder: published")
	}
}

// Whatever the rule, and whatever a state means that nobody has heard of, a note that is not
// plainly unmarked or public stays private.
func TestMarkedPrivateAlwaysWins(t *testing.T) {
	rules := []Rule{All(), Marked(), InFolder("**"), WithTag("a"), WithProperty("p", ""), Named("*"), AnyOf(All()), AllOf(All()), Not(WithTag("zz")), {}}
	for _, rule := range rules {
		for state := note.MarkedPrivate; state < 10; state++ {
			n := testNote("x/n.md #a p=1")
			n.Visibility.State = state
			if d := (Policy{Rule: rule}).Decide(n); d.Published || d.Rule == "" {
				t.Errorf("%v, state %d: %+v", rule, state, d)
			}
		}
	}
	if (Policy{}).Decide(testNote("n.md !public")).Published {
		t.Error("the zero policy publishes")
	}
	for _, r := range []Rule{AnyOf(), AllOf(), Not(Rule{}), AnyOf(Rule{}), AllOf(Rule{})} {
		if (Policy{Rule: r}).Decide(testNote("n.md")).Published {
			t.Errorf("%q publishes", r)
		}
	}
}

func TestParsePolicyErrors(t *testing.T) {
	for config, want := range map[string]string{
		"publish: everything":                `publish: unknown rule "everything"`,
		"publish: true":                      `publish: unknown rule "true"`,
		"publish: {}":                        `publish: the rule is empty`,
		"publish: {folder: '[a'}":            `publish.folder: "[a" is not a valid pattern`,
		"publish: {folder: []}":              `publish.folder: the list is empty`,
		"publish: {tag: ''}":                 `publish.tag: an empty word`,
		"publish: {property: =x}":            `publish.property: "=x" has no name`,
		"publish: {any: []}":                 `publish.any: the list is empty`,
		"publish: {any: [all, nope]}":        `publish.any[1]: unknown rule "nope"`,
		"publish: {not: {any: [{tag: ''}]}}": `publish.not.any[0].tag: an empty word`,
		"publish: all\nexclude: ['{a']":      `exclude: "{a" is not a valid pattern`,
		"publish: all\nexclude: ['']":        `exclude: an empty pattern`,
		"publish: all\nproperties: '[x'":     `properties: "[x" is not a valid pattern`,
	} {
		var c PolicyConfig
		if err := yaml.Unmarshal([]byte(config), &c); err != nil {
			t.Errorf("%s: %v", config, err)
			continue
		}
		if _, err := ParsePolicy(c); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", config, err, want)
		}
	}
}

func TestPropertyShown(t *testing.T) {
	for _, test := range []struct {
		properties []string
		name       string
		shown      bool
	}{
		{nil, "Author", true}, {nil, "저자", true}, {nil, "email", false}, {nil, "location", false}, {nil, "my-field", false}, {nil, "id", false},
		{[]string{"*"}, "my-field", true}, {[]string{"*"}, "author-email", false}, {[]string{"*"}, "latitude", false}, {[]string{"*"}, "note-id", false},
		{[]string{"*", "Latitude"}, "latitude", true},
		{[]string{"my-*"}, "My-Field", true}, {[]string{"my-*"}, "author", false},
		{[]string{}, "author", false},
	} {
		if got := (Policy{Properties: test.properties}).propertyShown(test.name); got != test.shown {
			t.Errorf("%q %s: %v", test.properties, test.name, got)
		}
	}
}
