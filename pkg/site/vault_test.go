package site

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// A sketch is a note before it is made: mutations change sketches, and notes are made anew for
// each publication.
type sketch struct {
	path, title string
	aliases     []string
	tags        []string
	created     time.Time
	updated     time.Time
	permalink   string
	summary     string
	lang        string
	order       int
	pinned      bool
	props       [][2]string
	cover       string
	parts       []part
	private     bool
}

// A part is a block of a sketch: what it is and the words it takes.
type part struct{ kind, target, text string }

// An attachmentSketch is an attachment before it is made.
type attachmentSketch struct {
	path, content, media string
	private              bool
}

// A vault is notes and attachments in sketches, and the way in which private ones are marked.
type vault struct {
	notes       []sketch
	attachments []attachmentSketch
	mode        int // see policy
	settings    Settings
	show        bool
}

const markModes = 4

// policy is how the vault tells private notes from public ones: by their own mark, by the mark
// of the public ones, by a tag, by an excluded folder.
func (v vault) policy() Policy {
	p := Policy{ShowUnpublished: v.show, Properties: []string{"*"}}
	switch v.mode {
	case 0:
		p.Rule = All()
	case 1:
		p.Rule = Marked()
	case 2:
		p.Rule = WithTag("공개")
	case 3:
		p.Rule, p.Exclude = All(), []string{privateFolder}
	}
	return p
}

const privateFolder = "비공개"

func (v vault) graph() *graph.Graph {
	var notes []*note.Note
	for _, s := range v.notes {
		notes = append(notes, s.note(v.mode))
	}
	var atts []note.Attachment
	for _, a := range v.attachments {
		atts = append(atts, note.Attachment{
			Key: "k:" + a.path, Path: a.path, Name: a.path[strings.LastIndexByte(a.path, '/')+1:], MediaType: a.media,
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(a.content)), nil },
		})
	}
	return graph.New(notes, atts)
}

func (s sketch) note(mode int) *note.Note {
	n := newNote(s.path)
	n.Title = s.title
	n.Aliases, n.Tags = slices.Clone(s.aliases), slices.Clone(s.tags)
	n.Created, n.Updated = s.created, s.updated
	n.Permalink, n.Summary, n.Lang, n.Order, n.Pinned = s.permalink, s.summary, s.lang, s.order, s.pinned
	for _, p := range s.props {
		v := note.Value{Text: p[1]}
		if m := wikilink.FindStringSubmatch(p[1]); m != nil && m[0] == p[1] {
			ref := wikilinkRef(m[1])
			v.Ref = &ref
		}
		n.Properties = append(n.Properties, note.Property{Name: p[0], Value: []note.Value{v}})
	}
	if s.cover != "" {
		n.Image = &note.Ref{Kind: note.RefName, Target: s.cover}
	}
	for i, p := range s.parts {
		n.Body = append(n.Body, p.block(i))
	}
	switch {
	case mode == 0 && s.private:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "private: true"}
	case mode == 1 && !s.private:
		n.Visibility.State = note.MarkedPublic
	case mode == 2 && !s.private:
		n.Tags = append(n.Tags, "공개")
	}
	return n
}

