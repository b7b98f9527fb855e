package build

import (
	"memopress/pkg/graph"
	"memopress/pkg/importer"
	"memopress/pkg/site"
)

// A Session is what builds of the same inputs with the same options tell each other while a program
// runs. It can only spare work: what a build makes does not depend on it. All of it is found again
// by what it was made from, so that nothing in it can be out of date. The zero value knows nothing.
// Only one build at a time may use it.
type Session struct {
	files importer.Memory
	graph graph.Memory
	site  site.Memory
}

func (s *Session) links() *graph.Memory {
	if s == nil {
		return nil
	}
	return &s.graph
}

func (s *Session) texts() *site.Memory {
	if s == nil {
		return nil
	}
	return &s.site
}
