package frontmatter

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// brokenLine finds the line of raw, from 1, that keeps it from being YAML: the one after the
// longest beginning that still is. The parser's own line numbers are those of where it gave up.
func brokenLine(raw string, err error) int {
	lines := strings.SplitAfter(raw, "\n")
	budget := 1 << 20 // bytes to parse at most, against matter of many lines
	for n := len(lines) - 1; n > 0 && budget > 0; n-- {
		head := strings.Join(lines[:n], "")
		budget -= len(head)
		if root, err := parseYAML(head); err == nil && (root == nil || len(root.Content) > 0) {
			for n+1 < len(lines) && strings.TrimSpace(lines[n]) == "" {
				n++
			}
			return n + 1
		}
	}
	if m := errorLine.FindStringSubmatch(err.Error()); budget <= 0 && m != nil {
		n := 0
		for _, c := range m[1] {
			n = min(n*10+int(c-'0'), len(lines))
		}
		return max(n, 1)
	}
	return 1
}

var errorLine = regexp.MustCompile(`line ([0-9]+)`)

// explain says what is wrong with the line in words for people who do not know YAML.
func explain(raw string, bad int, err error) (message, hint string) {
	lines := strings.Split(raw, "\n")
	line := ""
	if bad <= len(lines) {
		line = strings.TrimRight(lines[bad-1], " \r")
	}
	name, value, _ := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	if i := strings.Index(message, ": "); strings.HasPrefix(message, "line ") && i > 0 {
		message = message[i+2:]
	}
	switch {
	case err == errDocuments:
		return message, "remove the line that begins with ---"
	case strings.HasPrefix(strings.TrimLeft(line, " "), "\t"):
		return "the line is indented with a tab", "indent with spaces"
	case value == "":
		return message, "write each property as name: value"
	case strings.ContainsAny(value[:1], `@%`+"`*&!|>"):
		return "the value begins with " + value[:1], "put the value in quotes: " + example(name, value)
	case strings.ContainsAny(value[:1], "[{"):
		return "a bracket is not closed, or its text needs quotes", "close the bracket, or put the value in quotes: " + example(name, value)
	case strings.Contains(value, ": ") || strings.HasSuffix(value, ":"):
		return "the value holds a colon", "put the value in quotes: " + example(name, value)
	case strings.ContainsAny(value[:1], `"'`):
		return "a quote is not closed, or stands inside the text", "close the quote, or use the other kind around the text"
	}
	return message, "put the value in quotes: " + example(name, value)
}

func example(name, value string) string {
	if r := []rune(value); len(r) > 40 {
		value = string(r[:40]) + "…"
	}
	return strings.TrimSpace(name) + `: "` + strings.ReplaceAll(strings.ReplaceAll(value, `\`, `\\`), `"`, `\"`) + `"`
}

var chunkStart = regexp.MustCompile(`^["']?([^\s"'#\-\[\]{}][^:]{0,200}?)["']?\s*:(?:[ \t]+(.*))?$`)

// salvage reads broken YAML property by property: each line "name: value" with the indented
// lines and list items below it on its own. A property that cannot be read even so keeps its
// text as written.
func salvage(raw string, line int) []field {
	var out []field
	lines := strings.Split(strings.TrimRight(raw, "\n"), "\n")
	for i := 0; i < len(lines) && len(out) < maxKeys; {
		m := chunkStart.FindStringSubmatch(strings.TrimRight(lines[i], " \t\r"))
		end := i + 1
		if m == nil {
			i = end
			continue
		}
		for end < len(lines) && chunkStart.FindStringSubmatch(strings.TrimRight(lines[end], " \t\r")) == nil {
			end++
		}
		chunk := strings.Join(lines[i:end], "\n")
		f := field{name: norm.NFC.String(m[1]), line: line + i}
		root, err := parseYAML(chunk)
		if err == nil && root != nil && len(root.Content) == 2 {
			r := yamlReader{}
			f.value = r.value(root.Content[1], 1)
		} else {
			_, rest, _ := strings.Cut(chunk, ":")
			f.value = value{kind: textKind, text: norm.NFC.String(strings.Join(strings.Fields(rest), " "))}
		}
		out = append(out, f)
		i = end
	}
	return out
}
