package theme

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// tokenFile is where a theme states its tokens.
const tokenFile = "assets/src/tokens.css"

var tokenName = regexp.MustCompile(`--mp-([a-z0-9-]+)\s*:`)

// tokens returns the names of the tokens that the theme has, without "--mp-", sorted.
func (ls layers) tokens() ([]string, error) {
	data, err := ls.read(tokenFile)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, m := range tokenName.FindAllSubmatch(data, -1) {
		found[string(m[1])] = true
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// A TokenError is a token that the theme does not have, or a value that no token can have.
type TokenError struct {
	Name, Problem string
	Valid         []string // the names that there are
}

func (e *TokenError) Error() string { return fmt.Sprintf("token %s: %s", e.Name, e.Problem) }

// tokenStyle is a style sheet that gives tokens the values that the user wants. It stands outside
// of all layers, so that it wins; [lang] is where paper sets what depends on a text's language.
func (ls layers) tokenStyle(values map[string]string) (string, error) {
	valid, err := ls.tokens()
	if err != nil {
		return "", err
	}
	var sb strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch {
		case !slices.Contains(valid, name):
			return "", &TokenError{name, "the theme has none of that name", valid}
		case strings.TrimSpace(values[name]) == "":
			return "", &TokenError{name, "has no value", valid}
		case strings.ContainsAny(values[name], "{};\n\\") || strings.Contains(values[name], "/*") || strings.Contains(values[name], "url("):
			return "", &TokenError{name, fmt.Sprintf("%q is not the value of one token", values[name]), valid}
		}
		if open := unclosed(values[name]); open != "" {
			return "", &TokenError{name, fmt.Sprintf("%q does not close its %s", values[name], open), valid}
		}
		fmt.Fprintf(&sb, "--mp-%s:%s;", name, values[name])
	}
	if sb.Len() == 0 {
		return "", nil
	}
	return ":root,[lang]{" + sb.String() + "}\n", nil
}

// unclosed returns the bracket or quote of a value that has no other half, which would take in the
// tokens behind it; "" for none.
func unclosed(value string) string {
	pairs := map[rune]rune{')': '(', ']': '['}
	var open []rune
	for _, r := range value {
		last := rune(0)
		if len(open) > 0 {
			last = open[len(open)-1]
		}
		switch {
		case last == '"' || last == '\'':
			if r == last {
				open = open[:len(open)-1]
			}
		case strings.ContainsRune("([\"'", r):
			open = append(open, r)
		case pairs[r] != 0 && pairs[r] == last:
			open = open[:len(open)-1]
		case pairs[r] != 0:
			return string(r)
		}
	}
	if len(open) > 0 {
		return string(open[len(open)-1])
	}
	return ""
}
