package html

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// schemes are those that a link may have. Each leads to a page, a person or a place; none of
// them runs or holds content itself.
var schemes = map[string]bool{
	"http": true, "https": true, "ftp": true,
	"mailto": true, "tel": true, "sms": true, "xmpp": true, "irc": true, "ircs": true, "matrix": true,
	"geo": true, "magnet": true, "doi": true, "urn": true, "gemini": true, "gopher": true, "nntp": true, "news": true,
}

// SafeURL returns the address as it may stand in an href, percent-encoded, and whether it may:
// its scheme must be allowed once everything that a browser or a careless reader would decode
// is decoded (entities, percent signs, white space and control characters). An address without
// a scheme is relative and allowed.
func SafeURL(address string) (string, bool) {
	address = strings.Trim(address, " \t\r\n\f")
	if !safeScheme(address) {
		return "", false
	}
	return escapeURL(address), true
}

// safeScheme decodes the address step by step and asks for an allowed scheme, or none, after
// each step. Whoever decodes once more than we thought must not find a script.
func safeScheme(address string) bool {
	for range 5 {
		if name, ok := scheme(address); ok {
			return schemes[name]
		}
		decoded := html.UnescapeString(address)
		if u, err := url.PathUnescape(decoded); err == nil {
			decoded = u
		} else {
			decoded = lenientUnescape(decoded)
		}
		if decoded == address {
			return true
		}
		address = decoded
	}
	return false // nobody encodes an honest address five times
}

// scheme returns the lower-case scheme as a browser finds it: leading control characters and
// spaces do not count, nor do tabs and line ends anywhere. To be on the safe side no control
// or format character counts.
func scheme(address string) (string, bool) {
	var name []byte
	for _, r := range address {
		switch {
		case r <= ' ' || r >= 0x7f && r <= 0xa0 || r == 0xad || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff || r == 0xfffd:
			continue
		case r == ':':
			return strings.ToLower(string(name)), true
		case r == '/' || r == '?' || r == '#':
			return "", false
		}
		if len(name) < 64 {
			name = append(name, string(r)...)
		}
	}
	return "", false
}

// lenientUnescape decodes the percent sequences that are valid and leaves the others.
func lenientUnescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hex(s[i+1]) && hex(s[i+2]) {
			u, err := url.PathUnescape(s[i : i+3])
			if err == nil {
				out = append(out, u...)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func hex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// escapeURL percent-encodes what must not stand in a URL and leaves what is encoded already.
func escapeURL(s string) string {
	const upper = "0123456789ABCDEF"
	var out []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		ok := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			strings.IndexByte("-._~:/?#@!$&'()*+,;=", c) >= 0 ||
			c == '%' && i+2 < len(s) && hex(s[i+1]) && hex(s[i+2])
		switch {
		case ok && out != nil:
			out = append(out, c)
		case !ok:
			if out == nil {
				out = append(make([]byte, 0, len(s)+16), s[:i]...)
			}
			if c >= ' ' && c != 0x7f {
				out = append(out, '%', upper[c>>4], upper[c&15])
			}
		}
	}
	if out == nil {
		return s
	}
	return string(out)
}

// escapeSegment percent-encodes one segment of a path, or a fragment: everything but
// letters, digits and -._~ of ASCII.
func escapeSegment(s string) string {
	return string(appendEscaped(make([]byte, 0, 3*len(s)), s, false))
}

// EscapePath percent-encodes a site path segment by segment.
func EscapePath(p string) string { return string(appendEscaped(make([]byte, 0, 3*len(p)), p, true)) }

// appendEscaped appends s percent-encoded; slashes stay when s is a path.
func appendEscaped(out []byte, s string, isPath bool) []byte {
	const upper = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9',
			c == '-', c == '.', c == '_', c == '~', c == '/' && isPath:
			out = append(out, c)
		default:
			out = append(out, '%', upper[c>>4], upper[c&15])
		}
	}
	return out
}

// Relative returns the link from the page at one site address to another address, encoded.
// The link from a page to itself is its file name.
func Relative(from, to string) string {
	same := 0 // length of the folders that both are in
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			same = i + 1
		}
	}
	rest := to[same:]
	out := make([]byte, 0, 64)
	for range strings.Count(from[same:], "/") {
		out = append(out, "../"...)
	}
	// An empty segment at the front would make another host of the rest.
	rest = strings.TrimLeft(rest, "/")
	if len(out) == 0 && rest == "" {
		return "./"
	}
	return string(appendEscaped(out, rest, true))
}

// href returns the link to a site address, with the anchor on that page if any.
func (s *state) href(address, anchor string) string {
	fragment := ""
	if anchor != "" {
		fragment = "#" + escapeSegment(anchor)
	}
	switch {
	case s.page.Base != "":
		return strings.TrimSuffix(s.page.Base, "/") + "/" + EscapePath(address) + fragment
	case address == s.page.Address && anchor != "":
		return "#" + escapeSegment(s.page.Prefix+anchor)
	}
	return Relative(s.page.Address, address) + fragment
}

// host returns the host name of a URL as a reader knows it, "" when it has none.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
