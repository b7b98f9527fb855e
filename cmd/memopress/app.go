package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"
)

// version is the release that the source says it is.
const version = "0.1.0"

// run is the program: it runs the command that args name and returns the exit status.
func run(ctx context.Context, args []string, t terminal) (status int) {
	t.color = new(string)
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(t.Stderr, "memopress: internal error: %v\n%s\nPlease report this together with the command that you ran.\n", p, debug.Stack())
			status = exitInternal
		}
	}()
	app := newApp(t)
	err := app.RunContext(ctx, flagsFirst(app, args))
	if err == nil {
		return exitOK
	}
	printError(t, err)
	return exitStatus(err)
}

func newApp(t terminal) *cli.App {
	app := &cli.App{
		Name:      "memopress",
		Usage:     "turn what you keep in memo apps into a personal wiki",
		UsageText: "memopress COMMAND NOTES... [flags]",
		Version:   version,
		Description: `NOTES is a folder or an archive (zip, tar, tgz, single file) with the notes of any app that
memopress knows; several make one wiki.

   Example:   memopress build ~/notes -o public
              memopress serve ~/Downloads/takeout-20260102T000000Z-001.zip`,
		Writer:                 t.Stdout,
		ErrWriter:              t.Stderr,
		HideVersion:            true,
		HideHelpCommand:        true,
		UseShortOptionHandling: false, // completing an unfinished flag would crash cli/v2 2.27.7
		ExitErrHandler:         func(*cli.Context, error) {},
		OnUsageError:           usage,
		Commands: []*cli.Command{
			buildCommand(t), serveCommand(t), inspectCommand(t), convertCommand(t), checkCommand(t),
			initCommand(t), themeCommand(t), formatsCommand(t), explainCommand(t), completionCommand(t), versionCommand(t), helpCommand(),
		},
		Flags: []cli.Flag{cli.HelpFlag, &cli.BoolFlag{Name: "version", Usage: "print the version"}},
		Action: func(c *cli.Context) error {
			switch {
			case c.Bool("version"):
				return printVersion(t)
			case c.Args().First() != "":
				return noCommand(c.App, c.Args().First())
			}
			return welcome(c, t)
		},
	}
	plain(app.Flags)
	for _, c := range app.Commands {
		c.OnUsageError = usage
		c.HideHelpCommand = true
		c.UsageText = strings.TrimSpace("memopress " + c.Name + " " + c.ArgsUsage)
		if len(c.Flags) > 0 {
			c.UsageText += " [flags]"
		}
		plain(c.Flags)
	}
	return app
}

// plain keeps "(default: false)" out of the help.
func plain(flags []cli.Flag) {
	for _, f := range flags {
		if b, ok := f.(*cli.BoolFlag); ok {
			b.DisableDefaultText = true
		}
	}
}

func versionCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:        "version",
		Usage:       "print the version",
		Description: "   Example:   memopress version",
		Action:      func(*cli.Context) error { return printVersion(t) },
	}
}

func printVersion(t terminal) error {
	_, err := fmt.Fprintln(t.Stdout, "memopress "+version)
	return err
}

// printError says why a command failed, and what to do where that is known.
func printError(t terminal, err error) {
	s := style(t.colored(t.Stderr))
	switch {
	case errors.Is(err, errPreviewEnded):
		return
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(t.Stderr, "interrupted; nothing was changed")
		return
	}
	fmt.Fprintf(t.Stderr, "%s %s\n", s.paint("1;31", "memopress:"), err)
	var usage usageError
	var none noNotesError
	hint := ""
	switch {
	case errors.As(err, &usage):
		hint = usage.hint
	case errors.As(err, &none):
		hint = none.hint
	}
	if hint != "" {
		fmt.Fprintf(t.Stderr, "   %s %s\n", s.dim("help:"), hint)
	}
}

// printLine writes a line of a result.
func printLine(w io.Writer, format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
