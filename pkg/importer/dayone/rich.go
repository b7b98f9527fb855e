package dayone

import (
	"cmp"
	"encoding/json"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A richText is the form of an entry that the app itself edits. It stands in the export as a
// string of JSON.
type richText struct {
	Contents []richRun `json:"contents"`
}

type richRun struct {
	Text       string          `json:"text"`
	Attributes richAttributes  `json:"attributes"`
	Objects    json.RawMessage `json:"embeddedObjects"`
}

type richAttributes struct {
	Line      richLine `json:"line"`
	Bold      flag     `json:"bold"`
	Italic    flag     `json:"italic"`
	Underline flag     `json:"underline"`
	Strike    flag     `json:"strikethrough"`
	Code      flag     `json:"inlineCode"`
	Highlight string   `json:"highlightedColor"`
	Link      string   `json:"linkURL"`
}

type richLine struct {
	Header  int    `json:"header"`
	List    string `json:"listStyle"`
	Checked flag   `json:"checked"`
	Indent  int    `json:"indentLevel"`
	Quote   flag   `json:"quote"`
	Code    flag   `json:"codeBlock"`
}

// A richObject is something that stands in the text: a file, a line, a card.
type richObject struct {
	Type     string `json:"type"`
	ID       string `json:"identifier"`
	Contents string `json:"contents"`
	URL      string `json:"url"`
	Name     string `json:"name"`
	Title    string `json:"title"`
}

// A flag is true, 1 or "1"; anything else is false.
type flag bool

// UnmarshalJSON never fails: a style is not worth an entry.
func (f *flag) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	*f = s == "true" || s == "1" || s == "YES"
	return nil
}

// A line is one line of rich text.
type line struct {
	richLine
	inlines []note.Inline
	plain   strings.Builder
	objects []note.Block
}

// readRich sets the body from the rich text. Text that is not JSON is taken for plain text.
func (b *body) readRich() {
	if strings.TrimSpace(b.Rich) == "" {
		return
	}
	var rich richText
	if err := json.Unmarshal([]byte(b.Rich), &rich); err != nil && rich.Contents == nil {
		b.note.Body = importer.PlainText(clean(b.Rich))
		if strings.HasPrefix(strings.TrimSpace(b.Rich), "{") {
			b.report("I007", diag.Warning, "the rich text of the entry cannot be read; it is shown as it is: "+err.Error(), "")
		}
		return
	}
	b.note.Body = blocksOf(b.lines(rich.Contents))
}

// lines cuts the runs at their line ends.
func (b *body) lines(runs []richRun) []*line {
	current := &line{}
	lines := []*line{current}
	begun := false
	for _, r := range runs {
		for i, part := range strings.Split(clean(r.Text), "\n") {
			if i > 0 {
				current, begun = &line{}, false
				lines = append(lines, current)
			}
			if part == "" && i > 0 {
				continue
			}
			if !begun {
				current.richLine, begun = r.Attributes.Line, true
			}
			if part != "" {
				current.plain.WriteString(part)
				current.inlines = append(current.inlines, styled(part, r.Attributes)...)
			}
		}
		if len(r.Objects) > 0 {
			b.objects(current, r.Objects)
		}
	}
	return lines
}

// styled puts the styles of a run around its text.
func styled(text string, a richAttributes) []note.Inline {
	out := importer.PlainInlines(text)
	if a.Link != "" || bool(a.Code) {
		out = []note.Inline{&note.Text{Value: text}}
	}
	if a.Code {
		out = []note.Inline{&note.CodeSpan{Text: text}}
	}
	for _, s := range []struct {
		on    bool
		style note.Style
		color string
	}{{bool(a.Strike), note.Strike, ""}, {bool(a.Underline), note.Underline, ""}, {bool(a.Italic), note.Emphasis, ""}, {bool(a.Bold), note.Strong, ""}, {a.Highlight != "", note.Highlight, colorOf(a.Highlight)}} {
		if s.on {
			out = []note.Inline{&note.Styled{Style: s.style, Color: s.color, Inlines: out}}
		}
	}
	if a.Link != "" {
		out = []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: a.Link}, Bare: text == a.Link, Inlines: out}}
	}
	return out
}

// colorOf returns the colour of a highlight, "" where it is only a name of Day One's palette.
func colorOf(s string) string {
	if len(s) == 7 && s[0] == '#' {
		return strings.ToLower(s)
	}
	return ""
}

// objects adds what stands in a line. What this package does not know leaves its words.
func (b *body) objects(l *line, raw json.RawMessage) {
	var objects []richObject
	if err := json.Unmarshal(raw, &objects); err != nil && len(objects) == 0 {
		b.report("I007", diag.Info, "something that stands in the text of the entry cannot be read: "+err.Error(), "")
		return
	}
	for _, o := range objects {
		switch o.Type {
		case "photo", "video", "audio", "pdfAttachment":
			ref := note.Ref{Kind: note.RefURL, Target: "dayone-moment:/" + o.Type + "/" + o.ID}
			l.objects = append(l.objects, &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: ref}}})
		case "horizontalRuleLine":
			l.objects = append(l.objects, &note.Rule{})
		case "renderableCodeBlock":
			l.objects = append(l.objects, &note.Code{Text: strings.TrimRight(o.Contents, "\n") + "\n"})
		default:
			words := importer.OneLine(cmp.Or(o.Title, o.Name, o.Contents))
			if o.URL != "" {
				text := cmp.Or(words, o.URL)
				l.objects = append(l.objects, &note.Paragraph{Inlines: []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: o.URL}, Bare: text == o.URL, Inlines: []note.Inline{&note.Text{Value: text}}}}})
				continue
			}
			b.report("I007", diag.Info, "the entry has a "+cmp.Or(importer.OneLine(o.Type), "card")+" in its text that pages cannot show", "")
			if words != "" {
				l.objects = append(l.objects, &note.Paragraph{Inlines: []note.Inline{&note.Text{Value: norm.NFC.String(words)}}})
			}
		}
	}
}
