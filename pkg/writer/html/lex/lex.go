// Package lex tells what the parts of source code are, for colouring them: in one pass over the
// bytes, without regular expressions, for the languages that notes hold most often.
//
// Its classes are Chroma's short names ("k" for a keyword, "s2" for a text between double quotes),
// because styles are written for these. Names and punctuation, which no style colours, have none.
// It does not parse: code that is broken or of another dialect still comes out whole, and what is
// open at the end stays what it was.
package lex

// A Lexer knows one language. It is immutable.
type Lexer struct {
	run func(e *emitter, code string)
}

// Get returns the lexer of a language by its name or an alias, in lower case; nil when this
// package does not know it.
func Get(name string) *Lexer { return lexers[name] }

// Names returns every name that Get knows.
func Names() []string {
	var out []string
	for name := range lexers {
		out = append(out, name)
	}
	return out
}

// Tokens calls emit for the pieces of code from the first to the last; together they are code.
// class is empty for what has no colour. A piece may hold line ends.
func (l *Lexer) Tokens(code string, emit func(class, text string)) {
	e := &emitter{emit: emit, code: code}
	l.run(e, code)
	e.flush()
}

// An emitter joins pieces of one class.
type emitter struct {
	emit       func(class, text string)
	code       string
	class      string
	start, end int // what is pending
}

// add says the class of the next piece of the code, which is text.
func (e *emitter) add(class, text string) {
	if class != e.class {
		e.flush()
		e.class = class
	}
	e.end += len(text)
}

func (e *emitter) flush() {
	if e.end > e.start {
		e.emit(e.class, e.code[e.start:e.end])
	}
	e.start = e.end
}
