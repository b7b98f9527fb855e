package html

import (
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// kind says how a file is shown, judged by its extension.
func kind(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".apng", ".ico", ".jfif":
		return "image"
	case ".flac", ".m4a", ".mp3", ".ogg", ".oga", ".opus", ".wav", ".3gp", ".aac":
		return "audio"
	case ".mkv", ".mov", ".mp4", ".ogv", ".webm", ".m4v":
		return "video"
	case ".pdf":
		return "pdf"
	}
	return "file"
}

// IsImage reports whether an embed of a file of that name is shown as an image.
func IsImage(name string) bool { return kind(name) == "image" }

// embed writes an embed in running text. Notes are embedded between paragraphs (see embedNote);
// in the middle of one they are links.
func (s *state) embed(e *note.Embed) {
	s.forText()
	switch e.Ref.Kind {
	case note.RefFile:
		s.file(e)
	case note.RefURL:
		s.remote(e)
	case note.RefPage:
		text := e.Alt
		if text == "" {
			text = pageName(e.Ref.Target)
		}
		s.link(&note.Link{Ref: e.Ref, Title: e.Title, Inlines: []note.Inline{&note.Text{Value: text}}})
	default:
		s.nolink(&e.Ref, []note.Inline{&note.Text{Value: e.Alt}}, e.Alt == "")
	}
}

// file writes an embedded file of the site.
func (s *state) file(e *note.Embed) {
	address := s.href(e.Ref.Target, "")
	switch kind(e.Ref.Target) {
	case "image":
		s.image(e, address)
	case "audio":
		s.features.Media = true
		s.raw(`<audio controls preload="none"`)
		s.attr("src", address+moment(e.Ref.Fragment))
		s.mediaLabel(e)
		s.raw(">")
		s.fallback(e, address)
		s.raw("</audio>")
	case "video":
		s.features.Media = true
		s.raw(`<video controls preload="metadata"`)
		s.attr("src", address+moment(e.Ref.Fragment))
		s.size(e.Width, e.Height)
		s.mediaLabel(e)
		s.raw(">")
		s.fallback(e, address)
		s.raw("</video>")
	default:
		s.fileCard(e)
	}
}

// moments are media fragments: seconds or clock times from which and up to which to play.
var moments = regexp.MustCompile(`^t=(npt:)?[0-9:.]*(,[0-9:.]+)?$`)

// moment returns the part of a fragment that says when to begin, with its "#".
func moment(fragment string) string {
	for part := range strings.FieldsFuncSeq(fragment, func(r rune) bool { return r == '&' || r == '#' }) {
		if moments.MatchString(part) && part != "t=" {
			return "#" + part
		}
	}
	return ""
}

func (s *state) mediaLabel(e *note.Embed) {
	label := e.Alt
	if label == "" {
		label = e.Title
	}
	if label == "" {
		label = path.Base(e.Ref.Target)
	}
	s.attr("aria-label", label)
}

// fallback is the link inside audio and video, for programs that play neither.
func (s *state) fallback(e *note.Embed, address string) {
	if s.inLink() {
		s.text(path.Base(e.Ref.Target))
		return
	}
	s.raw("<a")
	s.attr("href", address)
	s.raw(">")
	s.text(path.Base(e.Ref.Target))
	s.raw("</a>")
}

// image writes an image of the site with the size that its author or the file states, so that
// nothing moves while the page loads.
func (s *state) image(e *note.Embed, address string) {
	s.features.Image = true
	s.raw("<img")
	s.attr("src", address)
	s.attr("alt", e.Alt)
	if e.Title != "" {
		s.attr("title", e.Title)
	}
	w, h := e.Width, e.Height
	if s.page.Media != nil && (w == 0 || h == 0) && e.Ref.Kind == note.RefFile {
		fw, fh := s.page.Media(e.Ref.Target)
		switch {
		case fw <= 0 || fh <= 0:
		case w == 0 && h == 0:
			w, h = fw, fh
		case h == 0:
			h = max(1, (w*fh+fw/2)/fw)
		default:
			w = max(1, (h*fw+fh/2)/fh)
		}
	}
	s.copies(e, address)
	s.size(w, h)
	if s.images++; s.images > 1 && !s.page.Plain {
		s.raw(` loading="lazy" decoding="async"`)
	}
	s.raw(">")
}

