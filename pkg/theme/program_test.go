package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"memopress/pkg/render"
	"memopress/themes"
)

// hostile are texts that some context of a page takes for more than text.
var hostile = []string{
	"", "a", "0", `"><script>alert(1)</script>`, "'+&amp;&#0;\x00`=\\/", "javascript:alert('가')", "JavaScript:a", "http://a/b?c=d&e='f'#(g)",
	"MAILTO:a@b", "a/b:c", "%zz%41%4", "\xff\xfe\xed\xa0\x80", "\uFFFD\uFDD0\uFFFF\u2028", "노트 메모\t\n", "노트", "<!--", "--><b", "]]>", "{{.}}",
}

// hostilePages are the sample pages with each string field, of them and of what they lead to, as
// each of the hostile texts, and with nothing behind pointers.
func hostilePages() []*render.Page {
	var out []*render.Page
	for _, p := range samples() {
		for i, text := range append([]string{"\x01"}, hostile...) {
			page, chrome := *p, *p.Site
			page.Site = &chrome
			page.Lists = append([]render.List(nil), p.Lists...)
			for i := range page.Lists {
				if l := page.Lists[i].More; l != nil {
					page.Lists[i].More = &render.Link{Href: l.Href, Title: l.Title}
				}
			}
			if p.Previous != nil {
				page.Previous, page.Next = &render.Link{Title: "b"}, nil
			}
			chrome.Calendar, chrome.Gallery, chrome.Offline, chrome.Stacked, chrome.Previews, chrome.Branches = "c.html", "g.html", true, true, i, i%3
			chrome.Graph, chrome.Search = i%2 == 0, i%3 > 0
			if i > 0 {
				fill(reflect.ValueOf(&page).Elem(), text)
			}
			page.Kind = p.Kind
			out = append(out, &page)
		}
	}
	return out
}

func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text)
		}
	}
}

// same fails when a program's page is not its template's, byte for byte, or when one of them is
// an error and the other is a page.
func same(t *testing.T, f *form, p *render.Page) {
	t.Helper()
	var want bytes.Buffer
	err := f.template.Execute(&want, p)
	got, ok := f.program.run(nil, p)
	if ok != (err == nil) {
		t.Errorf("%s: the program says %t, the template %v", p.Kind, ok, err)
	} else if ok && !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s: the program makes\n%s\nthe template\n%s", p.Kind, got, want.Bytes())
	}
}

// Every page of every theme is made by a program, and is what html/template makes of it.
func TestProgramsAreTheTemplates(t *testing.T) {
	for _, name := range names(themes.FS) {
		th, err := Load(Options{Themes: themes.FS, Name: name})
		if err != nil {
			t.Fatal(err)
		}
		for _, language := range []string{"en", "ko"} {
			e, err := th.edition(language)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range hostilePages() {
				f := e.pages[p.Kind]
				if f.program == nil {
					t.Fatalf("%s has no program for pages of kind %s", name, p.Kind)
				}
				if same(t, f, p); t.Failed() {
					return
				}
			}
		}
	}
}

// newForm returns a form with a text as page.html, which may call {{template "part" .}}.
func newForm(t *testing.T, text string) *form {
	t.Helper()
	page, err := template.New("page.html").Parse(text + `{{define "part"}}{{.Title}}{{with .Kind}}{{.}}{{end}}{{$.Count}}{{end}}`)
	if err != nil {
		t.Fatal(err)
	}
	var none bytes.Buffer
	if err := page.Execute(&none, samples()[0]); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return &form{page, newProgram(page)}
}

