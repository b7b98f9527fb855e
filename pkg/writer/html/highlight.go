package html

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// maxHighlight is the size in bytes above which code is not coloured: nobody reads that much,
// and colouring costs more than everything else together.
const maxHighlight = 256 << 10

// codeCache remembers coloured code by its language, its text and its marked lines.
type codeCache struct {
	mu     sync.RWMutex
	byKey  map[codeKey]string
	bytes  int
	lexers map[string]chroma.Lexer // nil for a language that is not known
}

type codeKey struct{ lang, marks, text string }

// maxCodeCache is how many bytes of coloured code are remembered.
const maxCodeCache = 8 << 20

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
		// The line end stays outside: a style sheet may make boxes of what is inside.
		end := false
		if n := len(line); n > 0 {
			line[n-1].Value, end = strings.CutSuffix(line[n-1].Value, "\n")
		}
		for len(marked) > 0 && marked[0].to <= i {
			marked = marked[1:]
		}
		mark := len(marked) > 0 && marked[0].from <= i+1
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
			out = appendText(out, t.Value)
			out = append(out, "</span>"...)
		}
		if mark {
			out = append(out, "</span>"...)
		}
		if end {
			out = append(out, '\n')
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
