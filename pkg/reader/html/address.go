package html

import (
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// Address reads the value of an href, src, poster or cite attribute, its entities decoded.
// An address with a scheme, or with a host ("//host/x"), becomes a RefURL. Anything else is a
// RefPath: percent-decoded, without its query, in NFC, its fragment taken apart as a heading
// path ("#A#B"), a block ("#^id") or, when it has the form key=value, a Fragment.
func Address(s string) note.Ref {
	s = cleanAddress(s)
	if strings.HasPrefix(s, "//") {
		return note.Ref{Kind: note.RefURL, Target: "https:" + s}
	}
	if hasScheme(s) {
		return note.Ref{Kind: note.RefURL, Target: s}
	}
	ref := note.Ref{Kind: note.RefPath}
	path, fragment, _ := strings.Cut(s, "#")
	path, _, _ = strings.Cut(path, "?")
	ref.Target = norm.NFC.String(strings.ReplaceAll(decodePercent(path), `\`, "/"))
	setFragment(&ref, norm.NFC.String(decodePercent(fragment)))
	return ref
}

// cleanAddress does to an address what browsers do before they look at it: control characters
// and spaces around it go, tabs and line breaks inside it go.
func cleanAddress(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(s, "\t\n\r\x00") {
		s = strings.NewReplacer("\t", "", "\n", "", "\r", "", "\x00", "").Replace(s)
	}
	return s
}

// hasScheme reports whether s begins with a URL scheme. One letter is not a scheme here but a
// Windows drive.
func hasScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return c == ':' && i > 1
		}
	}
	return false
}

// decodePercent decodes the %XX of a path. What is not valid, or would not be UTF-8, stays as
// it is: "100%.md" is a file name that people write.
func decodePercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	if d, err := url.PathUnescape(s); err == nil {
		return strings.ToValidUTF8(d, "\uFFFD")
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if d, err := url.PathUnescape(s[i : i+3]); err == nil {
				sb.WriteString(d)
				i += 2
				continue
			}
		}
		sb.WriteByte(s[i])
	}
	return strings.ToValidUTF8(sb.String(), "\uFFFD")
}

func setFragment(ref *note.Ref, fragment string) {
	switch {
	case fragment == "":
	case isParameter(fragment):
		ref.Fragment = fragment
	default:
		for part := range strings.SplitSeq(fragment, "#") {
			switch part = strings.TrimSpace(part); {
			case part == "":
			case part[0] == '^':
				ref.Block = part[1:]
			default:
				ref.Headings = append(ref.Headings, part)
			}
		}
	}
}

// isParameter reports whether a fragment has the form of a viewer's parameters, such as
// "page=3" of a PDF or "t=30" of a recording.
func isParameter(s string) bool {
	name, _, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return false
	}
	for i := 0; i < len(name); i++ {
		if c := name[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
