// Package mhtml reads web archives (MIME multipart/related, RFC 2557): a page and the files that
// it shows in one file, as browsers, Word and OneNote save them.
//
// The file is read once for the places of its parts and no part is held: each is decoded when it
// is opened. An address in the page means a part when the part states that address or identifier,
// and nothing else is ever opened.
package mhtml

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/textproto"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/reader/html"
)

// Limits of an archive.
const (
	maxHeader = 64 << 10 // bytes of one part's header
	maxParts  = 10_000
	maxDepth  = 8
	// MaxPage is how large the page of an archive may be, decoded, in bytes.
	MaxPage = 64 << 20
)

// An Archive is an open web archive.
type Archive struct {
	Parts []Part
	Page  int // index of the part that is the page itself
	Title string
	Cut   bool // the end is missing, and with it maybe parts
}

// A Part is a file of an archive.
type Part struct {
	MediaType string // in lower case, without parameters
	Location  string // the address that the part had, as written; may be empty
	ID        string // its Content-ID without brackets; may be empty
	Name      string // a name for the file: as stated, else the last part of Location; NFC, may be empty

	charset  string
	encoding string
	r        io.ReaderAt
	at, end  int64
}

// Open returns the part's content, decoded. What is not valid in its encoding ends it with an
// error.
func (p Part) Open() io.Reader {
	r := io.NewSectionReader(p.r, p.at, p.end-p.at)
	switch p.encoding {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &letters{bufio.NewReader(r)})
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// letters passes over everything that is no letter of base64.
type letters struct{ r *bufio.Reader }

func (l *letters) Read(p []byte) (int, error) {
	for {
		n, err := l.r.Read(p)
		kept := p[:0]
		for _, c := range p[:n] {
			if 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/' || c == '=' {
				kept = append(kept, c)
			}
		}
		if len(kept) > 0 || err != nil {
			return len(kept), err
		}
	}
}

// Is reports whether a file that begins with head is a web archive or another MIME message.
func Is(head []byte) bool {
	h, _, err := header(bufio.NewReader(bytes.NewReader(bytes.TrimPrefix(head, []byte("\ufeff")))))
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	mediaType, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (strings.HasPrefix(mediaType, "multipart/") || mediaType == "text/html" && h.Get("MIME-Version") != "")
}

// Read reads where the parts of an archive are.
func Read(r io.ReaderAt, size int64) (*Archive, error) {
	a := &Archive{Page: -1}
	if err := a.part(r, 0, size, 0); err != nil {
		return nil, err
	}
	for i, p := range a.Parts {
		if p.MediaType == "text/html" || p.MediaType == "application/xhtml+xml" {
			a.Page = i
			break
		}
	}
	if a.Page < 0 {
		return nil, errors.New("the archive holds no page")
	}
	return a, nil
}

// part reads a part, and if it is made of parts, these.
func (a *Archive) part(r io.ReaderAt, at, end int64, depth int) error {
	h, body, err := header(bufio.NewReader(io.NewSectionReader(r, at, end-at)))
	if err != nil {
		return fmt.Errorf("read header: %w", err)
	}
	mediaType, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && mediaType == "" {
		mediaType = "application/octet-stream"
	}
	if depth == 0 {
		a.Title = decodeWords(h.Get("Subject"))
	}
	boundary := params["boundary"]
	if !strings.HasPrefix(mediaType, "multipart/") || boundary == "" {
		if len(a.Parts) >= maxParts {
			return errors.New("the archive has too many parts")
		}
		a.Parts = append(a.Parts, newPart(h, mediaType, params, r, at+body, end))
		return nil
	}
	if depth >= maxDepth {
		return errors.New("its parts lie too deep in each other")
	}
	ranges, whole, err := split(r, at+body, end, boundary)
	a.Cut = a.Cut || !whole
	if err != nil {
		return err
	}
	for i, p := range ranges {
		if err := a.part(r, p[0], p[1], depth+1); err != nil && i == 0 {
			return err
		}
	}
	return nil
}

func newPart(h textproto.MIMEHeader, mediaType string, params map[string]string, r io.ReaderAt, at, end int64) Part {
	p := Part{MediaType: mediaType, Location: strings.TrimSpace(decodeWords(h.Get("Content-Location"))),
		ID:      strings.Trim(strings.TrimSpace(h.Get("Content-ID")), "<>"),
		charset: params["charset"], encoding: strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))), r: r, at: at, end: end}
	p.Name = params["name"]
	if _, stated, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil && stated["filename"] != "" {
		p.Name = stated["filename"]
	}
	if p.Name = decodeWords(p.Name); p.Name == "" {
		p.Name = path.Base(strings.ReplaceAll(html.Address(locationPath(p.Location)).Target, `\`, "/"))
	}
	if p.Name = norm.NFC.String(strings.ToValidUTF8(p.Name, "\ufffd")); p.Name == "." || p.Name == "/" {
		p.Name = ""
	}
	return p
}

// locationPath takes scheme, host and query off an address.
func locationPath(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		_, s, _ = strings.Cut(rest, "/")
	} else if _, rest, ok := strings.Cut(s, ":"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "?")
	return s
}

// header reads a header and returns how many bytes it took, the empty line included.
func header(r *bufio.Reader) (textproto.MIMEHeader, int64, error) {
	var text bytes.Buffer
	lines := bufio.NewReader(io.LimitReader(r, maxHeader))
	size := int64(0)
	for {
		line, err := lines.ReadString('\n')
		size += int64(len(line))
		trimmed := strings.TrimRight(line, "\r\n")
		if trimmed == "" && err == nil {
			if text.Len() == 0 {
				continue // empty lines before the header
			}
			break
		}
		text.WriteString(trimmed + "\r\n")
		if err != nil {
			h, _ := textproto.NewReader(bufio.NewReader(io.MultiReader(&text, strings.NewReader("\r\n")))).ReadMIMEHeader()
			return h, size, io.ErrUnexpectedEOF
		}
	}
	text.WriteString("\r\n")
	h, err := textproto.NewReader(bufio.NewReader(&text)).ReadMIMEHeader()
	return h, size, err
}

// decodeWords decodes "=?utf-8?B?…?=" in a header.
func decodeWords(s string) string {
	if out, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
		return out
	}
	return s
}
