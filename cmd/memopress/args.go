package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// flagsFirst moves the flags of args in front of its positional arguments, because cli/v2 stops
// reading flags at the first positional one and would silently take the rest for folders. The
// first element is the program, the second may be a command. Everything after "--" is positional.
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	flags := app.Flags
	head := []string{args[0]}
	rest := args[1:]
	if i := slices.IndexFunc(app.Commands, func(c *cli.Command) bool { return c.HasName(rest[0]) }); i >= 0 {
		head, rest, flags = append(head, rest[0]), rest[1:], app.Commands[i].Flags
	}
	var found, positional []string
	for len(rest) > 0 {
		if rest[0] == "--" {
			positional = append(positional, rest[1:]...)
			break
		}
		if isHelp(rest[0]) {
			// With a positional argument beside it cli would look for a topic of that name.
			return append(head, "--help")
		}
		if len(rest[0]) > 1 && rest[0][0] == '-' {
			n := flagLength(flags, rest)
			if n > len(rest) {
				return append(head, rest...) // its value is missing; cli says so
			}
			found, rest = append(found, rest[:n]...), rest[n:]
			continue
		}
		positional, rest = append(positional, rest[0]), rest[1:]
	}
	if len(positional) > 0 {
		found = append(found, "--")
	}
	return slices.Concat(head, found, positional)
}

func isHelp(arg string) bool { return slices.Contains([]string{"-h", "-help", "--help"}, arg) }

// flagLength returns how many elements the flag at the head of args takes up: 2 when it is
// followed by its value, else 1. An unknown flag takes 1; cli reports it.
func flagLength(flags []cli.Flag, args []string) int {
	name := strings.TrimLeft(args[0], "-")
	if strings.Contains(name, "=") {
		return 1
	}
	for _, f := range flags {
		if !slices.Contains(f.Names(), name) {
			continue
		}
		if _, isBool := f.(*cli.BoolFlag); isBool {
			return 1
		}
		return 2
	}
	return 1
}
