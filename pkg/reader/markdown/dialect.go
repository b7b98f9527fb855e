package markdown

import (
	"sync"

	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// The parsers, one per dialect. goldmark's parsers are safe for concurrent use.
var parsers = [...]func() parser.Parser{
	CommonMark: sync.OnceValue(func() parser.Parser { return newParser(CommonMark) }),
	GFM:        sync.OnceValue(func() parser.Parser { return newParser(GFM) }),
	Obsidian:   sync.OnceValue(func() parser.Parser { return newParser(Obsidian) }),
}

func parserFor(d Dialect) parser.Parser {
	return parsers[min(d, Obsidian)]()
}

// newParser puts together what a dialect knows. A lower number is asked first.
func newParser(d Dialect) parser.Parser {
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
			util.Prioritized(urlParser{}, 600),
			util.Prioritized(emojiParser{}, 610),
		)
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
