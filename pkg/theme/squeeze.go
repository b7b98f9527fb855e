package theme

import "bytes"

// squeeze takes comments and the white space that means nothing out of a style sheet. What
// stands in quotes stays.
func squeeze(css []byte) []byte {
	out := make([]byte, 0, len(css))
	last := func() byte {
		if len(out) == 0 {
			return '{'
		}
		return out[len(out)-1]
	}
	for i := 0; i < len(css); {
		c := css[i]
		switch {
		case c == '"' || c == '\'':
			end := i + 1
			for end < len(css) && css[end] != c {
				if css[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(css))
			out = append(out, css[i:end]...)
			i = end
		case c == '/' && i+1 < len(css) && css[i+1] == '*':
			end := bytes.Index(css[i+2:], []byte("*/"))
			if end < 0 {
				return out
			}
			i += 2 + end + 2
		case blank(c):
			for i < len(css) && blank(css[i]) {
				i++
			}
			// A space before a colon parts selectors ("a :hover"), one after it never does.
			if i < len(css) && !bytes.ContainsRune([]byte("{};,:"), rune(last())) && !bytes.ContainsRune([]byte("{};,"), rune(css[i])) {
				out = append(out, ' ')
			}
		default:
			if c == '}' && last() == ';' {
				out = out[:len(out)-1]
			}
			out = append(out, c)
			i++
		}
	}
	return out
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
