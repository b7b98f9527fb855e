package frontmatter

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/reader/date"
)

// decodeYAML reads YAML as it is written: numbers and dates keep their digits. line is where raw
// begins in the file. With a fault the fields are what could be saved.
func decodeYAML(raw string, line int) ([]field, *fault) {
	if fields, ok := decodePlain(raw, line); ok {
		return fields, nil
	}
	return decodeAny(raw, line)
}

// decodeAny is decodeYAML by the library.
func decodeAny(raw string, line int) ([]field, *fault) {
	if strings.HasPrefix(strings.TrimSpace(raw), "{") {
		if fields, f := decodeJSON(raw, line); f == nil {
			return fields, nil
		}
	}
	root, err := parseYAML(raw)
	if err != nil {
		bad := brokenLine(raw, err)
		message, hint := explain(raw, bad, err)
		return salvage(raw, line), &fault{line + bad - 1, message, hint}
	}
	if root == nil {
		return nil, nil
	}
	if root.Kind != yaml.MappingNode {
		return salvage(raw, line), &fault{line + root.Line - 1, "it is not a list of properties", "write each property as name: value"}
	}
	lines := strings.Split(raw, "\n")
	r := yamlReader{base: line - 1}
	fields := r.fields(root, 1)
	for i := range fields {
		k, v := root.Content[2*i], root.Content[2*i+1]
		fields[i].plain = plainYAML(k, v, root, lines)
		if v.Kind == yaml.MappingNode && v.Line == k.Line && k.Line <= len(lines) {
			// A placeholder that a template left, {{date}}, is a mapping to YAML.
			if _, rest, _ := strings.Cut(lines[k.Line-1], ":"); strings.HasPrefix(strings.TrimSpace(rest), "{{") {
				fields[i].value = value{kind: textKind, text: norm.NFC.String(strings.TrimSpace(rest))}
			}
		}
	}
	return fields, r.fault
}

var errDocuments = errors.New("yaml: it holds several documents")

// parseYAML parses exactly one document; nil for an empty one.
func parseYAML(raw string) (*yaml.Node, error) {
	d := yaml.NewDecoder(strings.NewReader(raw))
	var doc, more yaml.Node
	switch err := d.Decode(&doc); {
	case err == io.EOF:
		return nil, nil
	case err != nil:
		return nil, err
	}
	switch err := d.Decode(&more); {
	case err == nil:
		return nil, errDocuments
	case err != io.EOF:
		return nil, err
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" && root.Value == "" {
		return nil, nil
	}
	return root, nil
}

type yamlReader struct {
	base  int // lines of the file above the first of the matter
	keys  int
	fault *fault
}

func (r *yamlReader) fail(n *yaml.Node, message, hint string) {
	if r.fault == nil {
		r.fault = &fault{r.base + n.Line, message, hint}
	}
}

func (r *yamlReader) fields(n *yaml.Node, depth int) []field {
	var out []field
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if r.keys++; r.keys > maxKeys {
			r.fail(k, "it has more than 1,000 properties", "move the text below the front matter")
			return out
		}
		name := k.Value
		if k.Kind != yaml.ScalarNode {
			name = r.value(k, depth+1).readable()
		}
		name = norm.NFC.String(name)
		if seen[name] && depth > 1 {
			r.fail(k, "the property "+quote(name)+" is there twice", "remove one of the two")
		}
		seen[name] = true
		out = append(out, field{name: name, line: r.base + k.Line, value: r.value(v, depth+1)})
	}
	return out
}

func (r *yamlReader) value(n *yaml.Node, depth int) value {
	if depth > maxDepth {
		r.fail(n, "it is nested too deeply", "write nested properties as text")
		return value{}
	}
	switch n.Kind {
	case yaml.AliasNode:
		r.fail(n, "it refers to another property with *"+n.Value, "write the value itself, or put it in quotes")
		return value{kind: textKind, text: "*" + n.Value}
	case yaml.SequenceNode:
		v := value{kind: listKind}
		for _, c := range n.Content {
			v.list = append(v.list, r.value(c, depth+1))
		}
		return v
	case yaml.MappingNode:
		return value{kind: tableKind, table: r.fields(n, depth)}
	}
	return yamlScalar(n)
}

func yamlScalar(n *yaml.Node) value {
	text := norm.NFC.String(n.Value)
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) != 0 {
		return value{kind: textKind, text: strings.TrimRight(text, "\n")}
	}
	switch n.ShortTag() {
	case "!!null":
		return value{kind: nullKind, text: ""}
	case "!!bool":
		return value{kind: boolKind, text: strings.ToLower(text)}
	case "!!int", "!!float":
		if decimal.MatchString(text) {
			return value{kind: numberKind, text: text}
		}
	}
	return plainScalar(text)
}

// decimal matches what people mean by a number. 010 is not one: it is a code, a postcode or the
// start of a telephone number, and YAML would read it as 8.
var decimal = regexp.MustCompile(`^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$`)

// plainScalar is an unquoted text, which is a date when it looks like one.
func plainScalar(text string) value {
	if date.IsDay(text) || date.IsTime(text) {
		return value{kind: dateKind, text: text}
	}
	return value{kind: textKind, text: text}
}

// plainYAML reports whether a top-level property is written in the one way that may decide
// about visibility: "name: true" on one line, at the margin, without quotes, tags or anchors.
func plainYAML(k, v, root *yaml.Node, lines []string) bool {
	const bare = yaml.Style(0)
	if root.Style&yaml.FlowStyle != 0 || k.Kind != yaml.ScalarNode || v.Kind != yaml.ScalarNode ||
		k.Style != bare || v.Style != bare || k.Anchor != "" || v.Anchor != "" || root.Anchor != "" ||
		v.ShortTag() != "!!bool" || k.Line != v.Line || k.Column != 1 || k.Line > len(lines) {
		return false
	}
	return isPlainLine(strings.TrimSuffix(lines[k.Line-1], "\r"), k.Value, v.Value)
}

func isPlainLine(line, key, value string) bool {
	m := plainLine.FindStringSubmatch(line)
	return m != nil && m[1] == key && m[2] == value
}

var plainLine = regexp.MustCompile(`^([a-z][a-z-]*): +(true|True|TRUE|false|False|FALSE)(?: +#.*)? *$`)
