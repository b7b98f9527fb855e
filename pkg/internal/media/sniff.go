package media

import (
	"bytes"
	"net/http"
	"path"
	"strings"
)

// sniffLength is how much of a file Type wants to see.
const sniffLength = 4096

// signatures of formats at the start of a file.
var signatures = []struct{ prefix, mediaType string }{
	{"\xff\xd8\xff", "image/jpeg"},
	{"\x89PNG\r\n\x1a\n", "image/png"},
	{"GIF87a", "image/gif"},
	{"GIF89a", "image/gif"},
	{"%PDF-", "application/pdf"},
	{"II*\x00", "image/tiff"},
	{"MM\x00*", "image/tiff"},
	{"OggS", "audio/ogg"},
	{"fLaC", "audio/flac"},
	{"ID3", "audio/mpeg"},
	{"PK\x03\x04", "application/zip"},
}

// brands of ISO base media files (ISO/IEC 14496-12 §4.3), by major brand.
var brands = map[string]string{
	"avif": "image/avif", "avis": "image/avif",
	"heic": "image/heic", "heix": "image/heic", "hevc": "image/heic", "heim": "image/heic", "heis": "image/heic",
	"mif1": "image/heif", "msf1": "image/heif",
	"qt  ": "video/quicktime",
	"M4A ": "audio/mp4", "M4B ": "audio/mp4",
	"3gp4": "video/3gpp", "3gp5": "video/3gpp", "3gp6": "video/3gpp", "3g2a": "video/3gpp",
}

// textual are types that only a name can tell, because the content is text or a zip.
var textual = map[string]string{
	".css": "text/css", ".csv": "text/csv", ".json": "application/json", ".md": "text/markdown",
	".txt": "text/plain", ".js": "text/plain", ".mjs": "text/plain", ".vtt": "text/vtt",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text",
	".ods":  "application/vnd.oasis.opendocument.spreadsheet",
	".odp":  "application/vnd.oasis.opendocument.presentation",
	".epub": "application/epub+zip",
	".mp3":  "audio/mpeg", ".ogv": "video/ogg", ".mkv": "video/x-matroska",
}

// Type returns the media type of a file from its first bytes (4,096 are enough) and, where
// those do not tell, its name. HTML and XML are text/plain, as they are published.
func Type(name string, head []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.prefix)) {
			if t, ok := textual[strings.ToLower(path.Ext(name))]; ok && s.mediaType == "application/zip" {
				return t
			}
			return s.mediaType
		}
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		if t, ok := brands[string(head[8:12])]; ok {
			return t
		}
		return "video/mp4"
	}
	if len(head) >= 8 && oldFilm[string(head[4:8])] {
		return "video/quicktime" // from before ftyp
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		return "image/webp"
	}
	ext := strings.ToLower(path.Ext(name))
	if isSVG(head) || ext == ".svg" {
		return "image/svg+xml"
	}
	t, _, _ := strings.Cut(http.DetectContentType(head), ";")
	if known, ok := textual[ext]; ok && (strings.HasPrefix(t, "text/") || t == "application/octet-stream") {
		return known
	}
	if strings.HasPrefix(t, "text/") {
		return "text/plain"
	}
	return t
}

var oldFilm = map[string]bool{"moov": true, "mdat": true, "wide": true, "pnot": true}

// isSVG reports whether the first element of what may be XML is svg.
func isSVG(head []byte) bool {
	s := strings.TrimPrefix(string(head), "\ufeff")
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		end := ""
		switch {
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<!DOCTYPE"):
			if end = ">"; strings.Contains(strings.SplitN(s, ">", 2)[0], "[") {
				end = "]>"
			}
		default:
			name, ok := strings.CutPrefix(s, "<")
			if _, local, prefixed := strings.Cut(name, ":"); prefixed && strings.HasPrefix(local, "svg") {
				name = local
			}
			return ok && strings.HasPrefix(name, "svg") && len(name) > 3 && strings.ContainsRune(" \t\r\n>/", rune(name[3]))
		}
		_, after, ok := strings.Cut(s, end)
		if !ok {
			return false
		}
		s = after
	}
}

// active are extensions of files that a browser or a server would run when somebody opens them
// on the published site.
var active = map[string]bool{
	".html": true, ".htm": true, ".xhtml": true, ".xht": true, ".shtml": true, ".mht": true, ".mhtml": true,
	".xml": true, ".xsl": true, ".xslt": true, ".svgz": true, ".hta": true, ".js": true, ".mjs": true, ".swf": true,
	".php": true, ".phtml": true, ".phar": true, ".php5": true, ".asp": true, ".aspx": true, ".jsp": true, ".cgi": true, ".wasm": true,
}

// PublishedName returns the name under which a file may be published: names that a browser
// or a web server would run get ".txt" at their end.
func PublishedName(name string) string {
	if active[strings.ToLower(path.Ext(name))] {
		return name + ".txt"
	}
	return name
}
