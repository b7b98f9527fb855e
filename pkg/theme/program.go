package theme

import (
	"errors"
	"html/template"
	"reflect"
	"sync"
	"text/template/parse"

	"memopress/pkg/render"
)

// A program makes pages of one kind, byte for byte as its template does, 15 times as fast: names
// are looked up and types are known before the first page, and what is left appends to a buffer.
//
// It is made of the template as html/template leaves it once it has decided on the escaping of
// every action, so that these decisions are html/template's alone. It covers what themes are made
// of: if, with, range, template, variables, fields, comparisons, and the escaping of text,
// attributes and addresses. Templates with anything else have no program, and a page on which an
// action would be an error is left to the template, which tells it.
type program struct {
	body  step
	slots int
	idle  sync.Pool // of *machine
}

// A machine runs a program, for one page at a time.
type machine struct {
	out   []byte
	slots []reflect.Value // the values of the dot and of variables: each has its place
	space []byte
}

// A step writes a part of a page. It reports whether it could.
type step func(*machine) bool

// errOther is what programs do not cover.
var errOther = errors.New("only html/template does this")

// newProgram returns the program of a template that has been executed; nil when it has none.
func newProgram(t *template.Template) *program {
	c := &compiler{set: t}
	dot := c.dot("$", reflect.TypeFor[*render.Page]())
	body, err := c.list(t.Tree.Root, dot)
	if err != nil {
		return nil
	}
	p := &program{body: body, slots: c.slots}
	p.idle.New = func() any { return &machine{slots: make([]reflect.Value, p.slots)} }
	return p
}

// run appends the page to out, and reports whether it could be made.
func (p *program) run(out []byte, page *render.Page) ([]byte, bool) {
	if page == nil {
		return nil, false
	}
	m := p.idle.Get().(*machine)
	defer func() {
		m.out = nil
		clear(m.slots) // which lead to the page
		p.idle.Put(m)
	}()
	m.out, m.slots[0] = out, reflect.ValueOf(page)
	if !p.body(m) {
		return nil, false
	}
	return m.out, true
}

// A compiler makes a program.
type compiler struct {
	set   *template.Template
	scope []variable
	slots int // so far
	depth int // of templates that call each other
	size  int // in nodes, those of a template as often as it is called
}

// A variable has a place in a machine and one type throughout.
type variable struct {
	name string
	slot int
	of   reflect.Type // nil when nothing may be asked of it
	dot  bool         // it is some list's dot, too, which an assignment would not change
}

const (
	maxDepth = 50
	maxSize  = 20_000
)

// variable gives a variable its place; it is in scope until the scope is cut back.
func (c *compiler) variable(name string, of reflect.Type) variable {
	v := variable{name: name, slot: c.slots, of: of}
	c.slots++
	c.scope = append(c.scope, v)
	return v
}

// dot is a variable that is the dot of what stands in its scope.
func (c *compiler) dot(name string, of reflect.Type) variable {
	c.variable(name, of)
	v := &c.scope[len(c.scope)-1]
	v.dot = true
	return *v
}

func (c *compiler) list(list *parse.ListNode, dot variable) (step, error) {
	if list == nil {
		return nothing, nil
	}
	defer func(n int) { c.scope = c.scope[:n] }(len(c.scope))
	var steps []step
	for _, n := range list.Nodes {
		if c.size++; c.size > maxSize {
			return nil, errOther
		}
		s, err := c.node(n, dot)
		if err != nil {
			return nil, err
		}
		if s != nil {
			steps = append(steps, s)
		}
	}
	switch len(steps) {
	case 0:
		return nothing, nil
	case 1:
		return steps[0], nil
	}
	return func(m *machine) bool {
		for _, s := range steps {
			if !s(m) {
				return false
			}
		}
		return true
	}, nil
}

func nothing(*machine) bool { return true }

// node returns nil for a node that does nothing.
func (c *compiler) node(n parse.Node, dot variable) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(m *machine) bool {
			m.out = append(m.out, text...)
			return true
		}, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return c.assign(n.Pipe, dot)
		}
		return c.action(n.Pipe, dot)
	case *parse.IfNode:
		return c.branch(n.Pipe, n.List, n.ElseList, dot, false)
	case *parse.WithNode:
		return c.branch(n.Pipe, n.List, n.ElseList, dot, true)
	case *parse.RangeNode:
		return c.loop(n, dot)
	case *parse.TemplateNode:
		return c.call(n, dot)
	}
	return nil, errOther
}

