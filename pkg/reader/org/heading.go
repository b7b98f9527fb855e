package org

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/note"
)

// A Heading is a heading with what stands about it.
type Heading struct {
	Block      *note.Heading
	Level      int    // the number of stars
	Title      string // plain text without keyword, priority and tags; one line
	Todo       string // its keyword, "" for none
	Done       bool   // the keyword means that it is done
	Priority   string // "A"; "" for none
	Tags       []string
	Properties []Property
	Scheduled  string // as written without brackets: "2024-01-05 Fri 10:00 +1w"; "" for none
	Deadline   string
	Closed     string
	Line       int // from 1 in the file

	doc    *Document
	number int
}

// ID returns the value of :ID:, "" for none.
func (h *Heading) ID() string { return value(h.Properties, "id") }

// CustomID returns the value of :CUSTOM_ID:, "" for none.
func (h *Heading) CustomID() string { return value(h.Properties, "custom_id") }

func value(properties []Property, name string) string {
	for _, p := range properties {
		if strings.EqualFold(p.Name, name) {
			return p.Value
		}
	}
	return ""
}

// BlockID returns the block id by which links name the heading, and gives it one when it has none.
func (h *Heading) BlockID() string {
	if h.Block.ID == "" {
		id := h.CustomID()
		if id == "" {
			id = h.ID()
		}
		if id == "" {
			id = fmt.Sprintf("heading-%d", h.number)
		}
		h.Block.ID = h.doc.free(id)
	}
	return h.Block.ID
}

var notInID = regexp.MustCompile(`[^A-Za-z0-9]+`)

// free returns an id like the wanted one, of letters, digits and hyphens, that nothing has yet.
func (d *Document) free(wanted string) string {
	wanted = strings.Trim(notInID.ReplaceAllString(wanted, "-"), "-")
	if wanted == "" {
		wanted = "target"
	}
	id := wanted
	for i := 2; d.ids[strings.ToLower(id)]; i++ {
		id = fmt.Sprintf("%s-%d", wanted, i)
	}
	d.ids[strings.ToLower(id)] = true
	return id
}

// Heading returns the heading that a search names: "*Title", "#custom-id", an ID or a title; nil
// for none.
func (d *Document) Heading(search string) *Heading {
	kind := ""
	if strings.HasPrefix(search, "*") || strings.HasPrefix(search, "#") {
		kind, search = search[:1], search[1:]
	}
	if kind != "*" {
		if h := d.byID[search]; h != nil && (kind == "" || h.CustomID() == search) {
			return h
		}
	}
	if kind == "#" {
		return nil
	}
	return d.byTitle[fold(search)]
}

// index makes headings known by their ids and titles: of several the first.
func (d *Document) index() {
	d.byID, d.byTitle = map[string]*Heading{}, map[string]*Heading{}
	for _, h := range d.Headings {
		for _, id := range []string{h.CustomID(), h.ID()} {
			if id != "" && d.byID[id] == nil {
				d.byID[id] = h
			}
		}
		if t := fold(h.Title); t != "" && d.byTitle[t] == nil {
			d.byTitle[t] = h
		}
	}
}

func fold(s string) string {
	return strings.ToLower(strings.TrimSpace(cookie.ReplaceAllString(oneLine(s), "")))
}

// cookie matches a count of done items, which is no part of a heading's name.
var cookie = regexp.MustCompile(` ?\[\d*(?:%|/\d*)\]`)

// isHeading reports whether a line is a heading: stars and a space at its beginning.
func isHeading(text string) bool {
	if text == "" || text[0] != '*' {
		return false
	}
	rest := strings.TrimLeft(text, "*")
	return rest != "" && rest[0] == ' '
}

// A section is a heading's line with its text up to the next heading.
type section struct {
	heading *Heading // nil before the first heading
	comment bool     // COMMENT: not to be exported
	keyword string   // the TODO keyword, priority and title as running text
	lines   []line   // without the heading's
	at      line     // the heading's own
}

// sections splits the text at its headings and reads each part that is to be exported.
func (p *parser) sections() {
	var all []section
	current, start := section{}, 0
	for i, l := range p.lines {
		if !isHeading(l.text) {
			continue
		}
		current.lines = p.lines[start:i]
		all = append(all, current)
		current, start = p.headline(l), i+1
	}
	current.lines = p.lines[start:]
	all = append(all, current)
	rules := p.rules(all)
	for i := 0; i < len(all); i++ {
		if rules[i] == "" {
			p.section(&all[i])
			continue
		}
		if i > 0 && rules[i] == rules[i-1] && all[i-1].heading != nil && all[i].heading.Level > all[i-1].heading.Level {
			p.appendExcluded(all[i])
			continue
		}
		p.doc.Excluded = append(p.doc.Excluded, Excluded{Rule: rules[i], Text: all[i].source(), Line: p.lineNo(all[i].at.no)})
	}
}

// appendExcluded adds a part below one that is left out to the account of that.
func (p *parser) appendExcluded(s section) {
	p.doc.Excluded = append(p.doc.Excluded, Excluded{Rule: p.doc.Excluded[len(p.doc.Excluded)-1].Rule, Text: s.source(), Line: p.lineNo(s.at.no)})
}

func (s section) source() string {
	var sb strings.Builder
	sb.WriteString(s.at.text)
	for _, l := range s.lines {
		sb.WriteString("\n" + l.text)
	}
	return strings.TrimRight(sb.String(), "\n") + "\n"
}

var (
	priority    = regexp.MustCompile(`^\[#([A-Za-z0-9]{1,2})\][ \t]*`)
	headingTags = regexp.MustCompile(`(?:^|[ \t]+):([\p{L}\p{N}_@#%:]+):[ \t]*$`)
)

// headline reads a heading's line.
func (p *parser) headline(l line) section {
	h := &Heading{doc: p.doc, Line: p.lineNo(l.no)}
	rest := strings.TrimLeft(l.text, "*")
	h.Level = len(l.text) - len(rest)
	rest = strings.TrimSpace(rest)
	if m := headingTags.FindStringSubmatchIndex(rest); m != nil {
		h.Tags = splitTags(rest[m[2]:m[3]])
		rest = rest[:m[0]]
	}
	word, after, _ := strings.Cut(rest, " ")
	s := &p.settings
	if isDone := slices.Contains(s.done, word); isDone || slices.Contains(s.todo, word) {
		h.Todo, h.Done, rest = word, isDone, strings.TrimSpace(after)
	}
	if m := priority.FindStringSubmatch(rest); m != nil {
		h.Priority, rest = m[1], rest[len(m[0]):]
	}
	sec := section{heading: h, at: l}
	if after, ok := strings.CutPrefix(rest, "COMMENT"); ok && (after == "" || after[0] == ' ') {
		sec.comment, rest = true, strings.TrimSpace(after)
	}
	sec.keyword = rest
	return sec
}

// rules says of each section why it is left out, "" for those that are not.
func (p *parser) rules(all []section) []string {
	rules := make([]string, len(all))
	if p.opts.Outline {
		return rules
	}
	within := func(tags, some []string) bool {
		return slices.ContainsFunc(tags, func(t string) bool { return slices.Contains(some, t) })
	}
	chosen := p.selection(all, within)
	level, rule := 0, "" // of the heading above that is left out
	for i, s := range all {
		if s.heading == nil {
			continue
		}
		if rule != "" && s.heading.Level > level {
			rules[i] = rule
			continue
		}
		rule = ""
		switch {
		case within(s.heading.Tags, p.settings.exclude):
			rule = "noexport"
		case s.comment:
			rule = "comment"
		case slices.Contains(s.heading.Tags, "ARCHIVE"):
			rule = "archived"
		case chosen != nil && !chosen[i]:
			rules[i] = "not selected"
			continue
		}
		level, rules[i] = s.heading.Level, rule
	}
	return rules
}

// selection returns which sections are taken where some heading is marked as the only one to be
// exported: that one with all below it, and the headings above it. nil means all.
func (p *parser) selection(all []section, within func(tags, some []string) bool) []bool {
	var chosen []bool
	var above []int // sections that the current one lies in
	taken := 0      // level of the marked heading that the current one lies in
	for i, s := range all {
		if s.heading == nil {
			continue
		}
		for len(above) > 0 && all[above[len(above)-1]].heading.Level >= s.heading.Level {
			above = above[:len(above)-1]
		}
		above = append(above, i)
		if taken > 0 && s.heading.Level <= taken {
			taken = 0
		}
		if within(s.heading.Tags, p.settings.selected) {
			if chosen == nil {
				chosen = make([]bool, len(all))
			}
			if taken == 0 {
				taken = s.heading.Level
			}
			for j := len(above) - 1; j >= 0 && !chosen[above[j]]; j-- {
				chosen[above[j]] = true
			}
		}
		if taken > 0 {
			chosen[i] = true
		}
	}
	return chosen
}

// section reads one section.
func (p *parser) section(s *section) {
	lines := s.lines
	if s.heading == nil {
		lines = p.topDrawer(lines)
		p.doc.Blocks = append(p.doc.Blocks, p.blocks(lines, 0)...)
		return
	}
	h := s.heading
	planning, lines := p.planning(h, lines)
	h.Properties, lines = p.propertyDrawer(lines)
	h.number = len(p.doc.Headings) + 1
	title := p.running(s.keyword, s.at.no)
	h.Title = oneLine(note.PlainText(title))
	h.Block = &note.Heading{Level: min(h.Level, 6), Inlines: p.headingLine(h, title)}
	p.doc.Headings = append(p.doc.Headings, h)
	body := p.blocks(lines, 0)
	if p.onlyFootnotes(h, body) {
		p.doc.Headings = p.doc.Headings[:len(p.doc.Headings)-1]
		p.doc.Blocks = append(p.doc.Blocks, body...)
		return
	}
	p.doc.Blocks = append(p.doc.Blocks, h.Block)
	if planning != nil {
		p.doc.Blocks = append(p.doc.Blocks, planning)
	}
	p.doc.Blocks = append(p.doc.Blocks, body...)
}

// onlyFootnotes reports whether a section is the one that Emacs keeps the texts of footnotes in.
func (p *parser) onlyFootnotes(h *Heading, body []note.Block) bool {
	if h.Title != "Footnotes" || len(body) == 0 {
		return false
	}
	return !slices.ContainsFunc(body, func(b note.Block) bool { _, ok := b.(*note.Footnote); return !ok })
}

// headingLine returns what stands in the heading: keyword, priority, title, tags.
func (p *parser) headingLine(h *Heading, title []note.Inline) []note.Inline {
	var out []note.Inline
	if h.Todo != "" && !p.settings.noTodo {
		out = append(out, &note.Text{Value: h.Todo + " "})
	}
	if h.Priority != "" && !p.settings.noPriority {
		out = append(out, &note.Text{Value: "[#" + h.Priority + "] "})
	}
	out = append(out, title...)
	if !p.settings.noTags {
		for _, t := range h.Tags {
			if t = tagName(t); t != "" {
				out = append(out, &note.Text{Value: " "}, &note.Hashtag{Name: t})
			}
		}
	}
	return merge(out)
}

// tagName returns a tag as other apps can write it: Org also allows "@", "#" and "%" in it.
func tagName(t string) string {
	t = strings.TrimLeft(t, "@#%")
	return strings.NewReplacer("@", "_", "#", "_", "%", "_").Replace(t)
}
