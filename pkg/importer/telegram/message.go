package telegram

import (
	"encoding/json"
	"path"
	"strconv"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A message is one message of the export. Text is a string, or a list of strings and entities;
// newer exports repeat it as a list of entities alone.
type message struct {
	ID        json.Number     `json:"id"`
	Type      string          `json:"type"`
	Date      string          `json:"date"` // in the writer's own zone, which is not said
	Unix      string          `json:"date_unixtime"`
	Edited    string          `json:"edited_unixtime"`
	Text      json.RawMessage `json:"text"`
	Entities  []entity        `json:"text_entities"`
	Photo     string          `json:"photo"`
	File      string          `json:"file"`
	FileName  string          `json:"file_name"`
	Thumbnail string          `json:"thumbnail"`
	Mime      string          `json:"mime_type"`
	Media     string          `json:"media_type"`
	Emoji     string          `json:"sticker_emoji"`
	Forwarded *string         `json:"forwarded_from"`
	ReplyTo   json.Number     `json:"reply_to_message_id"`
	Contact   *struct {
		First string `json:"first_name"`
		Last  string `json:"last_name"`
		Phone string `json:"phone_number"`
	} `json:"contact_information"`
	Location *struct {
		Latitude  json.Number `json:"latitude"`
		Longitude json.Number `json:"longitude"`
	} `json:"location_information"`
	Poll *struct {
		Question any `json:"question"`
		Answers  []struct {
			Text any `json:"text"`
		} `json:"answers"`
	} `json:"poll"`

	item string
	at   time.Time
}

// An entity is a piece of text in one style.
type entity struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Href     string `json:"href"`
	Language string `json:"language"`
}

// time returns when a message was sent. The number of seconds counts; older exports have only the
// writer's local time.
func (m *message) time(zone *time.Location) time.Time {
	if n, err := strconv.ParseFloat(m.Unix, 64); err == nil {
		return importer.UnixTime(n)
	}
	t, err := time.ParseInLocation("2006-01-02T15:04:05", m.Date, zone)
	if err != nil {
		return time.Time{}
	}
	return importer.Sensible(t)
}

// entities returns the text as entities.
func (m *message) entities() []entity {
	if len(m.Entities) > 0 {
		return m.Entities
	}
	var plain string
	if json.Unmarshal(m.Text, &plain) == nil {
		if plain == "" {
			return nil
		}
		return []entity{{Type: "plain", Text: plain}}
	}
	var parts []json.RawMessage
	if json.Unmarshal(m.Text, &parts) != nil {
		return nil
	}
	var out []entity
	for _, raw := range parts {
		var e entity
		if json.Unmarshal(raw, &plain) == nil {
			e = entity{Type: "plain", Text: plain}
		} else if json.Unmarshal(raw, &e) != nil {
			continue
		}
		out = append(out, e)
	}
	return out
}

// body returns a message as blocks: what it was forwarded from, what it answers, its file, its
// text.
func (r *reader) body(m *message) []note.Block {
	var out []note.Block
	if target := r.answered(m); target != nil {
		out = append(out, &note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "↩ "}, target}})
	}
	out = append(out, r.media(m)...)
	text := textBlocks(m.entities())
	if m.Forwarded != nil { // the words are somebody else's, whose name is nobody's business
		text = []note.Block{&note.Quote{Blocks: text}}
	}
	out = append(out, text...)
	return append(out, extra(m)...)
}

func (r *reader) media(m *message) []note.Block {
	var out []note.Block
	for _, p := range []string{m.Photo, m.File} {
		if p == "" {
			continue
		}
		ref, ok := r.attachment(m.item, p)
		if !ok {
			name := importer.OneLine(m.FileName)
			if name == "" && !strings.HasPrefix(p, "(") {
				name = path.Base(p)
			}
			if name != "" {
				out = append(out, &note.Paragraph{Inlines: []note.Inline{&note.Styled{Style: note.Emphasis, Inlines: []note.Inline{&note.Text{Value: name}}}}})
			}
			continue
		}
		out = append(out, &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: ref, Alt: importer.OneLine(m.FileName)}}})
	}
	if m.Thumbnail != "" && !strings.HasPrefix(m.Thumbnail, "(") {
		if f, ok := r.src.Lookup(path.Join(path.Dir(r.file.Path), m.Thumbnail)); ok {
			r.used[f.Path] = true // it goes out only if a page shows it
		}
	}
	return out
}

