package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"memopress/pkg/diag"
)

func explainCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "say what a diagnostic's code means and what to do",
		ArgsUsage: "[CODE]",
		Description: `Without a code, lists them all.

   Example:   memopress explain L004`,
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				for _, code := range diag.Codes() {
					fmt.Fprintf(t.Stdout, "%s  %s\n", code.Name, code.Title)
				}
				return nil
			}
			for i, name := range c.Args().Slice() {
				code, ok := diag.Explain(name)
				if !ok {
					return usageError{fmt.Sprintf("no code %q", name), "memopress explain lists them all"}
				}
				if i > 0 {
					fmt.Fprintln(t.Stdout)
				}
				fmt.Fprintf(t.Stdout, "%s: %s\n\n%s\n", code.Name, code.Title, strings.TrimSpace(code.Text))
			}
			return nil
		},
	}
}
