package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"memopress/pkg/diag"
	"memopress/pkg/site"
)

// configName is the settings file that is looked for beside the notes.
const configName = "memopress.yaml"

// A config is what memopress.yaml may say. Every field has a default; see defaultConfig. The
// yaml tags are the keys, and no other key is taken.
type config struct {
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
	Language    string `yaml:"language"` // BCP 47, or auto
	BaseURL     string `yaml:"base_url"`
	Author      string `yaml:"author"`

	Output    string `yaml:"output"`
	Format    string `yaml:"format"`    // an importer's name, or empty: found out
	Encoding  string `yaml:"encoding"`  // of text that is not UTF-8
	TimeZone  string `yaml:"time_zone"` // IANA name, for times that an export states without one
	Addresses string `yaml:"addresses"` // html, clean, publish, quartz
	Home      string `yaml:"home"`      // path of the note that is the home page

	Publish    *site.RuleConfig `yaml:"publish"`
	Exclude    site.Words       `yaml:"exclude"`
	Properties site.Words       `yaml:"properties"` // properties that pages show

	Links    linksConfig    `yaml:"links"`
	Markdown markdownConfig `yaml:"markdown"`
	Page     pageConfig     `yaml:"page"`
	Menu     []menuConfig   `yaml:"menu"`
	Theme    themeConfig    `yaml:"theme"`
	Feed     feedConfig     `yaml:"feed"`
	Robots   string         `yaml:"robots"` // allow or none
	Check    checkConfig    `yaml:"check"`
}

type linksConfig struct {
	Missing     string `yaml:"missing"`     // auto, error, warn, allow
	Unpublished string `yaml:"unpublished"` // redact or text
}

type markdownConfig struct {
	HardBreaks string `yaml:"hard_breaks"` // auto, on, off
	Emoji      bool   `yaml:"emoji"`
	SmartPunct bool   `yaml:"smart_punctuation"`
}

type pageConfig struct {
	Contents    bool `yaml:"contents"`
	Backlinks   bool `yaml:"backlinks"`
	Mentions    bool `yaml:"mentions"`
	Related     bool `yaml:"related"`
	Properties  bool `yaml:"properties"`
	ReadingTime bool `yaml:"reading_time"`
}

type menuConfig struct {
	Title string `yaml:"title"`
	Link  string `yaml:"link"`
}

type themeConfig struct {
	Name   string `yaml:"name"`
	Folder string `yaml:"folder"` // a folder of files that replace the theme's own
}

type feedConfig struct {
	Items int `yaml:"items"`
}

type checkConfig struct {
	FailOn string     `yaml:"fail_on"` // error, warning, never
	Ignore site.Words `yaml:"ignore"`  // codes
}

func defaultConfig() config {
	return config{
		Language:  "auto",
		Output:    "public",
		Addresses: "html",
		TimeZone:  "UTC",
		Links:     linksConfig{Missing: "auto", Unpublished: "redact"},
		Markdown:  markdownConfig{HardBreaks: "auto"},
		Page:      pageConfig{Contents: true, Backlinks: true, Mentions: true, Related: true, Properties: true, ReadingTime: true},
		Theme:     themeConfig{Name: "paper"},
		Feed:      feedConfig{Items: 30},
		Robots:    "allow",
		Check:     checkConfig{FailOn: "error"},
	}
}

// findConfig returns the settings file: the one asked for, else memopress.yaml in the first
// input that is a folder and has one, else the one in the current folder, else "".
func findConfig(asked string, inputs []string) (string, error) {
	if asked != "" {
		if _, err := os.Stat(asked); err != nil {
			return "", usageError{fmt.Sprintf("--config %s: no such file", asked), "leave it out to use the defaults"}
		}
		return asked, nil
	}
	for _, in := range append(inputs, ".") {
		path := filepath.Join(in, configName)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		}
	}
	return "", nil
}

// readConfig reads a settings file into the defaults. Its mistakes are diagnostics; err is set
// only when the file cannot be read at all.
func readConfig(path string, report func(diag.Diagnostic)) (config, error) {
	c := defaultConfig()
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || path == "" {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read settings: %w", err)
	}
	lines := strings.Split(string(src), "\n")
	place := func(d diag.Diagnostic) {
		d.Pos.File = path
		if d.Pos.Line > 0 && d.Pos.Line <= len(lines) {
			d.Source = strings.TrimRight(lines[d.Pos.Line-1], "\r")
		}
		report(d)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		place(diag.Diagnostic{Severity: diag.Error, Code: "C002", Message: "not valid YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")})
		return c, nil
	}
	if len(doc.Content) == 0 {
		return c, nil
	}
	decodeStrict(doc.Content[0], &c, "", place)
	checkWords(doc.Content[0], c, place)
	return c, nil
}

// choices are the settings that take one of a few words.
var choices = []struct {
	key   string
	value func(*config) *string
	words []string
}{
	{"addresses", func(c *config) *string { return &c.Addresses }, []string{"html", "clean", "publish", "quartz"}},
	{"links.missing", func(c *config) *string { return &c.Links.Missing }, []string{"auto", "error", "warn", "allow"}},
	{"links.unpublished", func(c *config) *string { return &c.Links.Unpublished }, []string{"redact", "text"}},
	{"markdown.hard_breaks", func(c *config) *string { return &c.Markdown.HardBreaks }, []string{"auto", "on", "off"}},
	{"robots", func(c *config) *string { return &c.Robots }, []string{"allow", "none"}},
	{"check.fail_on", func(c *config) *string { return &c.Check.FailOn }, []string{"error", "warning", "never"}},
}

// checkWords reports every setting of choices whose value is none of its words.
func checkWords(root *yaml.Node, c config, report func(diag.Diagnostic)) {
	for _, choice := range choices {
		got := *choice.value(&c)
		if contains(choice.words, got) {
			continue
		}
		d := diag.Diagnostic{Severity: diag.Error, Code: "C002",
			Message: fmt.Sprintf("%s: %q is not one of %s", choice.key, got, strings.Join(choice.words, ", "))}
		if n := lookupKey(root, choice.key); n != nil {
			d.Pos, d.Width = nodePos(n), nodeWidth(n)
		}
		if near := nearest(got, choice.words); near != "" {
			d.Hint = fmt.Sprintf("did you mean %q?", near)
		}
		report(d)
	}
}

// lookupKey returns the value at a dotted key, nil when it is not written.
func lookupKey(n *yaml.Node, key string) *yaml.Node {
	for _, part := range strings.Split(key, ".") {
		var next *yaml.Node
		for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == part {
				next = n.Content[i+1]
			}
		}
		n = next
	}
	return n
}

func contains(words []string, s string) bool {
	for _, w := range words {
		if w == s {
			return true
		}
	}
	return false
}
