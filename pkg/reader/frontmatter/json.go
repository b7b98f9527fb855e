package frontmatter

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// decodeJSON reads a JSON object token by token, because decoding into a map would hide keys
// that are there twice.
func decodeJSON(raw string, line int) ([]field, *fault) {
	r := jsonReader{raw: raw, line: line, d: json.NewDecoder(strings.NewReader(raw))}
	r.d.UseNumber()
	v, err := r.value(1)
	if err == nil && v.kind != tableKind {
		err = errors.New("it is not a JSON object")
	}
	if err == nil {
		if _, more := r.d.Token(); more != io.EOF {
			err = errors.New("something follows the JSON object")
		}
	}
	if err != nil {
		return v.table, &fault{r.at(), err.Error(), "correct the JSON, or write the properties as YAML between two --- lines"}
	}
	return v.table, nil
}

type jsonReader struct {
	raw  string
	line int
	keys int
	d    *json.Decoder
}

// at is the line of the file that the decoder has come to.
func (r *jsonReader) at() int {
	return r.line + strings.Count(r.raw[:min(int(r.d.InputOffset()), len(r.raw))], "\n")
}

func (r *jsonReader) value(depth int) (value, error) {
	if depth > maxDepth {
		return value{}, errors.New("it is nested too deeply")
	}
	tok, err := r.d.Token()
	if err != nil {
		return value{}, err
	}
	switch tok := tok.(type) {
	case string:
		return value{kind: textKind, text: norm.NFC.String(tok)}, nil
	case json.Number:
		return value{kind: numberKind, text: tok.String()}, nil
	case bool:
		if tok {
			return value{kind: boolKind, text: "true"}, nil
		}
		return value{kind: boolKind, text: "false"}, nil
	case json.Delim:
		if tok == '[' {
			return r.list(depth)
		}
		return r.table(depth)
	}
	return value{}, nil
}

func (r *jsonReader) list(depth int) (value, error) {
	v := value{kind: listKind}
	for r.d.More() {
		e, err := r.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.list = append(v.list, e)
	}
	_, err := r.d.Token()
	return v, err
}

func (r *jsonReader) table(depth int) (value, error) {
	v := value{kind: tableKind}
	seen := map[string]bool{}
	for r.d.More() {
		tok, err := r.d.Token()
		if err != nil {
			return v, err
		}
		name, ok := tok.(string)
		if !ok {
			return v, errors.New("a name is missing")
		}
		f := field{name: norm.NFC.String(name), line: r.at()}
		if r.keys++; r.keys > maxKeys {
			return v, errors.New("it has more than 1,000 properties")
		}
		if seen[f.name] && depth > 1 {
			return v, errors.New("the property " + quote(f.name) + " is there twice")
		}
		seen[f.name] = true
		if f.value, err = r.value(depth + 1); err != nil {
			return v, err
		}
		f.plain = depth == 1 && f.value.kind == boolKind
		v.table = append(v.table, f)
	}
	_, err := r.d.Token()
	return v, err
}
