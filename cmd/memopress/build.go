package main

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"memopress/pkg/build"
)

func buildCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "build",
		Usage:     "make a site of notes",
		ArgsUsage: "NOTES...",
		Description: `Reads folders and archives of notes, in any mix, and writes one site.

   Example:   memopress build ~/notes ~/Downloads/takeout-*.zip -o public`,
		Flags: slices.Concat(inputFlags(), siteFlags(), reportFlags(), printFlags(t), cacheFlags(), profileFlags(), []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the site into this `FOLDER` (default: public)", EnvVars: []string{"MEMOPRESS_OUTPUT"}},
			verifyFlag(),
			&cli.BoolFlag{Name: "force", Usage: "write into a folder that holds other files, which stay"},
		}),
		Action: func(c *cli.Context) error {
			s, err := open(c, t)
			if err != nil {
				return err
			}
			relaxCollector()
			return profile(c, func() error { return s.build(c.Context) })
		},
	}
}

// build makes the site and prints what became of the notes. Where the last build made the same of
// the same, it only says so.
func (s *session) build(ctx context.Context) error {
	start := time.Now()
	if err := s.needRule(); err != nil {
		return err
	}
	dir := s.outputFolder()
	if err := s.reportOutside(dir); err != nil {
		return err
	}
	if err := outside(dir, "cache", s.cacheFolder()); err != nil {
		return err
	}
	skip := append(s.ownOutput(), dir)
	memory, err := s.memory(dir, skip)
	if err != nil {
		return err
	}
	last, written := s.recall(memory) // before anything else is read
	if verify := s.cli.Bool("verify-cache"); last != nil && !verify {
		return s.repeat(last, written, time.Since(start))
	} else if last == nil && verify {
		printLine(s.Stderr, "memopress: no build of the same is remembered, so there is nothing to compare with")
	}
	o, err := s.options()
	if err != nil {
		return err
	}
	o.Skip = skip
	step, stop := s.progress()
	var times timings
	o.Progress = times.watch(step)
	res, written, err := build.Folder(ctx, o, dir, s.cli.Bool("force"), s)
	stop()
	if err != nil {
		return s.failed(err)
	}
	if s.cli.Bool("timings") {
		times.print(s.Stderr, time.Now())
	}
	all := s.settle(res.Outcome)
	sum := newSummary(s, res, written, filepath.ToSlash(dir), all)
	if last != nil {
		if err := last.compare(sum, all); err != nil {
			return err
		}
	}
	s.keep(memory, sum, all, written)
	if err := s.print(all); err != nil {
		return err
	}
	if err := s.summary(sum); err != nil {
		return err
	}
	return s.verdict(all)
}
