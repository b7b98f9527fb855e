package tree

import "golang.org/x/net/html/atom"

// A kind is what the HTML standard's tree construction does with an element, as far as the short
// way knows it.
type kind uint8

const (
	unknown    kind = iota // left to x/net/html
	block                  // ends an open <p>
	heading                // a block, and no other heading may be around it
	paragraph              // <p>
	item                   // <li>
	pre                    // a block whose first line break does not count
	formatting             // goes on behind elements that end too early, which the short way has not
	anchor                 // formatting, and none may stand in another
	inline                 // nothing special
	void                   // has no content
	rule                   // <hr>: void, and ends an open <p>
	raw                    // <style>
	table
	section // <tbody>, <thead>, <tfoot>
	row
	cell
	columns // <colgroup>
	column  // <col>
	root    // <html>, <body>
)

func kindOf(a atom.Atom) kind {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dir, atom.Div, atom.Dl,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Header, atom.Hgroup, atom.Main, atom.Menu, atom.Nav,
		atom.Ol, atom.Section, atom.Summary, atom.Ul:
		return block
	case atom.P:
		return paragraph
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return heading
	case atom.Li:
		return item
	case atom.Pre, atom.Listing:
		return pre
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return formatting
	case atom.A:
		return anchor
	case atom.Span, atom.Abbr, atom.Cite, atom.Kbd, atom.Q, atom.Sub, atom.Sup, atom.Mark, atom.Del, atom.Ins, atom.Label,
		atom.Time, atom.Var, atom.Samp, atom.Dfn, atom.Bdi, atom.Bdo, atom.Data, atom.Audio, atom.Video, atom.Picture:
		return inline
	case atom.Br, atom.Img, atom.Wbr, atom.Embed, atom.Area, atom.Input, atom.Source, atom.Param, atom.Track, atom.Meta, atom.Link, atom.Base:
		return void
	case atom.Hr:
		return rule
	case atom.Style:
		return raw
	case atom.Table:
		return table
	case atom.Tbody, atom.Thead, atom.Tfoot:
		return section
	case atom.Tr:
		return row
	case atom.Td, atom.Th:
		return cell
	case atom.Colgroup:
		return columns
	case atom.Col:
		return column
	}
	return unknown
}

// ofTables reports whether only parts of tables may stand in an element.
func (k kind) ofTables() bool { return k == table || k == section || k == row || k == columns }
