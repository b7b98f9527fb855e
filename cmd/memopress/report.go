package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/site"
)

// Report takes a diagnostic of the build.
func (s *session) Report(d diag.Diagnostic) { s.list.Report(d) }

// settle returns the diagnostics to print: those of unpublished notes are left out, because a
// log is often public; severities follow the settings. outcome is nil where everything may be
// shown.
func (s *session) settle(outcome *site.Outcome) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, d := range s.list.Sorted() {
		if outcome != nil && d.Note != "" {
			if decision, known := outcome.Notes[note.ID(d.Note)]; known && !decision.Published {
				continue
			}
		}
		if slices.ContainsFunc(s.config.Check.Ignore, func(code string) bool { return strings.EqualFold(code, d.Code) }) {
			continue
		}
		switch d.Code {
		case "L001", "L002", "L003":
			severity, report := s.missing()
			if !report {
				continue
			}
			d.Severity = severity
		}
		out = append(out, d)
	}
	return out
}

// failed prints what was found before err ended the work, and returns err with its exit status.
// Nobody knows then which notes are public, so what is said of a note stays unsaid.
func (s *session) failed(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	all := slices.DeleteFunc(s.settle(nil), func(d diag.Diagnostic) bool { return d.Note != "" })
	return errors.Join(s.print(all), wrong(err))
}

// missing says how links that lead nowhere are reported.
func (s *session) missing() (severity diag.Severity, report bool) {
	switch s.config.Links.Missing {
	case "error":
		return diag.Error, true
	case "warn":
		return diag.Warning, true
	case "allow":
		return 0, false
	}
	if s.ci {
		return diag.Error, true
	}
	return diag.Warning, true
}

// print writes diagnostics in the way that was asked for. People do not see what is merely worth
// knowing unless they check or ask with --json; --quiet leaves errors.
func (s *session) print(all []diag.Diagnostic) error {
	switch s.format() {
	case "json":
		return printJSON(s.Stdout, all)
	case "github":
		printGitHub(s.Stdout, all)
	}
	least := diag.Warning
	if s.cli.Command.Name == "check" {
		least = diag.Info
	}
	if s.cli.Bool("quiet") {
		least = diag.Error
	}
	printHuman(s.Stderr, s.withSource(slices.DeleteFunc(slices.Clone(all), func(d diag.Diagnostic) bool { return d.Severity < least })), s.color)
	return nil
}

func (s *session) format() string {
	if s.cli.Bool("json") {
		return "json"
	}
	if f := s.cli.String("diagnostics"); f != "auto" && f != "" {
		return f
	}
	if isTrue(s.Getenv("GITHUB_ACTIONS")) {
		return "github"
	}
	return "human"
}

// verdict returns the error that makes the command fail for what was found, nil for none.
func (s *session) verdict(all []diag.Diagnostic) error {
	errs, warnings := counts(all)
	switch {
	case s.config.Check.FailOn == "never":
		return nil
	case errs > 0:
		return findingsError{countOf(errs, "error")}
	case warnings > 0 && (s.cli.Bool("strict") || s.config.Check.FailOn == "warning"):
		return findingsError{countOf(warnings, "warning") + ", and warnings fail here"}
	}
	return nil
}

func counts(all []diag.Diagnostic) (errors, warnings int) {
	for _, d := range all {
		switch d.Severity {
		case diag.Error:
			errors++
		case diag.Warning:
			warnings++
		}
	}
	return errors, warnings
}

// countOf writes a number of things: "1 note", "2 notes".
func countOf(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if stem, ok := strings.CutSuffix(thing, "y"); ok && !strings.HasSuffix(stem, "a") {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// withSource adds the line of the source to the diagnostics that people will see, where its
// file lies on disk.
//
// A line with a link to what is not published is left out: it may be in the log of a public CI,
// and what pages do not show of it is the name of a private note.
func (s *session) withSource(all []diag.Diagnostic) []diag.Diagnostic {
	type line struct {
		file   string
		number int
	}
	private := map[line]bool{}
	for _, d := range s.list.Sorted() {
		if d.Code == "L005" {
			private[line{d.Pos.File, d.Pos.Line}] = true
		}
	}
	files := map[string][]string{}
	for i, d := range all {
		if private[line{d.Pos.File, d.Pos.Line}] {
			all[i].Source = ""
			continue
		}
		if d.Source != "" || d.Pos.Line <= 0 || d.Pos.Column <= 0 {
			continue
		}
		lines, read := files[d.Pos.File]
		if !read {
			// A file that cannot be read here, such as a member of an archive, has no frame.
			if text, err := os.ReadFile(d.Pos.File); err == nil && utf8.Valid(text) {
				lines = strings.Split(norm.NFC.String(string(text)), "\n")
			}
			files[d.Pos.File] = lines
		}
		if d.Pos.Line <= len(lines) {
			all[i].Source = strings.TrimRight(lines[d.Pos.Line-1], "\r")
		}
	}
	return all
}
