package site

import (
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// A Policy says which notes are published and how much of them is shown. The zero Policy
// publishes nothing.
//
// In doubt a note stays private: a note that its source marks private is left out whatever
// Rule says, Exclude is compared without regard to case, and a Rule is compared exactly, but
// without regard to case where it stands under Not.
type Policy struct {
	Rule    Rule     // which notes are chosen; the zero Rule chooses none
	Exclude []string // globs on paths; what they match is never published, attachments included

	// ShowUnpublished keeps the text of a bare link ("[[Name]]") whose target is not
	// published. Missing and private targets are treated alike either way.
	ShowUnpublished bool

	// Properties names the properties that are shown, as globs without regard to case; nil
	// means DefaultProperties. Those that tell where, by whom or by which machine a note was
	// made are shown only when named in full.
	Properties []string
}

// A Rule chooses notes to publish.
type Rule struct {
	name string
	// choose reports whether n is chosen. exact is unset where the rule stands under an odd
	// number of Nots: choosing more notes then publishes fewer, so names are compared loosely.
	choose func(n *note.Note, exact bool) bool
}

// String returns the rule as the ledger names it: "all", "folder: Public".
func (r Rule) String() string { return r.name }

// A Decision says whether a note is published and which rule decided.
type Decision struct {
	Published bool
	Rule      string // "all", "marked", "trash", "publish: false", "exclude: private/**"
	Detail    string // what the source says, such as `draft: maybe`; empty when Rule says it all
}

// Decide applies the policy to one note. It depends on n and on nothing else.
func (p Policy) Decide(n *note.Note) Decision {
	switch n.Visibility.State {
	case note.Unmarked, note.MarkedPublic:
	default:
		return Decision{Rule: orElse(n.Visibility.Rule, "private"), Detail: n.Visibility.Detail}
	}
	for _, pattern := range p.Exclude {
		if excludes(pattern, n.Path, notebookPath(n), n.Source.File) {
			return Decision{Rule: "exclude: " + pattern}
		}
	}
	if p.Rule.choose == nil {
		return Decision{Rule: "no publish rule"}
	}
	return Decision{Published: p.Rule.choose(n, true), Rule: p.Rule.name}
}

// DecideAttachment reports whether a published note's use of a is enough to publish it.
func (p Policy) DecideAttachment(a *note.Attachment) Decision {
	for _, pattern := range p.Exclude {
		if excludes(pattern, a.Path, a.Source.File) {
			return Decision{Rule: "exclude: " + pattern}
		}
	}
	if carriesNotes(a.Name) {
		return Decision{Rule: "file of notes"}
	}
	return Decision{Published: true, Rule: "used"}
}

// All chooses every note.
func All() Rule {
	return Rule{"all", func(*note.Note, bool) bool { return true }}
}

// Marked chooses the notes that their source marks for publishing.
func Marked() Rule {
	return Rule{"marked", func(n *note.Note, _ bool) bool {
		return n.Visibility.State == note.MarkedPublic
	}}
}

// InFolder chooses the notes in a folder whose path matches the glob, and in those below it.
func InFolder(glob string) Rule {
	want := cleanGlob(glob)
	return Rule{"folder: " + glob, func(n *note.Note, exact bool) bool {
		in := func(p string) bool {
			return anyAncestor(parentOf(p), func(folder string) bool { return matchGlob(want, folder, exact) })
		}
		return in(n.Path) || !exact && (in(notebookPath(n)) || in(n.Source.File))
	}}
}

// WithTag chooses the notes with the tag or one nested below it, in front matter or text.
// Tags have no case.
func WithTag(tag string) Rule {
	want := fold(strings.TrimPrefix(strings.TrimSpace(tag), "#"))
	is := func(have string) bool {
		have = fold(strings.Trim(have, "/"))
		return have == want || strings.HasPrefix(have, want+"/")
	}
	return Rule{"tag: " + tag, func(n *note.Note, _ bool) bool {
		return slices.ContainsFunc(n.Tags, is) || slices.ContainsFunc(textTags(n.Body), is)
	}}
}

// WithProperty chooses the notes whose property has the value, or one of whose values it is.
// With an empty value the property must be there and be neither empty nor false.
func WithProperty(name, value string) Rule {
	label := "property: " + name
	if value != "" {
		label += "=" + value
	}
	return Rule{label, func(n *note.Note, exact bool) bool {
		for _, p := range n.Properties {
			if !equalText(p.Name, name, exact) {
				continue
			}
			for _, v := range p.Value {
				if value == "" && v.Text != "" && v.Text != "false" || value != "" && equalText(v.Text, value, exact) {
					return true
				}
			}
		}
		return false
	}}
}

// Named chooses the notes whose name (usually the file name without its ending) or title
// matches the glob.
func Named(glob string) Rule {
	want := norm.NFC.String(glob)
	return Rule{"name: " + glob, func(n *note.Note, exact bool) bool {
		return matchGlob(want, n.Name, exact) || matchGlob(want, n.Title, exact)
	}}
}

// AnyOf chooses what at least one of the rules chooses.
func AnyOf(rules ...Rule) Rule {
	return Rule{joinRules("any", rules), func(n *note.Note, exact bool) bool {
		return slices.ContainsFunc(rules, func(r Rule) bool { return r.choose != nil && r.choose(n, exact) })
	}}
}

// AllOf chooses what every one of the rules chooses; without rules it chooses nothing.
func AllOf(rules ...Rule) Rule {
	return Rule{joinRules("all", rules), func(n *note.Note, exact bool) bool {
		misses := func(r Rule) bool { return r.choose == nil || !r.choose(n, exact) }
		return len(rules) > 0 && !slices.ContainsFunc(rules, misses)
	}}
}

// Not chooses what the rule does not choose; of the zero Rule it chooses nothing.
func Not(r Rule) Rule {
	return Rule{"not " + r.name, func(n *note.Note, exact bool) bool {
		return r.choose != nil && !r.choose(n, !exact)
	}}
}

func joinRules(word string, rules []Rule) string {
	if len(rules) == 1 {
		return rules[0].name
	}
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = r.name
	}
	return word + " (" + strings.Join(names, "; ") + ")"
}

// carriesNotes reports whether files of this kind hold notes or name them, with a visibility
// and links of their own that nobody has checked: published as they are, they would go round
// the wall.
func carriesNotes(name string) bool {
	switch strings.ToLower(extension(name)) {
	case ".md", ".markdown", ".mdown", ".canvas", ".base", ".excalidraw", ".enex", ".jex", ".bear2bk",
		".textbundle", ".textpack", ".sqlite", ".db", ".opml", ".org":
		return true
	}
	return false
}

// textTags returns the hashtags written in the text, as written.
func textTags(blocks []note.Block) []string {
	var tags []string
	note.Walk(blocks, func(node any) bool {
		if h, ok := node.(*note.Hashtag); ok {
			tags = append(tags, h.Name)
		}
		return true
	})
	return tags
}

func equalText(a, b string, exact bool) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if exact {
		return norm.NFC.String(a) == norm.NFC.String(b)
	}
	return fold(a) == fold(b)
}

// fold returns the form in which names are compared: NFC, without case.
func fold(s string) string {
	for _, r := range s {
		// Whole syllables and ideographs have neither case nor another form.
		if r >= 0x80 && (r < 0xAC00 || r > 0xD7A3) && (r < 0x4E00 || r > 0x9FFF) {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(s)))
		}
	}
	return strings.ToLower(s)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
