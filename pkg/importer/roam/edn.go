package roam

import (
	"cmp"
	"errors"
	"slices"

	"memopress/pkg/reader/edn"
)

// fromEDN reads the pages of a DataScript database:
// #datascript/DB {:schema {…} :datoms [[entity attribute value transaction] …]}.
func fromEDN(data []byte) ([]*block, error) {
	v, err := edn.Parse(data)
	if err != nil {
		return nil, err
	}
	db, ok := v.(edn.Tagged)
	m, isMap := db.Value.(edn.Map)
	datoms, isList := m.Get("datoms").(edn.Vector)
	if !ok || !isMap || !isList {
		return nil, errors.New("it is not a database of DataScript")
	}
	entities := map[int64]*block{}
	order := map[int64]int64{}
	children := map[int64][]int64{}
	for _, d := range datoms {
		f, ok := d.(edn.Vector)
		if !ok || len(f) < 3 {
			continue
		}
		e, okE := f[0].(int64)
		name, okA := f[1].(edn.Keyword)
		if !okE || !okA {
			continue
		}
		b := entities[e]
		if b == nil {
			b = &block{}
			entities[e] = b
		}
		switch name {
		case "node/title":
			b.Title, _ = f[2].(string)
		case "block/string":
			b.String, _ = f[2].(string)
		case "block/uid":
			b.UID, _ = f[2].(string)
		case "block/heading":
			if n, ok := f[2].(int64); ok {
				b.Heading = int(min(max(n, 0), 6))
			}
		case "children/view-type":
			b.View = word(f[2])
		case "block/text-align":
			b.Align = word(f[2])
		case "create/time":
			b.Created = number(f[2])
		case "edit/time":
			b.Edited = number(f[2])
		case "block/order":
			order[e], _ = f[2].(int64)
		case "block/children":
			if c, ok := f[2].(int64); ok {
				children[e] = append(children[e], c)
			}
		}
	}
	return assemble(entities, order, children), nil
}

// word is a keyword or a string: versions of Roam write either.
func word(v any) string {
	if k, ok := v.(edn.Keyword); ok {
		return string(k)
	}
	s, _ := v.(string)
	return s
}

func number(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// assemble puts blocks below their parents. A block that stands below several, or below itself,
// stays with the first.
func assemble(entities map[int64]*block, order map[int64]int64, children map[int64][]int64) []*block {
	ids := make([]int64, 0, len(entities))
	for id := range entities {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var pages []*block
	placed := map[int64]bool{}
	var queue []int64
	for _, id := range ids {
		if entities[id].Title != "" {
			pages = append(pages, entities[id])
			placed[id] = true
			queue = append(queue, id)
		}
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		below := children[id]
		slices.SortStableFunc(below, func(a, b int64) int { return cmp.Or(cmp.Compare(order[a], order[b]), cmp.Compare(a, b)) })
		for _, c := range below {
			if b := entities[c]; b != nil && !placed[c] {
				placed[c] = true
				entities[id].Children = append(entities[id].Children, b)
				queue = append(queue, c)
			}
		}
	}
	return pages
}
