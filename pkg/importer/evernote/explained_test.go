package evernote

// explained says why cases score below 0.99: what the other converters expect there and we do
// otherwise.
var explained = map[string]string{
	"obsidian-importer/note-link-without-title/Links to it.md": "expected keeps two addresses inside the app as links; they lead nowhere, so we keep their text",
	"yarle/test-encryption/Encryption.md":                      "expected shows the words “Encrypted content” and “hint”; we keep the cipher text and the hint",
	"yarle/test-note-attributes/--Test--.md":                   "expected has the reminder under other names and in local time",
	"yarle/test-things-to-do/Things to do.md":                  "expected has the day of a reminder; we keep its hour too",
	"yarle/test-reminder/reminders title.md":                   "expected has the reminder under other names and in local time",
}

// explainedYarle is the same for the tests that Yarle has itself.
var explainedYarle = map[string]string{
	"LinkedInterNotebooks/test-internotebook_links_A/Table of Contents.md":  "expected writes the target's file name in the link",
	"LinkedInterNotebooks/test-internotebook_links_B/Note in Notebook B.md": "expected writes the target's notebook and file name in the link",
	"LinkedInterNotebooks/test-internotebook_links_B/Table of Contents.md":  "expected writes the target's file name in the link",
	"test - reminders title.md":          "expected has the reminder under labels of the template, in local time",
	"test-invalid-tags.md":               "Yarle was told to take characters out of tags",
	"test-note-attributes.md":            "expected has attributes under labels of the template",
	"test-replacements-NoteX.md":         "Yarle was told to replace letters",
	"test-replacements-NoteY.md":         "Yarle was told to replace letters",
	"test-things-to-do-global-filter.md": "Yarle was told to put a tag before each task",
	"test-things-to-do-standard.md":      "expected has no days of tasks; we keep them",
	"test-things-to-do.md":               "expected has the day of a reminder; we keep its hour too",
	"two-untitled-notes-with-toc.1.md":   "expected has labels of the template",
	"two-untitled-notes-with-toc.md":     "expected has labels of the template",
	"test-image-dataUrl.md":              "expected has labels of the template",
	"test-noteWithSourceUrl.md":          "expected has labels of the template",
}
