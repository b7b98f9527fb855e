package simplenote

import (
	"path"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// beside takes the text files beside notes.json. Those that repeat a note are its twins. Any other
// holds words of its own and is kept as a note, but a private one: it may be the twin that an older
// export left of a note that has gone to the trash since.
func (r *reader) beside() {
	for _, f := range r.src.Files() {
		if !strings.EqualFold(path.Ext(f.Path), ".txt") || f.Path == r.file.Path {
			continue
		}
		data, err := f.Text(r.opts.Encoding, r.sink)
		if err != nil {
			importer.Fail(r.sink, r.src, f, ledger.Note, err)
			continue
		}
		text := strings.ReplaceAll(string(data), "\r\n", "\n")
		if r.texts[twin(text)] || r.texts[twin(withoutTags(text))] {
			importer.LeaveOut(r.sink, r.src, f, ledger.Other, "twin of a note")
			continue
		}
		n := importer.FileNote(r.src, f, r.opts.Space, f.Path)
		n.Title, n.Body = n.Name, importer.PlainText(text)
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "no note of the export", Detail: "a text file beside notes.json"}
		r.extra = append(r.extra, n)
	}
}

// twin is what a note and its twin have in common: their words, whatever the space around them.
func twin(text string) string { return importer.OneLine(text) }

// withoutTags takes off the list of tags that twins end with: "Tags:" and a line of names.
func withoutTags(text string) string {
	if i := strings.LastIndex(text, "\n\nTags:\n"); i >= 0 {
		return text[:i]
	}
	return strings.TrimPrefix(text, "Tags:\n")
}
