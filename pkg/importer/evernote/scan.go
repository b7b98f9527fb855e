package evernote

import (
	"bufio"
	"bytes"
	"errors"
	"html"
	"io"
	"strings"
)

// A scanner takes an ENEX file apart without holding more of it than a piece of text. It is
// lenient where exports are known to be broken: control characters, entities that nobody
// declared, and "]]>" inside a note, which Evernote writes as "]]<![CDATA[>]]>".
type scanner struct {
	r   *bufio.Reader
	at  int64  // offset of the next byte
	buf []byte // of the text that token returns

	inside bool   // a CDATA section goes on
	again  *token // a tag that is to be read once more

	names map[string]string // the insides of short tags, each once
}

// tokenKind says what a token is.
type tokenKind uint8

const (
	startTag tokenKind = iota
	endTag
	textPiece // a piece of text, entities decoded, or of a CDATA section
)

// A token is a tag or a piece of text. Text holds only until the next call.
type token struct {
	kind  tokenKind
	name  string // of a tag, lower case
	attrs string // of a start tag, as written
	empty bool   // a start tag that is its own end
	text  []byte
	from  int64 // offset of its first byte
	to    int64 // offset after its last byte
}

// maxPiece is how long a piece of text is, in bytes, maxTag how long a tag may be.
const (
	maxPiece = 32 << 10
	maxTag   = 1 << 20
)

func newScanner(r io.Reader) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, 64<<10), names: map[string]string{}}
}

var errTag = errors.New("a tag of more than a megabyte, or the file ends inside a tag")

// next returns the next token; io.EOF at the end.
func (s *scanner) next() (token, error) {
	if t := s.again; t != nil {
		s.again = nil
		return *t, nil
	}
	for {
		if s.inside {
			return s.cdata()
		}
		head, err := s.r.Peek(9)
		if len(head) == 0 {
			return token{}, err
		}
		switch {
		case head[0] != '<':
			return s.text()
		case bytes.HasPrefix(head, []byte("<![CDATA[")):
			s.skip(9)
			return s.cdata()
		case bytes.HasPrefix(head, []byte("<!--")):
			err = s.until("-->")
		case bytes.HasPrefix(head, []byte("<?")):
			err = s.until("?>")
		default:
			var t token
			if t, err = s.tag(); err == nil && t.name != "" {
				return t, nil
			}
		}
		if err != nil {
			return token{}, err
		}
	}
}

func (s *scanner) skip(n int) {
	d, err := s.r.Discard(n)
	_ = err // what was peeked can be discarded
	s.at += int64(d)
}

// until skips to the end of a comment or an instruction.
func (s *scanner) until(end string) error {
	for {
		chunk := s.ahead()
		if i := bytes.Index(chunk, []byte(end)); i >= 0 {
			s.skip(i + len(end))
			return nil
		}
		if len(chunk) < maxPiece {
			s.skip(len(chunk))
			return errTag // the file ends inside
		}
		s.skip(len(chunk) - len(end) + 1)
	}
}

// text reads up to the next "<". Pieces end between entities.
func (s *scanner) text() (token, error) {
	t := token{kind: textPiece, from: s.at}
	chunk := s.ahead()
	n := len(chunk)
	if i := bytes.IndexByte(chunk, '<'); i >= 0 {
		n = i
	} else if i := bytes.LastIndexByte(chunk, '&'); i > 0 && i > n-64 {
		n = i // an entity may go on behind the piece
	}
	s.buf = append(s.buf[:0], chunk[:n]...)
	s.skip(n)
	t.to, t.text = s.at, s.buf
	if bytes.IndexByte(s.buf, '&') >= 0 {
		t.text = []byte(html.UnescapeString(string(s.buf)))
	}
	return t, nil
}

// ahead returns what can be read without waiting, at most maxPiece bytes, and at least enough for
// every mark that is looked for unless the file ends before.
func (s *scanner) ahead() []byte {
	chunk, err := s.r.Peek(maxPiece)
	_ = err // the end of the file, which the next call meets again
	return chunk
}

