package kakaotalk

import (
	"regexp"
	"strings"
	"time"
)

// tableHead is the first line of the table that macOS exports.
const tableHead = "Date,User,Message"

func isTable(text string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\ufeff\r\n"), "\n")
	return strings.EqualFold(strings.TrimSpace(strings.ReplaceAll(first, `"`, "")), tableHead)
}

var rowHead = regexp.MustCompile(`^"?(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})"?,`)

// parseTable reads the table of macOS. A row ends where its quotes are closed, or at a closing
// quote with the next row below it; if there is neither, it ends where the next row begins. A
// quote that is missing or was not doubled does not swallow the rest.
func parseTable(text string) []message {
	lines := splitLines(text)
	closed, rowEnds := closings(lines), rowEnds(lines)
	var out []message
	for i := 1; i < len(lines); {
		m := rowHead.FindStringSubmatch(lines[i])
		at, err := time.Time{}, error(nil)
		if m != nil {
			at, err = time.Parse(time.DateTime, m[1])
		}
		if m == nil || err != nil {
			if n := len(out); n > 0 && strings.TrimSpace(lines[i]) != "" {
				out[n-1].text += "\n" + lines[i]
			}
			i++
			continue
		}
		end := closed[i]
		if e := rowEnds[i]; e > 0 && (end < 0 || e < end) {
			end = e
		}
		if end < 0 {
			for end = i + 1; end < len(lines) && !rowHead.MatchString(lines[end]); end++ {
			}
		}
		row := strings.Join(lines[i:end], "\n")
		sender, rest := field(row[len(m[0]):])
		msg, more := field(rest)
		if more != "" {
			msg += "," + more
		}
		out = append(out, message{at: at, sender: clean(sender), text: msg, line: i + 1, seconds: true})
		i = end
	}
	return out
}

// closings returns for each line the index after the line at which quotes opened in it are
// closed, -1 when they never are.
func closings(lines []string) []int {
	after := make([]int, len(lines)) // how many quotes are odd after the line
	odd := 0
	for i, l := range lines {
		odd ^= strings.Count(l, `"`) & 1
		after[i] = odd
	}
	out := make([]int, len(lines))
	next := [2]int{-1, -1}
	for i := len(lines) - 1; i >= 0; i-- {
		next[after[i]] = i + 1
		before := 0
		if i > 0 {
			before = after[i-1]
		}
		out[i] = next[before]
	}
	return out
}

// rowEnds returns for each line the index after the line, itself or below, that ends with a
// closing quote and has the next row, or nothing, below it; -1 when there is none. Quotes inside
// a text are doubled, so that an odd number of them at the end of a line closes it.
func rowEnds(lines []string) []int {
	out := make([]int, len(lines))
	end := -1
	for i := len(lines) - 1; i >= 0; i-- {
		l := lines[i]
		quotes := len(l) - len(strings.TrimRight(l, `"`))
		opens := quotes == 1 && strings.HasSuffix(l, `,"`) // the text begins on the next line
		if quotes&1 == 1 && !opens && (i+1 == len(lines) || rowHead.MatchString(lines[i+1])) {
			end = i + 1
		}
		out[i] = end
	}
	return out
}

// field takes the first field off a row. A quote that no comma follows is part of the text.
func field(row string) (value, rest string) {
	if !strings.HasPrefix(row, `"`) {
		value, rest, _ = strings.Cut(row, ",")
		return value, rest
	}
	var sb strings.Builder
	for i := 1; i < len(row); i++ {
		switch {
		case row[i] != '"':
			sb.WriteByte(row[i])
		case strings.HasPrefix(row[i+1:], `"`):
			sb.WriteByte('"')
			i++
		case i+1 == len(row) || row[i+1] == ',':
			return sb.String(), strings.TrimPrefix(row[i+1:], ",")
		default:
			sb.WriteByte('"')
		}
	}
	return sb.String(), ""
}
