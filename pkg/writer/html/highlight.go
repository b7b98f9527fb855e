package html

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"memopress/pkg/writer/html/lex"
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
	own := lex.Get(strings.ToLower(lang))
	if own != nil && len(text) <= maxHighlight {
		return string(colour(nil, own, text, marks)) // quicker than to remember it
	}
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
	out = string(colour(lexer, nil, text, marks))
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

// colour writes the code with its tokens in spans, line by line.
func colour(lexer chroma.Lexer, own *lex.Lexer, text, marks string) []byte {
	p := painter{out: make([]byte, 0, 3*len(text)), marks: parseLines(marks)}
	switch {
	case own != nil:
		own.Tokens(text, p.add)
	default:
		all := tokens(lexer, text)
		if all == nil {
			p.add("", text)
		}
		for _, t := range all {
			p.add(tokenClass(t.Type), t.Value)
		}
	}
	p.endMark()
	return p.out
}

// A painter writes tokens as markup. Line ends stay outside of spans: a style sheet may make boxes
// of what is inside.
type painter struct {
	out   []byte
	marks []lineSpan // those that are not over, by line
	line  int        // from 0
	begun bool       // something of the line was written
	mark  bool       // the line is marked
}

func (p *painter) add(class, text string) {
	for text != "" {
		line, rest, end := strings.Cut(text, "\n")
		text = rest
		if !p.begun && (line != "" || end) {
			p.beginMark()
		}
		if line != "" {
			p.span(class, line)
		}
		if end {
			p.endMark()
			p.out = append(p.out, '\n')
			p.line++
		}
	}
}

func (p *painter) span(class, text string) {
	if class == "" || blank(text) {
		p.out = appendText(p.out, text)
		return
	}
	p.out = append(p.out, `<span class="`...)
	p.out = append(p.out, class...)
	p.out = append(p.out, `">`...)
	p.out = appendText(p.out, text)
	p.out = append(p.out, "</span>"...)
}

func (p *painter) beginMark() {
	p.begun = true
	for len(p.marks) > 0 && p.marks[0].to <= p.line {
		p.marks = p.marks[1:]
	}
	if p.mark = len(p.marks) > 0 && p.marks[0].from <= p.line+1; p.mark {
		p.out = append(p.out, `<span class="line-mark">`...)
	}
}

func (p *painter) endMark() {
	if p.mark {
		p.out = append(p.out, "</span>"...)
	}
	p.begun, p.mark = false, false
}

// tokens returns the tokens; nil when there are none or when they are not the whole text and
// nothing but it.
func tokens(lexer chroma.Lexer, text string) []chroma.Token {
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
	return all
}

// tokenClass returns Chroma's class for a token type or, where it has none, for the category.
func tokenClass(t chroma.TokenType) string {
	switch t {
	case chroma.Text, chroma.TextWhitespace, chroma.Background, chroma.Punctuation, chroma.Name, chroma.NameOther:
		return "" // no style colours them
	}
	for _, t := range []chroma.TokenType{t, t.SubCategory(), t.Category()} {
		if c, ok := chroma.StandardTypes[t]; ok {
			return c
		}
	}
	return ""
}
