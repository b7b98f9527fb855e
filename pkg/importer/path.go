package importer

import (
	"errors"
	"path"
	"strings"
	"unicode/utf8"
)

// Limits on the names of members: what no file system takes is no honest export.
const (
	maxPathBytes = 4096
	maxPathDepth = 64
)

// cleanMember turns an archive member's name into a path inside the archive: slashes, NFC, no
// empty or dot parts. A name that leads out of the archive on any operating system is refused,
// wherever memopress runs.
func cleanMember(name string) (string, error) {
	switch {
	case name == "":
		return "", errors.New("it has no name")
	case strings.ContainsRune(name, 0):
		return "", errors.New("its name holds a NUL byte")
	case len(name) > maxPathBytes:
		return "", errors.New("its name is longer than 4,096 bytes")
	}
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(name, "/") || hasDrive(name) {
		return "", errors.New("its name is an absolute path")
	}
	for _, part := range strings.Split(name, "/") {
		if part == ".." {
			return "", errors.New("its name leads out of the archive")
		}
	}
	name = path.Clean(name)
	if name == "." {
		return "", errors.New("it has no name")
	}
	if strings.Count(name, "/") >= maxPathDepth {
		return "", errors.New("it lies deeper than 64 folders")
	}
	if !utf8.ValidString(name) {
		name = strings.ToValidUTF8(name, "\ufffd")
	}
	return Composed(name), nil
}

// hasDrive reports whether a name begins with a drive, as in "C:/notes". "Q: why.md" is a name
// that macOS and Linux allow.
func hasDrive(name string) bool {
	if len(name) < 2 || name[1] != ':' || len(name) > 2 && name[2] != '/' {
		return false
	}
	letter := name[0] | 0x20
	return 'a' <= letter && letter <= 'z'
}

// junk returns the rule that leaves a file of the operating system or of version control out,
// "" for an ordinary file.
func junk(p string) string {
	for part := range strings.SplitSeq(p, "/") {
		switch part {
		case "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".Spotlight-V100", ".Trashes", ".fseventsd":
			return "file of the operating system"
		case ".git", ".hg", ".svn":
			return "version control"
		case ".memopress", ".memopress-manifest":
			return "file of memopress"
		}
		if strings.HasPrefix(part, "._") {
			return "file of the operating system"
		}
	}
	return ""
}