// extra keeps polls and places. Contacts are other people.
func extra(m *message) []note.Block {
	var out []note.Block
	if m.Emoji != "" && m.File == "" {
		out = append(out, importer.PlainText(m.Emoji)...)
	}
	if p := m.Poll; p != nil {
		out = append(out, importer.PlainText(anyText(p.Question))...)
		l := &note.List{Tight: true}
		for _, a := range p.Answers {
			l.Items = append(l.Items, note.ListItem{Blocks: importer.PlainText(anyText(a.Text))})
		}
		if len(l.Items) > 0 {
			out = append(out, l)
		}
	}
	return out
}

func anyText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		var sb strings.Builder
		for _, part := range v {
			if m, ok := part.(map[string]any); ok {
				part = m["text"]
			}
			if s, ok := part.(string); ok {
				sb.WriteString(s)
			}
		}
		return sb.String()
	}
	return ""
}

// styles of entities.
var styles = map[string]note.Style{"bold": note.Strong, "italic": note.Emphasis, "underline": note.Underline, "strikethrough": note.Strike, "spoiler": note.Highlight}

// textBlocks turns entities into blocks: code and quotations are blocks of their own, an empty
// line ends a paragraph.
func textBlocks(entities []entity) []note.Block {
	var out []note.Block
	var run []note.Inline
	flush := func() {
		for len(run) > 0 {
			if br, ok := run[len(run)-1].(*note.Break); !ok || !br.Hard {
				break
			}
			run = run[:len(run)-1]
		}
		if len(run) > 0 {
			out = append(out, &note.Paragraph{Inlines: run})
		}
		run = nil
	}
	for _, e := range entities {
		switch e.Type {
		case "pre":
			flush()
			out = append(out, &note.Code{Lang: importer.OneLine(e.Language), Text: strings.TrimRight(e.Text, "\n") + "\n"})
			continue
		case "blockquote", "expandable_blockquote":
			flush()
			out = append(out, &note.Quote{Blocks: importer.PlainText(e.Text)})
			continue
		}
		for i, para := range strings.Split(strings.ReplaceAll(e.Text, "\r\n", "\n"), "\n\n") {
			if i > 0 {
				flush()
			}
			e.Text = para
			if len(run) == 0 {
				e.Text = strings.TrimLeft(para, "\n")
			}
			run = append(run, inlines(e)...)
		}
	}
	flush()
	return out
}

// inlines turns an entity into running text.
func inlines(e entity) []note.Inline {
	if e.Text == "" {
		return nil
	}
	link := func(address string, bare bool) []note.Inline {
		return []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: address}, Bare: bare, Inlines: []note.Inline{&note.Text{Value: e.Text}}}}
	}
	switch e.Type {
	case "code":
		return []note.Inline{&note.CodeSpan{Text: e.Text}}
	case "link":
		if !strings.Contains(e.Text, "://") {
			return link("https://"+e.Text, true)
		}
		return link(e.Text, true)
	case "text_link":
		return link(e.Href, false)
	case "email":
		return link("mailto:"+e.Text, true)
	case "phone":
		return link("tel:"+e.Text, true)
	case "hashtag", "cashtag":
		if name := strings.TrimLeft(e.Text, "#"); name != "" && e.Type == "hashtag" {
			return []note.Inline{&note.Hashtag{Name: name}}
		}
	}
	var out []note.Inline
	for i, line := range strings.Split(e.Text, "\n") {
		if i > 0 {
			out = append(out, &note.Break{Hard: true})
		}
		if line != "" {
			out = append(out, importer.PlainInlines(line)...)
		}
	}
	if style, ok := styles[e.Type]; ok {
		return []note.Inline{&note.Styled{Style: style, Inlines: out}}
	}
	return out
}
