package evernote

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"memopress/pkg/importer"
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

// fileName returns a resource's name and extension. The extension of its own name counts most,
// then its media type, then what its data begin with: exports state wrong types for good names.
func (f *file) fileName(r *resource) (name, ext string) {
	own := importer.OneLine(clean(r.values["file-name"]))
	ext = path.Ext(own)
	if len(ext) > 8 || strings.ContainsAny(ext, " ") {
		ext = ""
	}
	name = strings.TrimSuffix(own, ext)
	if ext == "" || ext == "." {
		ext = extensions[strings.ToLower(strings.TrimSpace(r.values["mime"]))]
	}
	if ext == "" {
		if file, err := f.opener(r)(); err == nil { // else it fails again when it is read, and is told of then
			head := make([]byte, 512)
			n, err := io.ReadFull(file, head)
			if err == nil || n > 0 {
				mime, _, _ := strings.Cut(http.DetectContentType(head[:n]), ";")
				ext = extensions[mime]
			}
			_ = file.Close() // a section of a file has nothing to close
		}
	}
	if name == "" {
		name = r.hash[:8]
	}
	return name, ext
}
