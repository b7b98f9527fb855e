// Package obsidian reads Obsidian vaults: folders and archives with a folder .obsidian.
//
// Every file of the vault is accounted for. A vault inside a vault is a space of its own, with
// its own settings, as it would be if it were opened by itself; but what the vault around it
// leaves out or keeps private stays so.
package obsidian

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

const settingsFolder = ".obsidian"

// Importer reads vaults. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "obsidian", Title: "Obsidian vault", Accepts: []string{"folder", "zip", "tar", "tgz"},
		Korean: "Obsidian 보관함",
		HowTo: importer.HowTo{
			English: "Nothing to export: point memopress at the vault's folder.",
			Korean:  "내보낼 것이 없다. 보관함 폴더를 그대로 가리킨다.",
		}}
}

// Detect is certain where there is a folder .obsidian at the top, or one folder below it as in
// most archives.
func (Importer) Detect(src *importer.Source) importer.Match {
	roots := vaultRoots(src)
	if len(roots) == 0 {
		return importer.Match{}
	}
	m := importer.Match{Score: 100, Reason: "a folder " + path.Join(roots[0], settingsFolder)}
	if strings.Contains(roots[0], "/") {
		m.Score = 60 // a vault deep inside something else
	}
	return m
}

// vaultRoots returns the folders that hold a folder .obsidian, in order; "" is the root.
func vaultRoots(src *importer.Source) []string {
	var roots []string
	for _, f := range src.Files() {
		before, _, ok := strings.Cut("/"+f.Path, "/"+settingsFolder+"/")
		if root := strings.TrimPrefix(before, "/"); ok && (len(roots) == 0 || roots[len(roots)-1] != root) {
			roots = append(roots, root)
		}
	}
	return roots
}

// Import sends every note and file of the vaults in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	roots := vaultRoots(src)
	if !slices.Contains(roots, "") {
		// What lies beside the vaults, and everything when the format was asked for by name, is
		// read as a vault without settings would be.
		roots = append([]string{""}, roots...)
	}
	vaults := make([]*vault, len(roots))
	for i, root := range roots {
		vaults[i] = openVault(src, root, opts, sink)
		if root != "" {
			vaults[i].outer = vaultOf(vaults[:i], root)
		}
	}
	opts.Memory.Revises(nil)
	files := src.Files()
	return importer.InParallel(ctx, len(files), func(i int) { vaultOf(vaults, files[i].Path).file(files[i]) })
}

// vaultOf returns the innermost vault that holds the path.
func vaultOf(vaults []*vault, p string) *vault {
	var found *vault
	for _, v := range vaults {
		if (v.root == "" || strings.HasPrefix(p, v.root+"/")) && (found == nil || len(v.root) > len(found.root)) {
			found = v
		}
	}
	return found
}

func kindOf(p string) ledger.Kind {
	if isMarkdown(p) || isCanvas(p) {
		return ledger.Note
	}
	return ledger.Attachment
}

func isMarkdown(p string) bool { return strings.EqualFold(path.Ext(p), ".md") }

// dataRule returns the rule that leaves out files that hold queries and drawings as data: they
// show nothing by themselves, and their paths and texts may be private.
func dataRule(p string) string {
	switch strings.ToLower(path.Ext(p)) {
	case ".base":
		return "base"
	case ".excalidraw":
		return "drawing"
	}
	return ""
}

// A vault is one vault of the source.
type vault struct {
	src      *importer.Source
	sink     importer.Sink
	opts     importer.Options
	root     string // folder in the source; "" is the source's own root
	outer    *vault // the vault that this one lies in; nil for none
	space    string
	settings settings
}

// inside returns the path of a file relative to the vault.
func (v *vault) inside(p string) string {
	return strings.TrimPrefix(strings.TrimPrefix(p, v.root), "/")
}

// rule asks the vault and those around it, the innermost first, which rule applies to the file at
// path: a vault in the trash or in an ignored folder of another is left out with it.
func (v *vault) rule(path string, ask func(*settings, string) string) string {
	for ; v != nil; v = v.outer {
		if rule := ask(&v.settings, v.inside(path)); rule != "" {
			return rule
		}
	}
	return ""
}

// file accounts for one file of the vault.
func (v *vault) file(f importer.File) {
	p := v.inside(f.Path)
	if v.settings.broken[p] {
		return // accounted for when it could not be read
	}
	if rule := v.rule(f.Path, (*settings).leaveOut); rule != "" {
		kind := kindOf(p)
		if strings.HasPrefix(rule, "settings") {
			kind = ledger.Other
		}
		importer.LeaveOut(v.sink, v.src, f, kind, rule)
		return
	}
	if rule := dataRule(p); rule != "" {
		importer.LeaveOut(v.sink, v.src, f, ledger.Other, rule)
		return
	}
	if kindOf(p) == ledger.Attachment {
		v.sink.Attachment(importer.FileAttachment(v.src, f, v.space, p))
		return
	}
	n, err := v.opts.Memory.Note(f, v.about(f, p), v.sink, func(f importer.File, report diag.Reporter) (*note.Note, bool, error) { return v.note(f, p, report) })
	if err != nil {
		importer.Fail(v.sink, v.src, f, ledger.Note, err)
		return
	}
	v.sink.Note(n)
}

// about says what a note depends on besides its file: see importer.Memory.
func (v *vault) about(f importer.File, p string) string {
	if v.opts.Memory == nil {
		return ""
	}
	return fmt.Sprint(v.space, "\n", v.root, "\n", v.settings.hardBreaks(v.opts), v.settings.bookmarked[p], v.settings.types, v.rule(f.Path, (*settings).privateRule))
}

// note reads one note. alone is unset for one that depends on other files.
func (v *vault) note(f importer.File, p string, report diag.Reporter) (n *note.Note, alone bool, err error) {
	text, err := f.Text(v.opts.Encoding, report)
	if err != nil {
		return nil, false, err
	}
	n, alone = importer.FileNote(v.src, f, v.space, p), true
	fm := frontmatter.Options{Types: v.settings.types, Report: report, Location: v.opts.Location}
	md := markdown.Options{Dialect: markdown.Obsidian, HardBreaks: v.settings.hardBreaks(v.opts), Emoji: v.opts.Emoji,
		SmartPunct: v.opts.SmartPunct, Report: report}
	switch {
	case isCanvas(p):
		md.File, md.Note = f.Place, string(n.ID)
		err = readCanvas(n, text, md)
	case strings.HasSuffix(strings.ToLower(p), ".excalidraw.md") || isDrawing(text):
		n.Name = strings.TrimSuffix(n.Name, ".excalidraw")
		v.drawing(n, p, text, f.Place, fm, md)
		alone = false // the picture beside it is shown
	default:
		importer.Markdown(n, text, f.Place, fm, md)
	}
	if err != nil {
		return nil, false, err
	}
	if n.Title == "" {
		n.Title = n.Name
	}
	n.Pinned = n.Pinned || v.settings.bookmarked[p]
	if rule := v.rule(f.Path, (*settings).privateRule); rule != "" && n.Visibility.State != note.MarkedPrivate {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: rule}
	}
	return n, alone, nil
}
