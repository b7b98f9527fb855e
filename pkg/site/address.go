package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// AddressStyle is how notes get their addresses.
type AddressStyle uint8

// The address styles.
const (
	HTMLAddresses    AddressStyle = iota // folder/note-name.html
	CleanAddresses                       // folder/note-name/index.html, to be shown as folder/note-name/
	PublishAddresses                     // folder/Note+name.html: the addresses of Obsidian Publish
	QuartzAddresses                      // folder/Note-name.html: the addresses of Quartz 4
)

// ParseAddressStyle reads the value of the setting "addresses".
func ParseAddressStyle(s string) (AddressStyle, error) {
	switch s {
	case "", "html":
		return HTMLAddresses, nil
	case "clean":
		return CleanAddresses, nil
	case "publish":
		return PublishAddresses, nil
	case "quartz":
		return QuartzAddresses, nil
	}
	return 0, fmt.Errorf("addresses: unknown style %q: want html, clean, publish or quartz", s)
}

// String returns the style as the setting writes it.
func (s AddressStyle) String() string {
	return [...]string{"html", "clean", "publish", "quartz"}[s]
}

// page returns the address of the page whose path without ending is stem, such as "a/b".
func (s AddressStyle) page(stem string) string {
	if s == CleanAddresses {
		return stem + "/index.html"
	}
	return stem + ".html"
}

// maxSegment is the longest segment of an address in bytes, endings and numbers apart: file
// systems allow 255.
const maxSegment = 200

// segment turns one segment of a path (a folder's name, a file's without its ending) into a
// segment of an address. It is never empty, safe in a URL's path once percent-encoded, and a
// file name on every system: letters of any script stay, in NFC. unique makes up for names
// that leave nothing; it should be the whole path.
func (s AddressStyle) segment(name, unique string) string {
	// A leading dot hides a file; a trailing dot or space is lost on Windows. What is dropped
	// may bare another one.
	out := strings.Trim(s.replace(strings.Trim(norm.NFC.String(name), ". ")), ". ")
	if len(out) > maxSegment {
		out = cutGraphemes(out, maxSegment-9) + "-" + shortHash(out)
	}
	if out == "" || strings.Trim(out, "-+_") == "" {
		return "n-" + shortHash(unique)
	}
	if reservedOnWindows(out) {
		stem, rest, dotted := strings.Cut(out, ".")
		if out = stem + "_"; dotted { // an ending does not help: "con.txt" is the device too
			out += "." + rest
		}
	}
	return out
}

// replace applies the style's rules to the characters of a segment.
func (s AddressStyle) replace(name string) string {
	switch s {
	case PublishAddresses:
		name = strings.ReplaceAll(name, " ", "+")
	case QuartzAddresses:
		name = strings.NewReplacer("&", "-and-", "%", "-percent").Replace(name)
	}
	var sb strings.Builder
	gap := false // white space, or a character that parts words, is waiting to become one "-"
	for _, r := range name {
		switch {
		case dropped(r):
			continue
		case unicode.IsSpace(r) || parts(r) && s != QuartzAddresses:
			if s == QuartzAddresses {
				sb.WriteByte('-') // one for each, as Quartz has it
				continue
			}
			gap = true
			continue
		case parts(r):
			continue
		}
		if gap && sb.Len() > 0 && r != '-' && !strings.HasSuffix(sb.String(), "-") {
			sb.WriteByte('-')
		}
		gap = false
		sb.WriteRune(r)
	}
	return norm.NFC.String(sb.String())
}

// parts reports whether r separates words and cannot stand in a file name.
func parts(r rune) bool {
	switch r {
	case '/', '\\', ':', '|':
		return true
	}
	return false
}

// dropped reports whether r has no place in an address: it has a meaning in URLs, is refused
// by Windows, or cannot be seen. Joiners stay: emoji and Persian words need them.
func dropped(r rune) bool {
	switch r {
	case '?', '#', '%', '*', '"', '<', '>', '`', '^', unicode.ReplacementChar:
		return true
	case '\u200c', '\u200d':
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) && !unicode.IsSpace(r)
}

// reservedOnWindows reports whether Windows takes the name for a device, whatever its ending.
func reservedOnWindows(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimRight(stem, " "); stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	port, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		port, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && len([]rune(port)) == 1 && strings.ContainsAny(port, "123456789¹²³")
}

// cutGraphemes returns the longest prefix of s that has at most max bytes and does not end
// inside a character as readers see it.
func cutGraphemes(s string, max int) string {
	end, state, rest := 0, -1, s
	for rest != "" {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if end+len(cluster) > max {
			break
		}
		end += len(cluster)
	}
	return s[:end]
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(norm.NFC.String(s)))
	return hex.EncodeToString(sum[:4])
}
