package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/urfave/cli/v2"
)

// What cli and package flag say of flags that they cannot take.
var (
	noFlag      = regexp.MustCompile(`^flag provided but not defined: -(.+)$`)
	noValue     = regexp.MustCompile(`^flag needs an argument: -(.+)$`)
	badFlag     = regexp.MustCompile(`^invalid (?:boolean )?value "(.*)" for (?:flag )?-([^:]+): `)
	badVariable = regexp.MustCompile(`^could not parse "(.*)" as \S+ value from environment variable "(.+)" for flag `)
)

// usage turns cli's complaints about flags into usage errors that name the nearest flag.
func usage(c *cli.Context, err error, _ bool) error {
	e := usageError{message: err.Error(), hint: "memopress --help lists the commands"}
	flags := c.App.Flags
	if c.Command != nil && c.Command.Name != c.App.Name {
		e.hint = fmt.Sprintf("memopress %s --help lists the flags", c.Command.Name)
		flags = c.Command.Flags
	}
	if m := noFlag.FindStringSubmatch(e.message); m != nil {
		e.message = "no flag " + dashed(m[1])
		var known []string
		for _, f := range flags {
			known = append(known, f.Names()...)
		}
		if near := nearest(m[1], known); near != "" {
			e.hint = fmt.Sprintf("did you mean %s?", dashed(near))
		}
	} else if m := noValue.FindStringSubmatch(e.message); m != nil {
		e.message = dashed(m[1]) + " needs a value"
	} else if m := badFlag.FindStringSubmatch(e.message); m != nil {
		e.message = fmt.Sprintf("%s does not take %q", dashed(m[2]), m[1])
	} else if m := badVariable.FindStringSubmatch(e.message); m != nil {
		e.message = fmt.Sprintf("%s does not take %q", m[2], m[1])
	}
	return e
}

// noCommand says that there is no command of that name.
func noCommand(app *cli.App, name string) error {
	names := commandNames(app)
	e := usageError{fmt.Sprintf("no command %q", name), "commands: " + strings.Join(names, ", ")}
	if near := nearest(name, names); near != "" {
		e.hint = fmt.Sprintf("did you mean %q?", near)
	}
	return e
}
