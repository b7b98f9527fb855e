package media

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"

	maxSVG      = 32 << 20
	maxSVGDepth = 512
)

// cleanSVG writes a drawing anew from what is known to draw and to do nothing else: opened by
// itself it runs no script and loads nothing, and it carries no editor's notes, paths or
// metadata. Titles and descriptions stay, since readers hear them.
func cleanSVG(src []byte) ([]byte, error) {
	if len(src) > maxSVG {
		return nil, fmt.Errorf("an SVG of more than %d MB", maxSVG>>20)
	}
	c := &svgCleaner{in: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))}
	c.in.Strict = false
	c.in.CharsetReader = charset.NewReaderLabel
	c.in.Entity = map[string]string{}
	for name, value := range xml.HTMLEntity {
		c.in.Entity[name] = value
	}
	if err := c.run(); err != nil {
		return nil, err
	}
	return c.out.Bytes(), nil
}

type svgCleaner struct {
	in    *xml.Decoder
	out   bytes.Buffer
	open  []string // elements written and not closed
	style strings.Builder
}

func (c *svgCleaner) run() error {
	for {
		token, err := c.in.Token()
		if err == io.EOF && len(c.open) == 0 && c.out.Len() > 0 {
			return nil
		}
		if err != nil {
			return damaged("not a whole SVG: %v", err)
		}
		switch t := token.(type) {
		case xml.Directive:
			c.entities(string(t))
		case xml.StartElement:
			if len(c.open) == 0 && (c.out.Len() > 0 || !isSVGElement(t.Name, "svg")) {
				return damaged("the outermost element is %s", t.Name.Local)
			}
			if err := c.start(t); err != nil {
				return err
			}
		case xml.EndElement:
			if len(c.open) > 0 && c.open[len(c.open)-1] == t.Name.Local {
				if err := c.end(t.Name.Local); err != nil {
					return err
				}
			}
		case xml.CharData:
			if len(c.open) == 0 {
				continue
			}
			if c.inStyle() {
				c.style.Write(t)
			} else if err := xml.EscapeText(&c.out, t); err != nil {
				return err
			}
		}
	}
}

func isSVGElement(n xml.Name, local string) bool {
	return (n.Space == svgSpace || n.Space == "") && n.Local == local
}

func (c *svgCleaner) start(t xml.StartElement) error {
	name := t.Name.Local
	switch {
	case len(c.open) >= maxSVGDepth:
		return damaged("elements nested too deep")
	case t.Name.Space != svgSpace && t.Name.Space != "" || !svgElements[name] || c.inStyle():
		return c.pass(name)
	}
	fmt.Fprintf(&c.out, "<%s", name)
	if len(c.open) == 0 {
		fmt.Fprintf(&c.out, ` xmlns="%s" xmlns:xlink="%s"`, svgSpace, xlinkSpace)
	}
	written := map[string]bool{}
	for _, a := range t.Attr {
		key, value, ok := svgAttribute(name, a)
		if !ok || written[key] {
			continue
		}
		written[key] = true
		fmt.Fprintf(&c.out, ` %s="`, key)
		if err := xml.EscapeText(&c.out, []byte(value)); err != nil {
			return err
		}
		c.out.WriteByte('"')
	}
	c.out.WriteByte('>')
	c.open = append(c.open, name)
	return nil
}

// end closes an element. A style sheet is looked at as a whole: pieces of it that comments hold
// apart would each look harmless.
func (c *svgCleaner) end(name string) error {
	if c.inStyle() {
		if err := xml.EscapeText(&c.out, []byte(safeCSS(c.style.String()))); err != nil {
			return err
		}
		c.style.Reset()
	}
	fmt.Fprintf(&c.out, "</%s>", name)
	c.open = c.open[:len(c.open)-1]
	return nil
}

func (c *svgCleaner) inStyle() bool {
	return len(c.open) > 0 && c.open[len(c.open)-1] == "style"
}

// pass leaves an element out with what is in it; of a link only the link itself.
func (c *svgCleaner) pass(name string) error {
	if name == "a" {
		return nil // its end tag matches nothing in open and is passed over as well
	}
	if err := c.in.Skip(); err != nil {
		return damaged("not a whole SVG: %v", err)
	}
	return nil
}

