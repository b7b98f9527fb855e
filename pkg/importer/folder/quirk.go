package folder

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// The line in which HackMD keeps a note's tags, and the fences of its boxes.
var (
	hackTags  = regexp.MustCompile("(?m)^#{1,6} tags?:(?:[ \t]*`[^`\n]+`,?)+[ \t]*$")
	hackBox   = regexp.MustCompile(`^:::[ \t]*(info|success|warning|danger|spoiler)\b[ \t]*(.*)$`)
	hackFence = regexp.MustCompile(`^:::[ \t]*$`)
)

// hackMD is HackMD's and CodiMD's Markdown: "###### tags: `a` `b`", boxes between ":::info" and
// ":::", and [TOC].
var hackMD = dialect{
	name:    "HackMD",
	found:   func(_ *importer.Source, _ string, heads []string) bool { return count(heads, hackTags, "tag") > 0 },
	prepare: prepareHackMD,
	finish:  func(v *vault) { each(v, func(n *note.Note) { takeHackTags(v, n) }) },
}

func prepareHackMD(text string) string {
	if !strings.Contains(text, ":::") && !containsFold(text, "[toc]") {
		return text
	}
	inBox := false
	return outsideCode(text, func(line string) string {
		switch m := hackBox.FindStringSubmatch(line); {
		case strings.EqualFold(strings.TrimSpace(line), "[toc]"):
			return "" // every page has its contents
		case m != nil && !inBox:
			inBox = true
			fold := ""
			if m[1] == "spoiler" {
				m[1], fold = "note", "-"
			}
			return "> [!" + m[1] + "]" + fold + " " + m[2]
		case inBox && hackFence.MatchString(line):
			inBox = false
			return ""
		case inBox:
			return "> " + line
		}
		return line
	})
}

