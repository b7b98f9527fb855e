package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"memopress/pkg/build"
	"memopress/pkg/diag"
	"memopress/pkg/ledger"
)

// A summary is what a build says of itself at its end, for people and as JSON.
type summary struct {
	Schema    int      `json:"schema"`
	Sources   []source `json:"sources"`
	Notes     int      `json:"notes"` // published
	LeftOut   []rule   `json:"leftOut"`
	Failed    int      `json:"failed"`
	Files     int      `json:"attachments"`
	Tags      int      `json:"tags"`
	Broken    int      `json:"brokenLinks"`
	Errors    int      `json:"errors"`
	Warnings  int      `json:"warnings"`
	Output    string   `json:"output"`
	Written   int      `json:"written"`
	Unchanged int      `json:"unchanged"`
	Removed   int      `json:"removed"`
	Bytes     int64    `json:"bytes"`
	Seconds   float64  `json:"seconds"`

	noRule  bool
	warning error
	took    time.Duration
}

type source struct {
	Name   string `json:"name"`
	Format string `json:"format"`
}

type rule struct {
	Rule  string `json:"rule"`
	Count int    `json:"count"`
}

func newSummary(s *session, res *build.Result, w build.Written, dir string, all []diag.Diagnostic) summary {
	sum := summary{Schema: 1, Notes: res.Outcome.Published, Files: len(res.Site.Files), Tags: countTags(res), Output: dir,
		Written: w.Written, Unchanged: w.Unchanged, Removed: w.Removed, Bytes: w.Bytes,
		Seconds: res.Took.Seconds(), noRule: s.config.Publish == nil, warning: w.Warning, took: res.Took, LeftOut: []rule{}}
	for _, src := range res.Notes.Sources {
		sum.Sources = append(sum.Sources, source{src.Name, src.Format.Title})
	}
	sum.LeftOut, sum.Failed = leftOut(res.Ledger)
	sum.Errors, sum.Warnings = counts(all)
	for _, d := range all {
		if slices.Contains([]string{"L001", "L002", "L003"}, d.Code) {
			sum.Broken++
		}
	}
	return sum
}

// leftOut counts the notes that are not on the site by rule, and the items that failed.
func leftOut(l *ledger.Ledger) ([]rule, int) {
	count := map[string]int{}
	failed := 0
	for _, e := range l.Entries() {
		switch {
		case e.State == ledger.Failed:
			failed++
		case e.State == ledger.LeftOut && e.Kind == ledger.Note:
			count[e.Rule]++
		}
	}
	rules := []rule{}
	for r, n := range count {
		rules = append(rules, rule{r, n})
	}
	slices.SortFunc(rules, func(a, b rule) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Rule, b.Rule)
	})
	return rules, failed
}

func countTags(res *build.Result) int {
	n := 0
	stack := slices.Clone(res.Site.Tags)
	for len(stack) > 0 {
		t := stack[len(stack)-1]
		stack = append(stack[:len(stack)-1], t.Tags...)
		n++
	}
	return n
}

// summary prints the summary: to people in a few lines, else as the last line of JSON.
func (s *session) summary(sum summary) error {
	if s.format() == "json" {
		return printJSONLine(s.Stdout, map[string]summary{"summary": sum})
	}
	if s.cli.Bool("quiet") {
		return nil
	}
	c := style(s.colored(s.Stdout))
	for _, src := range sum.Sources {
		printLine(s.Stdout, "%s %s: %s", c.dim("read"), src.Name, src.Format)
	}
	printLine(s.Stdout, "%s %s, %s, %s → %s (%s) in %s", c.bold("published"), countOf(sum.Notes, "note"), countOf(sum.Files, "attachment"),
		countOf(sum.Tags, "tag"), sum.Output, sizeOf(sum.Bytes), seconds(sum.took))
	if len(sum.LeftOut) > 0 {
		var parts []string
		total := 0
		for _, r := range sum.LeftOut {
			parts = append(parts, fmt.Sprintf("%s %d", r.Rule, r.Count))
			total += r.Count
		}
		printLine(s.Stdout, "%s %s (%s)", c.dim("left out"), countOf(total, "note"), strings.Join(parts, ", "))
	}
	if sum.Failed > 0 {
		printLine(s.Stdout, "%s %s could not be read", c.severity(diag.Warning, "failed"), countOf(sum.Failed, "item"))
	}
	printLine(s.Stdout, "%s %d written, %d unchanged, %d removed", c.dim("files"), sum.Written, sum.Unchanged, sum.Removed)
	if sum.Broken > 0 && s.config.Links.Missing != "allow" {
		printLine(s.Stdout, "%s %s nowhere", c.dim("links"), leads(sum.Broken))
	}
	if sum.Errors+sum.Warnings > 0 {
		printLine(s.Stdout, "%s, %s", countOf(sum.Errors, "error"), countOf(sum.Warnings, "warning"))
	}
	if sum.noRule {
		printLine(s.Stdout, "%s no publish rule is set, so every note that nothing marks private is public; memopress init writes a rule", c.dim("note"))
	}
	if sum.warning != nil {
		printLine(s.Stderr, "memopress: the site is live, but: %v", sum.warning)
	}
	return nil
}

func leads(n int) string {
	if n == 1 {
		return "1 leads"
	}
	return fmt.Sprintf("%d lead", n)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func sizeOf(n int64) string {
	switch {
	case n >= 10_000_000:
		return fmt.Sprintf("%d MB", n/1_000_000)
	case n >= 1_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%d kB", (n+999)/1000)
}
