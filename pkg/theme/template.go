package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"
	"text/template/parse"

	"memopress/pkg/render"
)

const templateDir = "templates/"

// A form is what pages of one kind are wrapped in.
type form struct {
	template *template.Template
	program  *program // nil for templates that do more than programs cover
}

// compile makes the forms of one language. Words and asset names are known now, so that
// they become plain text of the template: pages pay for what differs between them only.
func (e *edition) compile() (map[render.Kind]*form, error) {
	t, language := e.theme, e.language
	list, err := t.files.list(strings.TrimSuffix(templateDir, "/"))
	if err != nil {
		return nil, err
	}
	funcs := map[string]any{
		"t":     func(key string) (string, error) { return t.words.say(language, key) },
		"asset": e.asset,
	}
	common := template.New("page.html").Funcs(funcs)
	kinds := map[string]*parse.Tree{}
	for _, name := range list {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		src, err := t.files.read(name)
		if err != nil {
			return nil, err
		}
		origin := t.files.origin(name)
		trees, err := parseTemplate(origin, strings.TrimPrefix(name, templateDir), string(src), funcs)
		if err != nil {
			return nil, err
		}
		for id, tree := range trees {
			if err := e.settle(tree.Root, origin); err != nil {
				return nil, err
			}
			if isKind(id) {
				kinds[strings.TrimSuffix(id, ".html")] = tree
				continue
			}
			if _, err := common.AddParseTree(id, tree); err != nil {
				return nil, fmt.Errorf("theme: %w", readable(err))
			}
		}
	}
	set := map[render.Kind]*form{}
	for _, k := range render.Kinds() {
		tree := kinds[string(k)]
		if tree == nil {
			return nil, fmt.Errorf("theme: templates/%s.html is missing", k)
		}
		page, err := common.Clone()
		if err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
		if _, err := page.AddParseTree("main", tree); err != nil {
			return nil, fmt.Errorf("theme: %w", readable(err))
		}
		set[k] = &form{template: page}
	}
	// The first page has html/template decide on escaping, which programs are made from.
	for _, p := range samples() {
		f := set[p.Kind]
		if f.program != nil {
			continue
		}
		if err := f.template.Execute(io.Discard, p); err != nil {
			return nil, fmt.Errorf("theme: %w", readable(err))
		}
		f.program = newProgram(f.template)
	}
	return set, nil
}

// wrap appends the page as a whole document.
func (f *form) wrap(out []byte, p *render.Page) ([]byte, error) {
	if f.program != nil {
		if out, ok := f.program.run(out, p); ok {
			return out, nil
		}
	}
	buf := bytes.NewBuffer(out)
	if err := f.template.Execute(buf, p); err != nil {
		return nil, fmt.Errorf("theme: %w", readable(err))
	}
	return buf.Bytes(), nil
}

func isKind(id string) bool {
	for _, k := range render.Kinds() {
		if id == string(k)+".html" {
			return true
		}
	}
	return false
}

// parseTemplate parses a file. In errors it is called by its origin.
func parseTemplate(origin, name, src string, funcs map[string]any) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name, funcs)
	if _, err := tree.Parse(src, "", "", trees, funcs, builtins); err != nil {
		return nil, fmt.Errorf("theme: %w", readable(fmt.Errorf("%s", strings.Replace(err.Error(), "template: "+name, "template: "+origin, 1))))
	}
	for _, tree := range trees {
		tree.ParseName = origin // what errors while a page is made call it
	}
	return trees, nil
}

// builtins are the names of text/template's own functions, which its parser has to know.
var builtins = map[string]any{
	"and": 0, "or": 0, "not": 0, "len": 0, "index": 0, "slice": 0, "print": 0, "printf": 0, "println": 0,
	"html": 0, "js": 0, "urlquery": 0, "call": 0, "eq": 0, "ne": 0, "lt": 0, "le": 0, "gt": 0, "ge": 0,
}

// settle replaces {{t "key"}} and {{asset "name"}} by what they stand for.
func (e *edition) settle(list *parse.ListNode, origin string) error {
	if list == nil {
		return nil
	}
	for i, n := range list.Nodes {
		var err error
		switch n := n.(type) {
		case *parse.ActionNode:
			fn, arg, ok := constantCall(n.Pipe)
			if !ok {
				continue
			}
			text := ""
			switch fn {
			case "t":
				if text, err = e.theme.words.say(e.language, arg); err == nil {
					text = template.HTMLEscapeString(text)
				}
			case "asset":
				text, err = e.asset(arg)
			default:
				continue
			}
			if err != nil {
				return fmt.Errorf("theme: %s:%d: %w", origin, n.Line, err)
			}
			list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(text)}
		case *parse.IfNode:
			err = e.settleBranch(&n.BranchNode, origin)
		case *parse.WithNode:
			err = e.settleBranch(&n.BranchNode, origin)
		case *parse.RangeNode:
			err = e.settleBranch(&n.BranchNode, origin)
		case *parse.ListNode:
			err = e.settle(n, origin)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *edition) settleBranch(b *parse.BranchNode, origin string) error {
	if err := e.settle(b.List, origin); err != nil {
		return err
	}
	return e.settle(b.ElseList, origin)
}

// constantCall reports whether a pipeline is a function with one string and nothing else.
func constantCall(p *parse.PipeNode) (fn, arg string, ok bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 2 {
		return "", "", false
	}
	id, isID := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	s, isString := p.Cmds[0].Args[1].(*parse.StringNode)
	if !isID || !isString {
		return "", "", false
	}
	return id.Ident, s.Text, true
}

// asset returns the published path of a file in assets/.
func (e *edition) asset(name string) (string, error) {
	if at, ok := e.names[name]; ok {
		return at, nil
	}
	return "", fmt.Errorf("%w %q", errNoAsset, name)
}
