package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A PolicyConfig is a Policy as a configuration file (YAML) states it.
//
//	publish: marked                     # or: all
//	publish: {folder: [Public, "Blog/**"], tag: wiki}    # both must hold
//	publish:
//	  any:
//	    - marked
//	    - folder: Public
//	      not: {tag: private}
//	exclude: [templates, "private/**"]
type PolicyConfig struct {
	Publish         *RuleConfig `yaml:"publish"` // nil: no rule, nothing is published
	Exclude         Words       `yaml:"exclude"`
	Properties      Words       `yaml:"properties"`
	ShowUnpublished bool        `yaml:"-"`
}

// A RuleConfig is a Rule as a configuration file states it: a word ("all", "marked") or a
// mapping. Every key of a mapping must hold; of the several words of one key, one.
type RuleConfig struct {
	Use      string       `yaml:"use,omitempty"` // "all" or "marked"
	Folder   Words        `yaml:"folder,omitempty"`
	Tag      Words        `yaml:"tag,omitempty"`
	Property Words        `yaml:"property,omitempty"` // "name=value" or "name"
	Name     Words        `yaml:"name,omitempty"`
	Any      []RuleConfig `yaml:"any,omitempty"`
	All      []RuleConfig `yaml:"all,omitempty"`
	Not      *RuleConfig  `yaml:"not,omitempty"`
}

// UnmarshalText takes a rule that is one word. The decoder of YAML calls it for scalars.
func (c *RuleConfig) UnmarshalText(text []byte) error {
	*c = RuleConfig{Use: string(text)}
	return nil
}

// Words is a list that may be written as a single word.
type Words []string

// UnmarshalText takes a list of one word. The decoder of YAML calls it for scalars.
func (w *Words) UnmarshalText(text []byte) error {
	*w = Words{string(text)}
	return nil
}

// ParsePolicy turns a configuration into a Policy. The error names the key and the value that
// cannot be understood.
func ParsePolicy(c PolicyConfig) (Policy, error) {
	p := Policy{ShowUnpublished: c.ShowUnpublished}
	if c.Publish != nil {
		rule, err := parseRule("publish", *c.Publish)
		if err != nil {
			return Policy{}, err
		}
		p.Rule = rule
	}
	if err := checkGlobs("exclude", c.Exclude); err != nil {
		return Policy{}, err
	}
	if err := checkGlobs("properties", c.Properties); err != nil {
		return Policy{}, err
	}
	p.Exclude = c.Exclude
	if c.Properties != nil {
		p.Properties = slices.Clone(c.Properties)
	}
	return p, nil
}

func parseRule(key string, c RuleConfig) (Rule, error) {
	var all []Rule
	switch strings.TrimSpace(c.Use) {
	case "":
	case "all":
		all = append(all, All())
	case "marked":
		all = append(all, Marked())
	default:
		return Rule{}, fmt.Errorf("%s: unknown rule %q: want all, marked, or a mapping with folder, tag, property, name, any, all or not", key, c.Use)
	}
	words := func(name string, ws Words, check func(string, []string) error, rule func(string) Rule) error {
		if ws == nil {
			return nil
		}
		if len(ws) == 0 {
			return fmt.Errorf("%s.%s: the list is empty", key, name)
		}
		if err := check(key+"."+name, ws); err != nil {
			return err
		}
		var anyOf []Rule
		for _, w := range ws {
			anyOf = append(anyOf, rule(w))
		}
		all = append(all, AnyOf(anyOf...))
		return nil
	}
	property := func(s string) Rule {
		name, value, _ := strings.Cut(s, "=")
		return WithProperty(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	for _, err := range []error{
		words("folder", c.Folder, checkGlobs, InFolder),
		words("tag", c.Tag, checkWords, WithTag),
		words("property", c.Property, checkProperties, property),
		words("name", c.Name, checkGlobs, Named),
	} {
		if err != nil {
			return Rule{}, err
		}
	}
	if c.Any != nil {
		rules, err := parseRules(key+".any", c.Any)
		if err != nil {
			return Rule{}, err
		}
		all = append(all, AnyOf(rules...))
	}
	if c.All != nil {
		rules, err := parseRules(key+".all", c.All)
		if err != nil {
			return Rule{}, err
		}
		all = append(all, AllOf(rules...))
	}
	if c.Not != nil {
		rule, err := parseRule(key+".not", *c.Not)
		if err != nil {
			return Rule{}, err
		}
		all = append(all, Not(rule))
	}
	if len(all) == 0 {
		return Rule{}, fmt.Errorf("%s: the rule is empty: want all, marked, or a mapping with folder, tag, property, name, any, all or not", key)
	}
	return AllOf(all...), nil
}

func parseRules(key string, cs []RuleConfig) ([]Rule, error) {
	if len(cs) == 0 {
		return nil, fmt.Errorf("%s: the list is empty", key)
	}
	rules := make([]Rule, len(cs))
	for i, c := range cs {
		var err error
		if rules[i], err = parseRule(fmt.Sprintf("%s[%d]", key, i), c); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

func checkWords(key string, ws []string) error {
	for _, w := range ws {
		if strings.Trim(w, "# \t") == "" {
			return fmt.Errorf("%s: an empty word", key)
		}
	}
	return nil
}

func checkProperties(key string, ws []string) error {
	for _, w := range ws {
		if name, _, _ := strings.Cut(w, "="); strings.TrimSpace(name) == "" {
			return fmt.Errorf("%s: %q has no name: want name=value", key, w)
		}
	}
	return checkWords(key, ws)
}

// checkGlobs refuses patterns that could never match or whose syntax is wrong: one of those in
// "exclude" would publish what it was to keep back.
func checkGlobs(key string, globs []string) error {
	for _, g := range globs {
		if cleanGlob(g) == "" {
			return fmt.Errorf("%s: an empty pattern", key)
		}
		if !doublestar.ValidatePattern(cleanGlob(g)) {
			return fmt.Errorf("%s: %q is not a valid pattern: a bracket or brace is not closed", key, g)
		}
	}
	return nil
}