var entityDeclaration = regexp.MustCompile(`<!ENTITY\s+([\w.-]{1,64})\s+(?:"([^"&%<]{0,256})"|'([^'&%<]{0,256})')\s*>`)

// entities reads the plain names that drawing programs declare for their namespaces. Those
// that hold other entities or markup are not known, so that nothing expands.
func (c *svgCleaner) entities(directive string) {
	for _, m := range entityDeclaration.FindAllStringSubmatch(directive, 256) {
		c.in.Entity[m[1]] = m[2] + m[3]
	}
}

// svgAttribute returns an attribute as it may be written.
func svgAttribute(element string, a xml.Attr) (key, value string, ok bool) {
	key, value = a.Name.Local, a.Value
	switch a.Name.Space {
	case "":
	case xlinkSpace, "xlink":
		if key != "href" {
			return "", "", false
		}
		key = "xlink:href"
	case xmlSpace, "xml":
		return "xml:" + key, value, key == "space" || key == "lang"
	default:
		return "", "", false
	}
	switch {
	case key == "href" || key == "xlink:href":
		value, ok = safeReference(element, strings.TrimSpace(value))
		return key, value, ok
	case key == "attributeName":
		return key, value, svgAttributes[value] && value != "style"
	case key == "style":
		return key, safeCSS(value), true
	case !svgAttributes[key] && !strings.HasPrefix(key, "aria-"):
		return "", "", false
	}
	return key, value, safeURLs(value)
}

var rasterAddress = regexp.MustCompile(`(?i)^data:image/(?:png|jpe?g|gif|webp|avif);base64$`)

// safeReference returns a reference as it may be written: a place in the same drawing, and for
// pictures a raster image written out in the address itself, which is cleaned like any other.
func safeReference(element, ref string) (string, bool) {
	if strings.HasPrefix(ref, "#") {
		return ref, true
	}
	head, body, ok := strings.Cut(ref, ",")
	if !ok || element != "image" && element != "feImage" || !rasterAddress.MatchString(head) {
		return "", false
	}
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.Join(strings.Fields(body), ""), "="))
	if err != nil {
		return "", false
	}
	kind := Type("", data)
	clean := rasters[kind]
	if clean == nil {
		return "", false
	}
	if data, err = clean(data); err != nil {
		return "", false
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data), true
}

var urlFunction = regexp.MustCompile(`(?i)url\s*\(\s*['"]?\s*([^\s'")]?)`)

// safeURLs reports whether every url() of a value is a place in the same drawing.
func safeURLs(value string) bool {
	for _, m := range urlFunction.FindAllStringSubmatch(value, -1) {
		if m[1] != "#" {
			return false
		}
	}
	return !strings.Contains(value, `\`)
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?(\*/|$)|<!--|-->`)
	cssImport  = regexp.MustCompile(`(?i)@(import|charset|namespace)[^;]*(;|$)`)
	cssFont    = regexp.MustCompile(`(?is)@font-face\s*\{[^}]*(\}|$)`)
	cssRule    = regexp.MustCompile(`[^;{}]*`)
	cssLoads   = regexp.MustCompile(`(?i)image-set\s*\(|image\s*\(|\bsrc\s*\(|expression\s*\(|behavior\s*:|-moz-binding|javascript:|@import`)
)

// safeCSS takes out of a style sheet what could load something or hide that it does: imports,
// fonts, addresses outside the drawing, escapes.
func safeCSS(s string) string {
	s = cssComment.ReplaceAllString(s, " ")
	if strings.Contains(s, `\`) || strings.Contains(s, "<") {
		return ""
	}
	s = cssImport.ReplaceAllString(s, " ") // a space, so that no two halves become one word
	s = cssFont.ReplaceAllString(s, " ")
	return cssRule.ReplaceAllStringFunc(s, func(declaration string) string {
		if !safeURLs(declaration) || cssLoads.MatchString(declaration) {
			return ""
		}
		return declaration
	})
}
