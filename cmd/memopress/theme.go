package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"memopress/pkg/diag"
	"memopress/pkg/theme"
	"memopress/themes"
)

// themeActions are what memopress theme does, by its first argument.
var themeActions = []string{"list", "new", "eject", "diff"}

func themeCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "theme",
		Usage:     "list the themes, start one of your own, take a file out of one",
		ArgsUsage: "list | new FOLDER | eject FILE... | diff",
		Description: `list        the themes that there are
new         make a folder for files of your own, which replace those of a theme
eject       copy files of the theme into that folder, to be changed; without
            a FILE it lists them
diff        how the files in that folder differ from the theme's

The theme and the folder are those of memopress.yaml in this folder, or as the flags say.

   Example:   memopress theme new theme
              memopress theme eject templates/parts/footer.html`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "theme", Usage: "`NAME` of the theme (default: the one in the settings, or paper)"},
			&cli.StringFlag{Name: "folder", Usage: "`FOLDER` of your own files (default: the one in the settings, or theme)"},
			&cli.StringFlag{Name: "config", Usage: "settings `FILE` (default: memopress.yaml here)"},
			&cli.BoolFlag{Name: "force", Usage: "eject: replace files that are there already"},
		},
		Action: func(c *cli.Context) error {
			th, err := openTheme(c, t)
			if err != nil {
				return err
			}
			switch action, rest := c.Args().First(), c.Args().Tail(); action {
			case "list":
				return th.list()
			case "new":
				return th.create(rest)
			case "eject":
				return th.eject(rest)
			case "diff":
				return th.diff()
			default:
				hint := "memopress theme list, new, eject or diff"
				if near := nearest(action, themeActions); near != "" {
					hint = fmt.Sprintf("did you mean %q?", near)
				}
				return usageError{strings.TrimSpace("theme " + action + ": do what with themes?"), hint}
			}
		},
	}
}

// themeFiles is one run of memopress theme: a theme and the user's folder.
type themeFiles struct {
	terminal
	name   string
	folder string
	force  bool
}

func openTheme(c *cli.Context, t terminal) (*themeFiles, error) {
	file, err := findConfig(c.String("config"), nil)
	if err != nil {
		return nil, err
	}
	var mistakes []diag.Diagnostic
	cfg, _, err := readConfig(file, func(d diag.Diagnostic) { mistakes = append(mistakes, d) })
	if err != nil {
		return nil, err
	}
	if len(mistakes) > 0 {
		return nil, configError{mistakes}
	}
	th := &themeFiles{terminal: t, name: cfg.Theme.Name, folder: "theme", force: c.Bool("force")}
	if cfg.Theme.Folder != "" {
		th.folder = filepath.Join(filepath.Dir(file), filepath.FromSlash(cfg.Theme.Folder))
	}
	if c.IsSet("theme") {
		th.name = c.String("theme")
	}
	if c.IsSet("folder") {
		th.folder = c.String("folder")
	}
	return th, nil
}

func (th *themeFiles) options() theme.Options {
	return theme.Options{Themes: themes.FS, Name: th.name}
}

func (th *themeFiles) list() error {
	all, err := theme.List(themes.FS)
	if err != nil {
		return err
	}
	for _, s := range all {
		mark := " "
		if s.Name == th.name {
			mark = "*"
		}
		printLine(th.Stdout, "%s %-8s %s", mark, s.Name, s.Description)
	}
	printLine(th.Stdout, "\nchoose one in %s:   theme: {name: %s}", configName, all[len(all)-1].Name)
	return nil
}

// startStyle is the extra.css of a new folder: every token, ready to be changed.
const startStyle = `/* Rules of your own. They follow those of the theme, and win over all of them.
   One token may be enough to give the site another face: take away the two marks around a
   line. memopress theme eject assets/src/tokens.css shows what they are now. */

/* :root, [lang] { --mp-accent: light-dark(#0a6b57, #7fd6bd) } */
/* :root, [lang] { --mp-measure: 38rem } */
`

func (th *themeFiles) create(args []string) error {
	if len(args) > 1 {
		return usageError{"theme new takes one folder", "memopress theme new theme"}
	}
	if len(args) == 1 {
		th.folder = args[0]
	}
	style := filepath.Join(th.folder, "assets", "extra.css")
	if err := th.write(style, []byte(startStyle)); err != nil {
		return err
	}
	printLine(th.Stdout, "wrote %s", filepath.ToSlash(style))
	printLine(th.Stdout, "\nnow write into %s:   theme: {name: %s, folder: %s}", configName, th.name, filepath.ToSlash(th.folder))
	printLine(th.Stdout, "memopress theme eject shows the files that yours can replace")
	return nil
}

func (th *themeFiles) eject(files []string) error {
	all, err := theme.Files(th.options())
	if err != nil {
		return th.wrong(err)
	}
	if len(files) == 0 {
		for _, f := range all {
			printLine(th.Stdout, "%s", f)
		}
		return nil
	}
	for _, f := range files {
		if !slices.Contains(all, f) {
			hint := "memopress theme eject lists the files"
			if near := nearest(f, all); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			return usageError{fmt.Sprintf("the theme %s has no file %q", th.name, f), hint}
		}
		data, err := theme.Eject(th.options(), f)
		if err != nil {
			return th.wrong(err)
		}
		path := filepath.Join(th.folder, filepath.FromSlash(f))
		if err := th.write(path, data); err != nil {
			return err
		}
		printLine(th.Stdout, "wrote %s", filepath.ToSlash(path))
	}
	return nil
}

// write writes a file that is not there yet, or that may be replaced.
func (th *themeFiles) write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return writeError{err}
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if th.force {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usageError{filepath.ToSlash(path) + " is there already", "memopress theme diff shows what you changed; --force writes it anew"}
	}
	if err != nil {
		return writeError{err}
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return writeError{err}
	}
	return nil
}

func (th *themeFiles) diff() error {
	if info, err := os.Stat(th.folder); err != nil || !info.IsDir() {
		return usageError{th.folder + " is not a folder", "memopress theme new makes one; --folder names another"}
	}
	o := th.options()
	o.Folder = os.DirFS(th.folder)
	out, err := theme.Diff(o)
	if err != nil {
		return th.wrong(err)
	}
	_, err = th.Stdout.Write(out)
	return err
}

func (th *themeFiles) wrong(err error) error { return usageError{err.Error(), "memopress theme list"} }
