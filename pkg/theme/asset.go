package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"memopress/pkg/render"
	"memopress/pkg/writer/html/math"
)

// extraStyle is the user's own style sheet. It is added to the theme's, not published by itself.
const extraStyle = "assets/extra.css"

// sources is the folder of what scripts and style sheets import: nothing in it is published by
// itself.
const sources = "assets/src/"

var errNoAsset = errors.New("the theme has no asset")

// An edition is the theme in one language: its words stand in scripts and templates, so that a
// page pays for none of them.
type edition struct {
	theme    *Theme
	language string
	names    map[string]string // asset → published path, "" while it is being made
	assets   []Asset
	pages    map[render.Kind]*form
}

func (t *Theme) newEdition(language string) (*edition, error) {
	e := &edition{theme: t, language: language, names: map[string]string{}}
	e.addMath()
	e.addFonts()
	list, err := t.files.list("assets")
	if err != nil {
		return nil, err
	}
	for _, name := range list {
		if name == extraStyle || name == "assets/"+iconFile || strings.HasPrefix(name, sources) {
			continue
		}
		if _, err := e.publish(strings.TrimPrefix(name, "assets/")); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(e.assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	e.pages, err = e.compile()
	return e, err
}

// publish makes an asset, once, and returns its published path.
func (e *edition) publish(name string) (string, error) {
	if at, ok := e.names[name]; ok {
		if at == "" {
			return "", fmt.Errorf("asset %q names itself by way of others", name)
		}
		return at, nil
	}
	file := "assets/" + name
	if !e.theme.files.has(file) {
		return "", fmt.Errorf("%w %q", errNoAsset, name)
	}
	e.names[name] = ""
	data, err := e.make(name)
	if err != nil {
		return "", err
	}
	at := publishedName(name, data)
	if licensed, ok := strings.CutSuffix(name, ".LICENSE"); ok {
		// Licences lie beside what they are about, under their own name.
		at = "assets/" + licensed + ".LICENSE.txt"
	}
	e.names[name] = at
	e.assets = append(e.assets, Asset{at, data, e.theme.files.feature(name)})
	return at, nil
}

// make returns what is published of an asset: scripts and style sheets directly in assets/ with
// what they import, everything else as it is.
func (e *edition) make(name string) ([]byte, error) {
	if name == iconFile {
		return e.theme.icon("") // whoever names it in a template of his own knows no title
	}
	ext := path.Ext(name)
	if strings.Contains(name, "/") || ext != ".js" && ext != ".css" {
		return e.theme.files.read("assets/" + name)
	}
	if name == "paper.css" && (e.theme.tokens != "" || e.theme.files.has(extraStyle)) {
		return e.bundle(styleWithExtra)
	}
	return e.bundle("assets/" + name)
}

// publishedName puts a hash of the content into the name: "assets/paper.1a2b3c4d5e.css".
func publishedName(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

// has reports whether some layer has the file.
func (ls layers) has(name string) bool {
	for _, l := range ls {
		if info, err := fs.Stat(l.fs, name); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}

// feature returns what a page must hold, or be, to need an asset.
func (ls layers) feature(name string) string {
	for _, l := range ls {
		for feature, assets := range l.manifest.Features {
			if slices.Contains(assets, name) {
				return feature
			}
		}
	}
	return ""
}

// addMath adds the style of formulas and its font, which come with their writer: what that
// writes is no theme's business. Templates call the style "math.css".
func (e *edition) addMath() {
	font := publishedName(math.FontName, math.Font())
	css := squeeze(math.StyleSheet())
	css = bytes.ReplaceAll(css, []byte(math.FontName), []byte(path.Base(font)))
	at := publishedName("math.css", css)
	e.names["math.css"] = at
	e.assets = append(e.assets, Asset{at, css, "math"}, Asset{font, math.Font(), "math"})
}
