package theme

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"memopress/pkg/render"
	"memopress/pkg/writer/html"
)

// Every language that the theme speaks has every word, in every form that its numbers ask for,
// and no word that nobody says.
func TestMessagesAreComplete(t *testing.T) {
	th := load(t, nil)
	english := th.words["en"]
	for _, m := range html.Messages() {
		if english[m.Key] == "" {
			t.Errorf("en: %s is missing, which notes use", m.Key)
		}
	}
	for _, problem := range incomplete(english, th.words["ko"], "ko") {
		t.Errorf("ko: %s", problem)
	}
}

// So do the languages into which others translate the words that are new.
func TestTranslationsAreComplete(t *testing.T) {
	if testing.Short() {
		t.Skip("new words are translated after they are written")
	}
	th := load(t, nil)
	want := []string{"ar", "de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh", "zh-hant"}
	if got := th.Languages(); !slices.Equal(got, want) {
		t.Errorf("the theme speaks %v, want %v", got, want)
	}
	for _, lang := range th.Languages() {
		for _, problem := range incomplete(th.words["en"], th.words[lang], lang) {
			t.Errorf("%s: %s", lang, problem)
		}
	}
}

// Languages fall back to one that their readers read.
func TestFallback(t *testing.T) {
	th := load(t, nil)
	for lang, want := range map[string]string{
		"zh-TW": "筆記", "zh-HK": "筆記", "zh-MO": "筆記", "zh-Hant": "筆記", "zh-Hant-TW": "筆記",
		"zh-CN": "笔记", "zh-SG": "笔记", "zh-Hans": "笔记", "zh-Hans-SG": "笔记", "zh": "笔记",
		"pt-BR": "Notas", "de-AT": "Notizen", "ja-JP": "ノート", "ar-EG": "الملاحظات", "ru-RU": "Заметки", "it": "",
	} {
		if got := th.Message(lang, "notes"); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// The test above sees what it is there for.
func TestIncomplete(t *testing.T) {
	english := map[string]string{"a": "x", "n.one": "{n} x", "n.other": "{n} xs", "list": "with {list}"}
	for problem, words := range map[string]map[string]string{
		"":                                      {"a": "x", "n.one": "x", "n.few": "{n} x", "n.many": "{n} x", "n.other": "{n} x", "list": "{list}"},
		"a is missing":                          {"n.one": "{n} x", "n.few": "{n} x", "n.many": "{n} x", "n.other": "{n} x", "list": "{list}"},
		"a is empty":                            {"a": " ", "n.one": "{n} x", "n.few": "{n} x", "n.many": "{n} x", "n.other": "{n} x", "list": "{list}"},
		"n.few is missing":                      {"a": "x", "n.one": "{n} x", "n.many": "{n} x", "n.other": "{n} x", "list": "{list}"},
		"b is a word that nobody says":          {"a": "x", "b": "x", "n.one": "{n} x", "n.few": "{n} x", "n.many": "{n} x", "n.other": "{n} x", "list": "{list}"},
		"n.two is a word that nobody says":      {"a": "x", "n.two": "x", "n.one": "{n} x", "n.few": "{n} x", "n.many": "{n} x", "n.other": "{n} x", "list": "{list}"},
		"list has {} where English has {list}":  {"a": "x", "n.one": "{n} x", "n.few": "{n} x", "n.many": "{n} x", "n.other": "{n} x", "list": "x"},
		"n.other has {m} where English has {n}": {"a": "x", "n.one": "{n} x", "n.few": "{n} x", "n.many": "{n} x", "n.other": "{m} x", "list": "{list}"},
	} {
		got := incomplete(english, words, "ru")
		if problem == "" && len(got) > 0 || problem != "" && !slices.Equal(got, []string{problem}) {
			t.Errorf("found %q, want %q", got, problem)
		}
	}
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

// incomplete returns what is wrong with the words of a language beside those of English.
func incomplete(english, words map[string]string, lang string) (problems []string) {
	problem := func(parts ...string) { problems = append(problems, strings.Join(parts, "")) }
	wanted := map[string]string{} // key → its English
	allowed := map[string]bool{}
	for key, text := range english {
		stem, isForm := strings.CutSuffix(key, ".one")
		other, hasOther := english[stem+".other"]
		if isForm && hasOther {
			for _, form := range render.PluralForms(lang) {
				wanted[stem+"."+form] = other
			}
			allowed[key] = true // a language without a singular may have it all the same
			continue
		}
		if stem, isOther := strings.CutSuffix(key, ".other"); isOther && english[stem+".one"] != "" {
			continue
		}
		wanted[key] = text
	}
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		text, ok := words[key]
		if !ok {
			problem(key, " is missing")
			continue
		}
		if strings.TrimSpace(text) == "" && key != "number.group" {
			problem(key, " is empty")
			continue
		}
		// Words for one or for two of something may do without the number.
		own, theirs := filled(text), filled(wanted[key])
		spelled := own == strings.Replace(theirs, "{n}", "", 1) && (strings.HasSuffix(key, ".zero") || strings.HasSuffix(key, ".one") || strings.HasSuffix(key, ".two"))
		if own != theirs && !spelled {
			if own == "" {
				own = "{}"
			}
			problem(key, " has ", own, " where English has ", theirs)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(words)) {
		if _, ok := wanted[key]; !ok && !allowed[key] {
			problem(key, " is a word that nobody says")
		}
	}
	for _, list := range [...]struct {
		key string
		n   int
	}{{"date.months", 12}, {"date.months.alone", 12}, {"date.weekdays", 7}, {"date.weekdays.short", 7}} {
		if text, ok := words[list.key]; ok && len(strings.Split(text, ",")) != list.n {
			problem(list.key, " are too few or too many")
		}
	}
	return problems
}

// filled returns the places of a message that are filled, sorted, each once.
func filled(text string) string {
	all := placeholder.FindAllString(text, -1)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), "")
}

func TestMessage(t *testing.T) {
	th := load(t, fstest.MapFS{
		"messages/ko.yaml":    {Data: []byte("home: 처음\n")},
		"messages/ko-KP.yaml": {Data: []byte("home: 첫머리\n")},
	})
	for _, c := range [][3]string{
		{"ko", "home", "처음"}, {"ko-KR", "home", "처음"}, {"ko-kp", "home", "첫머리"}, {"ko-KP", "tags", "태그"}, {"KO", "tags", "태그"}, {"en-GB", "home", "Home"},
		{"xx", "home", ""}, {"en", "no such", ""}, {"", "home", ""},
	} {
		if got := th.Message(c[0], c[1]); got != c[2] {
			t.Errorf("%s in %s: %q, want %q", c[1], c[0], got, c[2])
		}
	}
}
