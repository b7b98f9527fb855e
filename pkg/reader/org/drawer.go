package org

import (
	"regexp"
	"strings"

	"memopress/pkg/note"
)

var (
	propertyLine = regexp.MustCompile(`^[ \t]*:([^\s:]+(?::[^\s:]+)*\+?):(?:[ \t]+(.*))?$`)
	planningWord = regexp.MustCompile(`(SCHEDULED|DEADLINE|CLOSED):[ \t]*[<\[]([^>\]\n]*)[>\]](?:--[<\[]([^>\]\n]*)[>\]])?[ \t]*`)
	clockLine    = regexp.MustCompile(`^[ \t]*CLOCK:[ \t]*(?:[\[<=\d]|$)`)
)

// planning reads the line below a heading that says when it is due.
func (p *parser) planning(h *Heading, lines []line) (note.Block, []line) {
	if len(lines) == 0 {
		return nil, lines
	}
	text := strings.TrimSpace(lines[0].text)
	words := planningWord.FindAllStringSubmatch(text, -1)
	if words == nil || strings.TrimSpace(planningWord.ReplaceAllString(text, "")) != "" {
		return nil, lines
	}
	for _, w := range words {
		switch w[1] {
		case "SCHEDULED":
			h.Scheduled = w[2]
		case "DEADLINE":
			h.Deadline = w[2]
		case "CLOSED":
			h.Closed = w[2]
		}
	}
	return &note.Paragraph{Inlines: []note.Inline{&note.Text{Value: text}}}, lines[1:]
}

// propertyDrawer takes the drawer off that stands directly below a heading.
func (p *parser) propertyDrawer(lines []line) ([]Property, []line) {
	if len(lines) == 0 || !strings.EqualFold(strings.TrimSpace(lines[0].text), ":properties:") {
		return nil, lines
	}
	end, ok := p.end(endOfDrawer, lines[0].no, lines[0].no+len(lines))
	if !ok {
		return nil, lines
	}
	n := end - lines[0].no
	var out []Property
	for _, l := range lines[1:n] {
		m := propertyLine.FindStringSubmatch(l.text)
		switch {
		case m != nil && strings.HasSuffix(m[1], "+") && len(out) > 0: // ":NAME+:" adds to the one before
			name := strings.TrimSuffix(m[1], "+")
			added := false
			for i := range out {
				if strings.EqualFold(out[i].Name, name) {
					out[i].Value, added = strings.TrimSpace(out[i].Value+" "+m[2]), true
					break
				}
			}
			if !added {
				out = append(out, Property{Name: name, Value: strings.TrimSpace(m[2])})
			}
		case m != nil:
			out = append(out, Property{Name: strings.TrimSuffix(m[1], "+"), Value: strings.TrimSpace(m[2])})
		case strings.TrimSpace(l.text) != "":
			p.exclude("log", l.no, strings.TrimSpace(l.text)) // no property, but no text either
		}
	}
	return out, lines[n+1:]
}

// topDrawer takes the file's own property drawer, which stands before its text; keywords,
// comments and empty lines may stand before it.
func (p *parser) topDrawer(lines []line) []line {
	for i, l := range lines {
		text := strings.TrimSpace(l.text)
		if strings.EqualFold(text, ":properties:") {
			properties, rest := p.propertyDrawer(lines[i:])
			if len(rest) == len(lines)-i {
				return lines
			}
			p.doc.Properties = properties
			return rest
		}
		if text != "" && !strings.HasPrefix(text, "#") {
			return lines
		}
		if strings.HasPrefix(text, "#+") && !keywordLine.MatchString(text) {
			return lines // a block
		}
	}
	return lines
}

// exclude hands over a part that is not to be exported.
func (p *parser) exclude(rule string, no int, text string) {
	p.doc.Excluded = append(p.doc.Excluded, Excluded{Rule: rule, Text: strings.TrimRight(text, "\n") + "\n", Line: p.lineNo(no)})
}

// drawer reads a drawer in the text: a log is not exported, and neither are properties that stand
// where Org does not take them for such; any other one folds.
func (p *parser) drawer(name string, lines []line, depth int) []note.Block {
	if strings.EqualFold(name, "logbook") || strings.EqualFold(name, "properties") {
		p.exclude("log", lines[0].no, join(lines[1:len(lines)-1]))
		return nil
	}
	body := p.blocks(lines[1:len(lines)-1], depth+1)
	if strings.EqualFold(name, "results") {
		return body
	}
	return []note.Block{&note.Details{Summary: []note.Inline{&note.Text{Value: name}}, Blocks: body}}
}

func join(lines []line) string {
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.text
	}
	return strings.Join(parts, "\n")
}