// assign is an action that sets a variable, new or not, and writes nothing.
func (c *compiler) assign(p *parse.PipeNode, dot variable) (step, error) {
	value, err := c.pipe(p.Cmds, dot)
	if err != nil || len(p.Decl) != 1 {
		return nil, errOther
	}
	name := p.Decl[0].Ident[0]
	to := variable{}
	if !p.IsAssign {
		to = c.variable(name, value.of)
	} else if to = c.find(name); to.of != value.of || to.dot {
		return nil, errOther
	}
	return value.into(to), nil
}

// branch is an if, or a with, whose body has the value as its dot.
func (c *compiler) branch(p *parse.PipeNode, list, other *parse.ListNode, dot variable, with bool) (step, error) {
	defer func(n int) { c.scope = c.scope[:n] }(len(c.scope))
	if !with && len(p.Decl) == 0 {
		is, err := c.condition(p.Cmds, dot)
		if err != nil {
			return nil, err
		}
		return c.fork(is, list, other, dot, dot)
	}
	value, err := c.pipe(p.Cmds, dot)
	if err != nil || len(p.Decl) > 1 || p.IsAssign {
		return nil, errOther
	}
	name := "" // which no template can say
	if len(p.Decl) == 1 {
		name = p.Decl[0].Ident[0]
	}
	held := c.variable(name, value.of)
	if with {
		c.scope[len(c.scope)-1].dot = true
	}
	truth, err := truthOf(value.of)
	if err != nil {
		return nil, err
	}
	set := value.into(held)
	is := func(m *machine) (yes, ok bool) {
		if !set(m) {
			return false, false
		}
		return truth(m.slots[held.slot]), true
	}
	if with {
		return c.fork(is, list, other, held, dot)
	}
	return c.fork(is, list, other, dot, dot)
}

func (c *compiler) fork(is condition, list, other *parse.ListNode, dot, otherDot variable) (step, error) {
	then, err := c.list(list, dot)
	if err != nil {
		return nil, err
	}
	or, err := c.list(other, otherDot)
	if err != nil {
		return nil, err
	}
	return func(m *machine) bool {
		yes, ok := is(m)
		switch {
		case !ok:
			return false
		case yes:
			return then(m)
		}
		return or(m)
	}, nil
}

// loop is a range over a slice.
func (c *compiler) loop(n *parse.RangeNode, dot variable) (step, error) {
	defer func(n int) { c.scope = c.scope[:n] }(len(c.scope))
	value, err := c.pipe(n.Pipe.Cmds, dot)
	if err != nil || value.of == nil || value.of.Kind() != reflect.Slice || n.Pipe.IsAssign {
		return nil, errOther
	}
	decl := n.Pipe.Decl
	if len(decl) == 2 && decl[0].Ident[0] == decl[1].Ident[0] {
		return nil, errOther
	}
	// Where there is nothing to loop over, the names that are declared mean something else.
	outer := len(c.scope)
	for _, d := range decl {
		c.scope = append(c.scope, variable{name: d.Ident[0]})
	}
	or, err := c.list(n.ElseList, dot)
	if err != nil {
		return nil, err
	}
	c.scope = c.scope[:outer]
	item, index := c.dot("", value.of.Elem()), variable{slot: -1}
	switch len(decl) {
	case 1:
		c.scope[len(c.scope)-1].name = decl[0].Ident[0]
	case 2:
		index = c.variable(decl[0].Ident[0], reflect.TypeFor[int]())
		c.scope[len(c.scope)-2].name = decl[1].Ident[0]
	}
	body, err := c.list(n.List, item)
	if err != nil {
		return nil, err
	}
	return func(m *machine) bool {
		all, ok := value.get(m)
		if !ok {
			return false
		}
		if all.Len() == 0 {
			return or(m)
		}
		for i := range all.Len() {
			m.slots[item.slot] = all.Index(i)
			if index.slot >= 0 {
				m.slots[index.slot] = reflect.ValueOf(i)
			}
			if !body(m) {
				return false
			}
		}
		return true
	}, nil
}

// call is another template's text in this place, with a dot and variables of its own.
func (c *compiler) call(n *parse.TemplateNode, dot variable) (step, error) {
	t := c.set.Lookup(n.Name)
	if t == nil || t.Tree == nil || c.depth == maxDepth {
		return nil, errOther
	}
	outer := c.scope
	c.depth++
	defer func() { c.scope, c.depth = outer, c.depth-1 }()
	if n.Pipe == nil {
		c.scope = nil
		return c.list(t.Tree.Root, c.dot("$", nil))
	}
	value, err := c.pipe(n.Pipe.Cmds, dot)
	if err != nil || len(n.Pipe.Decl) > 0 {
		return nil, errOther
	}
	c.scope = nil
	own := c.dot("$", value.of)
	body, err := c.list(t.Tree.Root, own)
	if err != nil {
		return nil, err
	}
	set := value.into(own)
	return func(m *machine) bool { return set(m) && body(m) }, nil
}
