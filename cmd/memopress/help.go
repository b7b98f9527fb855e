package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/builtin"
)

// helpCommand takes the place of cli's own, which it would also put below each command, where
// it hides a folder of notes called "help".
func helpCommand() *cli.Command {
	return &cli.Command{
		Name:        "help",
		Usage:       "show this, or the help of a command",
		ArgsUsage:   "[COMMAND]",
		Description: "   Example:   memopress help build",
		Action: func(c *cli.Context) error {
			name := c.Args().First()
			if name == "" {
				return cli.ShowAppHelp(c)
			}
			if !slices.Contains(commandNames(c.App), name) {
				return noCommand(c.App, name)
			}
			return cli.ShowCommandHelp(c, name)
		},
	}
}

// welcome is what memopress says on its own: in a folder of notes what they are and what to do
// with them, elsewhere its help.
func welcome(c *cli.Context, t terminal) error {
	names := namesIn(".")
	if !slices.ContainsFunc(names, func(n string) bool {
		return filepath.Ext(n) == ".md" || slices.Contains([]string{".obsidian", "Takeout", configName}, n)
	}) {
		return cli.ShowAppHelp(c) // reading all of, say, a home folder for a greeting would take too long
	}
	sources, err := importer.Open([]string{"."}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		return cli.ShowAppHelp(c)
	}
	defer sources[0].Close()
	app, found, err := importer.Detect(sources[0], builtin.Importers(), "")
	if err != nil || len(found) == 0 {
		return cli.ShowAppHelp(c)
	}
	_, err = fmt.Fprintf(t.Stdout, `this folder is one of notes: %s (%s)

   memopress serve .      show it as a wiki, on this machine only
   memopress inspect .    what is in it, and what would be left out
   memopress init         write memopress.yaml, which says what is published
   memopress build .      make the wiki
   memopress help         all commands
`, app.Format().Title, found[0].Match.Reason)
	return err
}
