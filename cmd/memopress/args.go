package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// flagsFirst moves the flags of args in front of its positional arguments, because cli/v2 stops
// reading flags at the first positional one and would silently take the rest for folders. The
// first element is the program, the second may be a command. Everything after "--" stays.
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	flags := app.Flags
	head := []string{args[0]}
	rest := args[1:]
	// Global flags may stand before the command: leave them and find it.
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") && rest[0] != "--" {
		n := flagLength(flags, rest)
		head, rest = append(head, rest[:n]...), rest[n:]
	}
	for commands := app.Commands; len(rest) > 0; {
		i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(rest[0]) })
		if i < 0 {
			break
		}
		head, rest = append(head, rest[0]), rest[1:]
		flags, commands = commands[i].Flags, commands[i].Subcommands
	}
	var found, positional []string
	for len(rest) > 0 {
		if rest[0] == "--" {
			positional = append(positional, rest...)
			break
		}
		if len(rest[0]) > 1 && rest[0][0] == '-' {
			n := flagLength(flags, rest)
			found, rest = append(found, rest[:n]...), rest[n:]
			continue
		}
		positional, rest = append(positional, rest[0]), rest[1:]
	}
	return slices.Concat(head, found, positional)
}

// flagLength returns how many elements the flag at the head of args takes up: 2 when it is
// followed by its value, else 1. An unknown flag takes 1; cli reports it.
func flagLength(flags []cli.Flag, args []string) int {
	name := strings.TrimLeft(args[0], "-")
	if strings.Contains(name, "=") || len(args) == 1 {
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
