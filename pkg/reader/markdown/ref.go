package markdown

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// destination reads the destination of a Markdown link: the same as an HTML address, but for
// links into the Obsidian app, which mean a note here.
func (l *lowerer) destination(raw []byte) note.Ref {
	s := unescape(raw)
	if l.opts.Dialect == Obsidian {
		if ref, ok := appLink(s); ok {
			return ref
		}
	}
	return html.Address(s)
}

// appLink reads "obsidian://open?vault=v&file=folder%2Fnote%23Heading".
func appLink(s string) (note.Ref, bool) {
	if !strings.HasPrefix(s, "obsidian:") {
		return note.Ref{}, false
	}
	u, err := url.Parse(s)
	if err != nil || u.Host != "open" {
		return note.Ref{}, false
	}
	file := u.Query().Get("file")
	if file == "" {
		return note.Ref{}, false
	}
	return nameRef(file), true
}

// nameRef reads a wikilink's target: "name", "folder/name#Heading#Sub", "name#^block",
// "#Heading", "doc.pdf#page=3".
func nameRef(s string) note.Ref {
	target, fragment, found := strings.Cut(s, "#")
	ref := note.Ref{Kind: note.RefName, Target: strings.TrimSpace(target)}
	if !found {
		return ref
	}
	if isFile(ref.Target) {
		ref.Fragment = strings.TrimSpace(fragment)
		return ref
	}
	for part := range strings.SplitSeq(fragment, "#") {
		part = strings.TrimSpace(part)
		switch {
		case part == "":
		case part[0] == '^':
			ref.Block = part[1:]
		default:
			ref.Headings = append(ref.Headings, part)
		}
	}
	return ref
}

// isFile reports whether a wikilink's target is a file that is no note, so that what follows
// "#" is not a heading. A dot alone says nothing: "v1.2" is a note's name. The list is
// Obsidian's accepted file formats.
func isFile(target string) bool {
	switch strings.ToLower(path.Ext(target)) {
	case ".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp",
		".flac", ".m4a", ".mp3", ".ogg", ".wav", ".webm", ".3gp",
		".mkv", ".mov", ".mp4", ".ogv", ".pdf", ".canvas", ".base":
		return true
	}
	return false
}

// imageSize takes the size off an image's text: "alt|300", "alt|300x200", or the size alone.
func imageSize(alt string) (text string, width, height int) {
	head, tail := "", alt
	if i := strings.LastIndexByte(alt, '|'); i >= 0 {
		head, tail = alt[:i], alt[i+1:]
	}
	w, h, both := strings.Cut(strings.TrimSpace(tail), "x")
	width, ok := pixels(w)
	if ok && both {
		height, ok = pixels(h)
	}
	if !ok {
		return alt, 0, 0
	}
	return strings.TrimSpace(strings.TrimSuffix(head, `\`)), width, height
}

// pixels reads a length that an author may write for an image.
func pixels(s string) (int, bool) {
	if len(s) > 5 {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 32)
	return int(n), err == nil && n > 0
}