// cdata reads a piece of a CDATA section. One that is longer than a piece goes on with the next
// token.
func (s *scanner) cdata() (token, error) {
	t := token{kind: textPiece, from: s.at}
	s.inside = true
	chunk := s.ahead()
	if len(chunk) == 0 {
		return token{}, errTag
	}
	s.buf = s.buf[:0]
	n := 0
	for s.inside {
		end := bytes.Index(chunk[n:], []byte(sectionEnd))
		switch {
		case end < 0:
			last := len(chunk)
			if last == maxPiece { // a mark may go on behind the piece
				last -= len(broken) - 1
			}
			s.buf = append(s.buf, chunk[n:max(n, last)]...)
			s.skip(max(n, last))
			t.to, t.text = s.at, s.buf
			return t, nil
		case bytes.HasSuffix(chunk[n:n+end+len(sectionEnd)], []byte(broken)):
			s.buf = append(s.buf, chunk[n:n+end+len(sectionEnd)-len(broken)]...)
			s.buf = append(s.buf, '>')
		default:
			s.buf = append(s.buf, chunk[n:n+end]...)
			s.inside = false
		}
		n += end + len(sectionEnd)
	}
	s.skip(n)
	t.to, t.text = s.at, s.buf
	return t, nil
}

// broken is what Evernote makes of ">" after "]]" inside a section.
const broken = "<![CDATA[>" + sectionEnd

const sectionEnd = "]]>"

// tag reads a tag. One without a name is a doctype, or nothing.
func (s *scanner) tag() (token, error) {
	t := token{from: s.at}
	if inside, ok := s.shortTag(); ok {
		t.to = s.at
		t.parse(inside)
		return t, nil
	}
	var sb []byte
	quote := byte(0)
	for {
		b, err := s.r.ReadByte()
		if err != nil || len(sb) > maxTag {
			return token{}, errTag
		}
		if b == '<' && len(sb) > 0 { // no value may hold it: the tag has lost its end, and the next one is whole
			if err := s.r.UnreadByte(); err != nil {
				return token{}, err
			}
			t.to = s.at
			t.parse(string(sb[1:]))
			return t, nil
		}
		s.at++
		sb = append(sb, b)
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			t.to = s.at
			t.parse(string(sb[1 : len(sb)-1]))
			return t, nil
		}
	}
}

// shortTag reads a tag of less than maxShort bytes without values, and returns what is inside.
func (s *scanner) shortTag() (string, bool) {
	const maxShort, maxNames = 64, 1000
	head, err := s.r.Peek(maxShort)
	_ = err // the file may end before
	for i, b := range head {
		switch {
		case b == '"', b == '\'', b == '<' && i > 0:
			return "", false
		case b == '>':
			inside, known := s.names[string(head[1:i])]
			if !known {
				inside = string(head[1:i])
				if len(s.names) < maxNames {
					s.names[inside] = inside
				}
			}
			s.skip(i + 1)
			return inside, true
		}
	}
	return "", false
}

func (t *token) parse(inside string) {
	if strings.HasPrefix(inside, "!") {
		return
	}
	if name, ok := strings.CutPrefix(inside, "/"); ok {
		t.kind, t.name = endTag, strings.ToLower(strings.TrimSpace(name))
		return
	}
	inside, t.empty = strings.CutSuffix(strings.TrimSpace(inside), "/")
	name, attrs := inside, ""
	if i := strings.IndexAny(inside, " \t\r\n"); i >= 0 {
		name, attrs = inside[:i], strings.TrimSpace(inside[i:])
	}
	t.name, t.attrs = strings.ToLower(name), attrs
}

// raw is the tag as it stands in a text that was not wrapped in a section.
func (t token) raw() string {
	switch {
	case t.kind == endTag:
		return "</" + t.name + ">"
	case t.empty:
		return "<" + t.name + " " + t.attrs + "/>"
	}
	return "<" + t.name + " " + t.attrs + ">"
}
