package build

import (
	"testing"

	"memopress/pkg/note"
	"memopress/pkg/render"
	"memopress/pkg/site"
)

// Whatever a page shows has its letters in the fonts.
func TestLetters(t *testing.T) {
	s := &site.Site{
		Settings: site.Settings{Title: "가", Description: "나", Author: "다"},
		Root:     &site.Folder{Folders: []*site.Folder{{Title: "라"}}},
		Notes: []*site.Note{{
			Title: "마a", Description: "바", Aliases: []string{"사"}, Tags: []*site.Tag{{Name: "아"}},
			Properties: []note.Property{{Name: "자", Value: []note.Value{{Text: "차"}}}},
			Body:       []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "카"}}}},
		}},
	}
	if got := string(lettersOf(s, []render.MenuItem{{Title: "타"}})); got != "가나다라마바사아자차카타" {
		t.Errorf("letters %q", got)
	}
}
