package markdown

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"memopress/pkg/note"
)

// wikiTarget writes the target of a wikilink with its fragment.
func wikiTarget(r note.Ref) string { return r.Target + fragment(r, func(s string) string { return s }) }

func fragment(r note.Ref, encode func(string) string) string {
	s := ""
	for _, h := range r.Headings {
		s += "#" + encode(h)
	}
	if r.Block != "" {
		s += "#^" + encode(r.Block)
	}
	switch {
	case s != "":
	case r.Fragment != "":
		s = "#" + encode(r.Fragment)
	case r.Anchor != "":
		s = "#" + encode(r.Anchor)
	}
	return s
}

// fitsWikilink reports whether a name can stand between [[ and ]]. A file's parameters can,
// any other fragment would be read as a heading.
func fitsWikilink(r note.Ref) bool {
	whole := wikiTarget(r)
	if r.Kind != note.RefName || whole == "" || strings.ContainsAny(whole, "|\n") || !fitsBrackets(whole) || strings.TrimSpace(whole) != whole ||
		strings.ContainsAny(r.Target, "#") || strings.HasSuffix(whole, `\`) {
		return false
	}
	for _, h := range r.Headings {
		if h == "" || strings.ContainsAny(h, "#") || h[0] == '^' || strings.TrimSpace(h) != h {
			return false
		}
	}
	return r.Fragment == "" || isFile(r.Target) && r.Block == "" && len(r.Headings) == 0
}

// fitsBrackets reports whether s can stand between [[ and ]] without ending them early.
func fitsBrackets(s string) bool {
	return !strings.Contains(s, "[[") && !strings.Contains(s, "]]") && !strings.HasPrefix(s, "[") && !strings.HasSuffix(s, "]")
}

// isFile reports whether a target is a file of those that the app shows.
func isFile(target string) bool {
	switch strings.ToLower(path.Ext(target)) {
	case ".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".flac", ".m4a", ".mp3", ".ogg", ".wav",
		".webm", ".3gp", ".mkv", ".mov", ".mp4", ".ogv", ".pdf", ".canvas", ".base":
		return true
	}
	return false
}

// destination writes a reference as the destination of a Markdown link. Letters of all scripts
// stay; what would end or change the destination is percent-encoded in a path and escaped in a
// URL.
func destination(r note.Ref) string {
	if r.Kind == note.RefURL {
		return urlDestination(r.Target)
	}
	target := encodePath(r.Target)
	if i := strings.IndexByte(target, ':'); i > 1 && !strings.Contains(target[:i], "/") {
		target = target[:i] + "%3A" + target[i+1:] // else it would be a scheme
	}
	if strings.HasPrefix(target, "//") {
		target = "/%2F" + target[2:]
	}
	s := target + fragment(r, encodePath)
	if s == "" {
		return "<>"
	}
	return s
}

func encodePath(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && encodedInPath[r] || r == '\u00a0' }) {
		return s
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < utf8.RuneSelf && encodedInPath[c] {
			fmt.Fprintf(&sb, "%%%02X", c)
			continue
		}
		sb.WriteByte(s[i])
	}
	return strings.ReplaceAll(sb.String(), "\u00a0", "%C2%A0")
}

var encodedInPath = func() (out [utf8.RuneSelf]bool) {
	for c := range out {
		out[c] = c <= ' ' || c == 0x7f || strings.IndexByte("%()<>#?\\&`|", byte(c)) >= 0
	}
	return out
}()

func urlDestination(s string) string {
	at := 0
	for at < len(s) && !(s[at] < utf8.RuneSelf && oddInURL[s[at]]) {
		at++
	}
	if at == len(s) {
		return s
	}
	var sb strings.Builder
	sb.WriteString(s[:at])
	for i := at; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c == 0x7f || c == '|':
			fmt.Fprintf(&sb, "%%%02X", c)
		case strings.IndexByte("()<>\\", c) >= 0, c == '&' && looksEntity(s[i:]):
			sb.WriteByte('\\')
			sb.WriteByte(c)
		default:
			sb.WriteByte(c)
		}
	}
	if strings.Contains(s, " ") {
		return "<" + sb.String() + ">"
	}
	return sb.String()
}

// oddInURL are the characters that do not simply stand in a destination.
var oddInURL = func() (out [utf8.RuneSelf]bool) {
	for c := range out {
		out[c] = c <= ' ' || c == 0x7f || strings.IndexByte("|()<>\\&", byte(c)) >= 0
	}
	return out
}()

// looksEntity reports whether s, which begins with "&", begins like a character reference.
func looksEntity(s string) bool {
	for i := 1; i < len(s) && i < 40; i++ {
		c := s[i]
		switch {
		case c == ';':
			return i > 1
		case c == '#' && i == 1, c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z':
		default:
			return false
		}
	}
	return false
}

// quoted writes a link's title, "" for none.
func quoted(title string) string {
	if title == "" {
		return ""
	}
	var sb strings.Builder
	sb.WriteString(` "`)
	title = strings.Join(strings.Fields(title), " ")
	for i := 0; i < len(title); i++ {
		if c := title[i]; c == '"' || c == '\\' || c == '&' && looksEntity(title[i:]) {
			sb.WriteByte('\\')
		}
		sb.WriteByte(title[i])
	}
	sb.WriteByte('"')
	return sb.String()
}
