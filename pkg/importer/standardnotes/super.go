package standardnotes

import (
	"cmp"
	"encoding/json"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A lexical is a node of the tree that the Super editor writes (Lexical's serialised editor
// state).
type lexical struct {
	Type     string          `json:"type"`
	Children []lexical       `json:"children"`
	Text     string          `json:"text"`
	Format   json.RawMessage `json:"format"` // of text a number of flags, of blocks a word
	Tag      string          `json:"tag"`
	ListType string          `json:"listType"`
	Start    int             `json:"start"`
	Checked  bool            `json:"checked"`
	Language string          `json:"language"`
	URL      string          `json:"url"`
	Open     bool            `json:"open"`
	Header   int             `json:"headerState"`
	ColSpan  int             `json:"colSpan"`
	RowSpan  int             `json:"rowSpan"`
	Note     string          `json:"itemUuid"`
	File     string          `json:"fileUuid"`
	Video    string          `json:"videoID"`
	Tweet    string          `json:"id"`
	Src      string          `json:"src"`
	AltText  string          `json:"altText"`
	FileName string          `json:"fileName"`
}

// A lexer reads one note of the Super editor.
type lexer struct {
	names   map[string]string // titles of notes by ID
	missing map[string]bool   // what the note had that is lost, in words
}

// maxDepth is how deep a tree is read; what lies deeper is joined to its text.
const maxDepth = 60

// super reads a note of the Super editor. ok is unset when text is no such tree.
func (l *lexer) super(text string) ([]note.Block, bool) {
	var doc struct {
		Root *lexical `json:"root"`
	}
	if json.Unmarshal([]byte(text), &doc) != nil || doc.Root == nil {
		return nil, false
	}
	return l.lexBlocks(doc.Root.Children, 0), true
}

func (l *lexer) lexBlocks(nodes []lexical, depth int) []note.Block {
	if depth > maxDepth {
		var sb strings.Builder
		for i := range nodes {
			allText(&sb, &nodes[i])
		}
		return importer.PlainText(sb.String())
	}
	var out []note.Block
	var run []note.Inline
	flush := func() {
		if len(run) > 0 {
			out = append(out, &note.Paragraph{Inlines: run})
			run = nil
		}
	}
	for i := range nodes {
		n := &nodes[i]
		if b := l.lexBlock(n, depth+1); b != nil {
			flush()
			out = append(out, b...)
		} else if in := l.lexInline(n, depth+1); in != nil {
			run = append(run, in...)
		}
	}
	flush()
	return out
}

// lexBlock returns what a node is as blocks, nil for a node of running text.
func (l *lexer) lexBlock(n *lexical, depth int) []note.Block {
	switch n.Type {
	case "paragraph":
		if in := l.lexInlines(n.Children, depth); len(in) > 0 {
			return []note.Block{&note.Paragraph{Inlines: in}}
		}
		return []note.Block{}
	case "heading":
		level := 1
		if len(n.Tag) == 2 && n.Tag[1] >= '1' && n.Tag[1] <= '6' {
			level = int(n.Tag[1] - '0')
		}
		return []note.Block{&note.Heading{Level: level, Inlines: l.lexInlines(n.Children, depth)}}
	case "quote":
		return []note.Block{&note.Quote{Blocks: l.lexBlocks(n.Children, depth)}}
	case "list":
		return []note.Block{l.lexList(n, depth)}
	case "code":
		var sb strings.Builder
		for i := range n.Children {
			allText(&sb, &n.Children[i])
		}
		return []note.Block{&note.Code{Lang: n.Language, Text: strings.TrimRight(sb.String(), "\n") + "\n"}}
	case "horizontalrule":
		return []note.Block{&note.Rule{}}
	case "table":
		return []note.Block{l.lexTable(n, depth)}
	case "collapsible-container":
		d := &note.Details{Open: n.Open}
		for i := range n.Children {
			switch c := &n.Children[i]; c.Type {
			case "collapsible-title":
				d.Summary = l.lexInlines(c.Children, depth)
			default:
				d.Blocks = append(d.Blocks, l.lexBlocks(c.Children, depth)...)
			}
		}
		return []note.Block{d}
	case "youtube":
		return []note.Block{address("https://www.youtube.com/watch?v=" + n.Video)}
	case "tweet":
		return []note.Block{address("https://twitter.com/i/status/" + n.Tweet)}
	case "root", "layout-container", "layout-item":
		return l.lexBlocks(n.Children, depth)
	}
	return nil
}

func address(url string) note.Block {
	return &note.Paragraph{Inlines: []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: url}, Bare: true, Inlines: []note.Inline{&note.Text{Value: url}}}}}
}

