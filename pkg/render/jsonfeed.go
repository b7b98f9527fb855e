package render

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"
)

// jsonFeed writes a channel as JSON Feed 1.1 (jsonfeed.org/version/1.1).
func (r *renderer) jsonFeed(c *channel) ([]byte, error) {
	type author struct {
		Name string `json:"name"`
	}
	type item struct {
		ID        string   `json:"id"`
		URL       string   `json:"url"`
		Title     string   `json:"title"`
		HTML      string   `json:"content_html,omitempty"`
		Text      string   `json:"content_text,omitempty"`
		Summary   string   `json:"summary,omitempty"`
		Published string   `json:"date_published,omitempty"`
		Modified  string   `json:"date_modified,omitempty"`
		Tags      []string `json:"tags,omitempty"`
		Language  string   `json:"language,omitempty"`
	}
	s := r.site.Settings
	out := struct {
		Version     string   `json:"version"`
		Title       string   `json:"title"`
		HomePage    string   `json:"home_page_url"`
		Feed        string   `json:"feed_url"`
		Description string   `json:"description,omitempty"`
		Language    string   `json:"language,omitempty"`
		Authors     []author `json:"authors"`
		Items       []item   `json:"items"`
	}{
		Version: "https://jsonfeed.org/version/1.1", Title: c.title, HomePage: r.absolute("index.html"), Feed: r.absolute("feed.json"),
		Description: s.Description, Language: s.Language, Authors: []author{{cmp.Or(s.Author, s.Title, "memopress")}},
	}
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	for _, n := range c.notes {
		i := item{
			ID: r.atomID(n.Address), URL: r.absolute(r.encoded(n)), Title: n.Title, Summary: n.Description,
			Published: at(n.Created), Modified: at(n.Updated), Language: n.Language,
		}
		if c.whole {
			i.HTML = r.feedText(n)
		}
		if i.HTML == "" { // an item needs one of the two
			i.Text = cmp.Or(n.Description, n.Title)
		}
		for _, t := range n.Tags {
			i.Tags = append(i.Tags, t.Name)
		}
		out.Items = append(out.Items, i)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(out)
	return b.Bytes(), err
}
