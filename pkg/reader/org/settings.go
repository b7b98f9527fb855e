package org

import (
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// settings are what a file says about itself.
type settings struct {
	todo, done  []string
	exclude     []string // tags of headings that are left out
	selected    []string // tags of headings that alone are taken, where there are any
	links       map[string]string
	macros      map[string]string
	plainDashes bool // "-:nil": dashes and dots stay as typed
	plainNames  bool // "e:nil": \alpha stays as typed
	plainStyles bool // "*:nil"
	noScripts   bool // "^:nil"
	hardBreaks  bool // "\n:t"
	noTags      bool // "tags:nil"
	noTodo      bool // "todo:nil"
	noPriority  bool // "pri:nil"
}

var (
	keywordLine  = regexp.MustCompile(`^[ \t]*#\+([^\s:]+(?:\[[^\]]*\])?):(?:[ \t]+(.*))?$`)
	beginLine    = regexp.MustCompile(`(?i)^[ \t]*#\+begin_(\S+)(?:[ \t]+(.*))?$`)
	endLine      = regexp.MustCompile(`(?i)^[ \t]*#\+end_(\S+)[ \t]*$`)
	dynamicBegin = regexp.MustCompile(`(?i)^[ \t]*#\+begin:`)
	dynamicEnd   = regexp.MustCompile(`(?i)^[ \t]*#\+end:?[ \t]*$`)
	drawerLine   = regexp.MustCompile(`^[ \t]*:([\p{L}\p{N}_-]+):[ \t]*$`)
	noteLine     = regexp.MustCompile(`^\[fn:([\p{L}\p{N}_-]+)\]`)
	inlineNote   = regexp.MustCompile(`\[fn:([\p{L}\p{N}_-]+):`)
	affiliated   = []string{"caption", "name", "tblname", "label", "results", "result", "header", "headers", "plot", "tblfm"}
)

const endOfDrawer = ":end:"

// dynamic is the name under which the ends of "#+BEGIN: x" are kept.
const dynamic = "#+end:"

// survey looks at every line once: where blocks and drawers end, which footnotes have a text, and
// what the file says about itself.
func (p *parser) survey() {
	p.ends, p.labels, p.defined = map[string][]int{}, map[string]bool{}, map[string]bool{}
	heading, raw := false, ""
	for _, l := range p.lines {
		text := l.text
		if isHeading(text) {
			heading, raw = true, ""
			continue
		}
		first := strings.TrimLeft(text, " \t")
		if strings.HasPrefix(text, "[fn:") {
			if m := noteLine.FindStringSubmatch(text); m != nil {
				p.labels[m[1]] = true
			}
		}
		if strings.Contains(text, "[fn:") {
			for _, m := range inlineNote.FindAllStringSubmatch(text, -1) {
				p.labels[m[1]] = true
			}
		}
		switch {
		case strings.HasPrefix(first, ":"):
			if m := drawerLine.FindStringSubmatch(text); m != nil && strings.EqualFold(m[1], "end") {
				p.ends[endOfDrawer] = append(p.ends[endOfDrawer], l.no)
			}
		case !strings.HasPrefix(first, "#+"):
		case endLine.MatchString(text):
			name := strings.ToLower(endLine.FindStringSubmatch(text)[1])
			p.ends[name] = append(p.ends[name], l.no)
			if name == raw {
				raw = ""
			}
		case dynamicEnd.MatchString(text):
			p.ends[dynamic] = append(p.ends[dynamic], l.no)
		case raw != "":
		case beginLine.MatchString(text):
			if name := strings.ToLower(beginLine.FindStringSubmatch(text)[1]); isRaw(name) {
				raw = name
			}
		default:
			p.surveyKeyword(l, !heading)
		}
	}
}

func (p *parser) surveyKeyword(l line, preamble bool) {
	m := keywordLine.FindStringSubmatch(l.text)
	if m == nil {
		return
	}
	name := strings.ToLower(m[1])
	if !isAffiliated(name) {
		p.doc.Keywords = append(p.doc.Keywords, Keyword{Name: name, Value: strings.TrimSpace(m[2]), Line: p.lineNo(l.no), Preamble: preamble})
	}
}

func isAffiliated(name string) bool {
	name, _, _ = strings.Cut(name, "[")
	return slices.Contains(affiliated, name) || strings.HasPrefix(name, "attr_")
}

// isRaw reports whether what stands in a block of that name is no Org text.
func isRaw(name string) bool {
	return name == "src" || name == "example" || name == "export" || name == "comment"
}

// end returns the first line after no, and before limit, that ends the block or drawer.
func (p *parser) end(name string, no, limit int) (int, bool) {
	all := p.ends[name]
	i, _ := slices.BinarySearch(all, no+1)
	if i == len(all) || all[i] >= limit {
		return 0, false
	}
	return all[i], true
}

// settle reads the keywords that set how the file is read.
func (p *parser) settle() {
	s := &p.settings
	s.links, s.macros = map[string]string{}, map[string]string{}
	var titles []string
	for _, k := range p.doc.Keywords {
		switch k.Name {
		case "title":
			titles = append(titles, k.Value)
		case "filetags":
			p.doc.Tags = append(p.doc.Tags, splitTags(k.Value)...)
		case "todo", "seq_todo", "typ_todo":
			s.words(k.Value)
		case "exclude_tags":
			s.exclude = append(s.exclude, splitTags(k.Value)...)
		case "select_tags":
			s.selected = append(s.selected, splitTags(k.Value)...)
		case "link":
			if name, url, ok := strings.Cut(k.Value, " "); ok {
				s.links[strings.Trim(name, `"`)] = strings.TrimSpace(url)
			}
		case "macro":
			if name, text, ok := strings.Cut(k.Value, " "); ok {
				s.macros[strings.ToLower(name)] = strings.TrimSpace(text)
			}
		case "options":
			s.options(k.Value)
		case "setupfile":
			p.report(diag.Info, "I007", k.Line-p.lineNo(0), "the settings in "+k.Value+" are not read: #+SETUPFILE is not followed", "write its #+TODO: and #+LINK: lines into the file")
		}
	}
	if len(s.todo)+len(s.done) == 0 {
		s.todo, s.done = []string{"TODO"}, []string{"DONE"}
	}
	s.todo = append(s.todo, p.opts.Keywords...)
	if len(s.exclude) == 0 {
		s.exclude = []string{"noexport"}
	}
	if len(s.selected) == 0 {
		s.selected = []string{"export"}
	}
	p.doc.Title = oneLine(note.PlainText(p.running(strings.Join(titles, " "), 0)))
}

// words reads "TODO(t) NEXT | DONE(d!)": without a bar the last word alone means done.
func (s *settings) words(value string) {
	before, after, bar := strings.Cut(value, "|")
	todo, done := strings.Fields(before), strings.Fields(after)
	if n := len(todo); !bar && n > 1 {
		todo, done = todo[:n-1], todo[n-1:]
	}
	for _, w := range todo {
		w, _, _ = strings.Cut(w, "(")
		s.todo = append(s.todo, w)
	}
	for _, w := range done {
		w, _, _ = strings.Cut(w, "(")
		s.done = append(s.done, w)
	}
}

func (s *settings) options(value string) {
	for _, o := range strings.Fields(value) {
		i := strings.LastIndexByte(o, ':')
		if i < 0 {
			continue
		}
		off := o[i+1:] == "nil"
		switch o[:i] {
		case "-":
			s.plainDashes = off
		case "e":
			s.plainNames = off
		case "*":
			s.plainStyles = off
		case "^":
			s.noScripts = off
		case `\n`:
			s.hardBreaks = !off
		case "tags":
			s.noTags = off
		case "todo":
			s.noTodo = off
		case "pri":
			s.noPriority = off
		}
	}
}

// splitTags reads ":a:b:" as well as "a b".
func splitTags(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == ' ' || r == '\t' || r == ',' })
}
