package logseq

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
	"memopress/pkg/reader/edn"
)

// A config is what of logseq/config.edn changes what pages mean.
type config struct {
	tripleLowbar bool // names of files write "/" as "___"
	journals     string
	journalTitle string // Java's date pattern
	journalFile  string
	hidden       []string
	macros       map[string]string
}

// readConfig reads the settings. Unreadable ones are told of, and the usual ones hold.
func (g *graph) readConfig() {
	g.config = config{journals: "journals", journalTitle: "MMM do, yyyy", journalFile: "yyyy_MM_dd", macros: map[string]string{}}
	f, _ := g.src.Lookup(path.Join(g.root, configPath))
	data, err := f.Read(1 << 20)
	var v any
	if err == nil {
		v, err = edn.Parse(data)
	}
	m, ok := v.(edn.Map)
	if err != nil || !ok {
		message := "the settings of the graph cannot be read"
		if err != nil {
			message += ": " + err.Error()
		}
		g.sink.Report(diag.Diagnostic{Severity: diag.Error, Code: "I001", Pos: diag.Pos{File: f.Place}, Message: message,
			Hint: "Logseq's usual settings are taken; which folders it hides is not known, so no page is published until this is mended"})
		g.sink.Account(ledger.Entry{Source: g.src.Name, Item: f.Path, Kind: ledger.Other, State: ledger.Failed, Reason: message, Raw: f.Open})
		g.unreadable = true
		return
	}
	c := &g.config
	c.tripleLowbar = m.Get("file/name-format") == any(edn.Keyword("triple-lowbar"))
	for key, into := range map[edn.Keyword]*string{"journals-directory": &c.journals, "journal/page-title-format": &c.journalTitle, "journal/file-name-format": &c.journalFile} {
		if s := m.Text(key); s != "" {
			*into = s
		}
	}
	if list, ok := m.Get("hidden").(edn.Vector); ok {
		for _, item := range list {
			if s, ok := item.(string); ok && strings.Trim(s, "/") != "" {
				c.hidden = append(c.hidden, strings.Trim(s, "/"))
			}
		}
	}
	if macros, ok := m.Get("macros").(edn.Map); ok {
		for _, p := range macros {
			name, _ := p.Key.(string)
			if text, ok := p.Value.(string); ok && name != "" {
				c.macros[name] = text
			}
		}
	}
}

// hides reports whether the settings keep a file out of the graph: itself, or a folder above it.
func (c config) hides(p string) bool {
	for _, h := range c.hidden {
		if p == h || strings.HasPrefix(p, h+"/") {
			return true
		}
	}
	return false
}

// title returns the title that a file's name means, and the day of a journal.
func (c config) title(p string) (title string, day time.Time) {
	base := path.Base(p)
	name := strings.TrimSuffix(base, path.Ext(base))
	if strings.HasPrefix(p, c.journals+"/") {
		for _, format := range []string{c.journalFile, "yyyy_MM_dd", "yyyy-MM-dd"} {
			if t, err := time.Parse(layout(format), name); err == nil {
				return formatDay(c.journalTitle, t), t
			}
		}
	}
	if c.tripleLowbar || strings.Contains(name, "___") {
		name = strings.ReplaceAll(name, "___", "/")
	} else if strings.Contains(name, "%2F") || strings.Contains(name, "%2f") {
		return unescape(name), time.Time{}
	} else if legacy.MatchString(name) {
		name = strings.ReplaceAll(name, ".", "/")
	}
	return unescape(name), time.Time{}
}

// legacy matches names in which a dot stands for "/", as files were named before 0.8.9: between
// letters without spaces around it, and not a number's.
var legacy = regexp.MustCompile(`^[^\s.\d][^.]*(?:\.[^\s.\d][^.]*)+$`)

func unescape(s string) string {
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if plain, err := url.PathUnescape(s[i : i+3]); err == nil {
				sb.WriteString(plain)
				i += 2
				continue
			}
		}
		sb.WriteByte(s[i])
	}
	return sb.String()
}

// tokens are the fields of Java's date patterns that Logseq uses, longest first, in Go's way.
var tokens = []struct{ java, layout string }{
	{"yyyy", "2006"}, {"EEEE", "Monday"}, {"MMMM", "January"}, {"EEE", "Mon"}, {"MMM", "Jan"}, {"yy", "06"}, {"MM", "01"}, {"dd", "02"},
	{"do", "2th"}, {"HH", "15"}, {"mm", "04"}, {"E", "Mon"}, {"M", "1"}, {"d", "2"},
}

// layout turns a date pattern into Go's layout. "do", the day with its ending, becomes "2th".
func layout(pattern string) string {
	var sb strings.Builder
next:
	for i := 0; i < len(pattern); {
		if pattern[i] == '\'' {
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end >= 0 {
				sb.WriteString(pattern[i+1 : i+1+end])
				i += end + 2
				continue
			}
		}
		for _, t := range tokens {
			if strings.HasPrefix(pattern[i:], t.java) {
				sb.WriteString(t.layout)
				i += len(t.java)
				continue next
			}
		}
		sb.WriteByte(pattern[i])
		i++
	}
	return sb.String()
}

// formatDay writes a day in a date pattern: "Mar 1st, 2024".
func formatDay(pattern string, t time.Time) string {
	s := t.Format(layout(pattern))
	if !strings.Contains(pattern, "do") {
		return s
	}
	day := t.Format("2")
	ending := "th"
	if n := t.Day(); n/10 != 1 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return strings.Replace(s, day+"th", day+ending, 1)
}
