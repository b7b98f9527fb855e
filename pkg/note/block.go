package note

// A Block is a node of a note's body that stands on its own lines.
//
// The ID fields hold the block id that the author gave ("^id" without "^"), or "". The Anchor
// fields are empty until publishing gives each linkable block its id on the page.
type Block interface{ block() }

// A Paragraph is running text. A paragraph may hold embeds of notes; whoever renders it takes
// those out of the running text.
type Paragraph struct {
	Inlines []Inline
	ID      string
	Anchor  string
}

// A Heading opens a section. Level is 1 to 6.
type Heading struct {
	Level   int
	Inlines []Inline
	ID      string
	Anchor  string
}

// A List is an ordered or bullet list.
type List struct {
	Ordered bool
	Start   int // number of the first item of an ordered list
	Tight   bool
	Items   []ListItem
	ID      string
	Anchor  string
}

// A ListItem is one item of a List.
type ListItem struct {
	Task   rune // 0: not a task; ' ': open; anything else: done or that custom state, such as 'x' '/' '-'
	Blocks []Block
	ID     string
	Anchor string
}

// A Quote is a block quotation.
type Quote struct {
	Blocks []Block
	ID     string
	Anchor string
}

// A Callout is a titled box: Obsidian's callouts, GitHub's alerts, Notion's callouts.
type Callout struct {
	Type     string   // as written, in lower case: "note", "tldr", "my-own"
	Metadata string   // what follows "|" in the type; empty for none
	Title    []Inline // nil: the type's own name
	Fold     Fold
	Blocks   []Block
	ID       string
	Anchor   string
}

// Fold says whether a callout folds.
type Fold uint8

// The folds.
const (
	NoFold   Fold = iota
	FoldOpen      // foldable, open at first
	FoldShut      // foldable, closed at first
)

// Code is a block of code. Diagrams and queries have blocks of their own.
type Code struct {
	Lang   string // first word of the info string, as written
	Info   string // the rest of the info string: title="a.go" {1,3-5}
	Text   string // ends in "\n" unless empty
	ID     string
	Anchor string
}

// Encrypted is the language of a Code whose text its author encrypted in the app: Info is the
// hint for the password, Text the cipher text. Pages say that something is locked there and show
// neither; only a conversion keeps them.
const Encrypted = "encrypted"

// Math is a displayed formula in LaTeX.
type Math struct {
	Text   string
	ID     string
	Anchor string
}

// Table is a table whose cells hold blocks.
type Table struct {
	Rows   []Row
	ID     string
	Anchor string
}

// Row is one row of a Table.
type Row struct {
	Header bool
	Cells  []Cell
}

// Cell is one cell of a Row. Spans of 0 mean 1.
type Cell struct {
	Header  bool // a header cell of a body row; all cells of a header row are headers anyway
	Align   Align
	ColSpan int
	RowSpan int
	Blocks  []Block
}

// Align is the alignment of a cell.
type Align uint8

// The alignments.
const (
	AlignNone Align = iota
	AlignLeft
	AlignCenter
	AlignRight
)

// Rule is a thematic break.
type Rule struct{}

// Details is a toggle: a summary line that opens and shuts what is below it.
type Details struct {
	Summary []Inline
	Open    bool
	Blocks  []Block
	ID      string
	Anchor  string
}

// Definitions is a definition list.
type Definitions struct {
	Items  []Definition
	ID     string
	Anchor string
}

// Definition is a term with its explanations. Several terms may share explanations: the
// earlier ones then have none of their own.
type Definition struct {
	Term    []Inline
	Details [][]Block
	Tight   bool
}

// Footnote is the text of a footnote, standing where the source has it. A FootnoteRef with the
// same Label refers to it.
type Footnote struct {
	Label  string
	Blocks []Block
}

// Diagram is the source of a drawing, such as Lang "mermaid".
type Diagram struct {
	Lang   string
	Text   string
	ID     string
	Anchor string
}

// Query is a query over notes that this build does not run, such as Lang "dataview".
type Query struct {
	Lang   string
	Text   string
	ID     string
	Anchor string
}

// Div groups blocks under CSS classes, such as columns.
type Div struct {
	Classes []string
	Blocks  []Block
}

// HTML is a line or more of HTML that stood among blocks: text, tags and embeds in source
// order. Tags need not balance within it: a <details> may be opened in one HTML block and
// closed in a later one, with blocks between. Whoever writes HTML balances them within the
// list of blocks that they stand in.
type HTML struct {
	Inlines []Inline
}

func (*Paragraph) block()   {}
func (*Heading) block()     {}
func (*List) block()        {}
func (*Quote) block()       {}
func (*Callout) block()     {}
func (*Code) block()        {}
func (*Math) block()        {}
func (*Table) block()       {}
func (*Rule) block()        {}
func (*Details) block()     {}
func (*Definitions) block() {}
func (*Footnote) block()    {}
func (*Diagram) block()     {}
func (*Query) block()       {}
func (*Div) block()         {}
func (*HTML) block()        {}
