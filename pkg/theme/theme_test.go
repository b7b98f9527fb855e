package theme

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"memopress/themes"
)

func load(t testing.TB, folder fs.FS) *Theme {
	t.Helper()
	th, err := Load(Options{Themes: themes.FS, Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// asset returns what is published for a file in assets/.
func asset(t testing.TB, th *Theme, name string) Asset {
	t.Helper()
	e, err := th.edition("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range e.assets {
		if a.Path == e.names[name] {
			return a
		}
	}
	t.Fatalf("no asset %s", name)
	return Asset{}
}

// A user's folder replaces single files.
func TestFolder(t *testing.T) {
	th := load(t, fstest.MapFS{
		"templates/parts/footer.html": {Data: []byte(`<footer>mine, {{t "home"}} <img src="{{.Root}}{{asset "me.svg"}}" alt=""></footer>`)},
		"assets/me.svg":               {Data: []byte("<svg/>")},
		"assets/extra.css":            {Data: []byte(`body { background: url("me.svg") }`)},
		".git/config":                 {Data: []byte("no")},
		"assets/.DS_Store":            {Data: []byte("no")},
	})
	out, err := th.Wrap(nil, samples()[0])
	if err != nil {
		t.Fatal(err)
	}
	me := asset(t, th, "me.svg").Path
	if !bytes.Contains(out, []byte(`<footer>mine, Home <img src="../`+me+`" alt=""></footer>`)) {
		t.Errorf("the footer is not the folder's:\n%s", out)
	}
	if css := asset(t, th, "paper.css").Data; !bytes.HasSuffix(css, []byte(`body{background:url(`+strings.TrimPrefix(me, "assets/")+`)}`+"\n")) {
		t.Errorf("the extra style is not at the end: %s", css[len(css)-80:])
	}
	assets, err := th.Assets("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range assets {
		if strings.Contains(a.Path, "DS_Store") || strings.Contains(a.Path, "extra") {
			t.Errorf("%s is published", a.Path)
		}
	}
}

// Mistakes in a theme are told with their file and line when it is loaded.
func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"field":       {"templates/parts/footer.html", "<footer>\n{{.Nothing}}</footer>", "theme folder, templates/parts/footer.html:2"},
		"syntax":      {"templates/note.html", "\n\n{{if .Title}}", "theme folder, templates/note.html:3"},
		"word":        {"templates/tag.html", "\n{{t \"nothing\"}}", `theme folder, templates/tag.html:2: no message is called "nothing"`},
		"asset":       {"templates/tag.html", "{{asset \"no.css\"}}", `templates/tag.html:1: the theme has no asset "no.css"`},
		"policy":      {"templates/page.html", "<html>{{template \"main\" .}}</html>", "leaves out {{.Head}}"},
		"url":         {"assets/extra.css", `b { background: url("no.png") }`, `url("no.png"): the theme has no such asset`},
		"script word": {"assets/src/copy.js", "\n\nalert(word(\"nothing\"))", `theme folder, assets/src/copy.js:3: no message is called "nothing"`},
		"script form": {"assets/src/copy.js", "alert(forms(\"home\"))", `copy.js:1: no message is called "home.other"`},
		"import":      {"assets/src/copy.js", "import './none.js'", `theme folder, assets/src/copy.js:1: "./none.js": the theme has no such file`},
		"script":      {"assets/src/copy.js", "let = ;", `theme folder, assets/src/copy.js:1: `},
		"circle":      {"assets/diagram.js", "asset(\"paper.js\")\nasset(\"diagram.js\")", `diagram.js:2: asset "diagram.js" names itself`},
		"messages":    {"messages/en.yaml", "a: [", "theme folder, messages/en.yaml"},
	} {
		_, err := Load(Options{Themes: themes.FS, Folder: fstest.MapFS{c.file: {Data: []byte(c.text)}}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want …%s…", name, err, c.want)
		}
	}
	if _, err := Load(Options{Themes: themes.FS, Name: "none"}); err == nil || !strings.Contains(err.Error(), `no theme is called "none": there are [garden ledger paper]`) {
		t.Errorf("unknown theme: %v", err)
	}
}

// Whatever a page says, the template keeps it text.
func TestTextStaysText(t *testing.T) {
	th := load(t, nil)
	p := samples()[0]
	evil := `"><script>alert(1)</script>`
	p.Title, p.Lead, p.Minutes, p.Count, p.Classes, p.Eyebrow, p.Language = evil, evil, evil, evil, evil, evil, evil
	p.Previous.Title = evil
	p.Lists[0].Title = evil
	chrome := *p.Site
	chrome.Title, chrome.Author = evil, evil
	p.Site = &chrome
	out, err := th.Wrap(nil, p)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("<script>alert")) {
		t.Errorf("a script came through:\n%s", out)
	}
}

// The budgets of what every page loads, compressed.
func TestBudgets(t *testing.T) {
	th := load(t, nil)
	size := func(name string) int {
		var buf bytes.Buffer
		w := gzip.NewWriter(&buf)
		if _, err := w.Write(asset(t, th, name).Data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return buf.Len()
	}
	css, js := size("paper.css"), size("theme.js")+size("paper.js")
	t.Logf("style %d bytes, script %d", css, js)
	if css > 8000 || js > 8000 {
		t.Errorf("style %d bytes, script %d: each may have 8000", css, js)
	}
}

// Constants in scripts are settled, and a theme replaces one file of what a script imports.
func TestScripts(t *testing.T) {
	th := load(t, fstest.MapFS{
		"assets/src/copy.js": {Data: []byte("import './more.js';\nconsole.log(word(\"copy\"), forms(\"notes\"), asset(\"icon.svg\"))")},
		"assets/src/more.js": {Data: []byte("console.log('더 있다')")},
	})
	assets, err := th.Assets("ko")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range assets {
		if strings.Contains(a.Path, "/src/") {
			t.Errorf("%s is published", a.Path)
		}
		if !strings.HasPrefix(a.Path, "assets/paper.") || !strings.HasSuffix(a.Path, ".js") {
			continue
		}
		for _, want := range []string{`"복사"`, `other:"노트 {n}`, `"icon.`, "더 있다"} {
			if !bytes.Contains(a.Data, []byte(want)) {
				t.Errorf("%s has no %s:\n%s", a.Path, want, a.Data)
			}
		}
		return
	}
	t.Error("there is no script")
}

// A token of the user's own stands behind the theme's, in every language; wrong ones are errors.
func TestTokens(t *testing.T) {
	th, err := Load(Options{Themes: themes.FS, Tokens: map[string]string{"accent": "light-dark(#0a6b57, #7fd6bd)", "measure": "30rem"}})
	if err != nil {
		t.Fatal(err)
	}
	css := asset(t, th, "paper.css").Data
	if !bytes.Contains(css[len(css)-150:], []byte(":root,[lang]{--mp-accent:light-dark(#0a6b57, #7fd6bd);--mp-measure:30rem}")) {
		t.Errorf("…%s", css[len(css)-150:])
	}
	for name, value := range map[string]string{"colour": "red", "accent": "red; } body { display: none", "bg": "url(x)", "fg": " ", "line": "rgb(0 0 0", "mark": `"a`, "card": "calc(1rem])"} {
		_, err := Load(Options{Themes: themes.FS, Tokens: map[string]string{name: value}})
		var wrong *TokenError
		if !errors.As(err, &wrong) || wrong.Name != name || !slices.Contains(wrong.Valid, "accent") {
			t.Errorf("%s: %s: %v", name, value, err)
		}
	}
}
