package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"memopress/pkg/diag"
)

var shells = []string{"bash", "zsh", "fish"}

func completionCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print a completion script for a shell",
		ArgsUsage: strings.Join(shells, "|"),
		Description: `Prints a script that completes commands, flags and files.

   Example, for bash:   source <(memopress completion bash)
            for zsh:    memopress completion zsh > "${fpath[1]}/_memopress"
            for fish:   memopress completion fish > ~/.config/fish/completions/memopress.fish`,
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 || !slices.Contains(shells, c.Args().First()) {
				return usageError{"which shell?", "memopress completion " + strings.Join(shells, "|")}
			}
			return printCompletion(t.Stdout, c.App, c.Args().First())
		},
	}
}

// printCompletion writes the whole script from the commands as they are. The scripts that
// cli/v2 ships ask the program itself at each key press, which runs a command's action when the
// words end in "--"; these ask nothing.
func printCompletion(w io.Writer, app *cli.App, shell string) error {
	switch shell {
	case "bash":
		return bashCompletion(w, app)
	case "zsh":
		return zshCompletion(w, app)
	}
	return fishCompletion(w, app)
}

// bashCompletion leaves files to the shell (-o default), which knows how to quote their names.
func bashCompletion(w io.Writer, app *cli.App) error {
	var sb strings.Builder
	fmt.Fprintf(&sb, `_memopress() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=""
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '%s' -- "$word"))
        return
    fi
    case ${COMP_WORDS[1]}:$before in
`, strings.Join(commandNames(app), " "))
	for _, c := range app.Commands {
		for _, f := range c.Flags {
			if words := flagWords(f.Names()[0]); words != nil && !isBool(f) {
				fmt.Fprintf(&sb, "        %s:%s) words='%s' ;;\n", c.Name, dashed(f.Names()[0]), strings.Join(words, " "))
			}
		}
	}
	sb.WriteString("        *) case ${COMP_WORDS[1]}:$word in\n")
	for _, c := range app.Commands {
		fmt.Fprintf(&sb, "            %s:-*) words='%s' ;;\n", c.Name, strings.Join(dashedNames(c), " "))
		if words := argWords(app, c); words != nil {
			fmt.Fprintf(&sb, "            %s:*) words='%s' ;;\n", c.Name, strings.Join(words, " "))
		}
	}
	sb.WriteString(`            esac ;;
    esac
    [ -n "$words" ] && COMPREPLY=($(compgen -W "$words" -- "$word"))
    return 0
}
complete -o default -F _memopress memopress
`)
	_, err := io.WriteString(w, sb.String())
	return err
}

func zshCompletion(w io.Writer, app *cli.App) error {
	var sb strings.Builder
	sb.WriteString("#compdef memopress\n\n_memopress() {\n    local -a commands\n    commands=(\n")
	for _, c := range app.Commands {
		fmt.Fprintf(&sb, "        %s\n", zshQuote(c.Name+":"+c.Usage))
	}
	sb.WriteString("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n    shift words\n    (( CURRENT-- ))\n    case $words[1] in\n")
	for _, c := range app.Commands {
		fmt.Fprintf(&sb, "        %s)\n            _arguments \\\n", c.Name)
		for _, f := range c.Flags {
			for _, n := range f.Names() {
				spec := dashed(n) + "[" + strings.NewReplacer("[", "(", "]", ")").Replace(usageOf(f)) + "]"
				if words := flagWords(f.Names()[0]); isBool(f) {
				} else if words != nil {
					spec += ":value:(" + strings.Join(words, " ") + ")"
				} else {
					spec += ":value:_files"
				}
				fmt.Fprintf(&sb, "                %s \\\n", zshQuote(spec))
			}
		}
		args := "_files"
		if words := argWords(app, c); words != nil {
			args = "(" + strings.Join(words, " ") + ")"
		}
		fmt.Fprintf(&sb, "                %s\n            ;;\n", zshQuote("*:argument:"+args))
	}
	// Loaded by name the file runs as the function itself; sourced it has to announce it.
	sb.WriteString("    esac\n}\n\nif [[ $funcstack[1] = _memopress ]]; then\n    _memopress \"$@\"\nelse\n    compdef _memopress memopress\nfi\n")
	_, err := io.WriteString(w, sb.String())
	return err
}

func fishCompletion(w io.Writer, app *cli.App) error {
	var sb strings.Builder
	sb.WriteString("complete -c memopress -n __fish_use_subcommand -f\n")
	for _, c := range app.Commands {
		fmt.Fprintf(&sb, "complete -c memopress -n __fish_use_subcommand -a %s -d %s\n", c.Name, fishQuote(c.Usage))
		in := "complete -c memopress -n '__fish_seen_subcommand_from " + c.Name + "'"
		for _, f := range c.Flags {
			line := in
			for _, n := range f.Names() {
				if len(n) == 1 {
					line += " -s " + n
				} else {
					line += " -l " + n
				}
			}
			if words := flagWords(f.Names()[0]); isBool(f) {
			} else if words != nil {
				line += " -x -a " + fishQuote(strings.Join(words, " "))
			} else {
				line += " -r"
			}
			sb.WriteString(line + " -d " + fishQuote(usageOf(f)) + "\n")
		}
		if words := argWords(app, c); words != nil {
			sb.WriteString(in + " -f -a " + fishQuote(strings.Join(words, " ")) + "\n")
		}
	}
	_, err := io.WriteString(w, sb.String())
	return err
}

// flagWords returns the words that a flag takes, nil when it takes anything.
func flagWords(flag string) []string {
	switch flag {
	case "format":
		return formatNames()
	case "publish":
		return []string{"all", "marked"}
	case "diagnostics":
		return []string{"auto", "human", "json", "github"}
	case "color":
		return []string{"auto", "always", "never"}
	case "ci":
		return []string{"github", "gitlab"}
	}
	return nil
}

// argWords returns the words that a command takes as its argument, nil when it takes files.
func argWords(app *cli.App, c *cli.Command) []string {
	switch c.Name {
	case "completion":
		return shells
	case "help":
		return commandNames(app)
	case "explain":
		var names []string
		for _, code := range diag.Codes() {
			names = append(names, code.Name)
		}
		return names
	}
	return nil
}

func commandNames(app *cli.App) []string {
	var names []string
	for _, c := range app.Commands {
		names = append(names, c.Name)
	}
	return names
}

func dashedNames(c *cli.Command) []string {
	var names []string
	for _, f := range c.Flags {
		for _, n := range f.Names() {
			names = append(names, dashed(n))
		}
	}
	return names
}

func isBool(f cli.Flag) bool {
	_, is := f.(*cli.BoolFlag)
	return is
}

// usageOf returns what a flag is for, without the marks around the name of its value.
func usageOf(f cli.Flag) string {
	if d, ok := f.(cli.DocGenerationFlag); ok {
		return strings.ReplaceAll(d.GetUsage(), "`", "")
	}
	return ""
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func zshQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
func fishQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}
