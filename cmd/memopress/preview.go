package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"memopress/pkg/build"
	"memopress/pkg/serve"
)

// A preview is what stays while notes and settings change.
type preview struct {
	server  *serve.Server
	depends string // on what besides the notes the builds before depended
	builds  *build.Session
}

// session returns what the builds before remember. With other settings, or another theme, they
// remember nothing.
func (p *preview) session(s *session) (*build.Session, error) {
	depends, err := s.depends()
	if err != nil {
		return nil, err
	}
	if p.builds == nil || p.depends != depends {
		p.builds, p.depends = &build.Session{}, depends
	}
	return p.builds, nil
}

// depends sums up what a site depends on besides its notes.
func (s *session) depends() (string, error) {
	h := sha256.New()
	settings, err := json.Marshal(s.config)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(h, "%s\n%q\n%q\n", settings, s.title(), s.inputs)
	for _, f := range append(slices.Sorted(maps.Values(s.config.Theme.Fonts)), s.config.Icon, s.config.Theme.Folder) {
		if f != "" {
			if err := sumFiles(h, s.beside(f)); err != nil {
				return "", err
			}
		}
	}
	return string(h.Sum(nil)), nil
}

// sumFiles adds a file, or all files of a folder. What is gone meanwhile is not there.
func sumFiles(h hash.Hash, name string) error {
	return filepath.WalkDir(name, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		fmt.Fprintf(h, "%q %d\n", p, len(data))
		h.Write(data)
		return err
	})
}
