package notion

import (
	"fmt"
	"path"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// attachments are the files that pages show or link to.
type attachments struct {
	list   []*attached
	byPath map[string]*attached // inside the workspace, as it is and decoded
	byBase map[string]*attached // by name alone; nil for several of one name
}

// An attached is one attachment.
type attached struct {
	file
	key   string
	shown string // the name that pages give it: the file's own may have lost its letters
	dest  string // its path in the space
}

func newAttachments() attachments {
	return attachments{byPath: map[string]*attached{}, byBase: map[string]*attached{}}
}

// addAttachment enters a file. Names of files are percent-encoded in archives, and once more in
// links.
func (e *export) addAttachment(f file) {
	a := &attached{file: f, key: e.opts.Space + "/" + f.path}
	if e.attachments.byPath[f.path] != nil {
		a.key = fmt.Sprintf("%s/%s (%d)", e.opts.Space, f.path, len(e.attachments.list))
	}
	e.attachments.list = append(e.attachments.list, a)
	for _, p := range []string{f.path, decode(f.path)} {
		if e.attachments.byPath[p] == nil {
			e.attachments.byPath[p] = a
		}
		base := path.Base(p)
		if old, known := e.attachments.byBase[base]; known && old != a {
			e.attachments.byBase[base] = nil
			continue
		}
		e.attachments.byBase[base] = a
	}
}

// find returns the attachment that a page in dir means by target, nil for none.
func (x attachments) find(dir, target string) *attached {
	if len(x.byPath) == 0 {
		return nil
	}
	for range 3 { // as written, and encoded twice
		if a := x.byPath[path.Join(dir, target)]; a != nil {
			return a
		}
		if a := x.byPath[strings.TrimLeft(path.Clean("/"+target), "/")]; a != nil {
			return a
		}
		next := decode(target)
		if next == target {
			break
		}
		target = next
	}
	if path.Ext(target) == "" {
		return nil
	}
	return x.byBase[path.Base(target)]
}

// isMedia reports whether a page shows a file in its place, so that it is no mere link.
func (a *attached) isMedia() bool {
	switch a.ext() {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".heic", ".tif", ".tiff",
		".mp3", ".wav", ".m4a", ".ogg", ".flac", ".aac", ".mp4", ".webm", ".mov", ".m4v", ".ogv", ".pdf":
		return true
	}
	return false
}

// named takes note of what a link calls an attachment, when that is a name of a file of its kind.
func (a *attached) named(text string) {
	text = importer.OneLine(text)
	if text == "" || !strings.EqualFold(path.Ext(text), path.Ext(a.path)) || strings.ContainsAny(text, "/\\") || len(text) > 200 {
		return
	}
	if a.shown == "" || text < a.shown {
		a.shown = text
	}
}

// placeAttachments gives each attachment its name and its path in the space.
func (e *export) placeAttachments(paths *importer.Paths) {
	for _, a := range e.attachments.list {
		base := decode(path.Base(a.path))
		if a.shown != "" {
			base = a.shown
		}
		ext := path.Ext(base)
		a.shown = base
		a.dest = paths.Give(e.notebook(a.dir()), strings.TrimSuffix(base, ext), ext)
	}
}

func (e *export) sendAttachments() {
	for _, a := range e.attachments.list {
		e.sink.Attachment(note.Attachment{Key: a.key, Name: path.Base(a.dest), Path: a.dest, Space: e.opts.Space, Size: a.Size, Open: a.Open,
			Source: note.Source{Input: e.src.Name, File: a.Path}})
	}
}