// What programs cover is as html/template has it.
func TestPrograms(t *testing.T) {
	for _, text := range []string{
		`{{.Title}} {{.Body}} {{.Home}} {{.Kind}} {{.BacklinkCount}} {{.Math}} {{"a<b"}} {{3}} {{true}}`,
		`<title>{{.Title}}{{.Kind}}</title><textarea>{{.Lead}}</textarea>`,
		`<p title="{{.Title}}" lang='{{.Language}}' data-n="{{.BacklinkCount}}" data-u="{{.Home}}">`,
		`<a href="{{.Home}}"></a><a href='{{.Title}}'></a><a href="{{.Root}}{{.Address}}"></a><a href="x/{{.Title}}/{{.Home}}"></a>`,
		`<a href="?q={{.Title}}&r={{.Home}}#{{.Lead}}"></a><img src="{{.Site.Gallery}}">`,
		`{{if and .Math (or .Title .Next) (not .Foreign)}}a{{else if ne .Kind "note"}}b{{else}}{{with .Lead}}c{{.}}{{else with .Count}}e{{.}}{{else}}d{{end}}{{end}}`,
		`{{with or .Previous .Next}}{{.Title}}{{end}}{{with and .Title .Lead}}{{.}}{{end}}`,
		`{{range $i, $l := .Lists}}{{if $i}}, {{end}}{{$l.Title}}{{.Kind}}{{with .More}}{{.Href}}{{end}}{{else}}none{{end}}`,
		`{{range $l := .Lists}}{{$.Title}}{{$l.ID}}{{end}}{{range .Lists}}{{len .Title}}{{end}}{{len .Lists}}`,
		`{{$t := .Title}}{{if $n := .Lead}}{{$t = $n}}{{$n}}{{end}}{{$t}}`,
		`{{with $x := .Site}}{{$x.Title}}{{.Author}}{{$.Title}}{{end}}{{(.Site).Title}}`,
		`{{if eq .BacklinkCount 13}}x{{end}}{{if lt .MentionCount .BacklinkCount}}y{{end}}{{if ge .Title .Lead}}z{{end}}{{.BacklinkCount | eq 13}}`,
		`{{if le .MentionCount 1}}x{{end}}{{if gt .Title "a"}}y{{end}}{{if eq .Math .Blocks}}z{{end}}`,
		`{{template "part" .}}{{block "own" .}}{{.Lead}}{{end}}{{/* no */}}<!-- gone -->`,
		`{{with .Previous}}{{.Title}}{{end}}{{if .Lists}}{{(index .Lists 0).Title}}{{end}}`,
		// Errors on some pages.
		`{{.Previous.Title}}`, `{{(index .Lists 1).Title}}`, `{{if and .Title .Next.Title}}x{{end}}`,
	} {
		f := newForm(t, text)
		if f.program == nil {
			t.Errorf("%s: no program", text)
			continue
		}
		for _, p := range hostilePages() {
			if same(t, f, p); t.Failed() {
				t.Fatal(text)
			}
		}
	}
}

// What programs do not cover is left to html/template.
func TestNoPrograms(t *testing.T) {
	for _, text := range []string{
		`<p title={{.Title}}>`, `<p title="{{.Body}}">`, `<title>{{.Body}}</title>`, `<script>var a = {{.Title}}</script>`, `<p style="color: {{.Title}}">`,
		`<img srcset="{{.Title}}">`, `<p {{.Title}}>`, `<p title="{{template "part" .}}">`,
		`{{printf "%s" .Title}}`, `{{.Title | html}}`, `{{.Site}}`, `{{range .Lists}}{{break}}{{end}}`, `{{range 3}}a{{end}}`,
		`{{define "again"}}{{if .Foreign}}{{else}}{{template "again" .}}{{end}}{{end}}{{template "again" .}}`, `{{slice .Title 1}}`,
		`{{with $x := .Title}}{{$x = "other"}}{{.}}{{end}}`, `{{range $i, $l := .Lists}}{{$l = index $.Lists 0}}{{.Title}};{{end}}`, `{{$ = .}}{{.Title}}`,
		`{{.Previous.Title | and .Lead}}`, `{{$x := .Title}}{{range $x := .Lists}}a{{else}}{{$x}}{{end}}`, `{{range $x, $x := .Lists}}{{$x}}{{end}}`, `{{1.5}}`, `{{eq .Title .Lead .Count}}`,
	} {
		if newForm(t, text).program != nil {
			t.Errorf("%s: there is a program", text)
		}
	}
}

// A theme with a template that has no program still makes its pages.
func TestWithoutProgram(t *testing.T) {
	th := load(t, fstest.MapFS{"templates/parts/footer.html": {Data: []byte(`<footer>{{printf "%q" .Site.Title}}</footer>`)}})
	out, err := th.Wrap(nil, samples()[0])
	if err != nil || !bytes.Contains(out, []byte("<footer>&#34;Sample&#34;</footer>")) {
		t.Errorf("%v %s", err, out)
	}
}

func BenchmarkWrap(b *testing.B) {
	th := load(b, nil)
	p := samples()[0]
	p.Body = render.HTML(strings.Repeat("<p>A paragraph of a note, 그리고 한글도.</p>\n", 60))
	e, err := th.edition("en")
	if err != nil {
		b.Fatal(err)
	}
	for _, with := range []bool{true, false} {
		f := *e.pages[p.Kind]
		if !with {
			f.program = nil
		}
		b.Run(fmt.Sprintf("program=%t", with), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f.wrap(nil, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
