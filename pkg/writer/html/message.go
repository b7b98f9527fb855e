package html

// A Message is a word of the user interface that a fragment may hold.
type Message struct{ Key, English string }

// Messages returns every message with its English text, for those who translate them. Where
// Page.Message has none, the English is written.
func Messages() []Message { return append([]Message(nil), messages...) }

var messages = []Message{
	{"code", "Code"},
	{"details", "Details"},
	{"embed", "Embedded from"},
	{"footnote", "Footnote"},
	{"footnote.back", "Back to reference"},
	{"footnotes", "Footnotes"},
	{"heading.link", "Link to this section"},
	{"image", "Image"},
	{"page", "page"},
	{"query", "Query"},
	{"table", "Table"},
	{"task.done", "Done"},
	{"task.open", "To do"},
	{"task.state", "State"},
	{"diagram", "Diagram"},
	{"math", "Formula"},
	{"video", "Video"},
	{"callout.note", "Note"},
	{"callout.abstract", "Abstract"},
	{"callout.summary", "Summary"},
	{"callout.tldr", "TL;DR"},
	{"callout.info", "Info"},
	{"callout.todo", "To do"},
	{"callout.tip", "Tip"},
	{"callout.hint", "Hint"},
	{"callout.important", "Important"},
	{"callout.success", "Success"},
	{"callout.check", "Check"},
	{"callout.done", "Done"},
	{"callout.question", "Question"},
	{"callout.help", "Help"},
	{"callout.faq", "FAQ"},
	{"callout.warning", "Warning"},
	{"callout.caution", "Caution"},
	{"callout.attention", "Attention"},
	{"callout.failure", "Failure"},
	{"callout.fail", "Fail"},
	{"callout.missing", "Missing"},
	{"callout.danger", "Danger"},
	{"callout.error", "Error"},
	{"callout.bug", "Bug"},
	{"callout.example", "Example"},
	{"callout.quote", "Quote"},
	{"callout.cite", "Quote"},
}

// message returns a word in the page's language, "" for an unknown key.
func (s *state) message(key string) string {
	if s.page.Message != nil {
		if m := s.page.Message(key); m != "" && m != key {
			return m
		}
	}
	for _, m := range messages {
		if m.Key == key {
			return m.English
		}
	}
	return ""
}
