package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"memopress/pkg/build"
)

func convertCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "convert",
		Usage:     "write notes as a vault of Markdown files",
		ArgsUsage: "NOTES...",
		Description: `Writes what memopress reads of any app as Markdown with front matter, in Obsidian's
dialect, with all attachments. Private notes are written too, and say that they are; the
trash and templates are not.

   Example:   memopress convert ~/Downloads/takeout-*.zip -o ~/vault`,
		Flags: slices.Concat(inputFlags(), reportFlags(), printFlags(t), []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the vault into this `FOLDER`"},
			&cli.BoolFlag{Name: "force", Usage: "write into a folder that holds other files, which stay"},
		}),
		Action: func(c *cli.Context) error {
			if c.String("output") == "" {
				return usageError{"into which folder?", "name it with -o, such as: memopress convert NOTES... -o vault"}
			}
			s, err := open(c, t)
			if err != nil {
				return err
			}
			return s.convert()
		},
	}
}

func (s *session) convert() error {
	o, err := s.options()
	if err != nil {
		return err
	}
	dir := s.cli.String("output")
	if err := s.reportOutside(dir); err != nil {
		return err
	}
	o.Skip = append(s.ownOutput(), dir)
	step, stop := s.progress()
	o.Progress = step
	res, err := build.Convert(s.cli.Context, o, dir, s.cli.Bool("force"), s)
	stop()
	if err != nil {
		return s.failed(err)
	}
	all := s.settle(nil)
	if err := s.print(all); err != nil {
		return err
	}
	_, failed := leftOut(res.Ledger)
	errs, warnings := counts(all)
	if s.format() == "json" {
		err = printJSONLine(s.Stdout, map[string]any{"summary": map[string]any{"schema": 1, "notes": res.Notes, "attachments": res.Attachments,
			"leftOut": res.LeftOut, "failed": failed, "errors": errs, "warnings": warnings, "output": dir,
			"written": res.Written.Written, "unchanged": res.Written.Unchanged, "removed": res.Written.Removed}})
	} else if !s.cli.Bool("quiet") {
		printLine(s.Stdout, "wrote %s, %s → %s", countOf(res.Notes, "note"), countOf(res.Attachments, "attachment"), dir)
		if res.LeftOut+failed > 0 {
			printLine(s.Stdout, "left out %s (trash, templates); %s could not be read", countOf(res.LeftOut, "note"), countOf(failed, "item"))
		}
	}
	if err != nil {
		return fmt.Errorf("print summary: %w", err)
	}
	return s.verdict(all)
}
