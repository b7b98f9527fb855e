package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

//go:embed starter
var starter embed.FS

// ciFiles are the files that init --ci writes, by service.
var ciFiles = map[string]struct{ template, path string }{
	"github": {"starter/github.yml", ".github/workflows/wiki.yml"},
	"gitlab": {"starter/gitlab.yml", ".gitlab-ci.yml"},
}

func initCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "write a commented memopress.yaml, and on request a CI workflow",
		ArgsUsage: "[FOLDER]",
		Description: `Writes memopress.yaml into the folder of your notes (default: here). Files that
are there already stay as they are.

   Example:   memopress init ~/notes --publish marked --ci github`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "publish", Value: "marked", Usage: "the publish rule to write: all or marked (only notes with publish: true)"},
			&cli.StringFlag{Name: "title", Usage: "the wiki's title (default: the folder's name)"},
			&cli.StringFlag{Name: "ci", Usage: "also write a workflow that builds and publishes at every push: github or gitlab"},
			&cli.StringFlag{Name: "branch", Value: "main", Usage: "the branch whose pushes are published"},
			&cli.StringFlag{Name: "repository", Value: "https://github.com/memopress/memopress.git", Usage: "where the workflow gets memopress"},
			&cli.StringFlag{Name: "release", Value: "v" + version, Usage: "the tag or branch of memopress that the workflow installs"},
		},
		Action: func(c *cli.Context) error { return initFolder(c, t) },
	}
}

func initFolder(c *cli.Context, t terminal) error {
	if c.NArg() > 1 {
		return usageError{"init takes one folder", "memopress init --help shows an example"}
	}
	folder := "."
	if c.NArg() == 1 {
		folder = c.Args().First()
	}
	if !slices.Contains([]string{"all", "marked"}, c.String("publish")) {
		return usageError{fmt.Sprintf("--publish %s: not a rule that init writes", c.String("publish")), "valid: all, marked; other rules go into memopress.yaml"}
	}
	ci, wanted := ciFiles[c.String("ci")]
	if c.String("ci") != "" && !wanted {
		return usageError{fmt.Sprintf("--ci %s: no such service", c.String("ci")), "valid: github, gitlab"}
	}
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return noNotesError{fmt.Sprintf("%s is not a folder", folder), "name the folder of your notes"}
	}
	title := c.String("title")
	if title == "" {
		abs, err := filepath.Abs(folder)
		if err != nil {
			return fmt.Errorf("find the name of %s: %w", folder, err)
		}
		title = norm.NFC.String(filepath.Base(abs))
	}
	values, err := quoteAll(map[string]string{"title": title, "publish": c.String("publish"), "branch": c.String("branch"),
		"repository": c.String("repository"), "version": c.String("release")})
	if err != nil {
		return err
	}
	files := []struct{ template, path string }{{"starter/memopress.yaml", configName}}
	if wanted {
		files = append(files, ci)
	}
	kept := 0
	for _, f := range files {
		path := filepath.Join(folder, f.path)
		err := writeStarter(path, f.template, values)
		if errors.Is(err, fs.ErrExist) {
			kept++
			printLine(t.Stdout, "kept %s, which is there already", path)
			continue
		}
		if err != nil {
			return err
		}
		printLine(t.Stdout, "wrote %s", path)
	}
	if kept == len(files) {
		return usageError{"there was nothing to write", "existing files are never overwritten; move them away first"}
	}
	printLine(t.Stdout, "next: memopress serve %s", folder)
	return nil
}

// quoteAll returns the values written as YAML scalars, quoted where they need it.
func quoteAll(values map[string]string) (map[string]string, error) {
	out := map[string]string{}
	for k, v := range values {
		b, err := yaml.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", k, err)
		}
		out[k] = strings.TrimSpace(string(b))
	}
	return out, nil
}

// writeStarter fills a template's {{name}} marks and writes it to path. The error is one of
// fs.ErrExist when something is there.
func writeStarter(path, template string, values map[string]string) error {
	text, err := starter.ReadFile(template)
	if err != nil {
		return err
	}
	out := string(text)
	for k, v := range values {
		out = strings.ReplaceAll(out, "{{"+k+"}}", v)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return writeError{err}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return writeError{err}
	}
	if _, err := f.WriteString(out); err != nil {
		f.Close()
		return writeError{err}
	}
	if err := f.Close(); err != nil {
		return writeError{err}
	}
	return nil
}
