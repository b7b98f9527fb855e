package render

import (
	"strings"

	"memopress/pkg/writer/html"
)

// hostFiles are what hosts read: no Jekyll on GitHub Pages, headers and redirects for those
// that take them from files (Netlify, Cloudflare Pages).
func hostFiles(r *renderer) []job {
	jobs := []job{
		func() (File, error) { return File{Path: ".nojekyll", Data: []byte{}}, nil },
		func() (File, error) { return File{Path: "_headers", Data: r.headers()}, nil },
	}
	if len(r.site.Redirects) > 0 {
		jobs = append(jobs, func() (File, error) { return File{Path: "_redirects", Data: r.redirectRules()}, nil })
	}
	return jobs
}

func (r *renderer) headers() []byte {
	return []byte(`/*
  Content-Security-Policy: ` + r.policy() + `; frame-ancestors 'self'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
`)
}

func (r *renderer) redirectRules() []byte {
	base := strings.TrimSuffix(basePath(r.site.Settings.BaseURL), "/")
	var out []byte
	for _, rd := range r.site.Redirects {
		out = append(out, base+"/"+html.EscapePath(rd.From)+" "+base+"/"+r.encoded(rd.To)+" 301\n"...)
	}
	return out
}
