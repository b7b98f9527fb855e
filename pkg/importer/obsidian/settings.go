package obsidian

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// maxSettings is how much of a settings file is read, in bytes.
const maxSettings = 4 << 20

// settings are what a vault's folder .obsidian says that matters here. Every file of it may be
// missing; the zero value has Obsidian's defaults.
type settings struct {
	strictLineBreaks bool
	ignored          []ignore
	templates        []string // folded: folders of templates, with a slash at the end, and single notes
	types            map[string]note.PropertyType
	bookmarked       map[string]bool // paths of notes
	unreadable       bool            // what is ignored is not known: nothing of the vault is public
	broken           map[string]bool // paths of settings that cannot be read, in the vault
}

// An ignore is one of userIgnoreFilters: a path's beginning, or /a regular expression/.
type ignore struct {
	written string
	prefix  string
	pattern *regexp.Regexp
}

// openVault reads the settings of the vault at root.
func openVault(src *importer.Source, root string, opts importer.Options, sink importer.Sink) *vault {
	v := &vault{src: src, sink: sink, opts: opts, root: root, space: opts.Space}
	v.settings.broken = map[string]bool{}
	if root != "" {
		v.space = strings.TrimPrefix(opts.Space+"/"+root, "/")
	}
	var app struct {
		StrictLineBreaks  bool     `json:"strictLineBreaks"`
		UserIgnoreFilters []string `json:"userIgnoreFilters"`
	}
	v.settings.unreadable = !v.readSettings("app.json", &app)
	v.settings.strictLineBreaks = app.StrictLineBreaks
	for _, filter := range app.UserIgnoreFilters {
		v.settings.ignored = append(v.settings.ignored, v.ignore(filter))
	}
	v.readTemplates()
	var types struct{ Types map[string]string }
	v.readSettings("types.json", &types)
	v.settings.types = map[string]note.PropertyType{}
	for name, t := range types.Types {
		if known, ok := propertyTypes[t]; ok {
			v.settings.types[norm.NFC.String(name)] = known
		}
	}
	v.settings.bookmarked = map[string]bool{}
	for _, name := range []string{"bookmarks.json", "starred.json"} { // the second was written before Obsidian 1.2
		var bookmarks struct{ Items []bookmark }
		v.readSettings(name, &bookmarks)
		collectBookmarks(bookmarks.Items, v.settings.bookmarked)
	}
	return v
}

// readTemplates finds the folders of templates, and the single notes that daily notes and new
// notes are made from.
func (v *vault) readTemplates() {
	var core struct{ Folder string }
	v.readSettings("templates.json", &core)
	var templater struct {
		Folder string `json:"templates_folder"`
	}
	v.readSettings("plugins/templater-obsidian/data.json", &templater)
	for _, folder := range []string{core.Folder, templater.Folder} {
		if folder = strings.Trim(fold(folder), "/"); folder != "" {
			v.settings.templates = append(v.settings.templates, folder+"/")
		}
	}
	for _, name := range []string{"daily-notes.json", "zk-prefixer.json"} {
		var made struct{ Template string }
		v.readSettings(name, &made)
		if t := strings.Trim(fold(made.Template), "/"); t != "" {
			v.settings.templates = append(v.settings.templates, strings.TrimSuffix(t, ".md")+".md")
		}
	}
}

// propertyTypes maps the types of types.json. "tags" and "aliases" have their own fields.
var propertyTypes = map[string]note.PropertyType{
	"text": note.TextProperty, "multitext": note.ListProperty, "number": note.NumberProperty,
	"checkbox": note.CheckboxProperty, "date": note.DateProperty, "datetime": note.DateTimeProperty,
}

type bookmark struct {
	Type    string
	Path    string
	Subpath string // set when only a heading or block is meant
	Items   []bookmark
}

func collectBookmarks(items []bookmark, into map[string]bool) {
	for _, b := range items {
		if b.Type == "file" && b.Subpath == "" {
			into[norm.NFC.String(b.Path)] = true
		}
		collectBookmarks(b.Items, into)
	}
}

// readSettings decodes one file of .obsidian. A missing file says nothing; a broken one is
// reported and accounted for as failed, its defaults hold, and ok is false.
func (v *vault) readSettings(name string, into any) (ok bool) {
	f, ok := v.src.Lookup(path.Join(v.root, settingsFolder, name))
	if !ok {
		return true
	}
	data, err := f.Read(maxSettings)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err == nil {
		return true
	}
	v.settings.broken[path.Join(settingsFolder, name)] = true
	v.sink.Account(ledger.Entry{Source: v.src.Name, Item: f.Path, Kind: ledger.Other, State: ledger.Failed, Reason: err.Error()})
	d := diag.Diagnostic{Severity: diag.Error, Code: "I001", Pos: diag.Pos{File: f.Place},
		Message: "the vault's settings cannot be read: " + err.Error(), Hint: "Obsidian's defaults are taken instead"}
	if name == "app.json" {
		d.Hint = "it may name folders to ignore; until it is mended, nothing of this vault is published"
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		d.Pos.Line = 1 + strings.Count(string(data[:min(int(syntax.Offset), len(data))]), "\n")
	}
	v.sink.Report(d)
	return false
}

func (v *vault) ignore(filter string) ignore {
	if len(filter) > 2 && filter[0] == '/' && strings.HasSuffix(filter, "/") {
		pattern, err := regexp.Compile(filter[1 : len(filter)-1])
		if err == nil {
			return ignore{written: filter, pattern: pattern}
		}
		v.sink.Report(diag.Diagnostic{Severity: diag.Error, Code: "C002", Pos: diag.Pos{File: path.Join(v.root, settingsFolder, "app.json")},
			Message: fmt.Sprintf("the ignore filter %s cannot be read: %v", filter, err), Hint: "until it is mended, nothing of this vault is published"})
		v.settings.unreadable = true
		return ignore{written: filter}
	}
	return ignore{written: filter, prefix: fold(filter)}
}

// leaveOut returns the rule that keeps a path of the vault out, "" for none.
func (s *settings) leaveOut(p string) string {
	switch {
	case strings.HasPrefix(p, settingsFolder+"/"):
		return "settings of Obsidian"
	case p == "memopress.yaml":
		return "settings of memopress"
	case strings.HasPrefix(p, ".trash/"):
		return "trash"
	}
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, ".") {
			return "hidden"
		}
	}
	for _, i := range s.ignored {
		if i.pattern != nil && i.pattern.MatchString(p) || i.pattern == nil && i.prefix != "" && strings.HasPrefix(fold(p), i.prefix) {
			return "ignored: " + i.written
		}
	}
	return ""
}

// privateRule returns the rule that keeps the note at p private, "" for none.
func (s *settings) privateRule(p string) string {
	switch {
	case s.unreadable:
		return "settings-unreadable"
	case s.isTemplate(p):
		return "template"
	}
	return ""
}

// isTemplate reports whether the path is a template or lies in a folder of templates.
func (s *settings) isTemplate(p string) bool {
	p = fold(p)
	return slices.ContainsFunc(s.templates, func(t string) bool {
		return p == t || strings.HasSuffix(t, "/") && strings.HasPrefix(p, t)
	})
}

// hardBreaks follows the option, else the vault's setting: Obsidian shows single line ends
// unless strict line breaks are on.
func (s *settings) hardBreaks(opts importer.Options) bool {
	if opts.HardBreaks != nil {
		return *opts.HardBreaks
	}
	return !s.strictLineBreaks
}

func fold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }
