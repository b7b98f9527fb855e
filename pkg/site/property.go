package site

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/note"
)

// DefaultProperties are the properties shown when the author named none: what a reader of a
// note may want to know, and what nobody writes into a note to keep for himself.
var DefaultProperties = []string{
	"author", "authors", "by", "translator", "editor", "artist", "director", "cast", "composer", "publisher", "maker", "creator",
	"source", "url", "link", "links", "website", "homepage", "doi", "isbn", "reference", "references", "related", "see also", "up", "parent", "series",
	"category", "categories", "type", "genre", "genres", "topic", "topics", "subject", "subjects", "field", "language", "format",
	"status", "stage", "rating", "score", "priority", "difficulty", "level", "version", "license", "licence",
	"date", "year", "start", "end", "published", "released", "release", "deadline", "due", "event", "season", "episode",
	"cuisine", "ingredients", "servings", "pages", "runtime", "duration", "price", "symbol", "abbreviation", "formula",
	"저자", "지은이", "글쓴이", "옮긴이", "감독", "출연", "출판사", "출처", "원문", "링크", "참고", "관련", "상위",
	"분류", "종류", "유형", "주제", "장르", "분야", "언어", "상태", "평점", "별점", "우선순위", "난이도", "버전",
	"날짜", "연도", "시작", "끝", "종료", "출간일", "발행일", "개봉", "마감", "재료", "쪽수", "시간", "가격",
}

// privateProperties say where, by whom or by which machine a note was made. They are shown
// only when the author names them in full: no "*" brings them out.
var privateProperties = []string{
	"publish", "private", "draft", "visibility", "public", "share", "shared", "unlisted",
	"id", "uid", "uuid", "guid", "*-id", "*_id", "position", "permalink", "cssclass", "cssclasses", "css*",
	"location", "place", "geo*", "gps*", "lat", "latitude", "lng", "lon", "longitude", "altitude", "coordinate*", "address", "위치", "주소", "좌표",
	"*mail*", "phone*", "tel", "user*", "owner*", "password*", "*token*", "*secret*", "*key", "이메일", "전화*", "비밀*",
	"source-url", "source-application", "note-author", "last-editor", "weather", "application*", "device*", "excalidraw*", "kanban*", "obsidian*", "*-plugin", "banner*",
}

// propertyShown reports whether the policy shows a property of that name.
func (p Policy) propertyShown(name string) bool {
	if p.Properties == nil {
		return slices.Contains(DefaultProperties, fold(strings.TrimSpace(name)))
	}
	named := func(list []string) bool {
		return slices.ContainsFunc(list, func(glob string) bool { return matchGlob(glob, name, false) })
	}
	for _, want := range p.Properties {
		if fold(want) == fold(name) {
			return true
		}
	}
	return named(p.Properties) && !named(privateProperties)
}

// properties returns the properties that are shown, their links resolved. A link to what is
// not published that has no text of its own is left out, and so is an empty property.
func (w *rewriter) properties(all []note.Property, policy Policy) []note.Property {
	var out []note.Property
	for _, p := range all {
		if !policy.propertyShown(p.Name) {
			continue
		}
		c := note.Property{Name: p.Name, Type: p.Type}
		for _, v := range p.Value {
			if v = w.value(v); v.Text != "" {
				c.Value = append(c.Value, v)
			}
		}
		if len(c.Value) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Links written into plain text: [[target]], [[target|text]] and [text](address).
var (
	wikilink     = regexp.MustCompile(`!?\[\[((?:[^\[\]|]|\[[^\[\]|]*\])*)(?:\|((?:[^\[\]]|\[[^\[\]]*\])*))?\]\]`) // a name may hold brackets itself
	markdownLink = regexp.MustCompile(`!?\[([^\[\]]*)\]\(<?([^()<>]*(?:\([^()]*\))?[^()<>]*)>?\)`)
)

// value rewrites a property's value. A link keeps its author's text or, when it leads
// somewhere, its name; one that leads nowhere and has no text of its own leaves nothing.
func (w *rewriter) value(v note.Value) note.Value {
	written := strings.TrimSpace(v.Text)
	ref, shown, isLink := valueLink(written)
	if v.Ref != nil {
		ref = *v.Ref
	} else if !isLink {
		return note.Value{Text: w.line(v.Text)}
	}
	source := ref
	out := note.Value{Text: shown, Ref: &ref}
	if !isLink {
		out.Text = w.line(v.Text)
	}
	w.ref(out.Ref)
	own := isLink && shown != source.Target && shown != linkName(source.Target) // the author's own words
	if out.Ref.Kind == note.RefNone && !own && !w.showUnpublished && (isLink || namesTarget(v.Text, source)) {
		out.Text = ""
	}
	return out
}

// valueLink reads a value that is a link and nothing else.
func valueLink(text string) (ref note.Ref, shown string, ok bool) {
	if m := wikilink.FindStringSubmatch(text); m != nil && m[0] == text {
		return wikilinkRef(m[1]), orElse(m[2], linkName(m[1])), true
	}
	if m := markdownLink.FindStringSubmatch(text); m != nil && m[0] == text {
		return addressRef(m[2]), m[1], true
	}
	web := strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
	if web && !strings.ContainsAny(text, " \t\n") || strings.Contains(text, "://") && !webURL(text) {
		return note.Ref{Kind: note.RefURL, Target: text}, text, true
	}
	return note.Ref{}, "", false
}

// addressRef reads the address of a Markdown link.
func addressRef(address string) note.Ref {
	if strings.Contains(address, "://") || strings.HasPrefix(address, "mailto:") {
		return note.Ref{Kind: note.RefURL, Target: address}
	}
	target, fragment, _ := strings.Cut(address, "#")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	ref := note.Ref{Kind: note.RefPath, Target: target}
	if fragment != "" {
		ref.Headings = []string{fragment}
	}
	return ref
}

// line rewrites a line of plain text, such as a description, in which an author may have
// written links: their text is left, or the placeholder.
func (w *rewriter) line(text string) string {
	if !strings.Contains(text, "[") {
		return text
	}
	text = wikilink.ReplaceAllStringFunc(text, func(link string) string {
		m := wikilink.FindStringSubmatch(link)
		if m[2] != "" {
			return m[2]
		}
		if w.showUnpublished || w.leads(wikilinkRef(m[1])) {
			return linkName(m[1])
		}
		return placeholder
	})
	return markdownLink.ReplaceAllString(text, "$1")
}

// wikilinkRef reads the inside of a wikilink.
func wikilinkRef(inside string) note.Ref {
	target, fragment, _ := strings.Cut(inside, "#")
	ref := note.Ref{Kind: note.RefName, Target: strings.TrimSpace(target)}
	if id, ok := strings.CutPrefix(fragment, "^"); ok {
		ref.Block = id
	} else if fragment != "" {
		ref.Headings = strings.Split(fragment, "#")
	}
	return ref
}

// linkName is what a bare wikilink shows: the last part of its path, without ".md".
func linkName(inside string) string {
	target, fragment, _ := strings.Cut(strings.TrimSpace(inside), "#")
	if target == "" {
		return fragment
	}
	return strings.TrimSuffix(target[strings.LastIndexByte(target, '/')+1:], ".md")
}
