package applenotes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
)

// TestExpected rebuilds the store of which another converter's authors give the Markdown that
// they expect, and compares the contents.
func TestExpected(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "apple-notes/obsidian-importer-expected/expected/built-store")
	suite := importertest.Suite{Name: "apple-notes/obsidian-importer", Explained: map[string]string{
		"Links and attachments": "a file that is not there is named by its type, not by \"unknown attachment\"; that store's files have other names",
	}}
	for title, spans := range expectedNotes() {
		want, err := os.ReadFile(filepath.Join(dir, title+".md"))
		if err != nil {
			t.Fatal(err)
		}
		b := newStore(t, newColumns)
		b.note(title, spansOf(t, append([]span{s(title+"\n", style(0))}, spans...)...), row{})
		b.note("Note 15", spansOf(t, s("Note 15")), row{})
		for id, r := range map[string]row{
			"tag":   {"ZTYPEUTI1": "com.apple.notes.inlinetextattachment.hashtag", "ZALTTEXT": "#a-tag"},
			"to":    {"ZTYPEUTI1": "com.apple.notes.inlinetextattachment.link", "ZALTTEXT": "Note 15", "ZTOKENCONTENTIDENTIFIER": "applenotes:note/" + uuid("Note 15")},
			"card":  {"ZTYPEUTI": "public.url", "ZTITLE": "Example", "ZURLSTRING": "https://example.com"},
			"image": {"ZTYPEUTI": "public.png", "ZMEDIA": 99},
			"other": {"ZTYPEUTI": "public.unrecognised"},
		} {
			r["ZIDENTIFIER"] = uuid(id)
			b.add(entAttachment, r)
		}
		b.exec("INSERT INTO ZICCLOUDSYNCINGOBJECT (Z_PK, Z_ENT, ZIDENTIFIER, ZFILENAME) VALUES (99, ?, ?, '42.png')", entMedia, uuid("medium"))
		got := importertest.Read(t, applenotes.Importer{}, importertest.Folder(t, map[string]string{"NoteStore.sqlite": b.bytes(), "Media/" + uuid("medium") + "/42.png": "\x89PNG\r\n\x1a\n"}))
		var notes []*note.Note
		for _, n := range got.Notes {
			if n.Title == title {
				notes = append(notes, n)
			}
		}
		suite.Add(title, importertest.Compare(string(want), notes...))
	}
	suite.Check(t)
}

func expectedNotes() map[string][]span {
	at := func(name, uti string) span { return s("\ufffc", attached(uuid(name), uti)) }
	return map[string][]span{
		"Alignment and quotes": {s("Centred\n", style(-1, num(2, 1))), s("Right\n", style(-1, num(2, 2))), s("A quoted line.\n", style(-1, num(8, 1))), s("Back to normal.")},
		"Emphasis": {s("bold", bold), s(" and "), s("italic", italic), s(" and "), s("both", both), s("\n"), s("underlined", underlined), s(" and "), s("struck through", struck), s("\nx"),
			s("2", num(8, 1)), s(" and H"), s("2", num(8, 0xffffffff)), s("O\n"), s("coloured text", sub(10, float(1, 1), float(4, 1))), s(" and the default black", sub(10, float(4, 1)))},
		"Headings": {s("A heading\n", style(1)), s("A subheading\n", style(2)), s("Body text.\n\n"), s("const x = 1;\nconst y = 2;\n", style(4)), s("After the code.")},
		"Highlights": {s("purple", num(14, 1)), s(" and "), s("pink", num(14, 2)), s(" and "), s("orange", num(14, 3)), s(" and "), s("mint", num(14, 4)), s(" and "), s("blue", num(14, 5)), s("\n"),
			s("bold", num(14, 1), bold), s(" and "), s("underlined", num(14, 5), underlined), s(" and "), s("linked", num(14, 3), link("https://example.com"))},
		"Links and attachments": {s("A web link", link("https://example.com")), s("\n"), at("tag", "com.apple.notes.inlinetextattachment.hashtag"), s("\n"), at("card", "public.url"), s("\n"),
			at("to", "com.apple.notes.inlinetextattachment.link"), s("\n"), at("image", "public.png"), s("\n"), at("other", "public.unrecognised")},
		"Lists": {s("First\nSecond\n", style(100)), s("Nested\n", style(100, indent(1))), s("Dashed\n", style(101)), s("One\nTwo\n", style(102)),
			s("Done\n", style(103, checked(1))), s("Not done\n", style(103, checked(0)))},
		"Soft returns": {s("A paragraph\u2028broken by a soft return.\n"), s("First bullet\u2028still the first bullet\n", style(100)), s("Second bullet", style(100))},
	}
}

// TestLegacyCorpus reads a store of OS X 10.10: all of its notes, with the words that their HTML
// has by a count of its own.
func TestLegacyCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	got := importertest.Read(t, applenotes.Importer{}, filepath.Join(corpus, "apple-notes/plaso-notesv7"))
	dump := importertest.Dump(got)
	if len(got.Notes) != 3 || got.Failed() != 0 || got.Err != nil {
		t.Fatal(dump)
	}
	has(t, dump, "title: building 4th brandy gibs", "created: 2014-02-11T02:38:27.097813Z", "path: Notes/building 4th brandy gibs.md", "microsoft office", "3015555555: plumbing and heating",
		"title: public class ImageBlocks", "private int height;", "include \\<stdio.h>")
	if strings.Contains(dump, "ali_someemail") {
		t.Error("the address of the account is shown")
	}
}
