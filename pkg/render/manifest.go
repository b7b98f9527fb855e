package render

import "encoding/json"

// An Icon is a picture that stands for the site in a browser's tabs and among a device's programs.
type Icon struct {
	Path  string // site path, encoded
	Type  string // media type
	Sizes string // "32x32", or "any" for a drawing
}

// homeScreen is the size of the icon that Apple's devices ask for, beside the manifest.
const homeScreen = "180x180"

// The manifest says what a site is called and looks like to a device on which readers keep it. A
// script of the theme names it, on the home page of a site that is read offline: browsers fetch it
// wherever it is named, and say on a disk that they may not.
const manifestAddress = "manifest.webmanifest"

// icons writes the links to what stands for the site outside of its pages.
func (r *renderer) icons(m *markup, at place) {
	for _, i := range r.opts.Icons {
		switch i.Sizes {
		case homeScreen:
			m.raw(`<link rel="apple-touch-icon" href="`).text(at.to(i.Path)).raw("\">\n")
		case "any":
			m.raw(`<link rel="icon" href="`).text(at.to(i.Path)).raw(`" type="`).text(i.Type).raw("\">\n")
		case "32x32":
			m.raw(`<link rel="icon" href="`).text(at.to(i.Path)).raw(`" type="`).text(i.Type).raw(`" sizes="`, i.Sizes, "\">\n")
		}
	}
	if light, dark := r.opts.Paper[0], r.opts.Paper[1]; light != "" {
		m.raw(`<meta name="theme-color" content="`).text(light).raw(`"`)
		if dark != light {
			m.raw(` media="(prefers-color-scheme: light)">` + "\n" + `<meta name="theme-color" content="`).text(dark).raw(`" media="(prefers-color-scheme: dark)"`)
		}
		m.raw(">\n")
	}
}

// manifest describes the site to devices. All addresses in it are relative to itself, so that it
// holds below any path.
func manifest(r *renderer) []job {
	return []job{func() (File, error) {
		type icon struct {
			Source string `json:"src"`
			Type   string `json:"type"`
			Sizes  string `json:"sizes"`
		}
		s := r.site.Settings
		d := struct {
			Name        string `json:"name"`
			Description string `json:"description,omitempty"`
			Language    string `json:"lang"`
			Direction   string `json:"dir"`
			Start       string `json:"start_url"`
			Scope       string `json:"scope"`
			Display     string `json:"display"`
			Theme       string `json:"theme_color,omitempty"`
			Background  string `json:"background_color,omitempty"`
			Icons       []icon `json:"icons"`
		}{
			Name: s.Title, Description: s.Description, Language: s.Language, Direction: r.chrome.Direction,
			Start: "./", Scope: "./", Display: "minimal-ui", // a wiki without "back" is hard to walk in
			Theme: r.opts.Paper[0], Background: r.opts.Paper[0], Icons: []icon{},
		}
		for _, i := range r.opts.Icons {
			d.Icons = append(d.Icons, icon{i.Path, i.Type, i.Sizes})
		}
		data, err := json.MarshalIndent(d, "", "  ")
		return File{Path: manifestAddress, Data: append(data, '\n')}, err
	}}
}
