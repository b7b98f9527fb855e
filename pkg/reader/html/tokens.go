package html

import (
	"strings"

	xhtml "golang.org/x/net/html"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// Tokens reads raw HTML that stands inside Markdown: one tag, or a whole block of text and tags.
// Tags need not balance. Text comes with entities decoded and its white space as written,
// images as embeds, <br> as a hard break, allowed tags as note.Tag; comments, doctypes and the
// content of script, style, textarea and template are left out. An element that is not allowed
// leaves its text and one H001 per name.
func Tokens(src string, opts Options) []note.Inline {
	t := tokens{opts: opts, at: newPlace(opts)}
	t.read(src)
	t.words.settle()
	return t.out
}

type tokens struct {
	opts    Options
	at      place
	out     []note.Inline
	dropped map[string]bool
	skip    int // open <template> elements
	words   joined
}

func (t *tokens) read(src string) {
	z := xhtml.NewTokenizer(strings.NewReader(src))
	silenced := "" // the raw text element whose content comes next
	for offset := 0; ; {
		kind := z.Next()
		if kind == xhtml.ErrorToken {
			// A tag that the source's end cuts off: browsers forget it, with all the words in
			// it. It stays as text.
			if t.skip == 0 && silenced == "" {
				t.text(src[offset:])
			}
			return
		}
		raw := src[offset : offset+len(z.Raw())]
		offset += len(raw)
		switch kind {
		case xhtml.TextToken:
			t.textToken(string(z.Text()), silenced)
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			silenced = t.start(z.Token())
		case xhtml.EndTagToken:
			silenced = ""
			t.end(z.Token())
		}
		t.at.pass(raw)
	}
}

func (t *tokens) textToken(s, silenced string) {
	switch {
	case t.skip > 0 || silent[silenced]:
	case silenced == "noscript" || silenced == "noframes" || silenced == "noembed":
		// The tokenizer takes these for raw text, but they hold what is shown without scripts,
		// frames and plugins. They cannot hold themselves, so this ends.
		inner := tokens{opts: t.opts, at: t.at, dropped: t.dropped}
		inner.read(s)
		inner.words.settle()
		t.dropped = inner.dropped
		for _, in := range inner.out {
			t.add(in)
		}
	case silenced == "iframe":
		// Its content is for browsers that have no frames.
	default:
		t.text(s)
	}
}

// start handles an opening tag and returns its name when the tokenizer takes its content for
// raw text.
func (t *tokens) start(tok xhtml.Token) (silenced string) {
	name := tok.Data
	switch name {
	case "template":
		t.drop(name)
		t.skip++
		return ""
	case "script", "style", "textarea", "noscript", "noframes", "noembed":
		if name == "script" || name == "style" || name == "textarea" {
			t.drop(name)
		}
		return name
	}
	if t.skip > 0 {
		return ""
	}
	switch name {
	case "br":
		t.add(&note.Break{Hard: true})
		return ""
	case "img", "image":
		if in := image(tok.Attr, t.at); in != nil {
			t.add(in)
		}
		return ""
	}
	tag, ok := openTag(name, tok.Attr, t.at)
	if !ok {
		t.drop(name)
		return ""
	}
	t.add(tag)
	if name == "iframe" {
		return name
	}
	return ""
}

func (t *tokens) end(tok xhtml.Token) {
	switch {
	case tok.Data == "template":
		t.skip = max(t.skip-1, 0)
	case t.skip > 0:
	case tok.Data == "br": // browsers take </br> for <br>
		t.add(&note.Break{Hard: true})
	default:
		if tag, ok := note.CloseTag(tok.Data); ok {
			t.add(tag)
		}
	}
}

func (t *tokens) text(s string) {
	if s != "" {
		t.add(&note.Text{Value: clean(s)})
	}
}

func (t *tokens) add(in note.Inline) {
	t.out = t.words.add(t.out, in)
}

// drop reports an element that is left out, once per name.
func (t *tokens) drop(name string) {
	if t.dropped[name] {
		return
	}
	if t.dropped == nil {
		t.dropped = map[string]bool{}
	}
	t.dropped[name] = true
	reportDropped(t.opts, name, t.at)
}

func reportDropped(opts Options, name string, at place) {
	hint := "its text is kept"
	if silent[name] {
		hint = "its content is left out too"
	}
	if runes := []rune(name); len(runes) > 40 {
		name = string(runes[:40]) + "…"
	}
	opts.report(diag.Warning, "H001", "HTML element <"+name+"> is left out", hint, at.line, at.column)
}
