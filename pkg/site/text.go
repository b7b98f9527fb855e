package site

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/internal/script"
	"memopress/pkg/note"
)

// descriptionLength is how long a description made from the text is at most, in characters as
// readers see them; search engines and link previews cut at about that.
const descriptionLength = 160

// placeholder stands in plain text for a bare link to what is not published.
const placeholder = "…"

// plainText is note.PlainText of published text, with the placeholder where a bare link leads
// to nothing.
func plainText(inlines []note.Inline) string { return string(AppendPlainText(nil, inlines)) }

// AppendPlainText appends what PlainText returns.
func AppendPlainText(out []byte, inlines []note.Inline) []byte {
	for _, n := range inlines {
		switch n := n.(type) {
		case *note.Text:
			out = append(out, n.Value...)
		case *note.CodeSpan:
			out = append(out, n.Text...)
		case *note.MathSpan:
			out = append(out, n.Text...)
		case *note.Break:
			out = append(out, ' ')
		case *note.Hashtag:
			out = append(append(out, '#'), n.Name...)
		case *note.Styled:
			out = AppendPlainText(out, n.Inlines)
		case *note.Link:
			if n.Ref.Kind == note.RefNone && len(n.Inlines) == 0 {
				out = append(out, placeholder...)
			}
			out = AppendPlainText(out, n.Inlines)
		case *note.Tag:
			if n.Name() == "br" {
				out = append(out, ' ')
			}
		}
	}
	return out
}

// describe returns the beginning of a published text as one line: whole sentences where they
// fit, else whole words and an ellipsis. Headings, code, tables and embeds are passed over.
func describe(blocks []note.Block) string {
	out := make([]byte, 0, 1024)
	note.Walk(blocks, func(n any) bool {
		if len(out) > 5*descriptionLength { // bytes: enough in every script
			return false
		}
		switch n := n.(type) {
		case *note.Heading, *note.Table, *note.Footnote, *note.HTML, *note.Details:
			return false
		case *note.Paragraph:
			if !onlyTags(n.Inlines) {
				out = append(AppendPlainText(out, n.Inlines), '\n')
			}
			return false
		}
		return true
	})
	text := string(joinLines(out))
	for strings.Contains(text, placeholder+" "+placeholder) {
		text = strings.ReplaceAll(text, placeholder+" "+placeholder, placeholder)
	}
	if strings.Trim(text, placeholder+" ") == "" {
		return ""
	}
	return strings.Clone(shorten(text, descriptionLength)) // not the whole text that it begins
}

// onlyTags reports whether running text holds nothing but tags: a line of them says less than
// the text that follows.
func onlyTags(inlines []note.Inline) bool {
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Hashtag, *note.Break:
		case *note.Text:
			if strings.TrimSpace(in.Value) != "" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// shorten cuts a line of text to at most max characters.
func shorten(text string, max int) string {
	count, cut, sentence, word := 0, len(text), 0, 0 // word, sentence: where the last one ended
	for i, r := range text {
		if count >= max && !continues(r) {
			cut = i
			break
		}
		switch {
		case r == ' ':
			if word = i; endsSentence(text[:i]) {
				sentence = i
			}
		case strings.ContainsRune("。！？", r):
			sentence = i + utf8.RuneLen(r)
		}
		if !continues(r) {
			count++
		}
	}
	switch {
	case cut == len(text):
		return text
	case text[cut] == ' ' && endsSentence(text[:cut]):
		return text[:cut]
	case sentence > cut/2:
		return text[:sentence]
	case text[cut] == ' ':
	case word > cut/2:
		cut = word
	default:
		cut = len(cutGraphemes(text, cut))
	}
	return strings.TrimRightFunc(text[:cut], func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && !strings.ContainsRune(")]}”’」』》", r)
	}) + "…"
}

// continues reports whether r is part of the character before it.
func continues(r rune) bool {
	return r >= 0x300 && (r == '\u200d' || unicode.IsMark(r))
}

// endsSentence reports whether text ends in a mark that ends sentences, closing quotes apart.
func endsSentence(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `"'”’)」』`))
	return strings.ContainsRune(".!?…。！？؟।", r)
}

// addBlocks counts the words that readers read: no code, no formulas.
func addBlocks(c *script.Census, blocks []note.Block) {
	note.Walk(blocks, func(n any) bool {
		if t, ok := n.(*note.Text); ok {
			c.Add(t.Value)
		}
		return true
	})
}

// oneLine returns the text with all white space as single spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// joinLines is oneLine in the place of the text.
func joinLines(text []byte) []byte {
	out := text[:0]
	for field := range bytes.FieldsSeq(text) {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		out = append(out, field...)
	}
	return out
}

// PlainText returns the words of published running text, as they may be searched or quoted: of a
// bare link to what is not published nothing but a placeholder remains.
func PlainText(inlines []note.Inline) string { return plainText(inlines) }