// containsFold reports whether text holds part, which is ASCII in lower case, in any case.
func containsFold(text, part string) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if text[i]|0x20 == part[0]|0x20 && strings.EqualFold(text[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func each(v *vault, do func(n *note.Note)) {
	for _, n := range v.notes {
		do(n)
	}
}

// takeHackTags makes the heading that lists tags tags.
func takeHackTags(v *vault, n *note.Note) {
	i := tagHeading(n)
	if i < 0 {
		return
	}
	for _, in := range n.Body[i].(*note.Heading).Inlines {
		if c, ok := in.(*note.CodeSpan); ok {
			n.Tags = append(n.Tags, strings.TrimLeft(strings.TrimSpace(c.Text), "#"))
		}
	}
	n.Body = append(n.Body[:i:i], n.Body[i+1:]...)
	v.change(n)
}

// tagHeading returns which block of a note is the heading that lists tags, -1 for none.
func tagHeading(n *note.Note) int {
	return slices.IndexFunc(n.Body, func(b note.Block) bool {
		h, ok := b.(*note.Heading)
		if !ok || len(h.Inlines) < 2 {
			return false
		}
		t, ok := h.Inlines[0].(*note.Text)
		return ok && (strings.TrimSuffix(strings.ToLower(strings.TrimSpace(t.Value)), "s:") == "tag" || strings.EqualFold(strings.TrimSpace(t.Value), "tag:"))
	})
}

// amplenoteLink matches the address by which Amplenote's notes link to each other.
var (
	amplenoteLink = regexp.MustCompile(`(?i)^https://(?:www\.)?amplenote\.com/notes/([0-9a-f-]{36})(?:#.*)?$`)
	uuidMatter    = regexp.MustCompile(`(?mi)^uuid: *['"]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}['"]?[ \t]*$`)
)

// amplenote is Amplenote's export, and its automatic backup, which names files by identifiers and
// keeps the title in front matter; links are addresses with those identifiers.
var amplenote = dialect{
	name:  "Amplenote",
	found: func(_ *importer.Source, _ string, heads []string) bool { return count(heads, uuidMatter, "uuid:") > 0 },
	finish: func(v *vault) {
		byID := map[string]*note.Note{}
		for _, n := range v.notes {
			id := strings.ToLower(property(n, "uuid"))
			if id == "" && uuid.MatchString(n.Name) {
				id = strings.ToLower(n.Name)
			}
			if id == "" {
				continue
			}
			byID[id] = n
			if uuid.MatchString(n.Name) && n.Title != n.Name && v.byName[strings.ToLower(n.Title)] == nil {
				n.Name = n.Title
				v.change(n)
				v.byName[strings.ToLower(n.Title)] = n
			}
		}
		v.links(func(from *note.Note, l *note.Link) {
			if l.Ref.Kind != note.RefURL {
				return
			}
			if m := amplenoteLink.FindStringSubmatch(l.Ref.Target); m != nil {
				if to := byID[strings.ToLower(m[1])]; to != nil {
					v.change(from)
					l.Ref.Kind, l.Ref.Target = note.RefNote, string(to.ID)
				}
			}
		})
	},
}

// The links of QOwnNotes: <A note.md> and, in older notes, note://A_note.
var (
	fileLink = regexp.MustCompile(`<([^<>\n:]+\.md)(?:#([^<>\n]*))?>`)
	noteLink = regexp.MustCompile(`^note(?:id)?://([^/]+)/?$`)
	qown     = regexp.MustCompile(`(?m)<[^<>\n:]+\.md(?:#[^<>\n]*)?>|\]\(note://|<note://`)
)

// qOwnNotes is a note folder of QOwnNotes: its links are file names between angle brackets. Its
// tags lie in notes.sqlite, which is kept as a file of the app.
var qOwnNotes = dialect{
	name: "QOwnNotes",
	found: func(src *importer.Source, root string, heads []string) bool {
		_, ok := src.Lookup(path.Join(root, "notes.sqlite"))
		return ok || count(heads, qown, ".md", "note://") > 0
	},
	prepare: func(text string) string {
		if !strings.Contains(text, ".md") || !fileLink.MatchString(text) {
			return text
		}
		return outsideCode(text, func(line string) string {
			return outsideSpans(line, func(s string) string {
				return fileLink.ReplaceAllStringFunc(s, markdownLink)
			})
		})
	},
	finish: func(v *vault) {
		v.links(func(from *note.Note, l *note.Link) {
			if l.Ref.Kind != note.RefURL {
				return
			}
			m := noteLink.FindStringSubmatch(l.Ref.Target)
			if m == nil {
				return
			}
			want := slugOf(strings.ReplaceAll(m[1], "_", "-"))
			for _, n := range v.notes {
				if slugOf(strings.ReplaceAll(n.Name, "_", "-")) == want {
					v.change(from)
					l.Ref.Kind, l.Ref.Target = note.RefNote, string(n.ID)
					return
				}
			}
		})
	},
}

// markdownLink writes <A note.md#heading> as Markdown does.
func markdownLink(s string) string {
	m := fileLink.FindStringSubmatch(s)
	target := m[1]
	if m[2] != "" {
		target += "#" + m[2]
	}
	return "[" + strings.TrimSuffix(path.Base(m[1]), ".md") + "](<" + target + ">)"
}

// outsideSpans calls change for what stands between spans of code in a line.
func outsideSpans(line string, change func(string) string) string {
	parts := strings.Split(line, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = change(parts[i])
	}
	return strings.Join(parts, "`")
}

var (
	craftBox    = regexp.MustCompile(`(?i)^\s*</?callout>\s*$`)
	craftInline = regexp.MustCompile(`(?i)^\s*<callout>(.*)</callout>\s*$`)
	craftMark   = regexp.MustCompile(`(?i)\]\(craftdocs://open\?|<callout>|\]\(https://r\.craft\.do/`)
)

// craft is Craft's Markdown export: boxes are <callout>, and links to other documents carry an
// identifier that the export has nowhere, so that their text has to be the title.
var craft = dialect{
	name: "Craft",
	found: func(_ *importer.Source, _ string, heads []string) bool {
		return count(heads, craftMark, "craft", "<callout>") > 0
	},
	prepare: func(text string) string {
		if !containsFold(text, "callout>") {
			return text
		}
		inBox := false
		return outsideCode(text, func(line string) string {
			if m := craftInline.FindStringSubmatch(line); m != nil {
				return "> [!note] " + m[1]
			}
			if craftBox.MatchString(line) {
				inBox = !strings.Contains(line, "/")
				if inBox {
					return "> [!note]"
				}
				return ""
			}
			if inBox {
				return "> " + line
			}
			return line
		})
	},
	finish: func(v *vault) {
		v.links(func(from *note.Note, l *note.Link) {
			if l.Ref.Kind == note.RefURL && strings.HasPrefix(strings.ToLower(l.Ref.Target), "craftdocs://") {
				v.change(from)
				l.Ref = note.Ref{Kind: note.RefNote, Target: l.Ref.Target, Title: oneLine(note.PlainText(l.Inlines)), Line: l.Ref.Line, Column: l.Ref.Column, Width: l.Ref.Width}
			}
		})
	},
}

// The identifiers of a Zettelkasten: a time of 8 to 14 digits, at the beginning of a name or on
// its own in the text.
var (
	zettelLink = regexp.MustCompile(`\[\[\d{8,14}\]\]`)
	zettelID   = regexp.MustCompile(`^\d{8,14}$`)
	zettelText = regexp.MustCompile(`(?i)@?\bID: *(\d{8,14})\b`)
	zettelName = regexp.MustCompile(`^(\d{8,14})(?:[ _-]+(.+))?$`)
)

// idsIn calls found for each identifier that stands in the text of a note.
func idsIn(n *note.Note, found func(id string)) {
	note.Walk(n.Body, func(node any) bool {
		if t, ok := node.(*note.Text); ok {
			for _, m := range zettelText.FindAllStringSubmatch(t.Value, -1) {
				found(m[1])
			}
		}
		_, isLink := node.(*note.Link)
		return !isLink
	})
}

// zettelkasten is Zettlr's way, and that of The Archive and others: links give only the
// identifier of a note, which stands in its name, its front matter or its text.
var zettelkasten = dialect{
	name:  "Zettelkasten",
	found: func(_ *importer.Source, _ string, heads []string) bool { return count(heads, zettelLink, "[[") > 0 },
	finish: func(v *vault) {
		byID := map[string]*note.Note{}
		add := func(id string, n *note.Note) {
			if zettelID.MatchString(id) && byID[id] == nil {
				byID[id] = n
			}
		}
		for _, n := range v.notes {
			if m := zettelName.FindStringSubmatch(n.Name); m != nil {
				add(m[1], n)
				if n.Title == n.Name && m[2] != "" && len(m[1]) >= 12 { // eight digits are a day, and part of a title
					n.Title = m[2]
					v.change(n)
				}
			}
			add(strings.TrimSpace(property(n, "id")), n)
		}
		asked := false
		v.links(func(_ *note.Note, l *note.Link) {
			asked = asked || l.Ref.Kind == note.RefName && zettelID.MatchString(l.Ref.Target)
		})
		if !asked {
			return
		}
		for _, n := range v.notes { // what stands in a text counts less than a name
			idsIn(n, func(id string) { add(id, n) })
		}
		v.links(func(from *note.Note, l *note.Link) {
			if l.Ref.Kind == note.RefName && zettelID.MatchString(l.Ref.Target) && v.byName[l.Ref.Target] == nil {
				if to := byID[l.Ref.Target]; to != nil {
					v.change(from)
					l.Ref.Kind, l.Ref.Target = note.RefNote, string(to.ID)
				}
			}
		})
	},
}
