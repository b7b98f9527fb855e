// Package bundle finds TextBundles in a source: folders "Name.textbundle" with a text, its
// assets and an info.json, also packed as "Name.textpack" (textbundle.org, versions 1 and 2).
//
// It is what the importers of TextBundle and of Bear share. Every file of a bundle is given out
// once: as text, as info or as an asset.
package bundle

import (
	"encoding/json"
	"errors"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
)

// A Bundle is one note with its assets.
type Bundle struct {
	Path   string         // of the bundle in the source, without its extension: "Notes/오늘"
	Key    string         // unique in the source: Path, with the extension where two bundles share it
	Item   string         // what the ledger puts before the names of its files: "" or "a.textpack#"
	Packed *importer.File // the .textpack that holds it; nil for a folder
	Text   importer.File
	Info   *importer.File // nil without info.json
	Assets []importer.File
	Others []importer.File // further texts, and files that no version of the format knows
	root   string          // folder of the bundle in its source
}

// maxInfo is how large an info.json may be, in bytes.
const maxInfo = 1 << 20

// errNoText is the reason for a bundle that holds no text.
var errNoText = errors.New("the bundle holds no text file")

// IsText reports whether a path inside a bundle is its text.
func IsText(p string) bool {
	switch strings.ToLower(p) {
	case "text.md", "text.markdown", "text.txt", "text.text", "text.html", "text.mmd", "text.fountain":
		return true
	}
	return false
}

// Root returns the path of the bundle that holds a file, "" for none.
func Root(p string) string {
	lower := strings.ToLower(p)
	if i := strings.Index(lower, ".textbundle/"); i >= 0 {
		return p[:i+len(".textbundle")]
	}
	return ""
}

// Find returns the bundles of a source in the order of their paths, and the files that belong to
// none. A source whose root is one bundle is a bundle. What cannot be opened is given to fail.
func Find(src *importer.Source, r diag.Reporter, fail func(f importer.File, err error)) (bundles []*Bundle, rest []importer.File) {
	byRoot := map[string][]importer.File{}
	var roots []string
	_, bare := src.Lookup("info.json")
	for _, f := range src.Files() {
		root := Root(f.Path)
		switch {
		case root == "" && strings.EqualFold(path.Ext(f.Path), ".textpack"):
			if b, err := unpack(src, f, r); err != nil {
				fail(f, err)
			} else {
				bundles = append(bundles, b)
			}
			continue
		case root == "" && !bare:
			rest = append(rest, f)
			continue
		}
		if byRoot[root] == nil {
			roots = append(roots, root)
		}
		byRoot[root] = append(byRoot[root], f)
	}
	for _, root := range roots {
		b, err := assemble(root, byRoot[root])
		if err != nil {
			for _, f := range byRoot[root] {
				fail(f, err)
			}
			continue
		}
		if root == "" {
			b.Path = strings.TrimSuffix(path.Base(src.Name), path.Ext(src.Name))
		}
		bundles = append(bundles, b)
	}
	distinguish(bundles)
	return bundles, rest
}

// distinguish gives bundles their keys: "a.textbundle" and "a.textpack" may lie side by side.
func distinguish(bundles []*Bundle) {
	count := map[string]int{}
	for _, b := range bundles {
		count[b.Path]++
	}
	for _, b := range bundles {
		b.Key = b.Path
		if count[b.Path] > 1 && b.Packed != nil {
			b.Key += path.Ext(b.Packed.Path)
		}
	}
}

// unpack opens a .textpack.
func unpack(src *importer.Source, f importer.File, r diag.Reporter) (*Bundle, error) {
	in, err := src.OpenNested(f, r)
	if err != nil {
		return nil, err
	}
	root := ""
	for _, inner := range in.Files() {
		if root = Root(inner.Path); root != "" {
			break
		}
	}
	b, err := assemble(root, in.Files())
	if err != nil {
		return nil, err
	}
	b.Path = strings.TrimSuffix(f.Path, path.Ext(f.Path))
	b.Item, b.Packed = f.Path+"#", &f
	return b, nil
}

func assemble(root string, files []importer.File) (*Bundle, error) {
	b := &Bundle{Path: strings.TrimSuffix(root, path.Ext(root)), root: root}
	found := false
	for _, f := range files {
		switch inside := b.Inside(f); {
		case strings.EqualFold(inside, "info.json"):
			b.Info = &f
		case IsText(inside) && !found:
			b.Text, found = f, true
		case strings.HasPrefix(strings.ToLower(inside), "assets/"):
			b.Assets = append(b.Assets, f)
		default:
			b.Others = append(b.Others, f)
		}
	}
	if !found {
		return nil, errNoText
	}
	return b, nil
}

// Inside returns the path of a file of the bundle relative to the bundle.
func (b *Bundle) Inside(f importer.File) string {
	return strings.TrimPrefix(strings.TrimPrefix(f.Path, b.root), "/")
}

// ReadInfo decodes info.json into v; a bundle without one leaves v alone.
func (b *Bundle) ReadInfo(v any) error {
	if b.Info == nil {
		return nil
	}
	data, err := b.Info.Read(maxInfo)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// Name returns the bundle's own name and the folders that it lies in.
func (b *Bundle) Name() (name string, notebook []string) {
	p := norm.NFC.String(b.Path)
	if dir := path.Dir(p); dir != "." {
		notebook = strings.Split(dir, "/")
	}
	return path.Base(p), notebook
}
