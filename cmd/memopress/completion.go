package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
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

func visibleCommands(app *cli.App) []*cli.Command {
	return slices.DeleteFunc(slices.Clone(app.Commands), func(c *cli.Command) bool { return c.Hidden })
}

func commandNames(app *cli.App) string {
	var names []string
	for _, c := range visibleCommands(app) {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}

func bashCompletion(w io.Writer, app *cli.App) error {
	var sb strings.Builder
	fmt.Fprintf(&sb, `_memopress() {
    local word=${COMP_WORDS[COMP_CWORD]} flags=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W %q -- "$word"))
        return
    fi
    case ${COMP_WORDS[1]} in
`, commandNames(app))
	for _, c := range visibleCommands(app) {
		var flags []string
		for _, f := range c.VisibleFlags() {
			for _, n := range f.Names() {
				flags = append(flags, dashed(n))
			}
		}
		fmt.Fprintf(&sb, "        %s) flags=%q ;;\n", c.Name, strings.Join(flags, " "))
	}
	sb.WriteString(`    esac
    case $word in
        -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
        *) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")) ;;
    esac
}
complete -F _memopress memopress
`)
	_, err := io.WriteString(w, sb.String())
	return err
}

func zshCompletion(w io.Writer, app *cli.App) error {
	var sb strings.Builder
	sb.WriteString("#compdef memopress\n\n_memopress() {\n    local -a commands\n    commands=(\n")
	for _, c := range visibleCommands(app) {
		fmt.Fprintf(&sb, "        %s\n", zshQuote(c.Name+":"+c.Usage))
	}
	sb.WriteString("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n    case $words[2] in\n")
	for _, c := range visibleCommands(app) {
		fmt.Fprintf(&sb, "        %s)\n            _arguments \\\n", c.Name)
		for _, f := range c.VisibleFlags() {
			usage := ""
			if d, ok := f.(cli.DocGenerationFlag); ok {
				usage = d.GetUsage()
			}
			value := ""
			if _, isBool := f.(*cli.BoolFlag); !isBool {
				value = ":value:_files"
			}
			for _, n := range f.Names() {
				fmt.Fprintf(&sb, "                %s \\\n", zshQuote(dashed(n)+"["+strings.NewReplacer("[", "(", "]", ")").Replace(usage)+"]"+value))
			}
		}
		sb.WriteString("                '*:notes:_files'\n            ;;\n")
	}
	sb.WriteString("    esac\n}\n\ncompdef _memopress memopress\n")
	_, err := io.WriteString(w, sb.String())
	return err
}

func fishCompletion(w io.Writer, app *cli.App) error {
	var sb strings.Builder
	fmt.Fprintf(&sb, "complete -c memopress -n __fish_use_subcommand -f\n")
	for _, c := range visibleCommands(app) {
		fmt.Fprintf(&sb, "complete -c memopress -n __fish_use_subcommand -a %s -d %s\n", c.Name, fishQuote(c.Usage))
		for _, f := range c.VisibleFlags() {
			line := "complete -c memopress -n '__fish_seen_subcommand_from " + c.Name + "'"
			for _, n := range f.Names() {
				if len(n) == 1 {
					line += " -s " + n
				} else {
					line += " -l " + n
				}
			}
			if _, isBool := f.(*cli.BoolFlag); !isBool {
				line += " -r"
			}
			if d, ok := f.(cli.DocGenerationFlag); ok {
				line += " -d " + fishQuote(d.GetUsage())
			}
			sb.WriteString(line + "\n")
		}
	}
	_, err := io.WriteString(w, sb.String())
	return err
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
