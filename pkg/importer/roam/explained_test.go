package roam

// explained says why cases score below 0.99: what the other converter expects there and we do
// otherwise.
const (
	dates  = "expected renames daily notes to ISO dates; we keep Roam's titles, by which its links mean them"
	blocks = "expected embeds every block that is referred to; we show its words as a link to it"
)

var explained = map[string]string{
	"help-graph-excerpt/2021-02-01.md":          dates,
	"help-graph-excerpt/2023-02-10.md":          dates + "; " + blocks + "; two tasks carry a tag of Roam's styles, which expected leaves out",
	"help-graph-excerpt/Query.md":               dates + "; " + blocks,
	"help-graph-excerpt/Table.md":               blocks,
	"help-graph-excerpt/Unlinked References.md": blocks,
	"help-graph-excerpt/Welcome to Roam v2.md":  blocks,
	"shapes/2021-01-01.md":                      dates,
	"shapes/References.md":                      blocks,
	"small-test-graph/Theme Tester.md":          dates + "; " + blocks + "; expected has links for tags, we have tags; “kanban” is the name of a component",
}
