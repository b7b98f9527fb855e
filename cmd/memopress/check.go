package main

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/note"
	"memopress/pkg/site"
)

func checkCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "report dead and ambiguous links, orphans and names that occur twice",
		ArgsUsage: "NOTES...",
		Description: `Looks at the notes that would be published, and writes nothing.

   Example:   memopress check ~/notes --strict
              memopress check . --diagnostics github`,
		Flags: slices.Concat(inputFlags(), []cli.Flag{publishFlag()}, reportFlags(), printFlags(t)),
		Action: func(c *cli.Context) error {
			s, err := open(c, t)
			if err != nil {
				return err
			}
			return s.checkNotes()
		},
	}
}

func (s *session) checkNotes() error {
	o, err := s.options()
	if err != nil {
		return err
	}
	notes, err := s.read(o)
	if err != nil {
		return err
	}
	defer notes.Close()
	_, outcome := site.Publish(notes.Graph, o.Settings, o.Policy, s)
	public := notes.Graph.Project(func(n *note.Note) bool { return outcome.Notes[n.ID].Published })
	for _, n := range public.Orphans() {
		s.Report(diag.Diagnostic{Severity: diag.Info, Code: "L006", Pos: placeOfNote(n), Note: string(n.ID),
			Message: "no other note links to it, and it links to none", Hint: "link to it from where you would look for it"})
	}
	for _, n := range public.Notes() {
		s.checkWords(public, n)
	}
	places := map[string]diag.Pos{}
	for _, n := range slices.Backward(public.Notes()) {
		places[n.Path] = placeOfNote(n)
	}
	for _, d := range public.Duplicates() {
		pos, isNote := places[d.Paths[0]]
		if !isNote {
			pos.File = d.Paths[0]
		}
		s.Report(diag.Diagnostic{Severity: diag.Info, Code: "L007", Pos: pos,
			Message: fmt.Sprintf("%q is the name of %s", strings.TrimSuffix(d.Name, ".md"), strings.Join(d.Paths, ", ")),
			Hint:    "a link by this name alone takes one of them; write the path in links"})
	}
	all := s.settle(outcome)
	if err := s.print(all); err != nil {
		return err
	}
	errs, warnings := counts(all)
	if s.format() == "json" {
		err = printJSONLine(s.Stdout, map[string]any{"summary": map[string]any{"schema": 1, "notes": outcome.Published,
			"errors": errs, "warnings": warnings, "findings": len(all)}})
	} else if !s.cli.Bool("quiet") {
		printLine(s.Stdout, "checked %s: %s, %s, %s", countOf(outcome.Published, "note"), countOf(errs, "error"), countOf(warnings, "warning"), countOf(len(all)-errs-warnings, "remark"))
	}
	return errors.Join(err, s.verdict(all))
}

// checkWords reports pictures and links of a note that say nothing to whoever cannot see them.
func (s *session) checkWords(g *graph.Graph, n *note.Note) {
	report := func(code, message, hint string, ref note.Ref) {
		pos := placeOfNote(n)
		pos.Line, pos.Column = ref.Line, ref.Column
		s.Report(diag.Diagnostic{Severity: diag.Info, Code: code, Pos: pos, Width: ref.Width, Note: string(n.ID), Message: message, Hint: hint})
	}
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Embed:
			if a := g.Resolve(n, node.Ref).Attachment; a != nil && node.Alt == "" && isPicture(a.Name) {
				report("A001", "the picture "+a.Name+" has no words for those who cannot see it", "![["+a.Name+"|what it shows]]", node.Ref)
			}
		case *note.Link:
			if !node.Bare && strings.TrimSpace(note.PlainText(node.Inlines)) == "" && note.OnlyWords(node.Inlines) {
				report("A003", "a link without text", "write what it leads to between the brackets", node.Ref)
			}
		}
		return true
	})
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp":
		return true
	}
	return false
}

// placeOfNote returns where a note is, as the user would write it.
func placeOfNote(n *note.Note) diag.Pos {
	return diag.Pos{File: path.Join(n.Source.Input, n.Source.File), Item: n.Source.Item, Line: 1}
}
