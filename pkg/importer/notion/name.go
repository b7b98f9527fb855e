package notion

import (
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A name is what the name of a file says: "Plan 0123…cdef_all.csv".
type name struct {
	title string // cut short by Notion, in the middle of a word
	id    string // 32 digits in lower case, "" for none
	all   bool   // a database with all its properties, not a view of it
}

const hex32 = `[0-9a-fA-F]{32}`

var (
	// Folders and archives that Notion puts around an export, and that the user never made.
	wrapper    = regexp.MustCompile(`(?i)^(?:(?:[0-9a-f-]{36}_)?Export-[0-9a-f-]{36}.*|Private & Shared)(?: ?\(?\d+\)?)?$`)
	exportName = regexp.MustCompile(`(?i)^(?:.*_)?Export-[0-9a-f-]{36}`)
	part       = regexp.MustCompile(`(?i)^.*?(?:-Part-(\d+))?(?: ?\(\d+\))?\.zip$`)
)

// noID is as long as the shortest text that holds an identifier.
const noID = "00000000000000000000000000000000"

// nameOf reads the last part of a path.
func nameOf(p string) name {
	base := path.Base(p)
	switch strings.ToLower(path.Ext(base)) {
	case ".md", ".html", ".csv":
		base = strings.TrimSuffix(base, path.Ext(base))
	}
	if len(base) < len(noID) {
		return name{title: base}
	}
	rest, all := strings.CutSuffix(withoutNumber(base), "_all")
	for _, length := range []int{len(noID), len(noID) + 4} {
		from := len(rest) - length
		if from < 0 || !isID(rest[from:]) {
			continue
		}
		title := strings.TrimRight(rest[:from], " _-")
		if from > 0 && len(title) == from || strings.Contains(title, "\n") {
			break
		}
		return name{title: strings.TrimSpace(title), id: plainID(rest[from:]), all: all}
	}
	return name{title: base}
}

// withoutNumber takes the number off that operating systems give to a file whose name was taken.
func withoutNumber(s string) string {
	rest, ok := strings.CutSuffix(s, ")")
	if !ok {
		return s
	}
	if rest = strings.TrimRight(rest, "0123456789"); !strings.HasSuffix(rest, "(") || len(rest)+1 == len(s) {
		return s
	}
	return strings.TrimSuffix(strings.TrimSuffix(rest, "("), " ")
}

// plainID returns an identifier without hyphens, in lower case.
func plainID(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", "")) }

// blockID returns an identifier as the ids of blocks are written in HTML.
func blockID(s string) string {
	if len(s) == 36 && isID(s) && !strings.ContainsFunc(s, unicode.IsUpper) {
		return s
	}
	s = plainID(s)
	if len(s) != 32 {
		return s
	}
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// isID reports whether s is an identifier and nothing else: 32 hexadecimal digits, with hyphens
// after the eighth, twelfth, sixteenth and twentieth, or without any.
func isID(s string) bool {
	hyphens := len(s) == 36
	if len(s) != 32 && !hyphens {
		return false
	}
	for i := range len(s) {
		if hyphens && (i == 8 || i == 13 || i == 18 || i == 23) {
			if s[i] != '-' {
				return false
			}
			continue
		}
		if !isHex(s[i]) {
			return false
		}
	}
	return true
}

// lastID returns the last identifier in s.
//
// The digits before an identifier may be those of an encoded space: "%20" + "0123…".
func lastID(s string) string {
	for end := len(s); end >= len(noID); {
		digits := digitsAtEnd(s[:end])
		if digits >= len(noID) {
			return plainID(s[end-len(noID) : end])
		}
		// Of two that overlap, the first counts.
		if from := end - len(noID) - 4; digits == 12 && from >= 0 && isID(s[from:end]) && digitsAtEnd(s[:from+8]) < len(noID) {
			return plainID(s[from:end])
		}
		end -= max(digits, 1)
	}
	return ""
}

func digitsAtEnd(s string) int {
	n := 0
	for n < len(s) && isHex(s[len(s)-1-n]) {
		n++
	}
	return n
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// partOf reports whether a path is that of an archive that holds an export or a part of one, and
// the part's number, 0 for none. It lies among what Notion itself put there: an archive in the
// folder of a page is its author's.
func partOf(p string) (number int, ok bool) {
	if len(p) < len(".zip") || !strings.EqualFold(p[len(p)-len(".zip"):], ".zip") {
		return 0, false
	}
	m := part.FindStringSubmatch(path.Base(p))
	if m == nil || inside(p) != path.Base(p) {
		return 0, false
	}
	number, err := strconv.Atoi(m[1])
	return number, err == nil && number > 0 || exportName.MatchString(path.Base(p))
}

// inside returns a path as it is inside the workspace, without the folders around it.
func inside(p string) string {
	rest := p
	for at := p; ; {
		first, after, ok := strings.Cut(at, "/")
		if !ok {
			return rest
		}
		wraps := isWrapper(first)
		if !wraps && nameOf(first).id != "" {
			return rest
		}
		if wraps {
			rest = after
		}
		at = after
	}
}

// isWrapper reports whether a folder is one that Notion puts around an export.
func isWrapper(folder string) bool {
	const mark = "xport-"
	may := strings.HasPrefix(folder, "P") || strings.HasPrefix(folder, "p")
	for i := 0; i+len(mark) <= len(folder) && !may; i++ {
		may = folder[i]|0x20 == mark[0] && strings.EqualFold(folder[i:i+len(mark)], mark)
	}
	return may && wrapper.MatchString(folder)
}

// decode undoes percent encoding, once. What is not valid stays as it is.
func decode(s string) string {
	if !strings.Contains(s, "%") {
		return s
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
	return norm.NFC.String(strings.ToValidUTF8(sb.String(), "\ufffd"))
}