// copies offers the browser the smaller copies of an image, to take the one that fits its screen.
func (s *state) copies(e *note.Embed, address string) {
	if s.page.Copies == nil || e.Ref.Kind != note.RefFile || s.page.Plain || strings.ContainsAny(address, "?#") {
		return
	}
	full := 0
	if s.page.Media != nil {
		full, _ = s.page.Media(e.Ref.Target)
	}
	shown := columnWidth
	if e.Width > 0 {
		shown = strconv.Itoa(e.Width) + "px"
	}
	set := CopySet(address, s.page.Copies(e.Ref.Target), full)
	if set == "" {
		return
	}
	s.attr("srcset", set)
	s.attr("sizes", shown)
}

// columnWidth is how wide an image is shown that states no width: as the column of text, in the
// measures of sizes.
const columnWidth = "(max-width: 44rem) 100vw, 44rem"

// CopySuffix is what the address of the smaller copy of that width has behind the image's own.
func CopySuffix(width int) string { return "." + strconv.Itoa(width) + ".webp" }

// CopySet returns the srcset attribute of the image at an encoded address, which is full pixels
// wide, with copies of these widths; "" for no copies. The image itself is in it when it is not
// much wider than what pages show; otherwise it is fetched only by who asks for it.
func CopySet(address string, widths []int, full int) string {
	if len(widths) == 0 {
		return ""
	}
	var sb strings.Builder
	for i, w := range widths {
		if i > 0 {
			sb.WriteString(", ")
		}
		sb.WriteString(address + CopySuffix(w) + " " + strconv.Itoa(w) + "w")
	}
	if 0 < full && full <= widestShown {
		sb.WriteString(", " + address + " " + strconv.Itoa(full) + "w")
	}
	return sb.String()
}

// widestShown is the width up to which an image itself is offered beside its copies, in pixels.
const widestShown = 2000

func (s *state) size(w, h int) {
	if w > 0 {
		s.raw(` width="` + strconv.Itoa(w) + `"`)
	}
	if h > 0 {
		s.raw(` height="` + strconv.Itoa(h) + `"`)
	}
}

// fileCard writes a file that pages do not show by themselves, such as a PDF, as a link with its
// name, and the page that the author meant. A script of the page may show a PDF in a frame below
// the link, of the height that the author gave.
func (s *state) fileCard(e *note.Embed) {
	text := e.Alt
	if text == "" {
		text = path.Base(e.Ref.Target)
	}
	if q, err := url.ParseQuery(e.Ref.Fragment); err == nil {
		if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 0 {
			text += " (" + s.message("page") + " " + strconv.Itoa(n) + ")"
		}
	}
	href, _, _ := s.linkTo(&e.Ref)
	format := strings.TrimPrefix(strings.ToLower(path.Ext(e.Ref.Target)), ".")
	height := 0
	if format == "pdf" {
		height = e.Height
	}
	s.cardLink(card{class: "file-card", format: format, height: height}, href, text, "")
}

// remote writes an embed of something on another host: a link to it, for loading it would tell
// that host who reads the page.
func (s *state) remote(e *note.Embed) {
	address, ok := SafeURL(e.Ref.Target)
	if !ok {
		s.text(e.Alt)
		return
	}
	name, absolute := scheme(e.Ref.Target)
	web := name == "http" || name == "https" || !absolute
	site, watch := player(address)
	switch {
	case site != "":
		s.player(site, watch, e.Alt)
	case !web, kindOfURL(address) != "image" && kindOfURL(address) != "file":
		s.card(&e.Ref, e.Alt)
	case s.page.RemoteImages || !absolute && !strings.HasPrefix(address, "//"):
		s.image(e, address)
	default:
		text := e.Alt
		if text == "" {
			text = s.message("image")
		}
		s.cardLink(card{class: "remote-image"}, address, text, host(address))
	}
}

func kindOfURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "file"
	}
	return kind(u.Path)
}

// card writes a link to something that could have been shown in a frame.
func (s *state) card(ref *note.Ref, title string) {
	s.forText()
	if ref.Kind != note.RefURL {
		if href, _, ok := s.linkTo(ref); ok {
			if title == "" {
				title = path.Base(ref.Target)
			}
			s.cardLink(card{class: "link-card"}, href, title, "")
		} else {
			s.nolink(ref, []note.Inline{&note.Text{Value: title}}, title == "")
		}
		return
	}
	address, ok := SafeURL(ref.Target)
	if !ok {
		s.text(title)
		return
	}
	if site, watch := player(address); site != "" {
		s.player(site, watch, title)
		return
	}
	from := host(address)
	if title == "" {
		title, from = from, ""
	}
	if title == "" {
		title = address
	}
	s.cardLink(card{class: "link-card"}, address, title, from)
}

func (s *state) player(site, watch, title string) {
	from := site
	if title == "" {
		title, from = s.message("video"), site
	}
	s.cardLink(card{class: "video-card"}, watch, title, from)
}

// A card is how a link stands for what it leads to.
type card struct {
	class  string
	format string // of a file
	height int    // in which it may be shown; 0 for any
}

// cardLink writes a link as a card, with the host that it leads to.
func (s *state) cardLink(c card, href, text, from string) {
	class := c.class
	open := !s.inLink()
	if open {
		s.raw("<a")
		external := web(href) && (s.page.Base == "" || !strings.HasPrefix(href, s.page.Base))
		if external {
			class += " external"
		}
		s.attr("class", class)
		if c.format != "" {
			s.attr("data-format", c.format)
		}
		if c.height > 0 {
			s.attr("data-height", strconv.Itoa(c.height))
		}
		s.attr("href", href)
		if external {
			s.raw(` rel="noopener"`)
		}
	} else {
		s.raw("<span")
		s.attr("class", class)
	}
	s.raw(">")
	s.text(text)
	if from != "" {
		s.raw(` <span class="host">(`)
		s.text(from)
		s.raw(`)</span>`)
	}
	if open {
		s.raw("</a>")
	} else {
		s.raw("</span>")
	}
}

// player returns the name of a video site and the address to watch the video at, when address
// is one of its frames or pages.
func player(address string) (site, watch string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	h := strings.TrimPrefix(strings.TrimPrefix(u.Hostname(), "www."), "m.")
	id := path.Base(u.Path)
	switch h {
	case "youtube.com", "youtube-nocookie.com", "youtu.be":
		if v := u.Query().Get("v"); v != "" {
			id = v
		} else if h != "youtu.be" && !strings.HasPrefix(u.Path, "/embed/") && !strings.HasPrefix(u.Path, "/shorts/") {
			return "", ""
		}
		if id == "/" || id == "." {
			return "", ""
		}
		watch = "https://www.youtube.com/watch?v=" + escapeSegment(id)
		if start := u.Query().Get("start"); start != "" {
			watch += "&t=" + escapeSegment(start)
		}
		return "YouTube", watch
	case "vimeo.com", "player.vimeo.com":
		if _, err := strconv.Atoi(id); err == nil {
			return "Vimeo", "https://vimeo.com/" + id
		}
	}
	return "", ""
}

// pageName returns the name of a page by its address, for want of a title.
func pageName(address string) string {
	name := strings.TrimSuffix(path.Base(address), ".html")
	if name == "index" {
		name = path.Base(path.Dir(address))
	}
	if name == "." || name == "/" {
		name = "index"
	}
	return name
}
