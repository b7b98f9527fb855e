package markdown

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"memopress/pkg/note"
)

// A piece is a part of running text in the order in which it is written. Text is escaped, and
// the marks of styles are chosen, only when their neighbours are known.
type piece struct {
	kind  pieceKind
	s     string // text as it is, or syntax as written
	style note.Style
	color string
	mate  int // index of the other mark of a style
}

type pieceKind uint8

const (
	plainPiece pieceKind = iota
	rawPiece
	openPiece
	closePiece
	tagPiece   // a hashtag
	mathPiece  // a formula between single dollars
	breakPiece // a visible line break
)

// where says in what kind of place running text stands.
type where struct {
	line    bool // on one line: headings, titles, terms, cells
	cell    bool // in a table: every bar is escaped
	link    bool // in the text of a link
	note    bool // in a footnote written in place, with link
	first   bool // begins a list item that is no task
	quote   bool // begins a quotation
	heading bool
	dollars bool // more than one dollar stands here: each could open a formula
}

// pieces flattens running text. active are the styles in force, which are not written again.
func (w *writer) pieces(out []piece, inlines []note.Inline, at where, active uint16) []piece {
	for i, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			out = addText(out, strings.ReplaceAll(in.Value, "\n", " "))
		case *note.Break:
			switch {
			case !in.Hard:
				out = addText(out, " ")
			case at.line:
				out = append(out, piece{kind: rawPiece, s: "<br>"})
			default:
				// Two line ends would end the paragraph, and <br> on a line of its own would
				// begin a block of HTML: a backslash fills the line.
				end := "  \n"
				if last := len(out) - 1; last < 0 || out[last].kind == breakPiece {
					end = "\\\n"
				}
				out = append(out, piece{kind: breakPiece, s: end})
			}
		case *note.Styled:
			out = w.styled(out, in, at, active)
		case *note.CodeSpan:
			if s := codeSpan(in.Text); s != "" {
				out = append(out, piece{kind: rawPiece, s: bars(s, at)})
			}
		case *note.MathSpan:
			out = w.math(out, in, at)
		case *note.Hashtag:
			out = append(out, piece{kind: tagPiece, s: "#" + in.Name})
		case *note.FootnoteRef:
			if label, ok := w.labels[in.Label]; ok && !at.link {
				out = append(out, piece{kind: rawPiece, s: bars("[^"+label+"]", at)})
			} else {
				out = addText(out, "[^"+in.Label+"]")
			}
		case *note.InlineNote:
			inner := at
			inner.line, inner.link, inner.note = true, true, true
			if s := w.inlines(in.Inlines, inner); s != "" {
				out = append(out, piece{kind: rawPiece, s: "^[" + s + "]"})
			}
		case *note.Link:
			if w.page != nil {
				in = w.pageLink(in)
			}
			if at.link && !at.note {
				out = w.pieces(out, in.Inlines, at, active)
				continue
			}
			if in.Ref.Kind == note.RefNone {
				out = w.pieces(out, in.Inlines, at, active)
				continue
			}
			out = append(out, piece{kind: rawPiece, s: w.link(in, at, !at.note && free(out, inlines[i+1:], active != 0))})
		case *note.Embed:
			if w.page != nil {
				out = w.pageEmbed(out, in, at, active)
				continue
			}
			out = append(out, piece{kind: rawPiece, s: bars(embed(in), at)})
		case *note.Anchor:
			if in.ID != "" && w.page == nil {
				out = append(out, piece{kind: rawPiece, s: `<a id="` + attribute(in.ID) + `"></a>`})
			}
		case *note.Tag:
			out = append(out, piece{kind: rawPiece, s: bars(w.htmlTag(in), at)})
		}
	}
	return out
}

func addText(out []piece, s string) []piece {
	if s == "" {
		return out
	}
	if len(out) > 0 && out[len(out)-1].kind == plainPiece {
		out[len(out)-1].s += s
		return out
	}
	return append(out, piece{kind: plainPiece, s: s})
}

