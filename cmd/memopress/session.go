package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/build"
	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/builtin"
	"memopress/pkg/reader/charset"
	"memopress/pkg/render"
	"memopress/pkg/site"
	"memopress/pkg/theme"
	"memopress/themes"
)

// A session is one run of a command that reads notes: its settings as flags, environment and
// file have them, in that order of precedence, and how it speaks.
type session struct {
	terminal
	cli    *cli.Context
	config config
	file   string // the settings file; empty when there is none
	inputs []string

	themed *theme.Theme // of the same settings, where a run before has loaded it

	usualOutput string // where a build without --output would write, as the file says it
	ci          bool
	list        *diag.List
	color       style
}

// outputMark is the file by which a folder is known to be written by memopress.
const outputMark = ".memopress-manifest"

// open reads the settings of a command. Mistakes in them are printed and end the command.
func open(c *cli.Context, t terminal) (*session, error) {
	s := &session{terminal: t, cli: c, list: &diag.List{}, color: style(t.colored(t.Stderr)), ci: isTrue(t.Getenv("CI"))}
	for _, flag := range []string{"color", "diagnostics", "publish"} {
		if v := c.String(flag); v != "" && !slices.Contains(flagWords(flag), v) {
			return nil, usageError{fmt.Sprintf("--%s does not take %q", flag, v), "valid: " + strings.Join(flagWords(flag), ", ")}
		}
	}
	if c.NArg() == 0 {
		return nil, usageError{"which notes?", fmt.Sprintf("name a folder or an archive, such as this folder: memopress %s .", c.Command.Name)}
	}
	var err error
	if s.inputs, err = findInputs(c.Args().Slice()); err != nil {
		return nil, err
	}
	if s.file, err = findConfig(c.String("config"), s.inputs); err != nil {
		return nil, err
	}
	var mistakes []diag.Diagnostic
	report := func(d diag.Diagnostic) { mistakes = append(mistakes, d) }
	var file settingsFile
	if s.config, file, err = readConfig(s.file, report); err != nil {
		return nil, err
	}
	s.usualOutput = s.config.Output
	s.override()
	s.check(file, report)
	if len(mistakes) > 0 {
		return nil, errors.Join(s.print(mistakes), configError{mistakes})
	}
	return s, nil
}

// override lets flags and the environment win over the file.
func (s *session) override() {
	for name, into := range map[string]*string{
		"format": &s.config.Format, "encoding": &s.config.Encoding, "title": &s.config.Title,
		"language": &s.config.Language, "base-url": &s.config.BaseURL, "output": &s.config.Output,
	} {
		if s.cli.IsSet(name) {
			*into = s.cli.String(name)
		}
	}
	for name, into := range map[string]*bool{"rows": &s.config.Rows, "per-message": &s.config.Messages} {
		if s.cli.IsSet(name) {
			*into = s.cli.Bool(name)
		}
	}
	if s.cli.IsSet("publish") {
		s.config.Publish = &site.RuleConfig{Use: s.cli.String("publish")}
	}
}

// check reports settings whose values make no sense, wherever they come from.
func (s *session) check(file settingsFile, report func(diag.Diagnostic)) {
	bad := func(key, problem, hint string) {
		report(file.at(key, diag.Diagnostic{Severity: diag.Error, Code: "C002", Message: key + ": " + problem, Hint: hint}))
	}
	if _, err := time.LoadLocation(s.config.TimeZone); err != nil {
		bad("time_zone", fmt.Sprintf("no zone %q", s.config.TimeZone), "names are those of the IANA database, such as Asia/Seoul")
	}
	if s.config.Encoding != "" {
		if _, _, err := charset.Named(s.config.Encoding); err != nil {
			bad("encoding", err.Error(), "")
		}
	}
	if names := formatNames(); s.config.Format != "" && !slices.Contains(names, s.config.Format) {
		hint := "valid: " + strings.Join(names, ", ")
		if near := nearest(s.config.Format, names); near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", near, hint)
		}
		bad("format", fmt.Sprintf("no format %q", s.config.Format), hint)
	}
	if u := s.config.BaseURL; u != "" && !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") {
		bad("base_url", fmt.Sprintf("%q is not a web address", u), "write it as https://example.org/wiki")
	}
	if _, err := site.ParsePolicy(s.policyConfig()); err != nil {
		key, problem, _ := strings.Cut(err.Error(), ": ")
		bad(key, problem, "")
	}
	if s.config.Feeds.Items < 1 {
		bad("feeds.items", "must be at least 1", "")
	}
	if f := s.config.Theme.Folder; f != "" {
		if info, err := os.Stat(s.beside(f)); err != nil || !info.IsDir() {
			bad("theme.folder", fmt.Sprintf("%s is not a folder", s.beside(f)), "the path is relative to the settings file")
		}
	}
	for _, m := range s.config.Menu {
		if m.Title == "" || m.Link == "" {
			bad("menu", "an entry needs title and link", "- {title: About, link: About}")
		}
	}
}

