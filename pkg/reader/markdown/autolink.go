package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/note"
)

// urlParser reads bare URLs: "https://…", "http://…", "ftp://…" and "www.…" (GFM's extended
// autolinks). goldmark's own looks at every space and takes only ASCII paths, which cuts
// https://ko.wikipedia.org/wiki/위키 in two.
type urlParser struct{ needs }

func (p urlParser) Trigger() []byte {
	switch {
	case !p.www:
		return []byte(":")
	case !p.scheme:
		return []byte(".")
	}
	return []byte(":.")
}

func (urlParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := stateOf(pc)
	if s.brackets != nil {
		return nil // a URL would swallow the end of the link that it may be the text of
	}
	line, segment := block.PeekLine()
	scheme, rest := urlStart(s.src[:segment.Start], line)
	if rest == 0 {
		return nil
	}
	// The scheme is text already: take it back.
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.Segment.Stop != segment.Start || before.Segment.Len() < len(scheme) || !urlBoundary(s.src, before.Segment, len(scheme)) {
		return nil
	}
	host := hostEnd(line[rest:])
	if host == 0 {
		return nil
	}
	end := rest + host + urlEnd(line[rest+host:])
	if i := bytes.Index(line[:end], []byte("[[")); i > 0 && s.opts.Dialect == Obsidian {
		end = i
	}
	end = trimURL(line[:end])
	if end <= rest {
		return nil
	}
	before.Segment.Stop -= len(scheme)
	block.Advance(end)
	shown := scheme + string(line[:end])
	target := shown
	if scheme == "www" {
		target = "http://" + shown
	}
	ref := note.Ref{Kind: note.RefURL, Target: target}
	s.locate(&ref, segment.Start-len(scheme), segment.Start+end)
	return &leaf{inline: &note.Link{Ref: ref, Bare: true, Inlines: []note.Inline{&note.Text{Value: shown}}}}
}

// urlStart reports which scheme ends before line, with how much of line leads to the host.
func urlStart(before, line []byte) (scheme string, rest int) {
	if line[0] == '.' {
		if bytes.HasSuffix(before, []byte("www")) {
			return "www", 1
		}
		return "", 0
	}
	if !bytes.HasPrefix(line, []byte("://")) {
		return "", 0
	}
	for _, scheme := range []string{"https", "http", "ftp"} {
		if bytes.HasSuffix(before, []byte(scheme)) {
			return scheme, 3
		}
	}
	return "", 0
}

// urlBoundary reports whether a URL may start n bytes before the end of the text: not in the
// middle of a Latin word. (GFM wants a space or one of "*_~(" before it, but Korean and
// Chinese text goes on without one.)
func urlBoundary(src []byte, seg text.Segment, n int) bool {
	if seg.Len() == n && (seg.Start == 0 || src[seg.Start-1] == '\n') {
		return true
	}
	r, size := utf8.DecodeLastRune(src[:seg.Stop-n])
	return size == 0 || isSpace(r) || strings.ContainsRune("*_~([{\"'<|,:;=>", r) || isCJK(r) || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Po) && r >= 0x80
}

// hostEnd returns the length of the host name that s begins with, 0 when it has none. Its last
// two parts have no underscore. A Hangul particle after an ASCII name ("example.com에서") does
// not belong to it.
func hostEnd(s []byte) int {
	end := 0
	underscore := [2]bool{} // in the last part and in the one before
	ascii := false
scan:
	for end < len(s) {
		r, n := utf8.DecodeRune(s[end:])
		switch {
		case r == '.':
			underscore = [2]bool{false, underscore[0]}
			ascii = false
		case r == '_':
			underscore[0] = true
		case r == '-':
		case isSpace(r) || unicode.IsPunct(r) || r < utf8.RuneSelf && isPunct(r):
			break scan // an emoji may be in it
		case r < utf8.RuneSelf:
			ascii = true
		case ascii && isCJK(r):
			break scan
		}
		end += n
	}
	if underscore[0] || underscore[1] {
		return 0
	}
	return end
}

// urlEnd returns how far port, path, query and fragment go.
func urlEnd(s []byte) int {
	if len(s) == 0 || strings.IndexByte(":/?#", s[0]) < 0 {
		return 0
	}
	for i := 0; i < len(s); {
		if s[i] == '<' || s[i] <= ' ' {
			return i
		}
		r, n := utf8.DecodeRune(s[i:])
		if n > 1 && (isSpace(r) || strings.ContainsRune("“”‘’「」『』《》〈〉（）。、，", r)) {
			return i
		}
		i += n
	}
	return len(s)
}

// trimURL returns the length of url without the punctuation that ends the sentence around it:
// ?!.,:*_~'" always, ")" when it closes none of the URL's own, and an entity at the end.
func trimURL(url []byte) int {
	depth := bytes.Count(url, []byte(")")) - bytes.Count(url, []byte("("))
	for end := len(url); end > 0; end-- {
		switch url[end-1] {
		case '?', '!', '.', ',', ':', '*', '_', '~', '\'', '"':
		case ')':
			if depth <= 0 {
				return end
			}
			depth--
		case ';':
			i := end - 2
			for i > 0 && isAlphanumeric(url[i]) {
				i--
			}
			if i == end-2 || i < 0 || url[i] != '&' {
				continue
			}
			end = i + 1
		default:
			return end
		}
	}
	return 0
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// addText adds a finished run of text to out. Mail addresses in it become links (GFM's, which
// like cmark-gfm's are looked for once all other syntax is read).
func (l *lowerer) addText(out []note.Inline, s string) []note.Inline {
	if l.opts.Dialect == CommonMark || l.inLink > 0 {
		return append(out, &note.Text{Value: s})
	}
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '@')
		if at < 0 {
			return append(out, &note.Text{Value: s})
		}
		at += from
		start, end := mailAddress(s, at)
		if start == end {
			from = at + 1
			continue
		}
		if start > 0 {
			out = append(out, &note.Text{Value: s[:start]})
		}
		out = append(out, &note.Link{
			Ref:     note.Ref{Kind: note.RefURL, Target: "mailto:" + s[start:end]},
			Bare:    true,
			Inlines: []note.Inline{&note.Text{Value: s[start:end]}},
		})
		if s = s[end:]; s == "" {
			return out
		}
		from = 0
	}
}

// mailAddress returns where the address around the "@" at i begins and ends; equal when there
// is none.
func mailAddress(s string, i int) (start, end int) {
	start, end = i, i+1
	for start > 0 && (isAlphanumeric(s[start-1]) || strings.IndexByte(".-_+", s[start-1]) >= 0) {
		start--
	}
	dots := 0
	for end < len(s) && (isAlphanumeric(s[end]) || strings.IndexByte(".-_", s[end]) >= 0) {
		if s[end] == '.' {
			dots++
		}
		end++
	}
	if end < len(s) && s[end] == '@' {
		return i, i
	}
	if end > i+1 && s[end-1] == '.' {
		end--
		dots--
	}
	if start == i || dots <= 0 || end <= i+1 || s[end-1] == '-' || s[end-1] == '_' {
		return i, i
	}
	return start, end
}