// styled writes a style. White space and line breaks at its edges move outside: marks do not
// work beside them.
func (w *writer) styled(out []piece, s *note.Styled, at where, active uint16) []piece {
	bit := uint16(1) << s.Style
	if active&bit != 0 && s.Color == "" {
		return w.pieces(out, s.Inlines, at, active)
	}
	inner := w.pieces(nil, s.Inlines, at, active|bit)
	lead, inner, trail := trimEdges(inner)
	out = appendPieces(out, lead)
	if len(inner) > 0 {
		// Two neighbours in the same style are one.
		if last := len(out) - 1; last >= 0 && out[last].kind == closePiece && out[last].style == s.Style && out[last].color == s.Color {
			open := out[last].mate
			out = appendPieces(out[:last], inner)
			out = append(out, piece{kind: closePiece, style: s.Style, color: s.Color, mate: open})
			out[open].mate = len(out) - 1
		} else {
			open := len(out)
			out = append(out, piece{kind: openPiece, style: s.Style, color: s.Color})
			out = appendPieces(out, inner)
			out = append(out, piece{kind: closePiece, style: s.Style, color: s.Color, mate: open})
			out[open].mate = len(out) - 1
		}
	}
	return appendPieces(out, trail)
}

// appendPieces appends more, whose marks know each other by their place in it.
func appendPieces(out, more []piece) []piece {
	shift := len(out)
	for i, p := range more {
		if i == 0 && p.kind == plainPiece && len(out) > 0 && out[len(out)-1].kind == plainPiece {
			out[len(out)-1].s += p.s
			shift--
			continue
		}
		if p.kind == openPiece || p.kind == closePiece {
			p.mate += shift
		}
		out = append(out, p)
	}
	return out
}

// trimEdges takes white space and breaks off both ends. The marks inside keep their mates.
func trimEdges(in []piece) (lead, core, trail []piece) {
	for len(in) > 0 {
		p := in[0]
		if p.kind == breakPiece {
			lead = append(lead, p)
		} else if t := strings.TrimLeft(p.s, " \t"); p.kind == plainPiece && t != p.s {
			lead = addText(lead, p.s[:len(p.s)-len(t)])
			if t != "" {
				in[0].s = t
				break
			}
		} else {
			break
		}
		in = in[1:]
		for i := range in {
			in[i].mate--
		}
	}
	for len(in) > 0 {
		last := len(in) - 1
		p := in[last]
		if p.kind == breakPiece {
			trail = append([]piece{p}, trail...)
		} else if t := strings.TrimRight(p.s, " \t"); p.kind == plainPiece && t != p.s {
			trail = append([]piece{{kind: plainPiece, s: p.s[len(t):]}}, trail...)
			if t != "" {
				in[last].s = t
				break
			}
		} else {
			break
		}
		in = in[:last]
	}
	return lead, in, trail
}

// codeSpan writes code between as many backticks as it needs.
func codeSpan(s string) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if s == "" {
		return ""
	}
	longest, run := 0, 0
	seen := map[int]bool{}
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] == '`' {
			run++
			continue
		}
		seen[run] = true
		longest = max(longest, run)
		run = 0
	}
	n := 1
	for seen[n] {
		n++
	}
	fence := strings.Repeat("`", n)
	blank := strings.Trim(s, " ") == ""
	if s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ' && !blank {
		s = " " + s + " "
	}
	return fence + s + fence
}

