package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"
)

// A layer is one folder that files of a theme come from.
type layer struct {
	fs       fs.FS
	name     string // for messages
	manifest manifest
}

// layers are the folders of a theme, the one that wins first.
type layers []layer

// stack finds the folders: the user's, the theme's, the default theme's.
func stack(o Options) (layers, error) {
	name := o.Name
	if name == "" {
		name = Default
	}
	var out layers
	if o.Folder != nil {
		out = append(out, layer{fs: o.Folder, name: "theme folder"})
	}
	for _, n := range slices.Compact([]string{name, Default}) {
		sub, err := fs.Sub(o.Themes, n)
		if err != nil {
			return nil, fmt.Errorf("theme %s: %w", n, err)
		}
		l := layer{fs: sub, name: "theme " + n}
		if err := l.readManifest(); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("no theme is called %q: there are %v", n, names(o.Themes))
			}
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// manifest is theme.yaml.
type manifest struct {
	Name        string `yaml:"name"`
	Description string `yaml:"description"`
	Licence     string `yaml:"licence"`
	Contract    int    `yaml:"contract"`
	// Features names the assets that only some pages need, by what those have or are.
	Features map[string][]string `yaml:"features"`
}

func (l *layer) readManifest() error {
	data, err := fs.ReadFile(l.fs, "theme.yaml")
	if err != nil {
		return err
	}
	m := &l.manifest
	if err := yaml.Unmarshal(data, m); err != nil {
		return fmt.Errorf("%s: theme.yaml: %w", l.name, err)
	}
	if m.Contract != contract {
		return fmt.Errorf("%s: theme.yaml: contract is %d: this program has %d", l.name, m.Contract, contract)
	}
	return nil
}

func names(themes fs.FS) []string {
	entries, err := fs.ReadDir(themes, ".")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out
}

// read returns a file of the first layer that has it.
func (ls layers) read(name string) ([]byte, error) {
	for _, l := range ls {
		data, err := fs.ReadFile(l.fs, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.name, err)
		}
		return data, nil
	}
	return nil, fmt.Errorf("theme: %s: %w", name, fs.ErrNotExist)
}

// origin says where a file comes from, for messages.
func (ls layers) origin(name string) string {
	for _, l := range ls {
		if _, err := fs.Stat(l.fs, name); err == nil {
			return l.name + ", " + name
		}
	}
	return name
}

// list returns the files below a folder in all layers, sorted.
func (ls layers) list(dir string) ([]string, error) {
	seen := map[string]bool{}
	for _, l := range ls {
		err := fs.WalkDir(l.fs, dir, func(p string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			if d.IsDir() && p != dir && path.Base(p)[0] == '.' {
				return fs.SkipDir
			}
			if !d.IsDir() && path.Base(p)[0] != '.' {
				seen[p] = true
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.name, err)
		}
	}
	out := make([]string, 0, len(seen))
	for p := range seen {
		out = append(out, p)
	}
	slices.Sort(out)
	return out, nil
}
