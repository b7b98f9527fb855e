package site

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// filesFolder is where attachments are.
const filesFolder = "files/"

// A givenFile is an attachment that is used, with its address.
type givenFile struct {
	src note.Attachment
	out File
}

// giveFiles gives the attachments that pages use their addresses, in the order of their paths,
// and completes the references to them. Those that no page uses are neither read nor named.
func giveFiles(pages []*page, book *addressBook) []File {
	used := map[string]*givenFile{}
	for _, p := range pages {
		for _, f := range p.files {
			if used[f.file.Key] == nil {
				used[f.file.Key] = &givenFile{src: *f.file}
			}
		}
	}
	sorted := make([]*givenFile, 0, len(used))
	for _, f := range used {
		sorted = append(sorted, f)
	}
	slices.SortFunc(sorted, func(a, b *givenFile) int {
		return cmp.Or(cmp.Compare(a.src.Path, b.src.Path), cmp.Compare(a.src.Space, b.src.Space), cmp.Compare(a.src.Key, b.src.Key))
	})
	for _, f := range sorted {
		stem, ending := fileName(&f.src)
		stem = book.number(filesFolder+stem, func(s string) string { return s + ending }, func(_, address string) bool {
			_, vacant := book.vacant(fold(address))
			return vacant
		})
		f.out = File{Address: stem + ending, MediaType: mediaType(&f.src, ending), Open: f.src.Open}
		if f.src.Stamp != "" {
			f.out.Serial = xxhash.Sum64String(f.src.Stamp)
		}
		book.take(f.out.Address, ownPage)
	}
	for _, p := range pages {
		for _, f := range p.files {
			address := used[f.file.Key].out.Address
			if f.ref.Target != address {
				f.ref.Target, p.moved = address, true
			}
		}
		p.files = nil
	}
	out := make([]File, len(sorted))
	for i, f := range sorted {
		out[i] = f.out
	}
	slices.SortFunc(out, func(a, b File) int { return cmp.Compare(a.Address, b.Address) })
	return out
}

// fileName returns the name of an attachment on the site: its own, made safe as a segment of an
// address. A document that a browser would run, were it opened at the site's address, becomes a
// text.
func fileName(a *note.Attachment) (stem, ending string) {
	name := norm.NFC.String(orElse(a.Name, a.Path[strings.LastIndexByte(a.Path, '/')+1:]))
	ending = strings.ToLower(extension(name))
	if plain := strings.Trim(ending, ".abcdefghijklmnopqrstuvwxyz0123456789"); plain != "" || len(ending) > 12 || ending == "." {
		ending = ""
	}
	stem = HTMLAddresses.segment(name[:len(name)-len(ending)], orElse(a.Path, a.Key))
	switch {
	case runs(ending), ending == "" && runs(endingOf(a.MediaType)):
		ending += ".txt"
	case ending == "":
		ending = endingOf(a.MediaType)
	}
	return stem, ending
}

// runs reports whether browsers run scripts of a document with this ending, or servers the
// document itself. SVG is not among them: it is cleaned when it is written.
func runs(ending string) bool {
	switch ending {
	case ".html", ".htm", ".xhtml", ".xht", ".shtml", ".shtm", ".mht", ".mhtml", ".xml", ".xsl", ".xslt", ".xsd", ".rdf", ".rss",
		".atom", ".svgz", ".js", ".mjs", ".cjs", ".wasm", ".css", ".swf", ".hta", ".htc", ".htaccess", ".php", ".phtml", ".php3",
		".php4", ".php5", ".phps", ".asp", ".aspx", ".jsp", ".cgi", ".pl", ".py", ".rb", ".sh", ".webmanifest", ".appcache", ".vtt-html", ".mathml", ".mml", ".xul", ".url", ".lnk", ".desktop":
		return true
	}
	return false
}

// mediaTypes are the types of common endings. The system's own table is not asked: it differs
// between machines, and the same notes must give the same bytes.
var mediaTypes = []struct{ ending, media string }{
	{".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".png", "image/png"}, {".gif", "image/gif"}, {".webp", "image/webp"},
	{".avif", "image/avif"}, {".svg", "image/svg+xml"}, {".bmp", "image/bmp"}, {".tif", "image/tiff"}, {".tiff", "image/tiff"},
	{".heic", "image/heic"}, {".ico", "image/x-icon"},
	{".mp3", "audio/mpeg"}, {".m4a", "audio/mp4"}, {".wav", "audio/wav"}, {".ogg", "audio/ogg"}, {".oga", "audio/ogg"},
	{".opus", "audio/opus"}, {".flac", "audio/flac"}, {".3gp", "audio/3gpp"}, {".amr", "audio/amr"},
	{".mp4", "video/mp4"}, {".webm", "video/webm"}, {".ogv", "video/ogg"}, {".mov", "video/quicktime"}, {".mkv", "video/x-matroska"},
	{".pdf", "application/pdf"}, {".txt", "text/plain"}, {".csv", "text/csv"}, {".tsv", "text/tab-separated-values"},
	{".json", "application/json"}, {".zip", "application/zip"}, {".gz", "application/gzip"}, {".7z", "application/x-7z-compressed"},
	{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	{".hwp", "application/x-hwp"}, {".hwpx", "application/hwp+zip"}, {".epub", "application/epub+zip"},
	{".html", "text/html"}, {".xhtml", "application/xhtml+xml"}, {".xml", "application/xml"}, {".xml", "text/xml"}, {".js", "text/javascript"},
	{".js", "application/javascript"}, {".vtt", "text/vtt"},
}

// mediaType returns the type of a file that is written with the ending.
func mediaType(a *note.Attachment, ending string) string {
	for _, t := range mediaTypes {
		if t.ending == extension(ending) || t.ending == ending {
			return t.media
		}
	}
	if ending == "" && a.MediaType != "" {
		return a.MediaType
	}
	return "application/octet-stream"
}

// endingOf returns the usual ending of files of the media type, "" when it is not known.
func endingOf(media string) string {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	for _, t := range mediaTypes {
		if t.media == strings.TrimSpace(media) {
			return t.ending
		}
	}
	return ""
}
