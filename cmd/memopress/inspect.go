package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"memopress/pkg/build"
	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/ledger"
	"memopress/pkg/site"
)

func inspectCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "inspect",
		Usage:     "say what notes are: app, notes, attachments, links, what would be left out and why",
		ArgsUsage: "NOTES...",
		Description: `Reads everything, writes nothing. What it prints is for you: it names private notes.

   Example:   memopress inspect ~/Downloads/export.zip
              memopress inspect ~/notes --json
              memopress inspect ~/notes --ledger`,
		Flags: slices.Concat(inputFlags(), []cli.Flag{publishFlag()}, reportFlags(), printFlags(t), []cli.Flag{
			&cli.BoolFlag{Name: "all", Usage: "list every item that is left out or failed, not only the first of each rule"},
			&cli.BoolFlag{Name: "ledger", Usage: "print the ledger: how many items were found, and what became of them"},
		}),
		Action: func(c *cli.Context) error {
			s, err := open(c, t)
			if err != nil {
				return err
			}
			return s.inspect()
		},
	}
}

// An inspection is what inspect found, as JSON has it.
type inspection struct {
	Schema      int               `json:"schema"`
	Sources     []inspectedSource `json:"sources"`
	Notes       int               `json:"notes"`
	Attachments int               `json:"attachments"`
	Links       linkCount         `json:"links"`
	Published   int               `json:"published"`
	Ledger      []ledger.Row      `json:"ledger"`
	Items       []inspectedItem   `json:"items"` // everything that would not be published
}

type inspectedSource struct {
	Name       string      `json:"name"`
	Format     string      `json:"format"`
	Reason     string      `json:"reason"`
	Candidates []candidate `json:"candidates"`
}

type candidate struct {
	Format string `json:"format"`
	Score  int    `json:"score"`
	Reason string `json:"reason"`
}

type inspectedItem struct {
	Source string `json:"source"`
	Item   string `json:"item"`
	Kind   string `json:"kind"`
	State  string `json:"state"`
	Rule   string `json:"rule,omitempty"`
	Reason string `json:"reason,omitempty"`
}

type linkCount struct {
	Found     int `json:"found"`
	Ambiguous int `json:"ambiguous"`
	Missing   int `json:"missing"`
	External  int `json:"external"`
}

func (s *session) inspect() error {
	if err := s.reportOutside(s.outputFolder()); err != nil {
		return err
	}
	o, err := s.options()
	if err != nil {
		return err
	}
	notes, err := s.read(o)
	if err != nil {
		return err
	}
	defer notes.Close()
	_, outcome := site.Publish(notes.Graph, o.Settings, o.Policy, diag.Discard)
	notes.Ledger.Settle(outcome.Settle)
	if err := notes.Keep(s.cli.Context, o.Report); err != nil {
		return wrong(err)
	}
	all := s.settle(nil)
	if err := s.print(all); err != nil {
		return err
	}
	in := inspectionOf(notes, outcome)
	if s.format() == "json" {
		if err := printJSONLine(s.Stdout, in); err != nil {
			return err
		}
	} else {
		s.printInspection(in)
	}
	return s.verdict(all)
}

func inspectionOf(notes *build.Notes, outcome *site.Outcome) inspection {
	in := inspection{Schema: 1, Notes: len(notes.Graph.Notes()), Attachments: len(notes.Graph.Attachments()), Published: outcome.Published, Items: []inspectedItem{}}
	for _, src := range notes.Sources {
		i := inspectedSource{Name: src.Name, Format: src.Format.Name, Reason: src.Reason}
		for _, c := range src.Candidates {
			i.Candidates = append(i.Candidates, candidate{c.Importer.Format().Name, c.Match.Score, c.Match.Reason})
		}
		in.Sources = append(in.Sources, i)
	}
	for _, n := range notes.Graph.Notes() {
		for _, ref := range notes.Graph.References(n) {
			switch notes.Graph.Resolve(n, ref.Ref).State {
			case graph.Found:
				in.Links.Found++
			case graph.Ambiguous:
				in.Links.Ambiguous++
			case graph.Missing:
				in.Links.Missing++
			case graph.External:
				in.Links.External++
			}
		}
	}
	entries := notes.Ledger.Entries()
	in.Ledger = ledger.Table(entries)
	for _, e := range entries {
		if e.State != ledger.Published {
			in.Items = append(in.Items, inspectedItem{e.Source, e.Item, e.Kind.String(), e.State.String(), e.Rule, e.Reason})
		}
	}
	return in
}

// examples is how many items of a rule are named unless --all is given.
const examples = 5

func (s *session) printInspection(in inspection) {
	c := style(s.colored(s.Stdout))
	for _, src := range in.Sources {
		printLine(s.Stdout, "%s: %s (%s)", c.bold(src.Name), src.Format, src.Reason)
		for _, other := range src.Candidates {
			if other.Format != src.Format {
				printLine(s.Stdout, "   %s", c.dim("could also be read with --format "+other.Format+": "+other.Reason))
			}
		}
	}
	if s.cli.Bool("ledger") {
		printLedger(s.Stdout, in.Ledger)
		return
	}
	printLine(s.Stdout, "%s, %s", countOf(in.Notes, "note"), countOf(in.Attachments, "attachment"))
	printLine(s.Stdout, "links: %d found, %d ambiguous, %d to nothing, %d to other sites", in.Links.Found, in.Links.Ambiguous, in.Links.Missing, in.Links.External)
	printLine(s.Stdout, "%s would be published", countOf(in.Published, "note"))
	groups := map[string][]inspectedItem{}
	var order []string
	for _, i := range in.Items {
		key := i.State + ": " + i.Rule
		if i.Rule == "" {
			key = i.State
		}
		key = i.Kind + "s " + key
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	slices.Sort(order)
	for _, key := range order {
		items := groups[key]
		printLine(s.Stdout, "%s %d", c.bold(key), len(items))
		for n, i := range items {
			if n == examples && !s.cli.Bool("all") {
				printLine(s.Stdout, "   … and %d more; --all lists them", len(items)-n)
				break
			}
			line := "   " + i.Item
			if i.Reason != "" {
				line += ": " + i.Reason
			}
			printLine(s.Stdout, "%s", line)
		}
	}
}
