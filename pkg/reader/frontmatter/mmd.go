package frontmatter

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// decodeMMD reads MultiMarkdown header lines. All values are text, but a plain true or false.
func decodeMMD(raw string, line int) []field {
	var out []field
	for i, l := range strings.Split(raw, "\n") {
		l = strings.TrimRight(l, " \t\r")
		if l == "" {
			continue
		}
		if l[0] == ' ' || l[0] == '\t' {
			if len(out) > 0 {
				out[len(out)-1].value.text += " " + norm.NFC.String(strings.TrimSpace(l))
				out[len(out)-1].plain = false
			}
			continue
		}
		name, text, _ := strings.Cut(l, ":")
		f := field{name: norm.NFC.String(name), line: line + i, value: plainScalar(norm.NFC.String(strings.TrimSpace(text)))}
		if m := plainLine.FindStringSubmatch(l); m != nil {
			f.plain, f.value = true, value{kind: boolKind, text: strings.ToLower(m[2])}
		}
		out = append(out, f)
	}
	return out
}