// lexList reads a list. Lexical puts a nested list into an item of its own, which belongs to the
// item before it.
func (l *lexer) lexList(n *lexical, depth int) *note.List {
	out := &note.List{Ordered: n.ListType == "number", Start: max(n.Start, 1), Tight: true}
	for i := range n.Children {
		c := &n.Children[i]
		if len(c.Children) == 1 && c.Children[0].Type == "list" && len(out.Items) > 0 {
			it := &out.Items[len(out.Items)-1]
			it.Blocks = append(it.Blocks, l.lexBlocks(c.Children, depth)...)
			continue
		}
		it := note.ListItem{Blocks: l.lexBlocks(c.Children, depth)}
		if n.ListType == "check" {
			it.Task = ' '
			if c.Checked {
				it.Task = 'x'
			}
		}
		out.Items = append(out.Items, it)
	}
	return out
}

func (l *lexer) lexTable(n *lexical, depth int) *note.Table {
	t := &note.Table{}
	for i := range n.Children {
		row := note.Row{}
		heads := 0
		for j := range n.Children[i].Children {
			c := &n.Children[i].Children[j]
			if c.Header&1 != 0 {
				heads++
			}
			row.Cells = append(row.Cells, note.Cell{Header: c.Header != 0, ColSpan: c.ColSpan, RowSpan: c.RowSpan, Blocks: l.lexBlocks(c.Children, depth)})
		}
		row.Header = i == 0 && heads > 0 && heads == len(row.Cells)
		if len(row.Cells) > 0 {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func (l *lexer) lexInlines(nodes []lexical, depth int) []note.Inline {
	var out []note.Inline
	for i := range nodes {
		out = append(out, l.lexInline(&nodes[i], depth+1)...)
	}
	return out
}

// The flags of a text's format (Lexical's TextFormatType).
var formats = []struct {
	flag  int
	style note.Style
}{{1, note.Strong}, {2, note.Emphasis}, {4, note.Strike}, {8, note.Underline}, {32, note.Subscript}, {64, note.Superscript}, {128, note.Highlight}}

func (l *lexer) lexInline(n *lexical, depth int) []note.Inline {
	if depth > 2*maxDepth {
		var sb strings.Builder
		allText(&sb, n)
		return []note.Inline{&note.Text{Value: sb.String()}}
	}
	switch n.Type {
	case "text", "code-highlight", "hashtag":
		return []note.Inline{styled(n)}
	case "linebreak":
		return []note.Inline{&note.Break{Hard: true}}
	case "tab":
		return []note.Inline{&note.Text{Value: "\t"}}
	case "link", "autolink":
		in := l.lexInlines(n.Children, depth)
		return []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: n.URL}, Inlines: in}}
	case "snbubble":
		if n.Note == "" {
			return nil
		}
		name := cmp.Or(l.names[n.Note], n.Note)
		return []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefNote, Target: key(n.Note), Title: l.names[n.Note]}, Bare: true, Inlines: []note.Inline{&note.Text{Value: name}}}}
	case "snfile", "inline-file":
		// Files lie outside the backup, or in the note itself as an address that holds them.
		l.missing["a file of the note is not in the backup: Standard Notes keeps files in backups of their own"] = true
		if name := importer.OneLine(n.FileName); name != "" {
			return []note.Inline{&note.Text{Value: name}}
		}
		return []note.Inline{&note.Text{Value: "[file]"}}
	case "unencrypted-image", "image":
		return []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefURL, Target: n.Src}, Alt: n.AltText}}
	}
	if len(n.Children) > 0 { // a node that is not known keeps what is in it
		return l.lexInlines(n.Children, depth)
	}
	if n.Text != "" {
		return []note.Inline{styled(n)}
	}
	return nil
}

func styled(n *lexical) note.Inline {
	var flags int
	if len(n.Format) > 0 && json.Unmarshal(n.Format, &flags) != nil {
		flags = 0
	}
	if flags&16 != 0 {
		return &note.CodeSpan{Text: n.Text}
	}
	var in note.Inline = &note.Text{Value: n.Text}
	for _, f := range formats {
		if flags&f.flag != 0 {
			in = &note.Styled{Style: f.style, Inlines: []note.Inline{in}}
		}
	}
	return in
}

// allText writes the words of a node, line for line.
func allText(sb *strings.Builder, n *lexical) {
	switch n.Type {
	case "linebreak":
		sb.WriteByte('\n')
	case "tab":
		sb.WriteByte('\t')
	}
	sb.WriteString(n.Text)
	for i := range n.Children {
		allText(sb, &n.Children[i])
	}
}
