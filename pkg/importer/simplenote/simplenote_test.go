package simplenote_test

import (
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/simplenote"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, simplenote.Importer{}) }

// Two notes of one title keep their paths when a third is written later.
func TestStablePaths(t *testing.T) {
	old := `{"id":"b","content":"메모\n하나","creationDate":"2024-01-01T00:00:00Z"},{"id":"a","content":"메모\n둘","creationDate":"2024-02-01T00:00:00Z"}`
	for _, list := range []string{old, `{"id":"0","content":"메모\n셋","creationDate":"2024-03-01T00:00:00Z"},` + old} {
		got := importertest.Read(t, simplenote.Importer{}, importertest.Folder(t, map[string]string{"source/notes.json": `{"activeNotes":[` + list + `],"trashedNotes":[]}`}))
		paths := map[note.ID]string{}
		for _, n := range got.Notes {
			paths[n.ID] = n.Path
		}
		if paths["simplenote:b"] != "메모.md" || paths["simplenote:a"] != "메모 (2).md" {
			t.Errorf("%v", paths)
		}
	}
}

// One bad note among others is one failure, with its source kept.
func TestBadNote(t *testing.T) {
	got := importertest.Read(t, simplenote.Importer{}, importertest.Folder(t, map[string]string{"notes.json": `{"activeNotes":[{"id":1,"content":"x"},{"id":"a","content":""}]}`}))
	if len(got.Notes) != 1 || got.Failed() != 1 || got.Notes[0].Title != "a" || !strings.Contains(importertest.Dump(got), "activeNotes/1") {
		t.Error(importertest.Dump(got))
	}
}

// Text files that repeat a note are its twins; one with words of its own is a
// private note that takes no path from another.
func TestTwins(t *testing.T) {
	dir := importertest.Folder(t, map[string]string{
		"source/notes.json": `{"activeNotes":[{"id":"a","content":"장보기\r\n우유","tags":["집"],"creationDate":"2024-01-01T00:00:00Z"},{"id":"b","content":"b"}],"trashedNotes":[{"id":"c","content":"버린 글"}]}`,
		"장보기.txt":           "장보기\r\n우유\n\nTags:\n  집", "b.txt": "b", "trash-버린 글.txt": "버린 글", "일기.txt": "나만의 글\n둘째 줄", "장보기 (2).txt": "장보기\n우유와 빵"})
	got := importertest.Read(t, simplenote.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	var own []string
	for _, n := range got.Notes {
		if !strings.HasPrefix(string(n.ID), "simplenote:") {
			own = append(own, n.Title)
			if n.Visibility.State != note.MarkedPrivate {
				t.Errorf("%s is not private", n.Path)
			}
		}
	}
	if len(got.Notes) != 5 || strings.Join(own, ",") != "일기,장보기 (2)" || strings.Count(importertest.Dump(got), "twin of a note") != 3 {
		t.Error(importertest.Dump(got))
	}
}

// Whatever notes.json holds, it is accounted for.
func FuzzNotes(f *testing.F) {
	f.Add([]byte(`{"activeNotes":[{"id":"a","content":"# 제목\r\n- [x] 일\r\n[b](simplenote://note/b)","markdown":false}],"trashedNotes":[]}`))
	f.Add([]byte(`{"activeNotes":[],"trashedNotes":[null,3]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := importertest.Folder(t, map[string]string{"notes.json": string(data)})
		importertest.AddsUp(t, dir, importertest.Read(t, simplenote.Importer{}, dir))
	})
}
