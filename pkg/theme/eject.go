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

	"github.com/rogpeppe/go-internal/diff"
)

// A Summary is what a theme says about itself.
type Summary struct {
	Name        string
	Description string
	Licence     string
}

// List returns the themes in a folder of themes, the default one first, then by name.
func List(themes fs.FS) ([]Summary, error) {
	var out []Summary
	for _, n := range names(themes) {
		files, err := stack(Options{Themes: themes, Name: n})
		if err != nil {
			return nil, err
		}
		m := files[0].manifest
		out = append(out, Summary{n, m.Description, m.Licence})
	}
	slices.SortStableFunc(out, func(a, b Summary) int {
		switch Default {
		case a.Name:
			return -1
		case b.Name:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out, nil
}

// Files returns the names of all files of a theme that a folder of the user's own may replace,
// sorted: "assets/src/tokens.css", "templates/note.html". o.Folder is not looked at.
func Files(o Options) ([]string, error) {
	files, err := originals(o)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, dir := range []string{"assets", "messages", "templates"} {
		list, err := files.list(dir)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Eject returns a file of the theme as it is to be put into the user's folder: its text below a
// mark that says what it was made from. Files that hold no comments are without the mark.
// o.Folder is not looked at. A file that the theme does not have is an error that wraps
// fs.ErrNotExist.
func Eject(o Options, name string) ([]byte, error) {
	files, err := originals(o)
	if err != nil {
		return nil, err
	}
	data, err := files.read(name)
	if err != nil {
		return nil, err
	}
	open, shut, ok := comment(name)
	if !ok {
		return data, nil
	}
	mark := fmt.Sprintf("%smade from %s, %s%s\n", open, files.origin(name), fingerprint(data), shut)
	return append([]byte(mark), data...), nil
}

// Stale returns the files of o.Folder that were ejected from an original which has changed since,
// or is no more, sorted. What a file was made from is in its first line.
func Stale(o Options) ([]string, error) {
	if o.Folder == nil {
		return nil, nil
	}
	files, err := originals(o)
	if err != nil {
		return nil, err
	}
	own := layers{{fs: o.Folder, name: "theme folder"}}
	list, err := own.list(".")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range list {
		if _, _, ok := comment(name); !ok {
			continue
		}
		data, err := own.read(name)
		if err != nil {
			return nil, err
		}
		first, _, _ := bytes.Cut(data, []byte("\n"))
		m := ejectMark.FindSubmatch(first)
		if m == nil {
			continue
		}
		original, err := files.read(name)
		if errors.Is(err, fs.ErrNotExist) || err == nil && fingerprint(original) != string(m[1]) {
			out = append(out, name)
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Diff returns how the files of o.Folder differ from those of the theme that they replace, as a
// unified diff without the mark of Eject; files that replace none are left out.
func Diff(o Options) ([]byte, error) {
	files, err := originals(o)
	if err != nil {
		return nil, err
	}
	own := layers{{fs: o.Folder, name: "theme folder"}}
	list, err := own.list(".")
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, name := range list {
		if !files.has(name) {
			continue
		}
		before, err := files.read(name)
		if err != nil {
			return nil, err
		}
		after, err := own.read(name)
		if err != nil {
			return nil, err
		}
		if first, rest, ok := bytes.Cut(after, []byte("\n")); ok && ejectMark.Match(first) {
			after = rest
		}
		out = append(out, diff.Diff(files.origin(name), before, "theme folder, "+name, after)...)
	}
	return out, nil
}

// originals are the layers below the user's own folder.
func originals(o Options) (layers, error) {
	o.Folder = nil
	return stack(o)
}

var ejectMark = regexp.MustCompile(`made from theme [^,]+, [^,]+, ([0-9a-f]{16})\b`)

func fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// comment returns what opens and shuts a comment in a file.
func comment(name string) (open, shut string, ok bool) {
	switch path.Ext(name) {
	case ".html":
		return "{{/* ", " */ -}}", true
	case ".css", ".js":
		// What is published as it is stays as it is.
		return "/* ", " */", path.Dir(name) == "assets" || strings.HasPrefix(name, sources)
	case ".yaml":
		return "# ", "", true
	}
	return "", "", false
}