func (p part) block(i int) note.Block {
	line := 10 * (i + 1)
	at := func(r note.Ref) note.Ref { r.Line, r.Column = line, 1; return r }
	link := func(shown ...string) note.Inline {
		l := wiki(p.target, shown...)
		l.Ref = at(l.Ref)
		return l
	}
	switch p.kind {
	case "heading":
		return heading(2, text(p.text))
	case "linked heading":
		return heading(2, text(p.text+" "), link())
	case "bare":
		return para(text(p.text+" "), link(), text(" 끝. "+p.text))
	case "named":
		return para(text(p.text+" "), link("내 "+p.text))
	case "path":
		return para(&note.Link{Ref: at(note.Ref{Kind: note.RefPath, Target: p.target + ".md"}), Inlines: []note.Inline{text(p.text)}})
	case "id":
		return para(&note.Link{Ref: at(note.Ref{Kind: note.RefNote, Target: p.target}), Inlines: []note.Inline{text(p.text)}})
	case "embed":
		return para(&note.Embed{Ref: at(wikilinkRef(p.target)), Alt: p.text})
	case "named embed":
		return para(&note.Embed{Ref: at(wikilinkRef(p.target)), Alt: p.target})
	case "html":
		ref := at(note.Ref{Kind: note.RefPath, Target: p.target})
		open, _ := note.OpenTag("a", note.Attr{Name: "href", Ref: &ref}, note.Attr{Name: "id", Value: "here"})
		end, _ := note.CloseTag("a")
		return &note.HTML{Inlines: []note.Inline{open, text(p.text), end}}
	case "tag":
		return para(text(p.text+" "), &note.Hashtag{Name: p.target})
	case "item":
		return &note.List{Items: []note.ListItem{{ID: fmt.Sprint("id", i), Blocks: []note.Block{para(text(p.text+" "), link())}}}}
	case "callout":
		return &note.Callout{Type: "note", Title: []note.Inline{link()}, Blocks: []note.Block{para(text(p.text))}}
	case "table":
		return &note.Table{Rows: []note.Row{{Header: true, Cells: []note.Cell{{Blocks: []note.Block{para(text(p.text))}}, {Blocks: []note.Block{para(link())}}}}}}
	case "footnote":
		return &note.Footnote{Label: "1", Blocks: []note.Block{para(text(p.text), link())}}
	}
	return para(text(p.text))
}

// Words that public and private notes share, so that each kind of index has both in it.
var (
	vaultTitles = []string{"계획", "Plan", "plan", "회의록", "Straße", "C#", "C", "a b", "a-b", "All", "README", "index", "Home", "홈", "café", "日記", "2024-01-01", "2024-01-02", "일", "work"}
	vaultDirs   = []string{"", "", "", "일", "work", "Work", "work/deep", "a b", "a-b", "tags", "files", "Plan"}
	vaultTags   = []string{"wiki", "Wiki", "book/novel", "Book/Poem", "책", "책/소설", "WIKI/x", "shared"}
	vaultFiles  = []string{"사진.png", "photo.png", "Photo.png", "doc.pdf", "page.html", "board.canvas"}
	vaultWords  = strings.Fields("오늘 우리는 정원에서 나무를 심었다 the garden grows slowly with patience 지식 connects notes 그리고 ideas 매일 조금씩 zymurgy 퇴고 quixotic 옥상 perennial 씨앗 compost")
	vaultLangs  = []string{"", "", "", "en", "ko", "he"}
)

// newVault makes the vault of a seed. Every private note shares a title, a tag, a folder, a
// link target, an attachment name, an alias and a date's neighbourhood with public ones, and
// holds canaries: words that no public note has.
func newVault(seed uint64) vault {
	r := rand.New(rand.NewPCG(seed, 7))
	v := vault{mode: int(seed % markModes), show: r.IntN(4) == 0}
	v.settings = Settings{Title: "Garden", Addresses: AddressStyle(r.IntN(4)), Language: pick(r, []string{"", "ko", "en"})}
	taken := map[string]bool{}
	for i, count := 0, 6+r.IntN(10); i < count; i++ {
		v.notes = append(v.notes, newSketch(r, v, i, i%5 >= 3, taken))
	}
	if r.IntN(2) == 0 { // both would be home
		readme, index := newSketch(r, v, 90, false, taken), newSketch(r, v, 91, true, taken)
		readme.path, readme.title, readme.permalink = "README.md", "README", ""
		index.path, index.title, index.permalink = "index.md", "index", ""
		if v.mode == 3 {
			index.path = privateFolder + "/index.md"
		}
		v.notes = slices.DeleteFunc(v.notes, func(s sketch) bool { return s.path == readme.path || s.path == index.path })
		v.notes = append(v.notes, readme, index)
	}
	for _, name := range vaultFiles {
		if r.IntN(3) > 0 {
			v.attachments = append(v.attachments, attachmentSketch{path: name, content: "public " + name})
		}
		private := attachmentSketch{path: privateFolder + "/깊은/곳/" + name, content: "canary-file " + name, private: true}
		// Where the policy does not exclude the folder, a public note that asks for a name
		// found only there uses the file: it is not private then.
		if v.mode == 3 || len(v.attachments) > 0 && v.attachments[len(v.attachments)-1].path == name {
			v.attachments = append(v.attachments, private)
		}
	}
	v.attachments = append(v.attachments, attachmentSketch{path: privateFolder + "/canaryfile.png", content: "canary-file", private: true})
	return v
}

