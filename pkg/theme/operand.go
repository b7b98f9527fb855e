package theme

import (
	"reflect"
	"strings"
	"text/template/parse"
)

// An operand is a value that a template speaks of, of a type known before it is asked for.
type operand struct {
	of  reflect.Type // nil for the dot of a template that was given none
	get func(*machine) (value reflect.Value, ok bool)
}

// into is the step that gives a variable the value.
func (o operand) into(v variable) step {
	return func(m *machine) bool {
		value, ok := o.get(m)
		m.slots[v.slot] = value
		return ok
	}
}

// A condition is whether something is so, and whether that could be told.
type condition func(*machine) (yes, ok bool)

func (c *compiler) find(name string) variable {
	for i := len(c.scope) - 1; i >= 0; i-- {
		if c.scope[i].name == name {
			return c.scope[i]
		}
	}
	return variable{}
}

func literal(value any) operand {
	v := reflect.ValueOf(value)
	return operand{v.Type(), func(*machine) (reflect.Value, bool) { return v, true }}
}

// from is the value of a variable.
func from(v variable) (operand, error) {
	if v.of == nil {
		return operand{}, errOther
	}
	return operand{v.of, func(m *machine) (reflect.Value, bool) { return m.slots[v.slot], true }}, nil
}

// pipe is the value of a pipeline: each command is the last argument of the next.
func (c *compiler) pipe(cmds []*parse.CommandNode, dot variable) (operand, error) {
	var last *operand
	for _, cmd := range cmds {
		value, err := c.command(cmd, last, dot)
		if err != nil {
			return operand{}, err
		}
		last = &value
	}
	if last == nil {
		return operand{}, errOther
	}
	return *last, nil
}

func (c *compiler) command(cmd *parse.CommandNode, last *operand, dot variable) (operand, error) {
	id, isCall := cmd.Args[0].(*parse.IdentifierNode)
	if !isCall {
		if len(cmd.Args) > 1 || last != nil {
			return operand{}, errOther
		}
		return c.operand(cmd.Args[0], dot)
	}
	args, err := c.operands(cmd.Args[1:], last, dot)
	if err != nil {
		return operand{}, err
	}
	switch id.Ident {
	case "len":
		return length(args)
	case "index":
		return index(args)
	case "and", "or":
		if last != nil { // which a template asks for before all others
			return operand{}, errOther
		}
		return choose(args, id.Ident == "or")
	}
	is, err := test(id.Ident, args)
	if err != nil {
		return operand{}, err
	}
	return operand{reflect.TypeFor[bool](), func(m *machine) (reflect.Value, bool) {
		yes, ok := is(m)
		return reflect.ValueOf(yes), ok
	}}, nil
}

func (c *compiler) operands(nodes []parse.Node, last *operand, dot variable) ([]operand, error) {
	var args []operand
	for _, n := range nodes {
		arg, err := c.operand(n, dot)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	if last != nil {
		args = append(args, *last)
	}
	return args, nil
}

func (c *compiler) operand(n parse.Node, dot variable) (operand, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return from(dot)
	case *parse.FieldNode:
		o, err := from(dot)
		if err != nil {
			return o, err
		}
		return fields(o, n.Ident)
	case *parse.VariableNode:
		o, err := from(c.find(n.Ident[0]))
		if err != nil {
			return o, err
		}
		return fields(o, n.Ident[1:])
	case *parse.ChainNode:
		o, err := c.operand(n.Node, dot)
		if err != nil {
			return o, err
		}
		return fields(o, n.Field)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return operand{}, errOther
		}
		return c.pipe(n.Cmds, dot)
	case *parse.StringNode:
		return literal(n.Text), nil
	case *parse.BoolNode:
		return literal(n.True), nil
	case *parse.NumberNode:
		if n.IsInt && strings.Trim(n.Text, "0123456789") == "" {
			return literal(int(n.Int64)), nil
		}
	}
	return operand{}, errOther
}

// fields is a field of a field of a value.
func fields(o operand, names []string) (operand, error) {
	for _, name := range names {
		var err error
		if o, err = field(o, name); err != nil {
			return o, err
		}
	}
	return o, nil
}

func field(o operand, name string) (operand, error) {
	of, pointer := o.of, o.of.Kind() == reflect.Pointer
	if pointer {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct {
		return o, errOther
	}
	f, ok := of.FieldByName(name)
	if _, method := reflect.PointerTo(of).MethodByName(name); !ok || method || !f.IsExported() || len(f.Index) > 1 {
		return o, errOther
	}
	at, get := f.Index[0], o.get
	if !pointer {
		return operand{f.Type, func(m *machine) (reflect.Value, bool) {
			v, ok := get(m)
			if !ok {
				return v, false
			}
			return v.Field(at), true
		}}, nil
	}
	return operand{f.Type, func(m *machine) (reflect.Value, bool) {
		v, ok := get(m)
		if !ok || v.IsNil() {
			return v, false
		}
		return v.Elem().Field(at), true
	}}, nil
}

func length(args []operand) (operand, error) {
	if len(args) != 1 || args[0].of.Kind() != reflect.String && args[0].of.Kind() != reflect.Slice {
		return operand{}, errOther
	}
	get := args[0].get
	return operand{reflect.TypeFor[int](), func(m *machine) (reflect.Value, bool) {
		v, ok := get(m)
		if !ok {
			return v, false
		}
		return reflect.ValueOf(v.Len()), true
	}}, nil
}

func index(args []operand) (operand, error) {
	if len(args) != 2 || args[0].of.Kind() != reflect.Slice || args[1].of.Kind() != reflect.Int {
		return operand{}, errOther
	}
	of, at := args[0].get, args[1].get
	return operand{args[0].of.Elem(), func(m *machine) (reflect.Value, bool) {
		list, ok := of(m)
		if !ok {
			return list, false
		}
		i, ok := at(m)
		if !ok || i.Int() < 0 || i.Int() >= int64(list.Len()) {
			return i, false
		}
		return list.Index(int(i.Int())), true
	}}, nil
}

// choose is the first of its arguments that is true (or) or false (and), else the last: values
// of one type.
func choose(args []operand, wanted bool) (operand, error) {
	if len(args) == 0 {
		return operand{}, errOther
	}
	truth, err := truthOf(args[0].of)
	if err != nil {
		return operand{}, err
	}
	for _, a := range args {
		if a.of != args[0].of {
			return operand{}, errOther
		}
	}
	return operand{args[0].of, func(m *machine) (v reflect.Value, ok bool) {
		for _, a := range args {
			if v, ok = a.get(m); !ok || truth(v) == wanted {
				break
			}
		}
		return v, ok
	}}, nil
}