func formatNames() []string {
	var names []string
	for _, imp := range builtin.Importers() {
		names = append(names, imp.Format().Name)
	}
	return names
}

// beside returns a path of the settings file, which is relative to the file's folder.
func (s *session) beside(p string) string {
	if filepath.IsAbs(p) || s.file == "" {
		return p
	}
	return filepath.Join(filepath.Dir(s.file), p)
}

// outside refuses a folder, empty for none, in the output folder: it names private notes, and holds
// what these say.
func outside(dir, what, folder string) error {
	if folder == "" {
		return nil
	}
	out, err := realPath(dir)
	if err != nil {
		return err
	}
	in, err := realPath(folder)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(out, in); err == nil && filepath.IsLocal(rel) {
		return usageError{fmt.Sprintf("the %s %s lies in the output folder %s", what, folder, dir), "it names private notes: choose another place for it"}
	}
	return nil
}

// reportOutside refuses a report folder in the output folder.
func (s *session) reportOutside(dir string) error {
	return outside(dir, "report folder", s.cli.String("report"))
}

// realPath returns where a path leads, of which the end need not exist yet.
func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	rest := ""
	for at := abs; ; at = filepath.Dir(at) {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(real, rest), nil
		}
		if at == filepath.Dir(at) {
			return abs, nil
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}

// ownOutput returns those of the folders where a build would write that memopress has written,
// and that of the cache, for not reading them back. A folder of notes that only has such a name is read.
func (s *session) ownOutput() []string {
	folders := []string{s.outputFolder(), s.beside(s.usualOutput)}
	if report := s.cli.String("report"); report != "" {
		folders = append(folders, report)
	}
	folders = slices.DeleteFunc(folders, func(dir string) bool {
		_, err := os.Stat(filepath.Join(dir, outputMark))
		return err != nil
	})
	if cache := s.cacheFolder(); cache != "" {
		folders = append(folders, build.CacheEntries(cache))
	}
	return folders
}

// outputFolder is where a build writes. What the settings file says is beside that file.
func (s *session) outputFolder() string {
	if s.cli.IsSet("output") {
		return s.config.Output
	}
	return s.beside(s.config.Output)
}

func (s *session) policyConfig() site.PolicyConfig {
	p := site.PolicyConfig{Publish: s.config.Publish, Exclude: s.config.Exclude, Properties: s.config.Properties,
		ShowUnpublished: s.config.Links.Unpublished == "text"}
	if p.Publish == nil {
		p.Publish = &site.RuleConfig{Use: "all"}
	}
	return p
}

// options turns the settings into what package build takes.
func (s *session) options() (build.Options, error) {
	c := s.config
	policy, err := site.ParsePolicy(s.policyConfig())
	if err != nil {
		return build.Options{}, err
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return build.Options{}, err
	}
	style, err := site.ParseAddressStyle(c.Addresses)
	if err != nil {
		return build.Options{}, err
	}
	t, err := s.theme()
	if err != nil {
		return build.Options{}, err
	}
	language := c.Language
	if language == "auto" {
		language = ""
	}
	o := build.Options{
		Inputs: s.inputs,
		Format: c.Format,
		Report: s.cli.String("report"),
		Roots:  build.Roots{Merge: c.Sources.Merge, Names: c.Sources.Folders},
		Import: importer.Options{Location: zone, ZoneGiven: c.TimeZone != "", Encoding: c.Encoding, SmartPunct: c.Markdown.SmartPunct, Emoji: c.Markdown.Emoji,
			Password: s.cli.String("password"), Rows: c.Rows, PerMessage: c.Messages},
		Settings: site.Settings{Title: s.title(), Description: c.Description, Language: language, Author: c.Author,
			BaseURL: strings.TrimRight(c.BaseURL, "/"), Addresses: style, Home: c.Home},
		Policy: policy,
		Render: render.Options{NoContents: !c.Page.TOC, NoBacklinks: !c.Page.Backlinks, NoMentions: !c.Page.Mentions,
			NoRelated: !c.Page.Related, NoProperties: !c.Page.Properties, NoReadingTime: !c.Page.ReadingTime,
			NoPreviews: !c.Page.Previews, NoMarkdown: !c.Page.Markdown, FullText: c.Meta.LLMsFull, Stacked: c.Theme.Stacked, Offline: c.Offline,
			NoNearby: !c.Page.Nearby, NoGraph: !c.Graph, NoCalendar: !c.Calendar, NoGallery: !c.Gallery, NoSearch: c.Search == "off", SearchTitles: c.Search == "titles",
			FeedItems: c.Feeds.Items, FeedSummaries: c.Feeds.Content == "summary", NoFolderFeeds: !c.Feeds.Folders, NoTagFeeds: !c.Feeds.Tags, Robots: c.Meta.Robots},
		Theme:  t,
		Cache:  s.cacheFolder(),
		Images: c.Images == "sized",
	}
	if c.Icon != "" {
		data, err := os.ReadFile(s.beside(c.Icon))
		if err == nil {
			o.Icon, err = build.NewIcon(c.Icon, data)
		}
		if err != nil {
			return build.Options{}, usageError{"icon: " + err.Error(), "name a PNG, JPEG, WebP, GIF or SVG; the path is read from the folder of the settings file"}
		}
	}
	if s.cli.Bool("verify-cache") {
		o.Cache = "" // all work is done again
	}
	o.Social = build.Social{Off: c.Social.Images == "off", Site: c.Social.Images == "site", Notes: c.Social.Images == "notes"}
	if c.Social.Font != "" {
		if o.Social.Font, err = os.ReadFile(s.beside(c.Social.Font)); err == nil {
			err = build.CheckFont(o.Social.Font)
		}
		if err != nil {
			return build.Options{}, usageError{"social.font: " + err.Error(), "name a font file (TrueType, OpenType, WOFF, WOFF2); the path is read from the folder of the settings file"}
		}
	}
	if c.Markdown.HardBreaks != "auto" {
		on := c.Markdown.HardBreaks == "on"
		o.Import.HardBreaks = &on
	}
	for _, m := range c.Menu {
		o.Render.Menu = append(o.Render.Menu, render.MenuItem{Title: m.Title, Link: m.Link})
	}
	return o, nil
}

