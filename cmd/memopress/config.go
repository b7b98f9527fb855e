package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
	Language    string `yaml:"lang"` // BCP 47, or auto
	BaseURL     string `yaml:"base_url"`
	Author      string `yaml:"author"`
	Icon        string `yaml:"icon"` // a picture, from the folder of the settings file; empty: the title's first letter

	Output    string `yaml:"output"`
	Format    string `yaml:"format"`      // an importer's name, or empty: found out
	Encoding  string `yaml:"encoding"`    // of text that is not UTF-8
	Rows      bool   `yaml:"rows"`        // each row of a CSV table is a note
	Messages  bool   `yaml:"per_message"` // each message of a chat is a note
	TimeZone  string `yaml:"time_zone"`   // IANA name, for times that an export states without one
	Addresses string `yaml:"addresses"`   // html, clean, publish, quartz
	Home      string `yaml:"home"`        // path of the note that is the home page

	Publish    *site.RuleConfig `yaml:"publish"`
	Exclude    site.Words       `yaml:"exclude"`
	Properties site.Words       `yaml:"properties"` // properties that pages show

	Sources  sourcesConfig  `yaml:"sources"`
	Links    linksConfig    `yaml:"links"`
	Markdown markdownConfig `yaml:"markdown"`
	Page     pageConfig     `yaml:"page"`
	Search   string         `yaml:"search"` // full, titles, off
	Graph    bool           `yaml:"graph"`
	Calendar bool           `yaml:"calendar"`
	Gallery  bool           `yaml:"gallery"`
	Images   string         `yaml:"images"`  // sized: with smaller copies; original
	Offline  bool           `yaml:"offline"` // browsers keep what was read
	Menu     []menuConfig   `yaml:"menu"`
	Theme    themeConfig    `yaml:"theme"`
	Feeds    feedsConfig    `yaml:"feeds"`
	Social   socialConfig   `yaml:"social"`
	Meta     metaConfig     `yaml:"meta"`
	Check    checkConfig    `yaml:"check"`
}

type sourcesConfig struct {
	Merge   bool              `yaml:"merge"`   // several inputs share the site's root
	Folders map[string]string `yaml:"folders"` // folder by input
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
	TOC         bool `yaml:"toc"`
	Backlinks   bool `yaml:"backlinks"`
	Mentions    bool `yaml:"mentions"`
	Related     bool `yaml:"related"`
	Properties  bool `yaml:"properties"`
	ReadingTime bool `yaml:"reading_time"`
	Nearby      bool `yaml:"nearby"`
	Previews    bool `yaml:"previews"` // what a link leads to, beside the link
	Markdown    bool `yaml:"markdown"` // each page as a Markdown file, too
}

type menuConfig struct {
	Title string `yaml:"title"`
	Link  string `yaml:"link"`
}

type themeConfig struct {
	Name    string            `yaml:"name"`
	Folder  string            `yaml:"folder"`  // a folder of files that replace the theme's own
	Tokens  map[string]string `yaml:"tokens"`  // design tokens by name
	Fonts   map[string]string `yaml:"fonts"`   // font files by what they are for
	Stacked bool              `yaml:"stacked"` // links open beside the page
}

type feedsConfig struct {
	Items   int    `yaml:"items"`
	Content string `yaml:"content"` // full or summary
	Folders bool   `yaml:"folders"` // a feed for each folder
	Tags    bool   `yaml:"tags"`    // and for each tag
}

type socialConfig struct {
	Images string `yaml:"images"` // auto, notes, site, off
	Font   string `yaml:"font"`   // a font file; empty: memopress's own
}

type metaConfig struct {
	Robots   string `yaml:"robots"`    // allow or none
	LLMsFull bool   `yaml:"llms_full"` // all notes as one text, llms-full.txt
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
		Links:     linksConfig{Missing: "auto", Unpublished: "redact"},
		Markdown:  markdownConfig{HardBreaks: "auto"},
		Page:      pageConfig{TOC: true, Backlinks: true, Mentions: true, Related: true, Properties: true, ReadingTime: true, Nearby: true, Previews: true, Markdown: true},
		Search:    "full",
		Graph:     true,
		Images:    "sized",
		Calendar:  true,
		Gallery:   true,
		Theme:     themeConfig{Name: "paper"},
		Feeds:     feedsConfig{Items: 30, Content: "full", Folders: true, Tags: true},
		Social:    socialConfig{Images: "auto"},
		Meta:      metaConfig{Robots: "allow"},
		Check:     checkConfig{FailOn: "error"},
	}
}

