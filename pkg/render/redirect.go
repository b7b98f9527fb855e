package render

import (
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// redirects are the old addresses of notes: a tiny page each, for every host.
func redirects(r *renderer) []job {
	var jobs []job
	for _, rd := range r.site.Redirects {
		jobs = append(jobs, func() (File, error) {
			return File{Path: rd.From, Data: r.redirectPage(rd)}, nil
		})
	}
	return jobs
}

func (r *renderer) redirectPage(rd site.Redirect) []byte {
	to := r.encoded(rd.To)
	href := between(html.EscapePath(rd.From), to)
	var m markup
	m.raw(`<!doctype html>
<html lang="`).text(rd.To.Language).raw(`" dir="`).text(rd.To.Direction).raw(`">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="`, r.policy(), `">
<title>`).text(rd.To.Title).raw(`</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
`)
	if abs := r.absolute(to); abs != "" {
		m.raw(`<link rel="canonical" href="`).text(abs).raw("\">\n")
	}
	m.raw(`<meta http-equiv="refresh" content="0; url=`).text(href).raw(`">
</head>
<body>
<main><h1>`).text(rd.To.Title).raw(`</h1>
<p>`).link(href, "", r.say("moved")).raw(`</p></main>
</body>
</html>
`)
	return m.out
}
