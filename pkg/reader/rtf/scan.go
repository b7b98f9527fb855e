package rtf

// A kind says what a token is.
type kind uint8

const (
	end kind = iota
	open
	shut
	letter // a byte of text
	word   // a control word or symbol
	binary
)

// A token is the smallest part of RTF that means something.
type token struct {
	kind   kind
	letter byte
	word   string
	value  int
	has    bool // the word has a number
	data   []byte
}

// A scanner splits RTF into tokens.
type scanner struct {
	src []byte
	at  int
}

func (s *scanner) next() token {
	for s.at < len(s.src) {
		c := s.src[s.at]
		s.at++
		switch c {
		case '{':
			return token{kind: open}
		case '}':
			return token{kind: shut}
		case '\\':
			return s.control()
		case '\r', '\n', 0:
		default:
			return token{kind: letter, letter: c}
		}
	}
	return token{kind: end}
}

// control reads what follows a backslash.
func (s *scanner) control() token {
	if s.at == len(s.src) {
		return token{kind: end}
	}
	c := s.src[s.at]
	s.at++
	switch {
	case c == '\'':
		if s.at+2 > len(s.src) {
			s.at = len(s.src)
			return token{kind: end}
		}
		b := hex(s.src[s.at])<<4 | hex(s.src[s.at+1])
		s.at += 2
		return token{kind: word, word: "'", letter: b}
	case c == '\r', c == '\n':
		return token{kind: word, word: "par"}
	case c == '{' || c == '}' || c == '\\':
		return token{kind: letter, letter: c}
	case !isLetter(c):
		return token{kind: word, word: string(rune(c))}
	}
	start := s.at - 1
	for s.at < len(s.src) && isLetter(s.src[s.at]) && s.at-start < 40 {
		s.at++
	}
	t := token{kind: word, word: string(s.src[start:s.at])}
	negative := false
	if s.at+1 < len(s.src) && s.src[s.at] == '-' && isDigit(s.src[s.at+1]) {
		negative = true
		s.at++
	}
	for s.at < len(s.src) && isDigit(s.src[s.at]) {
		t.has = true
		t.value = min(t.value*10+int(s.src[s.at]-'0'), 1<<40)
		s.at++
	}
	if negative {
		t.value = -t.value
	}
	if s.at < len(s.src) && s.src[s.at] == ' ' {
		s.at++
	}
	if t.word == "bin" && t.has && t.value > 0 {
		n := min(t.value, len(s.src)-s.at)
		t = token{kind: binary, data: s.src[s.at : s.at+n]}
		s.at += n
	}
	return t
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func hex(c byte) byte {
	switch {
	case isDigit(c):
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return (c | 0x20) - 'a' + 10
	}
	return 0
}