// math writes a formula: between single dollars where that can be read again, else between
// double ones.
func (w *writer) math(out []piece, m *note.MathSpan, at where) []piece {
	s := strings.TrimSpace(strings.ReplaceAll(m.Text, "\n", " "))
	if s == "" {
		return out
	}
	if m.Display || unescapedDollar(s) || strings.HasSuffix(s, `\`) {
		return append(out, piece{kind: rawPiece, s: bars("$$"+s+"$$", at)})
	}
	return append(out, piece{kind: mathPiece, s: bars("$"+s+"$", at)})
}

func unescapedDollar(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '$':
			return true
		}
	}
	return false
}

// bars escapes the bars of what is written into a table.
func bars(s string, at where) string {
	if !at.cell {
		return s
	}
	return strings.ReplaceAll(s, "|", `\|`)
}

// free reports whether white space stands on both sides of what comes next, so that a bare URL
// ends where it should. Inside a style its marks stand at the edges.
func free(before []piece, after []note.Inline, styled bool) bool {
	if styled && (len(before) == 0 || len(after) == 0) {
		return false
	}
	if len(before) > 0 {
		last := before[len(before)-1]
		if last.kind != breakPiece && (last.kind != plainPiece || !strings.HasSuffix(last.s, " ")) {
			return false
		}
	}
	if len(after) == 0 {
		return true
	}
	switch a := after[0].(type) {
	case *note.Text:
		return strings.HasPrefix(a.Value, " ") || strings.HasPrefix(a.Value, "\n")
	case *note.Break:
		return true
	}
	return false
}

func (w *writer) link(l *note.Link, at where, free bool) string {
	if l.Ref.Kind == note.RefURL && l.Title == "" && l.Bare {
		if s, ok := autolink(l.Ref.Target, note.PlainText(l.Inlines), free); ok && onlyText(l.Inlines) {
			return bars(s, at)
		}
	}
	if fitsWikilink(l.Ref) && l.Title == "" && onlyText(l.Inlines) {
		target, plain := wikiTarget(l.Ref), note.PlainText(l.Inlines)
		if l.Bare && plain == l.Ref.Shown() {
			return bars("[["+target+"]]", at)
		}
		if t := strings.TrimSpace(plain); t != "" && t == plain && fitsBrackets(t) && !strings.Contains(t, "\n") && !strings.Contains(t, `\|`) {
			return "[[" + bars(target+"|"+t, at) + "]]"
		}
	}
	at.link, at.note = true, false
	return "[" + w.inlines(l.Inlines, at) + "](" + bars(destination(l.Ref)+quoted(l.Title), at) + ")"
}

func onlyText(inlines []note.Inline) bool {
	for _, in := range inlines {
		if _, ok := in.(*note.Text); !ok {
			return false
		}
	}
	return true
}

// autolink writes a URL that is its own text: as it is when spaces stand around it and it ends
// in a letter, a digit or "/", else between angle brackets.
func autolink(target, shown string, free bool) (string, bool) {
	if mail, ok := strings.CutPrefix(target, "mailto:"); ok && mail == shown && isMail(mail) {
		return "<" + mail + ">", true
	}
	if www, ok := strings.CutPrefix(target, "http://"); ok && www == shown && strings.HasPrefix(www, "www.") && free && bareURL("//"+www) {
		return shown, true
	}
	if target != shown || strings.ContainsAny(target, " <>\n\t\\`|") {
		return "", false
	}
	scheme, rest, ok := strings.Cut(target, ":")
	if !ok || len(scheme) < 2 || len(scheme) > 32 || !isScheme(scheme) || rest == "" {
		return "", false
	}
	if free && (scheme == "https" || scheme == "http") && bareURL(rest) {
		return target, true
	}
	return "<" + target + ">", true
}

// bareURL reports whether what follows "https:" is read to its end without brackets around it.
func bareURL(rest string) bool {
	host, ok := strings.CutPrefix(rest, "//")
	if !ok || host == "" {
		return false
	}
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z', strings.IndexByte("/.?=#%-+", c) >= 0:
		case c == '_' && strings.ContainsAny(host, "/") && i > strings.IndexByte(host, '/')+2:
		default:
			return false
		}
	}
	last := rest[len(rest)-1]
	return last == '/' || last >= '0' && last <= '9' || last|0x20 >= 'a' && last|0x20 <= 'z'
}

func isScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c|0x20 >= 'a' && c|0x20 <= 'z' || i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return false
		}
	}
	return true
}

func isMail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	if !ok || name == "" || host == "" || strings.HasPrefix(host, "-") || strings.HasSuffix(host, "-") || strings.HasSuffix(host, ".") {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte(".-_+@", c) >= 0) {
			return false
		}
	}
	return strings.Count(s, "@") == 1 && !strings.Contains(host, "_")
}

// embed writes an embed: a name as ![[name|alt|300x200]], anything else as ![alt|300x200](path).
func embed(e *note.Embed) string {
	size := ""
	if e.Width > 0 {
		size = strconv.Itoa(e.Width)
		if e.Height > 0 {
			size += "x" + strconv.Itoa(e.Height)
		}
	}
	alt := strings.TrimSpace(strings.ReplaceAll(e.Alt, "\n", " "))
	if fitsWikilink(e.Ref) && e.Title == "" && fitsBrackets(alt) {
		s := wikiTarget(e.Ref)
		if e.Width == 0 && e.Height > 0 && isFile(e.Ref.Target) {
			if e.Ref.Fragment == "" {
				s += "#height=" + strconv.Itoa(e.Height)
			} else {
				s += "&height=" + strconv.Itoa(e.Height)
			}
		}
		if alt != "" {
			s += "|" + alt
		}
		if size != "" {
			s += "|" + size
		}
		return "![[" + s + "]]"
	}
	out := escapeAll(alt)
	switch {
	case size != "" && out != "":
		out += "|" + size
	case size != "":
		out = size
	}
	return "![" + out + "](" + destination(e.Ref) + quoted(e.Title) + ")"
}

// escapeAll escapes all that could be syntax, for the text of an image.
func escapeAll(s string) string {
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("\\`*_[]<&$#~=%!^:", s[i]) >= 0 {
			sb.WriteByte('\\')
		}
		sb.WriteByte(s[i])
	}
	return sb.String()
}

// firstRune and lastRune return a space for nothing, as the edge of a line counts.
func firstRune(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