func newSketch(r *rand.Rand, v vault, i int, private bool, taken map[string]bool) sketch {
	s := sketch{title: pick(r, vaultTitles), private: private}
	dir := pick(r, vaultDirs)
	if private && (v.mode == 3 || r.IntN(4) == 0) {
		dir = join2(privateFolder, dir)
	}
	if private && r.IntN(3) == 0 {
		s.title = fmt.Sprintf("canary%dtitle", i)
	}
	s.path = join2(dir, s.title+".md")
	for n := 2; taken[s.path]; n++ {
		s.path = join2(dir, fmt.Sprintf("%s %d.md", s.title, n))
	}
	taken[s.path] = true
	s.tags = some(r, vaultTags, 3)
	s.aliases = some(r, append([]string{"Old " + s.title, "old/" + s.title}, vaultTitles...), 2)
	s.created = time.Date(2024, 1, 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	if r.IntN(2) == 0 {
		s.updated = s.created.AddDate(0, r.IntN(5), 0)
	}
	if r.IntN(6) == 0 {
		s.permalink = pick(r, []string{"/fixed", "/fixed/", "Plan.html", "일/계획"})
	}
	if r.IntN(5) == 0 {
		s.summary = "요약 [[" + pick(r, vaultTitles) + "]]"
	}
	s.lang = pick(r, vaultLangs)
	if r.IntN(4) == 0 {
		s.order = 1 + r.IntN(20)
	}
	s.pinned = r.IntN(8) == 0
	s.props = append(s.props, [2]string{"author", "[[" + pick(r, vaultTitles) + "]]"}, [2]string{"status", words(r, 1)}, [2]string{"note", "see [[" + pick(r, vaultTitles) + "]] there"})
	if r.IntN(3) == 0 {
		s.cover = pick(r, vaultFiles)
	}
	s.parts = newParts(r, private)
	if private {
		s.tags = append(s.tags, fmt.Sprintf("canary%dtag", i), "shared/canarytag")
		s.aliases = append(s.aliases, fmt.Sprintf("canary%dalias", i))
		s.parts = append(s.parts, part{"text", "", fmt.Sprintf("canary%dword zymurgy quixotic", i)}, part{"embed", "canaryfile.png", ""})
		s.updated = s.created.AddDate(1, 0, 0)
	} else if r.IntN(2) == 0 {
		s.parts = append(s.parts, part{"bare", fmt.Sprintf("canary%dtitle", 3+5*r.IntN(2)), words(r, 3)},
			part{"named embed", fmt.Sprintf("canary%dtitle", 3), ""})
	}
	return s
}

func newParts(r *rand.Rand, private bool) []part {
	kinds := []string{"heading", "linked heading", "bare", "bare", "named", "path", "id", "embed", "named embed", "html", "tag", "item", "callout", "table", "footnote", "text"}
	var parts []part
	for range 3 + r.IntN(8) {
		p := part{kind: pick(r, kinds), text: words(r, 2+r.IntN(8))}
		if private {
			p.text += " canaryword"
			if r.IntN(6) == 0 { // long, and in other scripts than the rest
				p.text = strings.Repeat("日本語の長い文章です。 ", 80)
			}
		}
		switch r.IntN(5) {
		case 0:
			p.target = pick(r, vaultFiles)
		case 1:
			p.target = pick(r, vaultTitles) + pick(r, []string{"#계획", "#^id3", "#없는 것"})
		case 2:
			p.target = join2(pick(r, vaultDirs), pick(r, vaultTitles))
		default:
			p.target = pick(r, vaultTitles)
		}
		switch p.kind {
		case "heading":
			p.text = pick(r, []string{"개요", "Overview", "계획"})
		case "text":
			p.text += " " + pick(r, vaultTitles) + "는"
		case "tag":
			p.target = pick(r, vaultTags)
		case "id":
			p.target = join2(pick(r, vaultDirs), pick(r, vaultTitles)+".md")
		}
		parts = append(parts, p)
	}
	return parts
}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

func some(r *rand.Rand, all []string, most int) []string {
	var out []string
	for range r.IntN(most + 1) {
		out = append(out, pick(r, all))
	}
	return out
}

func words(r *rand.Rand, n int) string {
	var out []string
	for range n {
		out = append(out, pick(r, vaultWords))
	}
	return strings.Join(out, " ")
}

func join2(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}

// A mutation changes the private side of a vault and nothing else.
type mutation struct {
	name  string
	apply func(r *rand.Rand, v vault) vault
}

// onPrivate makes a mutation of what it does to one private note; it returns what takes its
// place.
func onPrivate(name string, change func(r *rand.Rand, s sketch) []sketch) mutation {
	return mutation{name, func(r *rand.Rand, v vault) vault {
		old := v.notes
		v.notes = nil
		for _, s := range old {
			if s.private {
				v.notes = append(v.notes, change(r, s)...)
			} else {
				v.notes = append(v.notes, s)
			}
		}
		return v
	}}
}

var mutations = []mutation{
	{"deleted", func(_ *rand.Rand, v vault) vault {
		v.notes = slices.DeleteFunc(slices.Clone(v.notes), func(s sketch) bool { return s.private })
		v.attachments = slices.DeleteFunc(slices.Clone(v.attachments), func(a attachmentSketch) bool { return a.private })
		return v
	}},
	onPrivate("emptied", func(_ *rand.Rand, s sketch) []sketch {
		return []sketch{{path: s.path, title: s.title, private: true}}
	}),
	onPrivate("renamed", func(r *rand.Rand, s sketch) []sketch {
		s.title = pick(r, append([]string{"새 이름", "Zz"}, vaultTitles...))
		dir := parentOf(s.path)
		s.path = join2(dir, fmt.Sprintf("%s %d.md", s.title, r.IntN(1e6)))
		s.aliases = some(r, vaultTitles, 3)
		return []sketch{s}
	}),
	onPrivate("retagged", func(r *rand.Rand, s sketch) []sketch {
		s.tags = append(some(r, vaultTags, 5), "shared", fmt.Sprint("새태그", r.IntN(9)))
		return []sketch{s}
	}),
	onPrivate("tenfold", func(r *rand.Rand, s sketch) []sketch {
		out := []sketch{s}
		for i := range 10 {
			c := s
			c.path = join2(parentOf(s.path), fmt.Sprintf("%s copy %d.md", s.title, 100+i))
			out = append(out, c)
		}
		return out
	}),
	onPrivate("redated", func(r *rand.Rand, s sketch) []sketch {
		s.created = time.Date(1970+r.IntN(80), 1, 1+r.IntN(28), r.IntN(24), 0, 0, 0, time.UTC)
		s.updated = s.created.AddDate(r.IntN(3), 0, 0)
		s.order, s.pinned = r.IntN(30), !s.pinned
		return []sketch{s}
	}),
	{"swapped", func(r *rand.Rand, v vault) vault {
		v.attachments = slices.Clone(v.attachments)
		for i, a := range v.attachments {
			if a.private {
				v.attachments[i].content = fmt.Sprint("swapped ", r.IntN(1e6))
				v.attachments[i].path = parentOf(a.path) + fmt.Sprintf("/더 깊은/%d/", r.IntN(100)) + a.path[strings.LastIndexByte(a.path, '/')+1:]
			}
		}
		return v
	}},
	onPrivate("reworded", func(r *rand.Rand, s sketch) []sketch {
		s.parts = append(newParts(r, true), part{"text", "", "perennial compost zymurgy 퇴고"})
		s.props = [][2]string{{"author", "[[" + pick(r, vaultTitles) + "]]"}}
		s.cover, s.permalink, s.summary, s.lang = pick(r, vaultFiles), pick(r, []string{"", "/fixed", "/other"}), words(r, 5), pick(r, vaultLangs)
		return []sketch{s}
	}),
	{"shuffled", func(r *rand.Rand, v vault) vault {
		v.notes, v.attachments = slices.Clone(v.notes), slices.Clone(v.attachments)
		r.Shuffle(len(v.notes), func(i, j int) { v.notes[i], v.notes[j] = v.notes[j], v.notes[i] })
		r.Shuffle(len(v.attachments), func(i, j int) { v.attachments[i], v.attachments[j] = v.attachments[j], v.attachments[i] })
		return v
	}},
}
