package render

import (
	"memopress/pkg/diag"
	"memopress/pkg/site"
)

// For tests.
var (
	DayInTitle = dayInTitle
	Shard      = shard
	ShardCount = shardCount
)

// Sitemaps makes the sitemaps of a site when one may hold so many addresses.
func Sitemaps(s *site.Site, most int) (map[string]string, error) {
	out := map[string]string{}
	for _, j := range newRenderer(s, Options{}, diag.Discard).sitemaps(most) {
		f, err := j()
		if err != nil {
			return nil, err
		}
		out[f.Path] = string(f.Data)
	}
	return out, nil
}
