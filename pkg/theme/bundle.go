package theme

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// bundle makes one file of a script or style sheet of the theme and what it imports, as small as
// it goes. Imports are found layer by layer, so that a theme may replace one of them.
//
// In scripts word("key"), forms("key") and asset("name") stand for what is known now: the words
// of a message in the edition's language, its plural forms as an object, and the published name
// of an asset below assets/.
func (e *edition) bundle(entry string) ([]byte, error) {
	res := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Format:            api.FormatIIFE,
		Platform:          api.PlatformBrowser,
		Target:            api.ES2021,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LogLevel:          api.LogLevelSilent,
		Plugins:           []api.Plugin{{Name: "theme", Setup: e.plugin}},
		Supported:         modernStyle,
	})
	if len(res.Errors) > 0 {
		return nil, e.complaint(res.Errors[0])
	}
	return res.OutputFiles[0].Contents, nil
}

// modernStyle are features of style sheets that are kept as they were written: their replacements
// are many times as long, and a browser without them shows a plainer page.
var modernStyle = map[string]bool{"nesting": true, "inset-property": true, "is-pseudo-class": true, "color-functions": true, "rebecca-purple": true, "hwb": true, "modern-rgb-hsl": true, "hex-rgba": true, "media-range": true, "gradient-double-position": true}

// namespace keeps esbuild from looking for files on a disk.
const namespace = "theme"

// What paper.css is to esbuild where the user has rules or tokens of his own.
const (
	styleWithExtra = "assets/paper.css?extra"
	userTokens     = "assets/tokens of the user"
)

// plugin finds and reads files for one bundle. esbuild asks from several goroutines; whatever makes
// another asset happens in one of them at a time.
func (e *edition) plugin(b api.PluginBuild) {
	var one sync.Mutex
	b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
		switch a.Kind {
		case api.ResolveEntryPoint:
			return api.OnResolveResult{Path: a.Path, Namespace: namespace}, nil
		case api.ResolveCSSURLToken:
			one.Lock()
			defer one.Unlock()
			return e.resolveURL(a)
		}
		name := path.Join(path.Dir(a.Importer), a.Path)
		if name != userTokens && (!strings.HasPrefix(name, "assets/") || !e.theme.files.has(name)) {
			return api.OnResolveResult{}, fmt.Errorf("%q: the theme has no such file", a.Path)
		}
		return api.OnResolveResult{Path: name, Namespace: namespace}, nil
	})
	b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		if a.Path == styleWithExtra {
			text := `@import "./paper.css"; @import "./tokens of the user";`
			if e.theme.files.has(extraStyle) {
				text += `@import "./extra.css";`
			}
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderCSS}, nil
		}
		if a.Path == userTokens {
			return api.OnLoadResult{Contents: &e.theme.tokens, Loader: api.LoaderCSS}, nil
		}
		data, err := e.theme.files.read(a.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		if path.Ext(a.Path) == ".css" {
			text := string(data)
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderCSS}, nil
		}
		one.Lock()
		defer one.Unlock()
		text, problems := e.settleScript(a.Path, string(data))
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS, Errors: problems}, nil
	})
}

// resolveURL gives an address in a style sheet the published name of the asset that it means.
func (e *edition) resolveURL(a api.OnResolveArgs) (api.OnResolveResult, error) {
	if strings.Contains(a.Path, ":") || strings.HasPrefix(a.Path, "#") || strings.HasPrefix(a.Path, "//") {
		return api.OnResolveResult{Path: a.Path, External: true}, nil
	}
	// What a file in src/ names is looked for beside it, then beside the published style sheets.
	for _, dir := range [...]string{path.Dir(a.Importer), "assets"} {
		if at, err := e.publish(strings.TrimPrefix(path.Join(dir, a.Path), "assets/")); err == nil {
			return api.OnResolveResult{Path: strings.TrimPrefix(at, "assets/"), External: true}, nil
		} else if !errors.Is(err, errNoAsset) {
			return api.OnResolveResult{}, err
		}
	}
	return api.OnResolveResult{}, fmt.Errorf("url(%q): the theme has no such asset", a.Path)
}

var constant = regexp.MustCompile(`\b(word|forms|asset)\("([^"\\\n]*)"\)`)

// settleScript puts words and names into a script.
func (e *edition) settleScript(name, text string) (string, []api.Message) {
	var problems []api.Message
	out := constant.ReplaceAllStringFunc(text, func(call string) string {
		m := constant.FindStringSubmatch(call)
		value, err := e.constant(m[1], m[2])
		if err == nil {
			var data []byte
			if data, err = json.Marshal(value); err == nil {
				return string(data)
			}
		}
		line := 1 + strings.Count(text[:strings.Index(text, call)], "\n")
		problems = append(problems, api.Message{Text: err.Error(), Location: &api.Location{File: name, Namespace: namespace, Line: line}})
		return call
	})
	return out, problems
}

func (e *edition) constant(kind, name string) (any, error) {
	switch kind {
	case "word":
		return e.theme.words.say(e.language, name)
	case "forms":
		return e.theme.words.forms(e.language, name)
	}
	at, err := e.publish(name)
	return strings.TrimPrefix(at, "assets/"), err
}

// complaint turns what esbuild says into an error that names the layer, the file and the line.
func (e *edition) complaint(m api.Message) error {
	if m.Location == nil {
		return fmt.Errorf("theme: %s", m.Text)
	}
	file := strings.TrimPrefix(m.Location.File, namespace+":")
	return fmt.Errorf("%s:%d: %s", e.theme.files.origin(file), m.Location.Line, m.Text)
}
