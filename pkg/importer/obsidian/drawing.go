package obsidian

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// plugin marks a drawing of the Excalidraw plugin in front matter.
var plugin = regexp.MustCompile(`(?m)^excalidraw-plugin\s*:`)

func isDrawing(text []byte) bool {
	head := text[:min(len(text), 4096)]
	return bytes.HasPrefix(head, []byte("---")) && bytes.Contains(head, []byte("excalidraw-plugin")) && plugin.Match(head)
}

// elements is the heading above the words of a drawing, data the place where its own data
// begins; both are written by the plugin, and "%%" only counts as its own right above them: the
// author may have comments as well.
var (
	elements = regexp.MustCompile(`(?mi)^(?:%%\s*)?#{1,2} Text Elements\s*$`)
	data     = regexp.MustCompile(`(?mi)^(?:(?:%%\s*)?(?:#{1,2} (?:Excalidraw Data|Drawing|Element Links|Embedded Files)|` + "```compressed-json" + `)|%%\s*` + "```json" + `)\s*$`)
	hint     = regexp.MustCompile(`(?m)^==⚠.*$`)
	element  = regexp.MustCompile(`\s\^[0-9A-Za-z_-]+\s*$`)
)

// drawing reads a drawing: the text that its author wrote above it, the picture that the plugin
// exported beside it, where there is one, and the words in it. The drawing's own data is never
// shown.
func (v *vault) drawing(n *note.Note, p string, text []byte, place string, fm frontmatter.Options, md markdown.Options) {
	text = hint.ReplaceAll(text, nil)
	var words []byte
	if at := elements.FindIndex(text); at != nil {
		words = text[at[1]:]
		if end := data.FindIndex(words); end != nil {
			words = words[:end[0]]
		}
		text = text[:at[0]]
	}
	if at := data.FindIndex(afterMatter(text)); at != nil {
		text = text[:len(text)-len(afterMatter(text))+at[0]]
	}
	importer.Markdown(n, text, place, fm, md)
	if picture := v.picture(p); picture != "" {
		embed := &note.Embed{Ref: note.Ref{Kind: note.RefName, Target: picture}, Alt: n.Name}
		n.Body = append(n.Body, &note.Paragraph{Inlines: []note.Inline{embed}})
	}
	var items []note.ListItem
	for line := range strings.SplitSeq(string(words), "\n") {
		line = strings.TrimSpace(element.ReplaceAllString(line, ""))
		switch {
		case line == "" || line == "%%":
		case strings.Contains(line, "["): // the plugin takes links, and no other Markdown
			items = append(items, note.ListItem{Blocks: markdown.Parse([]byte(line), md)})
		default:
			items = append(items, note.ListItem{Blocks: []note.Block{&note.Paragraph{Inlines: importer.PlainInlines(line)}}})
		}
	}
	if len(items) > 0 {
		n.Body = append(n.Body, &note.List{Tight: true, Items: items})
	}
}

// afterMatter returns what follows the front matter.
func afterMatter(text []byte) []byte {
	if rest, ok := bytes.CutPrefix(text, []byte("---\n")); ok {
		if _, body, ok := bytes.Cut(rest, []byte("\n---\n")); ok {
			return body
		}
	}
	return text
}

// picture returns the path of the picture of a drawing that stands beside it, "" for none.
func (v *vault) picture(p string) string {
	stem := strings.TrimSuffix(p, path.Ext(p))
	for _, name := range []string{stem, strings.TrimSuffix(stem, ".excalidraw")} {
		for _, ext := range []string{".svg", ".light.svg", ".png", ".light.png"} {
			if _, ok := v.src.Lookup(path.Join(v.root, name+ext)); ok {
				return name + ext
			}
		}
	}
	return ""
}
