package evernote

// explained says why cases score below 0.99: what the other converters expect there and we do
// otherwise.
var explained = map[string]string{
	"obsidian-importer/note-link-without-title/Links to it.md": "expected keeps two addresses inside the app as links; they lead nowhere, so we keep their text",
	"yarle/test-encryption/Encryption.md":                      "expected shows the words “Encrypted content” and “hint”; we keep the cipher text and the hint",
	"yarle/test-note-attributes/--Test--.md":                   "expected has the reminder under other names and in local time",
	"yarle/test-reminder/reminders title.md":                   "expected has the reminder under other names and in local time",
}
