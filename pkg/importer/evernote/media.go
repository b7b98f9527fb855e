package evernote

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/internal/media"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

func (f *file) opener(r *resource) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		data, err := f.data()
		if err != nil {
			return nil, fmt.Errorf("open attachment of %s: %w", f.RawPath, err)
		}
		return r.open(data), nil
	}
}

// extensions by media type, of what Evernote attaches.
var extensions = map[string]string{
	"image/png": ".png", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg", "image/bmp": ".bmp", "image/heic": ".heic",
	"application/pdf": ".pdf", "audio/mpeg": ".mp3", "audio/mp3": ".mp3", "audio/wav": ".wav", "audio/wave": ".wav", "audio/x-wav": ".wav", "audio/amr": ".amr", "audio/x-m4a": ".m4a", "audio/mp4": ".m4a",
	"video/mp4": ".mp4", "video/quicktime": ".mov", "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "application/zip": ".zip", "application/msword": ".doc",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/vnd.evernote.ink": ".ink",
}

// An attached is an attachment until the paths are given.
type attached struct {
	note.Attachment
	to        *note.Note
	stem, ext string
}

// attach takes the resources of a note and returns their keys by hash.
func (f *file) attach(n *note.Note, item string, rec *record) map[string]string {
	keys := map[string]string{}
	for i, r := range rec.resources {
		hash := r.hash
		if hash == "" {
			f.report(f, item, "I003", diag.Warning, fmt.Sprintf("the data of attachment %d (%s) are not in the export", i+1, importer.OneLine(clean(r.values["file-name"]))), "export the notebook again", n.ID)
			importer.LeaveOutItem(f.sink, f.src, f.File, fmt.Sprintf("%s attachment %d", item, i+1), ledger.Attachment, "content missing")
			continue
		}
		if keys[hash] != "" {
			importer.LeaveOutItem(f.sink, f.src, f.File, fmt.Sprintf("%s attachment %d", item, i+1), ledger.Attachment, ledger.Duplicate)
		} else {
			keys[hash] = fmt.Sprintf("%s/%s", n.ID, hash)
			stem, ext, mediaType := fileName(r)
			f.attachments = append(f.attachments, attached{to: n, stem: stem, ext: ext, Attachment: note.Attachment{
				Key: keys[hash], Space: f.opts.Space, MediaType: mediaType, Size: r.size, Open: f.opener(r),
				Source: note.Source{Input: f.src.Name, File: f.Path, Item: item + " " + hash}}})
		}
		if r.objID != "" && keys[r.objID] == "" {
			keys[r.objID] = keys[hash] // some notes name a resource by what its text recognition calls it
		}
		r.head, r.values = nil, nil
	}
	return keys
}

// fileName returns a resource's name, extension and media type. What the data begin with counts
// most where that says enough, then the extension of its own name, then the stated type: exports
// call any file application/octet-stream, and pictures by the names of other formats.
func fileName(r *resource) (name, ext, mediaType string) {
	own := importer.OneLine(clean(r.values["file-name"]))
	stated := strings.ToLower(strings.TrimSpace(r.values["mime"]))
	ext = path.Ext(own)
	if len(ext) < 2 || len(ext) > 8 || strings.ContainsAny(ext, " ") {
		ext = ""
	}
	name = strings.TrimSuffix(own, ext)
	found := media.Type("x"+ext, r.head)
	surely := found != "application/octet-stream" && found != "text/plain" && found != "application/zip"
	switch {
	case surely && (ext == "" || isPicture(found) && pictures[strings.ToLower(ext)] != "" && pictures[strings.ToLower(ext)] != found):
		ext = extensions[found]
	case ext == "" && extensions[stated] != "":
		ext = extensions[stated]
	case ext == "":
		ext = extensions[found]
	}
	mediaType = stated
	if surely {
		mediaType = found
	} else if _, known := extensions[stated]; !known {
		mediaType = found
	}
	if name == "" {
		name = r.hash[:8]
	}
	return name, ext, mediaType
}

// pictures are the types of pictures by extension.
var pictures = map[string]string{".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}

func isPicture(mediaType string) bool {
	return slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp"}, mediaType)
}
