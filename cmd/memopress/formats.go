package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"memopress/pkg/importer"
	"memopress/pkg/importer/builtin"
)

func formatsCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "formats",
		Usage:     "list the apps whose exports memopress reads, and how to export from each",
		ArgsUsage: "[NAME...]",
		Description: `With names, tells of those only. In a Korean locale it speaks Korean.

   Example:   memopress formats notion
              memopress formats --language ko --markdown`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "language", Usage: "`LANGUAGE` of the list: en or ko (default: that of the locale)"},
			&cli.BoolFlag{Name: "markdown", Usage: "print a Markdown table"},
			&cli.BoolFlag{Name: "json", Usage: "print JSON"},
		},
		Action: func(c *cli.Context) error { return printFormats(c, t) },
	}
}

func printFormats(c *cli.Context, t terminal) error {
	language := c.String("language")
	if language == "" && strings.HasPrefix(cmp.Or(t.Getenv("LC_ALL"), t.Getenv("LC_MESSAGES"), t.Getenv("LANG")), "ko") {
		language = "ko"
	}
	korean := language == "ko"
	if !korean && language != "" && language != "en" {
		return usageError{fmt.Sprintf("--language does not take %q here", language), "valid: en, ko"}
	}
	formats, err := chosenFormats(c.Args().Slice())
	if err != nil {
		return err
	}
	switch {
	case c.Bool("json"):
		return printFormatsJSON(t.Stdout, formats)
	case c.Bool("markdown"):
		return printFormatsTable(t.Stdout, formats, korean)
	}
	for _, f := range formats {
		title, how := wordsOfFormat(f, korean)
		if _, err := fmt.Fprintf(t.Stdout, "%s  %s\n%s%s\n%s%s\n", f.Name, title, formatIndent, strings.Join(f.Accepts, ", "), formatIndent, how); err != nil {
			return err
		}
	}
	return nil
}

const formatIndent = "   "

// chosenFormats returns the formats of those names, all without names.
func chosenFormats(names []string) ([]importer.Format, error) {
	all := map[string]importer.Format{}
	var formats []importer.Format
	for _, imp := range builtin.Importers() {
		f := imp.Format()
		all[f.Name] = f
		formats = append(formats, f)
	}
	if len(names) == 0 {
		return formats, nil
	}
	formats = nil
	for _, name := range names {
		f, ok := all[strings.ToLower(name)]
		if !ok {
			hint := "memopress formats lists them all"
			if near := nearest(name, formatNames()); near != "" {
				hint = fmt.Sprintf("did you mean %s?", near)
			}
			return nil, usageError{fmt.Sprintf("no format %q", name), hint}
		}
		formats = append(formats, f)
	}
	return formats, nil
}

func wordsOfFormat(f importer.Format, korean bool) (title, how string) {
	if korean {
		return cmp.Or(f.Korean, f.Title), f.HowTo.Korean
	}
	return f.Title, f.HowTo.English
}

// printFormatsTable prints the table that stands in README.md and in the manual.
func printFormatsTable(w io.Writer, formats []importer.Format, korean bool) error {
	head := "| app | `--format` | reads | how to export |"
	if korean {
		head = "| 앱 | `--format` | 읽는 것 | 내보내는 법 |"
	}
	lines := []string{head, "| --- | --- | --- | --- |"}
	for _, f := range formats {
		title, how := wordsOfFormat(f, korean)
		lines = append(lines, fmt.Sprintf("| %s | `%s` | %s | %s |", tableCell(title), f.Name, tableCell(strings.Join(f.Accepts, ", ")), tableCell(how)))
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

func tableCell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func printFormatsJSON(w io.Writer, formats []importer.Format) error {
	type format struct {
		Name    string   `json:"name"`
		Title   string   `json:"title"`
		Korean  string   `json:"korean"`
		Accepts []string `json:"accepts"`
		English string   `json:"howTo"`
		HowToKo string   `json:"howToKorean"`
	}
	out := make([]format, len(formats))
	for i, f := range formats {
		out[i] = format{f.Name, f.Title, cmp.Or(f.Korean, f.Title), f.Accepts, f.HowTo.English, f.HowTo.Korean}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}
