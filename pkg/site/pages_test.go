package site_test

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/render"
	"memopress/pkg/site"
	"memopress/pkg/theme"
	"memopress/themes"
)

// pages renders and wraps a site and returns its files.
func pages(t *testing.T, th *theme.Theme, s *site.Site) map[string][]byte {
	t.Helper()
	var mu sync.Mutex
	files := map[string][]byte{}
	err := render.Render(context.Background(), s, render.Options{Message: th.Message}, func(f render.File) error {
		data := f.Data
		if f.Page != nil {
			var err error
			if data, err = th.Wrap(nil, f.Page); err != nil {
				return err
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if files[f.Path] != nil {
			t.Errorf("written twice: %s", f.Path)
		}
		files[f.Path] = data
		return nil
	}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// The finished files, too, are those of the public notes alone, byte for byte.
func TestPagesDoNotInterfere(t *testing.T) {
	th, err := theme.Load(theme.Options{Themes: themes.FS})
	if err != nil {
		t.Fatal(err)
	}
	count := uint64(50)
	if testing.Short() {
		count = 6
	}
	for seed := range count {
		var before map[string][]byte
		for _, twin := range site.Twins(seed) {
			if before == nil {
				before = pages(t, th, twin.Before)
			}
			if len(before) < len(twin.Before.Notes)+8 {
				t.Fatalf("only %d files for %d notes", len(before), len(twin.Before.Notes))
			}
			after := pages(t, th, twin.After)
			for _, path := range slices.Sorted(maps.Keys(before)) {
				if !bytes.Equal(before[path], after[path]) {
					t.Fatalf("seed %d: private notes %s: %s differs", seed, twin.Mutation, path)
				}
			}
			if len(after) != len(before) {
				t.Fatalf("seed %d: private notes %s: %d files, then %d", seed, twin.Mutation, len(before), len(after))
			}
		}
	}
}