// theme loads the theme of the settings. Files of the user's own that were made from others than
// the theme has now are reported.
func (s *session) theme() (*theme.Theme, error) {
	o := theme.Options{Themes: themes.FS, Name: s.config.Theme.Name, Tokens: s.config.Theme.Tokens}
	if f := s.config.Theme.Folder; f != "" {
		o.Folder = os.DirFS(s.beside(f))
	}
	for role, name := range s.config.Theme.Fonts {
		data, err := os.ReadFile(s.beside(name))
		if err != nil {
			return nil, usageError{"theme.fonts." + role + ": " + err.Error(), "the path is read from the folder of the settings file"}
		}
		if o.Fonts == nil {
			o.Fonts = map[string]theme.Font{}
		}
		o.Fonts[role] = theme.Font{Name: name, Data: data}
	}
	t, err := s.themed, error(nil)
	if t == nil {
		t, err = theme.Load(o)
	}
	var token *theme.TokenError
	if errors.As(err, &token) {
		hint := "valid: " + strings.Join(token.Valid, ", ")
		if near := nearest(token.Name, token.Valid); near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", near, hint)
		}
		return nil, usageError{"theme.tokens." + token.Name + ": " + token.Problem, hint}
	}
	if err != nil {
		return nil, usageError{err.Error(), "the mistake is in the theme, not in the notes"}
	}
	stale, err := theme.Stale(o)
	if err != nil {
		return nil, usageError{err.Error(), "the mistake is in the theme, not in the notes"}
	}
	for _, name := range stale {
		s.Report(diag.Diagnostic{Severity: diag.Warning, Code: "T001", Pos: diag.Pos{File: path.Join(s.config.Theme.Folder, name)},
			Message: "the theme's own file has changed since this one was made from it",
			Hint:    "memopress theme diff shows how they differ; memopress theme eject --force " + name + " takes the new one"})
	}
	return t, nil
}

// title is the one set, else the name of the first input without its extension.
func (s *session) title() string {
	if s.config.Title != "" {
		return s.config.Title
	}
	abs, err := filepath.Abs(s.inputs[0])
	if err != nil {
		abs = s.inputs[0]
	}
	name := norm.NFC.String(filepath.Base(abs))
	if info, err := os.Stat(s.inputs[0]); err == nil && !info.IsDir() {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	return name
}

// needRule refuses to publish without a rule in CI, where nobody looks at the result first.
func (s *session) needRule() error {
	if s.ci && s.config.Publish == nil {
		return usageError{"in CI (CI=true) a publish rule is required, so that nothing goes out that nobody meant to publish",
			"write publish: marked (or all) into memopress.yaml, or give --publish"}
	}
	return nil
}

// wrong turns the errors of a build into those that have an exit status.
func wrong(err error) error {
	if errors.Is(err, build.ErrNoNotes) {
		return noNotesError{err.Error(), "memopress inspect shows what is in a folder or an archive"}
	}
	if errors.Is(err, build.ErrWrite) {
		return writeError{err}
	}
	return err
}

func isTrue(s string) bool { return s != "" && s != "0" && !strings.EqualFold(s, "false") }
