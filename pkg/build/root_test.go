package build

import (
	"maps"
	"testing"

	"memopress/pkg/importer"
)

// A folder that somebody named for one input is that one's alone, whatever the others are called.
func TestRoots(t *testing.T) {
	folder := importer.Format{Name: "folder", Title: "Folder of Markdown, text and HTML"}
	sources := []Source{{Name: "q/노트", Space: "노트", Format: folder}, {Name: "p/노트", Space: "노트-2", Format: folder}, {Name: "takeout.zip", Space: "takeout.zip", Format: importer.Format{Name: "keep", Title: "Google Keep (Takeout)"}}}
	for _, tt := range []struct {
		roots Roots
		want  map[string]string
	}{
		{Roots{}, map[string]string{"노트": "노트", "노트-2": "노트 2", "takeout.zip": "Google Keep"}},
		{Roots{Names: map[string]string{"p/노트": "노트"}}, map[string]string{"노트": "노트 2", "노트-2": "노트", "takeout.zip": "Google Keep"}},
		{Roots{Merge: true, Names: map[string]string{"takeout.zip": "/메모/"}}, map[string]string{"노트": "", "노트-2": "", "takeout.zip": "메모"}},
	} {
		if got := rootsOf(sources, tt.roots); !maps.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.roots, got, tt.want)
		}
	}
}
