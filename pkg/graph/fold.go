package graph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold returns the form in which names, paths and aliases are compared: NFC, lower case, all
// spaces plain, nothing invisible at the ends, slashes forward.
func fold(s string) string {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' || c == '\\' {
				s = foldAny(s)
				break
			}
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if r < 0x2E80 || r > 0x9FFF && (r < 0xAC00 || r > 0xD7A3) || !neverComposed(r) { // only there is nothing in capitals
			s = foldAny(s)
			break
		}
		i += w
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u200b' || r == '\ufeff'
	})
}

// foldAny is fold but for the ends. Nearly all names and paths are of letters that NFC leaves alone.
func foldAny(s string) string {
	if surelyNFC(s) {
		return strings.Map(foldRune, s)
	}
	return folder.Replace(strings.ToLower(norm.NFC.String(s)))
}

func foldRune(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r == '\\':
		return '/'
	case r < utf8.RuneSelf || r > 0x2E80:
		return r
	case r == '\u00a0':
		return ' '
	}
	return unicode.ToLower(r)
}

// folder replaces what still differs after lower-casing: no-break spaces, as macOS puts them into
// names of screenshots, the final sigma, and Windows' separator.
var folder = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "ς", "σ", `\`, "/")

// dirOf returns the folder of a path, "" for the root.
func dirOf(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return ""
}

// baseOf returns the last segment of a path.
func baseOf(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// extOf returns the extension of a path's last segment with its dot. A name that begins with its
// only dot has none.
func extOf(path string) string {
	base := baseOf(path)
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		return base[i:]
	}
	return ""
}

// join resolves a relative path against a folder. Steps above the root stay at the root.
func join(dir, rel string) string {
	var parts []string
	if dir != "" {
		parts = strings.Split(dir, "/")
	}
	for p := range strings.SplitSeq(rel, "/") {
		switch p {
		case "", ".":
		case "..":
			if len(parts) > 0 {
				parts = parts[:len(parts)-1]
			}
		default:
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "/")
}

// below reports whether path lies in the folder or below it.
func below(path, dir string) bool {
	return dir == "" || len(path) > len(dir) && path[len(dir)] == '/' && path[:len(dir)] == dir
}
