package store

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	p := os.Getenv("DUMP")
	if p == "" {
		t.Skip()
	}
	data, _ := os.ReadFile(p)
	s, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var spaces []ID
	if r, ok := s.spaces.(*revisions); ok {
		for id := range r.lists {
			spaces = append(spaces, id)
		}
	} else if p, ok := s.spaces.(*packaged); ok {
		for c := range p.cells {
			if c.context == mainContext {
				spaces = append(spaces, c.space)
			}
		}
	}
	fmt.Println("root", s.spaces.root(), "budget", s.file.budget)
	for _, id := range spaces {
		sp, err := s.Space(id)
		fmt.Println("=== SPACE", id, err)
		if err != nil {
			continue
		}
		seen := map[ID]bool{}
		for role, root := range sp.roots {
			fmt.Println("ROOT role", role)
			dump(sp, root, 0, seen)
		}
		fmt.Println("unreached", len(sp.declarations)-len(seen))
	}
	fmt.Println("budget", s.file.budget)
}

func dump(sp *Space, id ID, depth int, seen map[ID]bool) {
	ind := fmt.Sprintf("%*s", depth*2, "")
	if seen[id] {
		fmt.Printf("%s^%v\n", ind, id)
		return
	}
	seen[id] = true
	o, err := sp.Object(id)
	if err != nil {
		fmt.Println(ind, err)
		return
	}
	fmt.Printf("%s%x %v %s\n", ind, o.Type, id, o.declaration.file)
	dumpSet(sp, o.Set, depth+1, seen)
}

func dumpSet(sp *Space, s Set, depth int, seen map[ID]bool) {
	ind := fmt.Sprintf("%*s", depth*2, "")
	for _, p := range s.properties {
		fmt.Printf("%s.%08x v=%x", ind, p.id, p.value)
		if len(p.data) > 0 {
			fmt.Printf(" %q", decodeUTF16(p.data[:min(len(p.data), 300)]))
			fmt.Printf(" % x", p.data[:min(len(p.data), 20)])
		}
		if t := p.id >> 26; t == typeSpaces || t == typeSpace || t == typeContexts || t == typeContext {
			fmt.Println(p.ids)
			continue
		}
		fmt.Println()
		for _, id := range p.ids {
			dump(sp, id, depth+1, seen)
		}
		for i, set := range p.sets {
			fmt.Printf("%s[%d]\n", ind, i)
			dumpSet(sp, set, depth+1, seen)
		}
	}
}
