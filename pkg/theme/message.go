package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// messages are the words of the interface: language → key → words.
type messages map[string]map[string]string

// readMessages reads messages/*.yaml of every layer; upper layers win key by key.
func readMessages(files layers) (messages, error) {
	out := messages{}
	for _, l := range slices.Backward(files) {
		entries, err := fs.ReadDir(l.fs, "messages")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.name, err)
		}
		for _, e := range entries {
			language, ok := strings.CutSuffix(e.Name(), ".yaml")
			if !ok {
				continue
			}
			name := path.Join("messages", e.Name())
			data, err := fs.ReadFile(l.fs, name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", l.name, err)
			}
			var words map[string]string
			if err := yaml.Unmarshal(data, &words); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", l.name, name, err)
			}
			language = strings.ToLower(language)
			if out[language] == nil {
				out[language] = map[string]string{}
			}
			maps.Copy(out[language], words)
		}
	}
	return out, nil
}

// find returns the words of a key in a language, or in the nearest that it falls back to:
// "de-AT" speaks "de", "zh-TW" the Chinese of its script.
func (m messages) find(language, key string) string {
	language = strings.ToLower(language)
	for language != "" {
		if w, ok := m[language][key]; ok {
			return w
		}
		language = parent(language)
	}
	return ""
}

// parent returns the language that a more special one is read as, "" for none.
func parent(language string) string {
	cut := strings.LastIndexByte(language, '-')
	if cut < 0 {
		return ""
	}
	switch language {
	case "zh-tw", "zh-hk", "zh-mo": // places that write in traditional characters
		return "zh-hant"
	}
	return language[:cut]
}

func (m messages) languages() []string { return slices.Sorted(maps.Keys(m)) }

// say is find with English behind it, for templates: the words of the site's language. A key
// that is nowhere is a mistake of the template.
func (m messages) say(language, key string) (string, error) {
	for _, l := range [...]string{language, "en"} {
		if w := m.find(l, key); w != "" {
			return w, nil
		}
	}
	return "", fmt.Errorf("no message is called %q", key)
}

// forms returns the plural forms of a key, by the names that CLDR gives them.
func (m messages) forms(language, key string) (map[string]string, error) {
	for _, l := range [...]string{language, "en"} {
		out := map[string]string{}
		for _, form := range [...]string{"zero", "one", "two", "few", "many", "other"} {
			if w := m.find(l, key+"."+form); w != "" {
				out[form] = w
			}
		}
		if out["other"] != "" {
			return out, nil
		}
	}
	return nil, fmt.Errorf("no message is called %q", key+".other")
}
