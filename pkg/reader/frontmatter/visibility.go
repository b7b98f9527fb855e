package frontmatter

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// The properties that decide about publishing. Only the exact words true and false (in YAML
// also True, TRUE, False, FALSE) decide, without quotes, on a line of their own, at the top
// level, under exactly one of these names. For any other value, for a name in other letters,
// for a name that is there twice, and for front matter that cannot be read as a whole, the note
// is private with the rule "visibility-unreadable". "true" in quotes is text, not true: it keeps
// the note private too.
//
//	publish, published, public, dg-publish    true: marked public    false: marked private
//	private, draft, unlisted                  true: marked private   false: says nothing
//	visibility                                public, private
//
// One that marks public beside one that marks private: private. A plain date under "published"
// is when a text appeared (Obsidian's web clipper writes it) and says nothing here.
var visibilityWords = map[string]struct {
	name        string // the only spelling that decides
	true, false note.State
}{
	"publish":    {"publish", note.MarkedPublic, note.MarkedPrivate},
	"published":  {"published", note.MarkedPublic, note.MarkedPrivate},
	"public":     {"public", note.MarkedPublic, note.MarkedPrivate},
	"dgpublish":  {"dg-publish", note.MarkedPublic, note.MarkedPrivate},
	"private":    {"private", note.MarkedPrivate, note.Unmarked},
	"draft":      {"draft", note.MarkedPrivate, note.Unmarked},
	"unlisted":   {"unlisted", note.MarkedPrivate, note.Unmarked},
	"visibility": {"visibility", note.Unmarked, note.Unmarked},
}

// Unreadable is the rule of a note whose visibility cannot be read with certainty.
const Unreadable = "visibility-unreadable"

// fold finds the visibility word that a name means however it is written: case, width, quotes,
// hyphens, spaces and invisible characters put aside.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(name))
}

// visibility decides about the note that is being read, and reports what it could not read.
func (r *reading) visibility() note.Visibility {
	unread, line := r.unreadable()
	var public, private string // what marks it so
	for _, f := range r.fields {
		w, ok := visibilityWords[fold(f.name)]
		if !ok || f.name != w.name || saysDate(f) {
			continue
		}
		state, ok := decision(f)
		if !ok {
			continue
		}
		switch said := f.name + ": " + f.value.text; state {
		case note.MarkedPublic:
			public = said
		case note.MarkedPrivate:
			if private == "" {
				private = said
			}
		}
	}
	v := note.Visibility{}
	switch {
	case private != "" && r.fault == nil:
		v = note.Visibility{State: note.MarkedPrivate, Rule: private}
		if public != "" {
			v.Detail = public + " stands beside it"
			r.opts.visibility(note.Visibility{Detail: private + " and " + public + " contradict each other"}, line)
		}
	case unread != "":
		v = note.Visibility{State: note.MarkedPrivate, Rule: Unreadable, Detail: unread}
		if r.fault == nil { // else F001 has said it
			r.opts.visibility(v, line)
		}
	case public != "":
		v = note.Visibility{State: note.MarkedPublic, Rule: public}
	}
	return v
}

// decision reads one property under its exact name. ok is false when it does not decide.
func decision(f field) (note.State, bool) {
	w := visibilityWords[fold(f.name)]
	if w.name == "visibility" {
		switch {
		case f.value.kind == textKind && f.value.text == "public":
			return note.MarkedPublic, true
		case f.value.kind == textKind && f.value.text == "private":
			return note.MarkedPrivate, true
		}
		return 0, false
	}
	if !f.plain || f.value.kind != boolKind {
		return 0, false
	}
	if f.value.text == "true" {
		return w.true, true
	}
	return w.false, true
}

// saysDate reports whether f is the date on which a text was published.
func saysDate(f field) bool {
	return fold(f.name) == "published" && f.value.kind == dateKind
}

