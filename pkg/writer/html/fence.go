package html

import (
	"cmp"
	"slices"
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

// lineSpan is a run of lines, both ends in it.
type lineSpan struct{ from, to int }

// parseLines returns the marked lines of marks such as "1,3-5" in order, no line in two spans.
func parseLines(marks string) []lineSpan {
	var spans []lineSpan
	for part := range strings.SplitSeq(marks, ",") {
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
		if from <= to {
			spans = append(spans, lineSpan{from, to})
		}
	}
	slices.SortFunc(spans, func(a, b lineSpan) int { return cmp.Compare(a.from, b.from) })
	merged := spans[:0]
	for _, s := range spans {
		if n := len(merged); n > 0 && s.from <= merged[n-1].to {
			merged[n-1].to = max(merged[n-1].to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}
