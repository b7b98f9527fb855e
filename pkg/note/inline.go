package note

// An Inline is a node of running text.
type Inline interface{ inline() }

// Text is plain text: no markup, no entities.
type Text struct{ Value string }

// Styled is text in a style.
type Styled struct {
	Style   Style
	Color   string // a colour's name or "#rrggbb", for Highlight and Colored; empty for the usual one
	Inlines []Inline
}

// Style is how text is set.
type Style uint8

// The styles.
const (
	Emphasis Style = iota
	Strong
	Strike
	Underline
	Highlight
	Subscript
	Superscript
	Colored // in the colour of Styled.Color
)

// CodeSpan is code in running text.
type CodeSpan struct{ Text string }

// MathSpan is a formula in running text, in LaTeX. Display is set for "$$…$$" inside a paragraph.
type MathSpan struct {
	Text    string
	Display bool
}

// Break ends a line: visibly when Hard, else it is white space.
type Break struct{ Hard bool }

// Hashtag is a tag written in running text, without its "#", as written.
type Hashtag struct{ Name string }

// FootnoteRef marks a footnote's place.
type FootnoteRef struct{ Label string }

// InlineNote is a footnote written in place: "^[text]".
type InlineNote struct{ Inlines []Inline }

// Link is a link. Bare is set when the author wrote no text of his own for it ("[[Note]]", an
// autolink): Inlines then repeat the target as the app shows it, and must not be shown where
// the target is not published.
type Link struct {
	Ref     Ref
	Title   string
	Bare    bool
	Inlines []Inline
}

// Embed shows what it refers to in its place: an image, a recording, a PDF, a note or a part
// of one.
type Embed struct {
	Ref    Ref
	Alt    string // text instead of it; for a note embed the author's own caption
	Title  string
	Width  int // pixels; 0 when not given
	Height int
}

// Anchor is an invisible place that links can point at.
type Anchor struct {
	ID     string
	Anchor string // as in blocks
}

func (*Text) inline()        {}
func (*Styled) inline()      {}
func (*CodeSpan) inline()    {}
func (*MathSpan) inline()    {}
func (*Break) inline()       {}
func (*Hashtag) inline()     {}
func (*FootnoteRef) inline() {}
func (*InlineNote) inline()  {}
func (*Link) inline()        {}
func (*Embed) inline()       {}
func (*Anchor) inline()      {}
func (*Tag) inline()         {}
