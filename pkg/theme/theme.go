// Package theme wraps pages in the templates of a theme. It knows values only: what it is given
// is finished text and markup, and it adds nothing of a note to it.
//
// # A theme
//
// A theme is a folder:
//
//	theme.yaml        name, description, licence, contract (1), and features: the assets that
//	                  only pages with a feature (blocks, diagram, math) or of a kind (search) need
//	templates/        page.html, and one template per page kind: note.html, folder.html,
//	                  tag.html, tags.html, home.html, all.html, recent.html, 404.html
//	templates/parts/  what those share
//	assets/           style sheets, scripts, pictures; assets/src/ holds what those import
//	messages/         the words of the interface: en.yaml, ko.yaml, …
//
// A theme holds only what differs from the default theme, paper; a folder of the user's own
// goes before both. Files are replaced one by one, messages key by key. A file assets/extra.css
// is no part of any theme: where the user's folder has one, its rules follow the theme's.
//
// # Templates
//
// Templates are html/template. page.html makes the whole page and calls {{template "main" .}},
// which is the template of the page's kind. The dot is a render.Page, whose fields are the
// contract: a template that asks for another field is an error that names the file and line.
// Two functions take a constant and cost nothing per page:
//
//	{{t "backlinks"}}                        the words of a key in the site's language
//	href="{{.Root}}{{asset "paper.css"}}"    the published name of a file in assets/
//
// page.html must write {{.Head}} inside <head>: it holds the page's Content-Security-Policy.
// That policy forbids script and style inside pages, so a theme has both in files.
//
// # Style
//
// Everything of paper's style is in the layers reset, tokens, base, layout, components, print;
// rules outside of layers win over all of them. The tokens are custom properties of :root:
//
//	--mp-font-body --mp-font-head --mp-font-ui --mp-font-mono --mp-size --mp-leading
//	--mp-measure --mp-nav --mp-margin --mp-gap --mp-radius
//	--mp-bg --mp-bg-2 --mp-card --mp-line --mp-fg --mp-fg-2 --mp-link --mp-link-v --mp-accent
//	--mp-rule --mp-mark --mp-focus --mp-note --mp-tip --mp-warn --mp-danger --mp-other
//
// Stable hooks are data-page on <html>, data-theme on <html> (light or dark, when the reader
// chose), data-callout, aria-current, the ids main, nav and toc, and the classes of a note's
// cssclasses property on <article>.
//
// # Assets
//
// Each asset is published under assets/ with its content's hash in the name, so that it may be
// kept for ever. Scripts and style sheets that lie directly in assets/ are bundled with what they
// import and minified; other folders are published as they are, but assets/src/, which holds what
// is imported. Each file of it can be replaced by itself: assets/src/tokens.css is all of a
// theme's colours and measures.
//
// Addresses in style sheets, url("name"), are replaced by published names. In scripts three calls
// with a constant are replaced by what they stand for:
//
//	word("copy")          the words of a key in the site's language
//	forms("results")      its plural forms as an object: {"one": "{n} result", "other": …}
//	asset("search.js")    the published name of a file in assets/, relative to that folder
//
// assets/icon.svg stands for the site in a browser's tabs. {letter} in it is the first letter of
// the site's title, var(--mp-accent) the value of a token in light.
//
// Published scripts are classic ones: modules do not load from a disk.
package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"memopress/pkg/render"
)

// Default is the theme that all others are differences of.
const Default = "paper"

// contract is the version of what this package promises to themes.
const contract = 1

// Options say which theme.
type Options struct {
	Themes fs.FS  // a folder for each theme
	Name   string // empty means Default
	Folder fs.FS  // the user's own files; nil for none

	// Tokens are design tokens that the user wants to be different, by name without "--mp-":
	// "accent": "#0a6b57". A name that the theme does not have is a *TokenError.
	Tokens map[string]string

	// Fonts are font files of the user's own, by what they are for; see FontRoles. They are
	// published as they are unless WithText makes less of them.
	Fonts map[string]Font
}

// A Theme wraps pages. It is safe for concurrent use.
type Theme struct {
	files    layers
	words    messages
	tokens   string            // a style sheet with the user's own, and with his fonts, "" for none
	values   map[string]string // the user's own tokens by name
	fonts    map[string]Font
	editions sync.Map // language → func() (*edition, error)
}

// An Asset is a file that a theme publishes.
type Asset struct {
	Path string // site path, with a hash of the content
	Data []byte
	// Feature is what a page must have to ask for it: "blocks", "diagram" or "math" (the fields of
	// render.Page), or the kind that it must be ("search"); "" for all pages. A site where no
	// page has it can do without.
	Feature string
}

// Load reads a theme and tries it on sample pages, so that its mistakes show now.
func Load(o Options) (*Theme, error) {
	files, err := stack(o)
	if err != nil {
		return nil, err
	}
	t := &Theme{files: files, values: o.Tokens}
	if t.words, err = readMessages(files); err != nil {
		return nil, err
	}
	if t.tokens, err = files.tokenStyle(o.Tokens); err != nil {
		return nil, err
	}
	if err := checkFonts(o.Fonts); err != nil {
		return nil, err
	}
	t.fonts, t.tokens = o.Fonts, fontStyle(o.Fonts)+t.tokens
	for _, p := range samples() {
		out, err := t.Wrap(nil, p)
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(out, []byte(p.Head)) {
			return nil, fmt.Errorf("theme: %s leaves out {{.Head}}, which holds the page's security policy", files.origin("templates/page.html"))
		}
	}
	return t, nil
}

// Assets returns the files that the theme publishes for a site in a language, by path.
func (t *Theme) Assets(language string) ([]Asset, error) {
	e, err := t.edition(language)
	if err != nil {
		return nil, err
	}
	return e.assets, nil
}

// Message returns the words of a key in a language, or in the language without its region; ""
// when the theme does not speak it or has no such key.
func (t *Theme) Message(language, key string) string { return t.words.find(language, key) }

// Languages returns the languages that the theme has words in, sorted.
func (t *Theme) Languages() []string { return t.words.languages() }

// Wrap appends the page to out, which may be nil, as a whole HTML document. Errors name the
// template's file and line.
func (t *Theme) Wrap(out []byte, p *render.Page) ([]byte, error) {
	e, err := t.edition(p.Site.Language)
	if err != nil {
		return nil, err
	}
	f := e.pages[p.Kind]
	if f == nil {
		return nil, fmt.Errorf("theme: no template for pages of kind %q", p.Kind)
	}
	return f.wrap(out, p)
}

// readable takes the words of text/template that mean nothing to a theme's author from an error.
func readable(err error) error {
	s := err.Error()
	s = strings.TrimPrefix(s, "html/template:")
	s = strings.TrimPrefix(s, "template: ")
	return fmt.Errorf("%s", s)
}

// edition returns the theme in a language, made when it is first asked for.
func (t *Theme) edition(language string) (*edition, error) {
	made, _ := t.editions.LoadOrStore(language, sync.OnceValues(func() (*edition, error) { return t.newEdition(language) }))
	return made.(func() (*edition, error))()
}
