package textbundle

import (
	"bytes"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/note"
)

// byCraft reports whether Craft wrote a bundle. Others do not write its elements, and "+ " is an
// ordinary list of theirs.
func (in *info) byCraft(text []byte) bool {
	return in.Identifier != "" || strings.Contains(in.Creator, "lukilabs") || strings.Contains(strings.ToLower(in.Creator), "craft") || bytes.Contains(text, []byte("craftdocs://"))
}

// craftWrap matches the elements in which Craft wraps pages and cards: their text stays.
var craftWrap = regexp.MustCompile(`</?(?:page|card|pageTitle|pageContent)>`)

// craft turns what only Craft writes into what the reader knows: boxes (<callout>, of one line or
// several) become callouts, toggles ("+ " with its content below, further in) become folded
// callouts. Code stays as it is.
func craft(text []byte) []byte {
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	var out []string
	fence := ""
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		trimmed := strings.TrimSpace(line)
		if fence != "" || strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			switch {
			case fence == "":
				fence = trimmed[:3]
			case strings.HasPrefix(trimmed, fence):
				fence = ""
			}
			out = append(out, line)
			continue
		}
		if rest, ok := strings.CutPrefix(trimmed, "<callout>"); ok {
			inner, n := box(rest, lines[i+1:])
			out = append(out, quoted("> [!note]", inner)...)
			i += n
			continue
		}
		if title, ok := strings.CutPrefix(line, "+ "); ok {
			inner := below(lines[i+1:])
			if len(inner) > 0 {
				out = append(out, quoted("> [!note]- "+strings.TrimSpace(title), unindent(inner))...)
				i += len(inner)
				continue
			}
		}
		out = append(out, craftWrap.ReplaceAllString(line, ""))
	}
	return []byte(strings.Join(out, "\n"))
}

// maxBox is how many lines a box may have: one that is never closed ends with its first line.
const maxBox = 500

// box returns the lines of a box whose first line, after the element, is first, and how many of
// the lines below belong to it.
func box(first string, lines []string) (inner []string, n int) {
	if before, after, ok := strings.Cut(first, "</callout>"); ok {
		return append([]string{before}, strings.TrimSpace(after)), 0
	}
	for i, line := range lines[:min(len(lines), maxBox)] {
		if before, after, ok := strings.Cut(line, "</callout>"); ok {
			inner = append([]string{first}, lines[:i]...)
			return append(inner, before, strings.TrimSpace(after)), i + 1
		}
	}
	return []string{first}, 0
}

// below returns the lines that stand further in, with the empty ones between them.
func below(lines []string) []string {
	n := 0
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t"):
			n = i + 1
		case strings.TrimSpace(line) != "":
			return lines[:n]
		}
	}
	return lines[:n]
}

func unindent(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		rest, ok := strings.CutPrefix(line, "\t")
		if !ok {
			rest = strings.TrimPrefix(strings.TrimPrefix(line, "  "), "  ")
		}
		out[i] = rest
	}
	return out
}

// quoted returns a callout with empty lines around it, so that it ends where it should.
func quoted(head string, lines []string) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	out := []string{"", head}
	for _, line := range lines {
		out = append(out, strings.TrimRight("> "+line, " "))
	}
	return append(out, "")
}

func craftID(identifier string) note.ID { return note.ID("craft:" + strings.ToUpper(identifier)) }

// linkedID returns the note that a Craft link leads to, "" for other links. Its versions name the
// document blockId, id or identifier, with or without the space.
func linkedID(target string) string {
	if !strings.HasPrefix(strings.ToLower(target), "craftdocs://open?") {
		return ""
	}
	u, err := url.Parse(target)
	if err != nil {
		return ""
	}
	query := u.Query()
	for _, name := range []string{"blockId", "id", "identifier"} {
		for _, key := range slices.Sorted(maps.Keys(query)) {
			if id := query.Get(key); id != "" && strings.EqualFold(key, name) {
				return string(craftID(id))
			}
		}
	}
	return ""
}
