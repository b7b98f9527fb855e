package theme

import (
	"reflect"
	"text/template/parse"
)

// condition is whether the value of a pipeline is true. Unlike the value itself, this can be told
// of "and" and "or" whatever their arguments are.
func (c *compiler) condition(cmds []*parse.CommandNode, dot variable) (condition, error) {
	if len(cmds) == 1 {
		args := cmds[0].Args
		if id, ok := args[0].(*parse.IdentifierNode); ok && len(args) > 1 && (id.Ident == "and" || id.Ident == "or") {
			return c.either(args[1:], dot, id.Ident == "or")
		}
		if p, ok := args[0].(*parse.PipeNode); ok && len(args) == 1 && len(p.Decl) == 0 {
			return c.condition(p.Cmds, dot)
		}
	}
	value, err := c.pipe(cmds, dot)
	if err != nil {
		return nil, err
	}
	return truthful(value)
}

// either is "or", or "and": it ends at the first argument that decides.
func (c *compiler) either(nodes []parse.Node, dot variable, wanted bool) (condition, error) {
	var all []condition
	for _, n := range nodes {
		is, err := c.condition([]*parse.CommandNode{{NodeType: parse.NodeCommand, Args: []parse.Node{n}}}, dot)
		if err != nil {
			return nil, err
		}
		all = append(all, is)
	}
	return func(m *machine) (bool, bool) {
		for _, is := range all {
			if yes, ok := is(m); !ok || yes == wanted {
				return yes, ok
			}
		}
		return !wanted, true
	}, nil
}

func truthful(o operand) (condition, error) {
	truth, err := truthOf(o.of)
	if err != nil {
		return nil, err
	}
	return func(m *machine) (bool, bool) {
		v, ok := o.get(m)
		return ok && truth(v), ok
	}, nil
}

// truthOf tells whether a value of a type is true, as templates see it.
func truthOf(t reflect.Type) (func(reflect.Value) bool, error) {
	switch t.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool, nil
	case reflect.String, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() > 0 }, nil
	case reflect.Int:
		return func(v reflect.Value) bool { return v.Int() != 0 }, nil
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }, nil
	case reflect.Struct:
		return func(reflect.Value) bool { return true }, nil
	}
	return nil, errOther
}

// test is a function of templates that says yes or no.
func test(name string, args []operand) (condition, error) {
	if name == "not" && len(args) == 1 {
		is, err := truthful(args[0])
		if err != nil {
			return nil, err
		}
		return func(m *machine) (bool, bool) {
			yes, ok := is(m)
			return !yes, ok
		}, nil
	}
	if len(args) != 2 || args[0].of.Kind() != args[1].of.Kind() {
		return nil, errOther
	}
	kind := args[0].of.Kind()
	compare, err := comparison(name, kind)
	if err != nil {
		return nil, err
	}
	a, b := args[0].get, args[1].get
	return func(m *machine) (bool, bool) {
		x, ok := a(m)
		if !ok {
			return false, false
		}
		y, ok := b(m)
		if !ok {
			return false, false
		}
		return compare(x, y), true
	}, nil
}

// comparison compares two values of one kind.
func comparison(name string, kind reflect.Kind) (func(x, y reflect.Value) bool, error) {
	equal := func(x, y reflect.Value) bool { return x.String() == y.String() }
	less := func(x, y reflect.Value) bool { return x.String() < y.String() }
	switch kind {
	case reflect.String:
	case reflect.Int:
		equal = func(x, y reflect.Value) bool { return x.Int() == y.Int() }
		less = func(x, y reflect.Value) bool { return x.Int() < y.Int() }
	case reflect.Bool:
		equal = func(x, y reflect.Value) bool { return x.Bool() == y.Bool() }
		less = nil
	default:
		return nil, errOther
	}
	switch name {
	case "eq":
		return equal, nil
	case "ne":
		return func(x, y reflect.Value) bool { return !equal(x, y) }, nil
	}
	if less == nil {
		return nil, errOther
	}
	switch name {
	case "lt":
		return less, nil
	case "le":
		return func(x, y reflect.Value) bool { return !less(y, x) }, nil
	case "gt":
		return func(x, y reflect.Value) bool { return less(y, x) }, nil
	case "ge":
		return func(x, y reflect.Value) bool { return !less(x, y) }, nil
	}
	return nil, errOther
}