// unreadable says what in the front matter keeps its visibility from being read with
// certainty, and on which line; "" when nothing does.
func (r *reading) unreadable() (detail string, line int) {
	if r.fault != nil {
		return "front matter cannot be read: " + r.fault.message, r.fault.line
	}
	seen := map[string]bool{}
	known := map[int]bool{} // lines of top-level visibility properties
	for _, f := range r.fields {
		nested := ""
		f.value.walk(func(in field) {
			if _, ok := visibilityWords[fold(in.name)]; ok && nested == "" {
				nested = f.name + ": " + in.name + ": " + in.value.readable()
			}
		})
		if nested != "" {
			return nested, f.line
		}
		word := fold(f.name)
		w, ok := visibilityWords[word]
		if !ok {
			continue
		}
		known[f.line] = true
		said := strings.TrimSpace(f.name + ": " + f.value.readable())
		if seen[word] {
			return said + ", a second time", f.line
		}
		seen[word] = true
		if saysDate(f) {
			continue
		}
		if _, ok := decision(f); !ok || f.name != w.name {
			return said, f.line
		}
	}
	if r.split.format == jsonFormat {
		return "", r.split.line
	}
	// A line that reads like a visibility property but is none, because it is indented, or
	// swallowed by a text of several lines, or separated by some other character.
	for i, l := range strings.Split(string(r.split.raw), "\n") {
		if visibilityLine(l) && !known[r.split.line+i] && !strings.HasPrefix(strings.TrimSpace(l), "{") {
			return strings.TrimSpace(l), r.split.line + i
		}
	}
	return "", r.split.line
}

// visibilityLine reports whether a line begins like "private: true", in any spelling.
func visibilityLine(l string) bool {
	name, ok := lineName(l)
	if !ok {
		return false
	}
	_, ok = visibilityWords[fold(name)]
	return ok
}

// lineName returns what stands before the first colon or equals sign of a line, of whatever
// width.
func lineName(l string) (string, bool) {
	if t := strings.TrimSpace(l); len(l) > 400 && len(t) > 400 {
		l = t[:400]
	}
	l = norm.NFKC.String(l)
	if strings.HasPrefix(strings.TrimSpace(l), "#") {
		return "", false // a comment, or a heading
	}
	i := strings.IndexAny(l, ":=\u2236\uA789\uFE13")
	if i < 0 {
		return "", false
	}
	return l[:i], true
}

// switchValue matches the words by which people switch something on or off.
var switchValue = regexp.MustCompile(`(?i)^["']?(?:true|false|yes|no|on|off|y|n|t|f|1|0|예|아니오|네|참|거짓)["']?[,;]?$`)

// outside looks for a visibility property in a note without front matter: in front matter that
// is not closed, does not begin on the first line or is not a list of properties, and in lines
// above the text without any "---". The note is private then, since its author took one of them
// for front matter.
func outside(src []byte) (note.Visibility, int) {
	text := strings.TrimLeftFunc(string(src[:min(len(src), maxBytes)]), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	})
	skipped := len(src[:min(len(src), maxBytes)]) - len(text)
	line := 1 + bytes.Count(src[:skipped], []byte("\n"))
	fence := fenceLine.MatchString(text)
	for i, l := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(l)
		if !fence && trimmed == "" {
			break // the lines above the text end
		}
		if i > 0 && fence && fenceLine.MatchString(trimmed) {
			break
		}
		if !suspicious(l, fence) && !(strings.HasPrefix(text, "{") && namesInside(l)) {
			if !fence && !strings.Contains(l, ":") {
				break
			}
			continue
		}
		return note.Visibility{State: note.MarkedPrivate, Rule: Unreadable,
			Detail: trimmed + ", outside of front matter that can be read"}, line + i
	}
	return note.Visibility{}, 0
}

// namesInside reports whether a line of something like JSON holds a visibility property anywhere.
func namesInside(l string) bool {
	for _, m := range innerName.FindAllStringSubmatch(norm.NFKC.String(l), -1) {
		if _, ok := visibilityWords[fold(m[1])]; ok {
			return true
		}
	}
	return false
}

var innerName = regexp.MustCompile(`([^{}\[\],:"']+)["']?\s*:`)

var fenceLine = regexp.MustCompile(`^(?:-{3,}|—-?|–{1,3}|\+{3,}|;{3,}|\{)`)

// suspicious reports whether a line outside of readable front matter seems to switch visibility.
// Without any fence around it the value must be a switch: "Draft: some thoughts" is prose.
func suspicious(l string, fenced bool) bool {
	name, ok := lineName(l)
	if !ok {
		fields := strings.Fields(l)
		if !fenced || len(fields) == 0 || len(fields) > 2 {
			return false
		}
		_, ok = visibilityWords[fold(fields[0])]
		return ok && (len(fields) == 1 || switchValue.MatchString(fields[1]))
	}
	if _, ok := visibilityWords[fold(name)]; !ok {
		return false
	}
	_, value, _ := strings.Cut(norm.NFKC.String(l), name)
	value = strings.TrimSpace(strings.TrimLeft(value, ":=\u2236\uA789\uFE13"))
	return fenced || switchValue.MatchString(value)
}
