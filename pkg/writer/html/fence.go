package html

import (
	"strconv"
	"strings"
)

// info is what follows the language in a fence.
type info struct {
	title string
	marks string // "1,3-5"
}

// parseInfo reads title="a.go", title=a.go and {1,3-5}; other words mean something to other
// programs and are passed over.
func parseInfo(s string) info {
	var in info
	if i := strings.Index(s, "title="); i >= 0 && (i == 0 || s[i-1] == ' ' || s[i-1] == '{') {
		v := s[i+len("title="):]
		if v != "" && (v[0] == '"' || v[0] == '\'') {
			if end := strings.IndexByte(v[1:], v[0]); end >= 0 {
				in.title = v[1 : end+1]
				s = s[:i] + v[end+2:]
			}
		} else {
			v, _, _ = strings.Cut(v, " ")
			in.title = strings.TrimSuffix(v, "}")
		}
	}
	for rest := s; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return in
		}
		inside, after, ok := strings.Cut(after, "}")
		if !ok {
			return in
		}
		if inside != "" && strings.Trim(inside, "0123456789,- ") == "" {
			in.marks = inside
			return in
		}
		rest = after
	}
}

// parseLines returns whether a line, from 1, is among marks such as "1,3-5".
func parseLines(marks string) func(int) bool {
	type span struct{ from, to int }
	var spans []span
	for _, part := range strings.Split(marks, ",") {
		a, b, isRange := strings.Cut(strings.TrimSpace(part), "-")
		from, err := strconv.Atoi(strings.TrimSpace(a))
		if err != nil {
			continue
		}
		to := from
		if isRange {
			if to, err = strconv.Atoi(strings.TrimSpace(b)); err != nil {
				continue
			}
		}
		spans = append(spans, span{from, to})
	}
	return func(n int) bool {
		for _, s := range spans {
			if s.from <= n && n <= s.to {
				return true
			}
		}
		return false
	}
}
