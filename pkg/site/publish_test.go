package site

import (
	"io"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// text, link and the like make small trees.
func text(s string) note.Inline { return &note.Text{Value: s} }
func para(in ...note.Inline) note.Block {
	return &note.Paragraph{Inlines: in}
}
func heading(level int, in ...note.Inline) note.Block {
	return &note.Heading{Level: level, Inlines: in}
}

// wiki is the link [[target]], or [[target|shown]].
func wiki(target string, shown ...string) *note.Link {
	l := &note.Link{Ref: wikilinkRef(target), Bare: len(shown) == 0}
	l.Inlines = []note.Inline{text(linkName(target))}
	if len(shown) > 0 {
		l.Inlines = []note.Inline{text(shown[0])}
	}
	return l
}

func newNote(path string, body ...note.Block) *note.Note {
	name := strings.TrimSuffix(path[strings.LastIndexByte(path, '/')+1:], extension(path))
	return &note.Note{ID: note.ID(path), Path: path, Name: name, Title: name, Body: body, Source: note.Source{File: path}}
}

func private(n *note.Note) *note.Note {
	n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "private: true"}
	return n
}

func attachment(path string) note.Attachment {
	return note.Attachment{Key: path, Path: path, Name: path[strings.LastIndexByte(path, '/')+1:], Size: int64(len(path)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("content of " + path)), nil }}
}

func publish(t *testing.T, settings Settings, notes []*note.Note, atts ...note.Attachment) (*Site, *Outcome, []diag.Diagnostic) {
	t.Helper()
	var list diag.List
	s, o := Publish(graph.New(notes, atts), settings, Policy{Rule: All()}, &list)
	return s, o, list.Sorted()
}

func noteID(s string) note.ID { return note.ID(s) }

var emptyGraph = graph.New(nil, nil)
