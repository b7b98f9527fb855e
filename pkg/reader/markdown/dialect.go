package markdown

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// A needs says what besides its dialect a text takes a parser for. Where a parser asks at each dot
// and colon, goldmark parts the text there, and most texts have dots but no addresses.
type needs struct {
	dialect Dialect
	www     bool // there may be "www."
	scheme  bool // there may be "://"
	emoji   bool // there may be :smile:
}

func needsOf(src []byte, opts Options) needs {
	n := needs{dialect: min(opts.Dialect, Obsidian)}
	if n.dialect >= GFM {
		n.www, n.scheme = bytes.Contains(src, []byte("www.")), bytes.Contains(src, []byte("://"))
		n.emoji = opts.Emoji
	}
	return n
}

// The parsers by needs. goldmark's parsers are safe for concurrent use.
var parsers sync.Map

func parserFor(n needs) parser.Parser {
	p, ok := parsers.Load(n)
	if !ok {
		p, _ = parsers.LoadOrStore(n, newParser(n))
	}
	return p.(parser.Parser)
}

// newParser puts together what texts need. A lower number is asked first.
func newParser(n needs) parser.Parser {
	d := n.dialect
	blocks := []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(guarded{parser.NewListParser()}, 300),
		util.Prioritized(itemParser{parser.NewListItemParser(), d}, 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(shortHeading{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(quoteParser{parser.NewBlockquoteParser(), d}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	inlines := []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(bracketParser{d}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(rawHTMLParser{parser.NewRawHTMLParser()}, 400),
		util.Prioritized(delimiterParser{d}, 500),
	}
	paragraphs := []util.PrioritizedValue{
		util.Prioritized(definitions{}, 100),
		util.Prioritized(longParagraph{}, 900),
	}
	if d >= GFM {
		blocks = append(blocks,
			util.Prioritized(footnoteParser{}, 950),
			util.Prioritized(mathBlockParser{}, 960),
		)
		inlines = append(inlines,
			util.Prioritized(footnoteRefParser{}, 110),
			util.Prioritized(mathParser{}, 120),
		)
		if n.www || n.scheme {
			inlines = append(inlines, util.Prioritized(urlParser{n}, 600))
		}
		if n.emoji {
			inlines = append(inlines, util.Prioritized(emojiParser{}, 610))
		}
		paragraphs = append(paragraphs, util.Prioritized(tableParser{}, 200))
	}
	if d >= Obsidian {
		blocks = append(blocks,
			util.Prioritized(commentBlockParser{}, 90),
			util.Prioritized(guarded{extension.NewDefinitionListParser()}, 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		)
		inlines = append(inlines,
			util.Prioritized(wikilinkParser{}, 105),
			util.Prioritized(blockIDParser{}, 130),
			util.Prioritized(commentParser{}, 140),
			util.Prioritized(tagParser{}, 150),
		)
	}
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...),
	)
}
