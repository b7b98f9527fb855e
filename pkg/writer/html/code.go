package html

import (
	"strconv"
	"strings"
	"sync"

	"memopress/pkg/note"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// maxHighlight is the size in bytes above which code is not coloured: nobody reads that much,
// and colouring costs more than everything else together.
const maxHighlight = 256 << 10

// codeBlock writes a block of code. A theme's script may put a copy button into the outer
// element; without it everything is there.
func (s *state) codeBlock(c *note.Code) {
	s.features.Code = true
	if s.page.Plain {
		s.raw("<pre><code")
		if c.Lang != "" {
			s.attr("class", "language-"+c.Lang)
		}
		s.raw(">")
		s.text(c.Text)
		s.raw("</code></pre>\n")
		return
	}
	opts := parseInfo(c.Info)
	s.raw(`<div class="code"`)
	if c.Lang != "" {
		s.attr("data-lang", c.Lang)
	}
	s.writeID(c.Anchor)
	s.raw(">")
	if opts.title != "" {
		s.raw(`<div class="code-title">`)
		s.text(opts.title)
		s.raw("</div>")
	}
	label := s.message("code")
	switch {
	case opts.title != "":
		label = opts.title
	case c.Lang != "":
		label += ": " + c.Lang
	}
	s.raw(`<pre tabindex="0" role="group"`)
	s.attr("aria-label", label)
	s.raw("><code")
	if c.Lang != "" {
		s.attr("class", "language-"+c.Lang)
	}
	s.raw(">")
	s.out = append(s.out, s.w.code.highlight(c.Lang, c.Text, opts.marks)...)
	s.raw("</code></pre></div>\n")
}

// codeCache remembers coloured code by its language, its text and its marked lines.
type codeCache struct {
	mu     sync.RWMutex
	byKey  map[codeKey]string
	bytes  int
	lexers map[string]chroma.Lexer // nil for a language that is not known
}

type codeKey struct{ lang, marks, text string }

// maxCodeCache is how many bytes of coloured code are remembered.
const maxCodeCache = 64 << 20

// highlight returns the code as markup: spans with Chroma's classes where the language is
// known by its name, escaped text where not. The language is never guessed.
func (c *codeCache) highlight(lang, text, marks string) string {
	lexer := c.lexer(lang)
	if marks == "" && (lexer == nil || len(text) > maxHighlight) {
		return string(appendText(nil, text))
	}
	key := codeKey{lang, marks, text}
	c.mu.RLock()
	out, ok := c.byKey[key]
	c.mu.RUnlock()
	if ok {
		return out
	}
	out = string(colour(lexer, text, marks))
	c.mu.Lock()
	if c.byKey == nil {
		c.byKey = map[codeKey]string{}
	}
	if size := len(out) + len(text); c.bytes+size <= maxCodeCache {
		c.byKey[key] = out
		c.bytes += size
	}
	c.mu.Unlock()
	return out
}

// lexer returns the lexer for a name such as "go" or a file extension; nil for none and for
// plain text. Chroma searches hundreds of patterns for a name that it does not know, so that
// the answers are remembered.
func (c *codeCache) lexer(lang string) chroma.Lexer {
	lang = strings.ToLower(lang)
	switch lang {
	case "", "text", "plain", "plaintext", "txt", "none", "no-highlight":
		return nil
	}
	if len(lang) > 32 || strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz0123456789+#-_. /") != "" {
		return nil
	}
	c.mu.RLock()
	l, ok := c.lexers[lang]
	c.mu.RUnlock()
	if ok {
		return l
	}
	l = lexers.Get(lang)
	c.mu.Lock()
	if c.lexers == nil {
		c.lexers = map[string]chroma.Lexer{}
	}
	if len(c.lexers) < 2000 {
		c.lexers[lang] = l
	}
	c.mu.Unlock()
	return l
}

// colour tokenises the code and writes its tokens line by line.
func colour(lexer chroma.Lexer, text, marks string) []byte {
	lines := tokens(lexer, text)
	if lines == nil {
		for l := range strings.SplitAfterSeq(text, "\n") {
			if l != "" {
				lines = append(lines, []chroma.Token{{Type: chroma.Text, Value: l}})
			}
		}
	}
	marked := parseLines(marks)
	out := make([]byte, 0, 3*len(text))
	for i, line := range lines {
		mark := marked(i + 1)
		if mark {
			out = append(out, `<span class="line-mark">`...)
		}
		for _, t := range line {
			class := tokenClass(t.Type)
			if class == "" || blank(t.Value) {
				out = appendText(out, t.Value)
				continue
			}
			out = append(out, `<span class="`...)
			out = append(out, class...)
			out = append(out, `">`...)
			// A line end inside the span would make it a block of its own when selected.
			value, end := strings.CutSuffix(t.Value, "\n")
			out = appendText(out, value)
			out = append(out, "</span>"...)
			if end {
				out = append(out, '\n')
			}
		}
		if mark {
			out = append(out, "</span>"...)
		}
	}
	return out
}

// tokens returns the tokens line by line; nil when there are none or when they are not the
// whole text and nothing but it.
func tokens(lexer chroma.Lexer, text string) [][]chroma.Token {
	if lexer == nil || len(text) > maxHighlight {
		return nil
	}
	it, err := chroma.Coalesce(lexer).Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
	if err != nil {
		return nil
	}
	all := it.Tokens()
	rest := text
	for i, t := range all {
		// Some lexers end the last line where the text does not.
		if t.Value == rest+"\n" && i == len(all)-1 {
			all[i].Value = rest
		}
		var ok bool
		if rest, ok = strings.CutPrefix(rest, all[i].Value); !ok {
			return nil
		}
	}
	if rest != "" {
		return nil
	}
	return chroma.SplitTokensIntoLines(all)
}

// tokenClass returns Chroma's class for a token type or, where it has none, for the category.
func tokenClass(t chroma.TokenType) string {
	if t == chroma.Text || t == chroma.TextWhitespace || t == chroma.Background {
		return ""
	}
	for _, t := range []chroma.TokenType{t, t.SubCategory(), t.Category()} {
		if c, ok := chroma.StandardTypes[t]; ok {
			return c
		}
	}
	return ""
}

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

// diagram writes a drawing's source, readable as it is; a script may draw it.
func (s *state) diagram(d *note.Diagram) {
	s.features.Diagram = true
	s.raw(`<figure class="diagram"`)
	s.attr("data-diagram", d.Lang)
	s.writeID(d.Anchor)
	s.raw(`><pre tabindex="0" role="group"`)
	s.attr("aria-label", s.message("diagram")+": "+d.Lang)
	s.raw("><code>")
	s.text(d.Text)
	s.raw("</code></pre></figure>\n")
}

// query writes a query that nobody runs here as its source.
func (s *state) query(q *note.Query) {
	s.raw(`<details class="query"`)
	s.attr("data-query", q.Lang)
	s.writeID(q.Anchor)
	s.raw("><summary>")
	s.text(s.message("query") + ": " + q.Lang)
	s.raw("</summary><pre><code>")
	s.text(q.Text)
	s.raw("</code></pre></details>\n")
}
