package org

import (
	"fmt"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// The properties that keep what is not to be exported. Pages never show properties that nobody
// asked for; a conversion keeps them.
const (
	notExported = "not-exported"
	logbook     = "logbook"
	outline     = "outline-properties"
)

// maxKept is how much of it is kept in one property, in bytes: front matter has an end.
const maxKept = 16 << 10

// leftOut keeps what the reader left out of the text, and the properties of headings.
func (p *page) leftOut() {
	var parts, logs, properties []string
	for _, e := range p.doc.Excluded {
		if e.Rule == "log" {
			logs = append(logs, e.Text)
		} else {
			parts = append(parts, e.Text)
		}
	}
	for _, h := range p.doc.Headings {
		for _, prop := range h.Properties {
			if name := strings.ToLower(prop.Name); name != "id" && name != "custom_id" && prop.Value != "" {
				properties = append(properties, h.Title+" / "+prop.Name+": "+prop.Value+"\n")
			}
		}
	}
	for _, kept := range []struct {
		name  string
		parts []string
	}{{notExported, parts}, {logbook, logs}, {outline, properties}} {
		p.keep(kept.name, strings.Join(kept.parts, ""))
	}
}

func (p *page) keep(name, text string) {
	n := p.note
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	if len(text) > maxKept {
		p.told.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: p.place},
			Message: fmt.Sprintf("of %d bytes that are not to be exported (%s) a conversion keeps the first %d", len(text), name, maxKept)})
		text = strings.ToValidUTF8(text[:maxKept], "")
	}
	for i := range n.Properties {
		if n.Properties[i].Name == name && len(n.Properties[i].Value) == 1 {
			n.Properties[i].Value[0].Text += "\n" + text
			return
		}
	}
	n.Properties = append(n.Properties, importer.TextProperty(name, text))
}

// cutExcluded takes headings that org-roam is told to pass over (:ROAM_EXCLUDE:) out of the text,
// with all below them.
func (p *page) cutExcluded() {
	if p.doc == nil {
		return
	}
	excluded := map[*note.Heading]int{}
	for _, h := range p.doc.Headings {
		for _, prop := range h.Properties {
			if strings.EqualFold(prop.Name, "roam_exclude") && isOn(prop.Value) {
				excluded[h.Block] = h.Level
			}
		}
	}
	if len(excluded) == 0 {
		return
	}
	levels := map[*note.Heading]int{}
	for _, h := range p.doc.Headings {
		levels[h.Block] = h.Level
	}
	var kept, cut []note.Block
	level := 0 // of the heading that is being cut
	for _, b := range p.note.Body {
		if h, ok := b.(*note.Heading); ok {
			if level > 0 && levels[h] <= level {
				level = 0
			}
			if l := excluded[h]; l > 0 && level == 0 {
				level = l
			}
		}
		if level > 0 {
			cut = append(cut, b)
		} else {
			kept = append(kept, b)
		}
	}
	p.note.Body = kept
	p.told.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: p.place}, Message: "headings with :ROAM_EXCLUDE: are left out, with all below them"})
	p.keep(notExported, string(markdown.Write(&note.Note{Body: cut})))
}
