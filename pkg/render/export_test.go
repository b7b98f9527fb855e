package render

import (
	"reflect"
	"runtime"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/site"
)

// For tests.
var (
	DayInTitle = dayInTitle
	Shard      = shard
	ShardCount = shardCount
)

// A Part is a section of a site, alone.
type Part struct {
	Name string
	Make func() (files, bytes int, err error)
}

// Parts returns the sections of a site. What they share is made once, before.
func Parts(s *site.Site, opts Options) []Part {
	var parts []Part
	rd := newRenderer(s, opts, diag.Discard)
	for _, section := range sections {
		name := runtime.FuncForPC(reflect.ValueOf(section).Pointer()).Name()
		parts = append(parts, Part{Name: name[strings.LastIndexByte(name, '.')+1:], Make: func() (files, bytes int, err error) {
			for _, j := range section(rd) {
				f, err := j()
				if err != nil {
					return 0, 0, err
				}
				files++
				bytes += len(f.Data)
			}
			return files, bytes, nil
		}})
	}
	return parts
}

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
