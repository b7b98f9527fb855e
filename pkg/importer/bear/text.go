package bear

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

var (
	colour    = regexp.MustCompile(`^\s*(?:🟢|🔴|🔵|🟡|🟣|🟠|⚪|⚫|🟤)`)
	underline = regexp.MustCompile(`(^|[\s(])~([^\s~](?:[^~\n]*[^\s~])?)~($|[\s.,;:!?)])`)
	sizeNote  = regexp.MustCompile(`(!\[[^\]\n]*)(\]\([^)\n]*\))<!-- *\{[^}\n]*"width" *: *"?(\d{1,5})[^}\n]*\} *-->`)
)

// prepare turns what only Bear writes into what the reader knows, line for line: ~underlined~
// text, and the comment that gives an image its width. Code stays as it is.
func prepare(text []byte) []byte {
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	fence := ""
	for i, line := range lines {
		trimmed := strings.TrimSpace(line)
		if mark := fenceOf(trimmed); mark != "" && (fence == "" || mark == fence) {
			if fence == "" {
				fence = mark
			} else {
				fence = ""
			}
			continue
		}
		if fence != "" {
			continue
		}
		// Every second part between backticks is code; with an odd number of them nothing is sure.
		parts := strings.Split(line, "`")
		if len(parts)%2 == 0 || strings.Contains(line, "``") {
			continue
		}
		for k := 0; k < len(parts); k += 2 {
			if strings.Contains(parts[k], "<!--") {
				parts[k] = sizeNote.ReplaceAllString(parts[k], "$1|$3$2")
			}
			if strings.Contains(parts[k], "~") {
				parts[k] = underline.ReplaceAllString(parts[k], "$1<u>$2</u>$3")
			}
		}
		lines[i] = strings.Join(parts, "`")
	}
	return []byte(strings.Join(lines, "\n"))
}

// fenceOf returns the three marks that a fence of code begins with, "" for other lines.
func fenceOf(line string) string {
	if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
		return line[:3]
	}
	return ""
}

// colours of Bear's highlighter by the mark that stands before the text.
var colours = map[string]string{"🟢": "green", "🔴": "red", "🔵": "blue", "🟡": "yellow", "🟣": "purple", "🟠": "orange"}

// finish reads what stands in running text: tags of several words, colours of highlights, and
// links into the app.
func finish(blocks []note.Block) []note.Block {
	note.RewriteInlines(blocks, wideTags)
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Styled:
			colourOf(node)
		case *note.Link:
			link(node)
		}
		return true
	})
	return blocks
}

// colourOf takes the coloured dot off a highlight and makes it its colour.
func colourOf(s *note.Styled) {
	if s.Style != note.Highlight || len(s.Inlines) == 0 {
		return
	}
	t, ok := s.Inlines[0].(*note.Text)
	if !ok {
		return
	}
	if mark := strings.TrimSpace(colour.FindString(t.Value)); colours[mark] != "" {
		s.Color = colours[mark]
		t.Value = strings.TrimPrefix(strings.TrimLeft(t.Value, " "), mark)
	}
}

// link reads Bear's addresses: bear://x-callback-url/open-note?id=…&header=….
func link(l *note.Link) {
	if l.Ref.Kind == note.RefURL && strings.HasPrefix(strings.ToLower(l.Ref.Target), "bear://") {
		u, err := url.Parse(l.Ref.Target)
		if err != nil || !strings.EqualFold(strings.Trim(u.Path, "/"), "open-note") {
			return
		}
		r := note.Ref{Line: l.Ref.Line, Column: l.Ref.Column, Width: l.Ref.Width}
		if id := u.Query().Get("id"); id != "" {
			r.Kind, r.Target, r.Title = note.RefNote, key(id), importer.OneLine(note.PlainText(l.Inlines))
		} else if title := u.Query().Get("title"); title != "" {
			r.Kind, r.Target = note.RefName, importer.OneLine(title)
		} else {
			return
		}
		if h := u.Query().Get("header"); h != "" {
			r.Headings = []string{h}
		}
		l.Ref = r
	}
}

// splitHeadings reads Bear's way to name a heading, [[Title/Heading]]. A title may hold a slash
// itself: the longest part that is the title of a note counts, else what is before the first one.
func splitHeadings(blocks []note.Block, titles map[string]bool) {
	note.Walk(blocks, func(node any) bool {
		l, ok := node.(*note.Link)
		if !ok || l.Ref.Kind != note.RefName || len(l.Ref.Headings) > 0 || titles[fold(l.Ref.Target)] {
			return true
		}
		cut := strings.IndexByte(l.Ref.Target, '/')
		if cut <= 0 || len(l.Ref.Target) > 1000 {
			return true
		}
		for i := strings.LastIndexByte(l.Ref.Target, '/'); i > cut; i = strings.LastIndexByte(l.Ref.Target[:i], '/') {
			if titles[fold(l.Ref.Target[:i])] {
				cut = i
				break
			}
		}
		title, heading := strings.TrimSpace(l.Ref.Target[:cut]), strings.TrimSpace(l.Ref.Target[cut+1:])
		if title != "" && heading != "" {
			l.Ref.Target, l.Ref.Headings = title, []string{heading}
		}
		return true
	})
}

// fold makes titles comparable as Bear compares them: by their letters, whatever their case.
func fold(title string) string { return strings.ToLower(importer.OneLine(title)) }

// wideTags joins the pieces of "#two words#", which the reader takes for the tag #two and text.
// What looks like a colour (#ff00aa) is no tag.
func wideTags(in []note.Inline) []note.Inline {
	var out []note.Inline
	for i := 0; i < len(in); i++ {
		tag, ok := in[i].(*note.Hashtag)
		if !ok {
			out = append(out, in[i])
			continue
		}
		if isColour(tag.Name) {
			out = append(out, &note.Text{Value: "#" + tag.Name})
			continue
		}
		if i+1 < len(in) {
			if t, ok := in[i+1].(*note.Text); ok {
				if words, n := closing(t.Value); n > 0 {
					out = append(out, &note.Hashtag{Name: tag.Name + words})
					if rest := t.Value[n:]; rest != "" {
						in[i+1] = &note.Text{Value: rest}
					} else {
						i++
					}
					continue
				}
			}
		}
		out = append(out, tag)
	}
	return out
}

// closing looks for the "#" that ends a tag of several words at the beginning of s, and returns
// the words before it and how many bytes both take. n is 0 when s closes no tag.
func closing(s string) (words string, n int) {
	i := strings.IndexAny(s, "#\n")
	if i < 0 || s[i] == '\n' {
		return "", 0
	}
	if i == 0 {
		return "", 1 // "#one#"
	}
	before := []rune(s[:i])
	if unicode.IsSpace(before[len(before)-1]) || !unicode.IsSpace(before[0]) || len(before) > 100 {
		return "", 0
	}
	if after := s[i+1:]; after != "" {
		if r := []rune(after)[0]; unicode.IsLetter(r) || unicode.IsNumber(r) {
			return "", 0
		}
	}
	return s[:i], i + 1
}

// isColour reports whether s is how colours are written: "ff00aa", "fff". Words such as "bad"
// are made of the same letters.
func isColour(s string) bool {
	if len(s) != 3 && len(s) != 6 && len(s) != 8 {
		return false
	}
	_, err := strconv.ParseUint(s, 16, 64)
	return err == nil && (strings.ContainsAny(s, "0123456789") || strings.Trim(s, s[:1]) == "")
}
