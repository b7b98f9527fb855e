package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/writer/html/math"
)

// extraStyle is the user's own style sheet. It is added to the theme's, not published by itself.
const extraStyle = "assets/extra.css"

// readAssets reads assets/ and gives each file its published name.
func readAssets(files layers) ([]Asset, map[string]string, error) {
	list, err := files.list("assets")
	if err != nil {
		return nil, nil, err
	}
	// Style sheets come last: they name other assets.
	slices.SortStableFunc(list, func(a, b string) int { return rank(a) - rank(b) })
	var out []Asset
	published := map[string]string{}
	for _, name := range list {
		if name == extraStyle || strings.HasSuffix(name, ".LICENSE") {
			continue
		}
		data, err := files.read(name)
		if err != nil {
			return nil, nil, err
		}
		short := strings.TrimPrefix(name, "assets/")
		if path.Ext(name) == ".css" {
			if data, err = style(files, name, data, published); err != nil {
				return nil, nil, err
			}
		}
		at := publishedName(short, data)
		published[short] = at
		out = append(out, Asset{at, data, files.feature(short)})
	}
	out = append(out, mathAssets(published)...)
	// Licences lie beside what they are about, under their own name.
	for _, name := range list {
		if strings.HasSuffix(name, ".LICENSE") {
			data, err := files.read(name)
			if err != nil {
				return nil, nil, err
			}
			short := strings.TrimPrefix(name, "assets/")
			out = append(out, Asset{strings.TrimSuffix(name, ".LICENSE") + ".LICENSE.txt", data, files.feature(short)})
		}
	}
	slices.SortFunc(out, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	return out, published, nil
}

func rank(name string) int {
	if path.Ext(name) == ".css" {
		return 1
	}
	return 0
}

// publishedName puts a hash of the content into the name: "assets/paper.1a2b3c4d5e.css".
func publishedName(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

var address = regexp.MustCompile(`url\("([^"]*)"\)`)

// style prepares a style sheet: the user's rules behind the theme's, published names for the
// assets that it uses, and no comments or indentation on the wire.
func style(files layers, name string, data []byte, published map[string]string) ([]byte, error) {
	data = squeeze(data)
	if extra, err := files.read(extraStyle); err == nil {
		data = append(append(data, '\n'), extra...)
	} else if !isMissing(err) {
		return nil, err
	}
	var missing error
	data = address.ReplaceAllFunc(data, func(m []byte) []byte {
		want := string(address.FindSubmatch(m)[1])
		at, ok := published[path.Join(path.Dir(strings.TrimPrefix(name, "assets/")), want)]
		if !ok {
			missing = fmt.Errorf("%s: url(%q): the theme has no such asset", files.origin(name), want)
			return m
		}
		up := strings.Repeat("../", strings.Count(name, "/")-1)
		return []byte(`url("` + up + strings.TrimPrefix(at, "assets/") + `")`)
	})
	return data, missing
}

func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// feature returns what a page must hold to need an asset.
func (ls layers) feature(name string) string {
	for _, l := range ls {
		if slices.Contains(l.manifest.Diagram, name) {
			return "diagram"
		}
	}
	return ""
}

// mathAssets are the style of formulas and its font, which come with their writer: what that
// writes is no theme's business. Templates call the style "math.css".
func mathAssets(published map[string]string) []Asset {
	font := publishedName(math.FontName, math.Font())
	css := squeeze(math.StyleSheet())
	css = bytes.ReplaceAll(css, []byte(math.FontName), []byte(path.Base(font)))
	at := publishedName("math.css", css)
	published["math.css"] = at
	return []Asset{{at, css, "math"}, {font, math.Font(), "math"}}
}