// findConfig returns the settings file: the one asked for, else memopress.yaml in the inputs that
// are folders, else the one in the current folder, else "". Two inputs with settings of their own
// are refused: taking one would drop what the other keeps private.
func findConfig(asked string, inputs []string) (string, error) {
	if asked != "" {
		if info, err := os.Stat(asked); err != nil || info.IsDir() {
			return "", usageError{fmt.Sprintf("--config %s: no such file", asked), "leave it out to use the defaults"}
		}
		return asked, nil
	}
	found := ""
	for _, in := range inputs {
		path, err := configIn(in)
		switch {
		case err != nil:
			return "", err
		case path != "" && found != "" && path != found:
			return "", usageError{fmt.Sprintf("both %s and %s hold settings", found, path), "say which with --config"}
		case path != "":
			found = path
		}
	}
	if found != "" {
		return found, nil
	}
	return configIn(".")
}

// configIn returns the settings file in a folder, "" when there is none.
func configIn(folder string) (string, error) {
	if other := filepath.Join(folder, "memopress.yml"); isFile(other) {
		return "", usageError{other + " is not read", "rename it to " + configName}
	}
	if path := filepath.Join(folder, configName); isFile(path) {
		return path, nil
	}
	return "", nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// A settingsFile knows where its settings stand. The zero value stands for no file.
type settingsFile struct {
	path  string
	lines []string
	root  *yaml.Node
}

// place completes a diagnostic with the file and the text of its line.
func (f settingsFile) place(d diag.Diagnostic) diag.Diagnostic {
	d.Pos.File = f.path
	if d.Pos.Line > 0 && d.Pos.Line <= len(f.lines) {
		d.Source = strings.TrimRight(f.lines[d.Pos.Line-1], "\r")
	}
	return d
}

// at places a diagnostic at the value of a dotted key, or as near to it as the file has keys. A
// value that a flag gave has no place.
func (f settingsFile) at(key string, d diag.Diagnostic) diag.Diagnostic {
	for key != "" {
		if n := lookupKey(f.root, key); n != nil {
			d.Pos, d.Width = nodePos(n), nodeWidth(n)
			return f.place(d)
		}
		key = key[:max(0, strings.LastIndexAny(key, ".["))]
	}
	return d
}

// yamlLine matches the place in an error of package yaml.
var yamlLine = regexp.MustCompile(`^line (\d+): `)

// readConfig reads a settings file into the defaults. Its mistakes are diagnostics; err is set
// only when the file cannot be read at all.
func readConfig(path string, report func(diag.Diagnostic)) (config, settingsFile, error) {
	c := defaultConfig()
	if path == "" {
		return c, settingsFile{}, nil
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return c, settingsFile{}, usageError{"read settings: " + err.Error(), "leave --config out to use the defaults"}
	}
	file := settingsFile{path: path, lines: strings.Split(string(src), "\n")}
	place := func(d diag.Diagnostic) { report(file.place(d)) }
	broken := func(problem string, line int) {
		place(diag.Diagnostic{Severity: diag.Error, Code: "C002", Pos: diag.Pos{Line: line}, Message: problem})
	}
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	var doc, more yaml.Node
	switch err := decoder.Decode(&doc); {
	case errors.Is(err, io.EOF): // an empty file, or only comments
		return c, file, nil
	case err != nil:
		message, line := strings.TrimPrefix(err.Error(), "yaml: "), 0
		if m := yamlLine.FindStringSubmatch(message); m != nil {
			message = strings.TrimPrefix(message, m[0])
			if line, err = strconv.Atoi(m[1]); err != nil {
				return c, file, err
			}
		}
		broken("not valid YAML: "+message, line)
		return c, file, nil
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		broken("a second document stands in the file; only one is read", more.Line)
	}
	file.root = doc.Content[0]
	decodeStrict(file.root, &c, "", place)
	checkWords(file, c, report)
	return c, file, nil
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
	{"search", func(c *config) *string { return &c.Search }, []string{"full", "titles", "off"}},
	{"images", func(c *config) *string { return &c.Images }, []string{"sized", "original"}},
	{"meta.robots", func(c *config) *string { return &c.Meta.Robots }, []string{"allow", "none"}},
	{"social.images", func(c *config) *string { return &c.Social.Images }, []string{"auto", "notes", "site", "off"}},
	{"feeds.content", func(c *config) *string { return &c.Feeds.Content }, []string{"full", "summary"}},
	{"check.fail_on", func(c *config) *string { return &c.Check.FailOn }, []string{"error", "warning", "never"}},
}

// checkWords reports every setting of choices whose value is none of its words.
func checkWords(file settingsFile, c config, report func(diag.Diagnostic)) {
	for _, choice := range choices {
		got := *choice.value(&c)
		if slices.Contains(choice.words, got) {
			continue
		}
		d := diag.Diagnostic{Severity: diag.Error, Code: "C002",
			Message: fmt.Sprintf("%s: %q is not one of %s", choice.key, got, strings.Join(choice.words, ", "))}
		if near := nearest(got, choice.words); near != "" {
			d.Hint = fmt.Sprintf("did you mean %q?", near)
		}
		report(file.at(choice.key, d))
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
