package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/text/unicode/norm"
)

// findInputs returns the inputs as they are named on disk. A name that is there only in another
// composition (NFC, NFD) is taken for it: what a keyboard gives and what a disk holds differ.
func findInputs(args []string) ([]string, error) {
	var out []string
	for _, arg := range args {
		path, err := composed(arg)
		if errors.Is(err, fs.ErrNotExist) {
			hint := "check the spelling; a folder or an archive with notes is wanted"
			if near := nearest(filepath.Base(arg), namesIn(filepath.Dir(arg))); near != "" && arg != "" {
				hint = fmt.Sprintf("did you mean %s?", filepath.Join(filepath.Dir(arg), near))
			}
			return nil, noNotesError{fmt.Sprintf("there is no file or folder %q", arg), hint}
		}
		if err != nil {
			return nil, noNotesError{err.Error(), "memopress can read only what you may read"}
		}
		out = append(out, path)
	}
	return out, nil
}

// composed returns path, or the one on disk that differs from it only in how its letters are
// composed.
func composed(path string) (string, error) {
	_, err := os.Stat(path)
	if path == "" || !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	parent, name := filepath.Dir(path), filepath.Base(path)
	if parent == path {
		return path, err
	}
	parent, parentErr := composed(parent)
	if parentErr != nil {
		return path, err
	}
	for _, other := range namesIn(parent) {
		if norm.NFC.String(other) == norm.NFC.String(name) {
			return filepath.Join(parent, other), nil
		}
	}
	return path, err
}

// namesIn returns the names in a folder; none when it cannot be read.
func namesIn(folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
